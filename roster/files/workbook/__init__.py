"""roster.xlsx: what a supervisor prints, hangs up, edits by hand and imports again. One file a sheet."""

from roster.files.workbook.book import write_workbook

__all__ = ["write_workbook"]
