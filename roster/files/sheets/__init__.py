"""Where rows come from: the CSV files of a folder, or the sheets of a workbook. Nothing here knows what they mean."""

from roster.files.sheets.sheet import BookCell, Kind, Marks, Merged, Settings, Sheet, Sheets, letter

__all__ = ["BookCell", "Kind", "Marks", "Merged", "Settings", "Sheet", "Sheets", "letter"]
