"""Where rows come from: the CSV files of a folder, or the sheets of a workbook. Nothing here knows what they mean."""

from roster.files.sheets.sheet import BookCell, CellKind, Marks, Merged, Sheet, Sheets, SheetSettings, letter

__all__ = ["BookCell", "CellKind", "Marks", "Merged", "Sheet", "SheetSettings", "Sheets", "letter"]
