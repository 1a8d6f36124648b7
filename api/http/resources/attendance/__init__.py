"""Attendance: check-in, records, contradictions."""
