"""Grades at the desk: the month's tests, what they speak for, and what is decided."""
