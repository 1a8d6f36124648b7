"""How a sheet prints: page, head, foot, repeated rows."""

from typing import Any

from roster.files.workbook.contents import Contents
from roster.files.workbook.words import month_name

A3, A4 = 8, 9


def set_up(sheet: Any, contents: Contents, title: str, paper: int, rows: tuple[int, int] | None = None) -> None:
    """Landscape, one page wide, centre, month and title at the head, page numbers at the foot.

    `rows` (first, last) are repeated on every page.
    """
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.set_margins(left=0.3, right=0.3, top=0.6, bottom=0.5)
    sheet.fit_to_pages(1, 0)
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
