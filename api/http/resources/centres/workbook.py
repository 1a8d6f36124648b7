"""A case as a workbook to fill in."""

import tempfile
from pathlib import Path

from fastapi import Response

from api.http.replies import download
from api.http.resources.centres.upload import XLSX
from roster.files.case_target import write_to
from roster.model import Case
from roster.text import Language


def case_download(case: Case, language: Language) -> Response:
    """The case as a workbook, headings and hints in that language."""
    with tempfile.TemporaryDirectory(prefix="roster-case-") as name:
        path = Path(name) / "case.xlsx"
        write_to(path, case, language)
        data = path.read_bytes()
    return download(data, XLSX, f"case-{case.month}.xlsx")
