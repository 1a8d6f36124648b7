"""How a sheet prints: page, head, foot, repeated rows."""

from collections.abc import Sequence
from typing import Any

from roster.files.workbook.contents import Contents
from roster.files.workbook.words import month_name

A3, A4 = 8, 9
_INCHES = {A3: (16.54, 11.69), A4: (11.69, 8.27)}
_LEFT_RIGHT, _TOP_BOTTOM = 0.6, 1.1
_PIXELS_A_DIGIT, _CELL_PIXELS, _PIXELS_AN_INCH, _POINTS_AN_INCH = 7, 5, 96, 72
SMALLEST = 6 / 9
"""The least share of its size in which a sheet's nine-point text is still read on paper."""


def scale(paper: int, widths: Sequence[float], points: float = 0.0) -> float:
    """The share of their size in which columns of these widths (digits) and rows of so many points fill a page."""
    wide, high = _INCHES[paper]
    inches = sum(width * _PIXELS_A_DIGIT + _CELL_PIXELS for width in widths) / _PIXELS_AN_INCH
    across = (wide - _LEFT_RIGHT) / inches
    return min(across, (high - _TOP_BOTTOM) * _POINTS_AN_INCH / points) if points else across


def fitting(widths: Sequence[float], points: float) -> tuple[int, int]:
    """The paper, and how many pages high (0: as many as it takes): one page, of A4 if can be, where it can be read."""
    one = next((paper for paper in (A4, A3) if scale(paper, widths, points) >= SMALLEST), None)
    if one is not None:
        return one, 1
    return (A4 if scale(A4, widths) >= SMALLEST else A3), 0


def set_up(
    sheet: Any, contents: Contents, title: str, paper: int, rows: tuple[int, int] | None = None, *, high: int = 0
) -> None:
    """Landscape, one page wide, centre, month and title at the head, page numbers at the foot.

    `rows` (first, last) are repeated on every page; `high` is how many pages it may take (0: any number).
    """
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.set_margins(left=_LEFT_RIGHT / 2, right=_LEFT_RIGHT / 2, top=0.6, bottom=_TOP_BOTTOM - 0.6)
    sheet.fit_to_pages(1, high)
    sheet.center_horizontally()
    centre = contents.case.centre.name.replace("&", "&&")  # & begins a code in headers
    month = month_name(contents.case.month.first, contents.language)
    sheet.set_header(f'&C&"-,Bold"&14{_spaced(centre)} · {month} · {title}'[:255])
    sheet.set_footer("&C&P / &N")
    if rows:
        sheet.repeat_rows(*rows)


def _spaced(text: str) -> str:
    """A text that begins with a digit would lengthen the font size before it."""
    return f" {text}" if text[:1].isdecimal() else text
