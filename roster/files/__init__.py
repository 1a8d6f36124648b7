"""Reading and writing: cases, rosters, workbooks, calendars, and every message about bad input."""
