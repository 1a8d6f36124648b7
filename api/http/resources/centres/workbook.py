"""A month's case as a workbook to fill in: the month as it stands, or the one after as its roster leaves it."""

import tempfile
from pathlib import Path

from fastapi import Response

from api.http.resources.centres.upload import XLSX
from roster.desk.desk import Desk
from roster.desk.rosters.roster_desk import export_case
from roster.errors import NotFoundError
from roster.files.case_target import write_to
from roster.files.next_month import next_month
from roster.model import Case, Month
from roster.text import Language, Text


def case_of_month(desk: Desk, month: Month, *, following: bool) -> Case:
    """The month's case as it was imported; or, `following`, next month's, which needs a published roster."""
    case = export_case(desk, month)
    if not following:
        return case
    board = desk.board(month)
    if not board.published:
        raise NotFoundError(Text(f"{month} 已发布的班表", f"a published roster of {month}"))
    return next_month(case, board.roster)


def case_download(case: Case, language: Language) -> Response:
    """The case as a workbook, headings and hints in that language."""
    with tempfile.TemporaryDirectory(prefix="roster-case-") as name:
        path = Path(name) / "case.xlsx"
        write_to(path, case, language)
        data = path.read_bytes()
    told = {"Content-Disposition": f'attachment; filename="case-{case.month}.xlsx"'}
    return Response(data, media_type=XLSX, headers=told)
