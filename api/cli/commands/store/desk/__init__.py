"""`roster desk` and what is kept beside it: cases, rosters, grants, offices, grades, breaks, tasks of a centre."""
