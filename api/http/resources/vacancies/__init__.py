"""Duties that leave freed."""
