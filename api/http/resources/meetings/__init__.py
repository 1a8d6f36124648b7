"""Meetings and their lists."""
