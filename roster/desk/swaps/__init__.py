"""Swaps, covers and changes from request to effect, and partners suggested."""
