"""roster.xlsx: what a supervisor prints, hangs up, edits by hand and imports again. One file a sheet."""
