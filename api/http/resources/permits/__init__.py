"""Permits to leave the post."""
