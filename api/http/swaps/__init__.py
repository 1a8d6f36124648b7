"""Swaps and covers."""
