"""Wishes of many agents matched into swaps."""
