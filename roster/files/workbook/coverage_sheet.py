"""The workbook's sheet of coverage: gaps as a heat map, then the seats themselves."""

from typing import Any

from roster.files.workbook.contents import Contents
from roster.files.workbook.heat import FIRST_DAY, Block, busy_minutes, by_minute, write_block, write_blocks
from roster.files.workbook.paper import A4, set_up
from roster.files.workbook.styles import Styles
from roster.files.workbook.words import COVERAGE_SHEET


def write_coverage(workbook: Any, contents: Contents, styles: Styles) -> None:
    """Intervals × days for each job: the gaps as heat maps, which are printed; below them seats rostered and required.

    What is rostered and required is looked up on the screen, not hung up.
    """
    title = COVERAGE_SHEET.to(contents.language)
    sheet = workbook.add_worksheet(title)
    set_up(sheet, contents, title, A4)
    sheet.set_column(0, 0, 8)
    sheet.set_column(FIRST_DAY, len(contents.days), 5)
    sheet.freeze_panes(0, FIRST_DAY)
    table = contents.coverage
    gaps: list[Block] = []
    seats: list[Block] = []
    for index, job in enumerate(table.jobs):
        required, rostered, gap = table.required[index], table.rostered[index], table.gap[index]
        minutes = busy_minutes(contents, required, rostered)
        most = float(max(1, required.max()))
        name = contents.say(f"工种 {job}", f"Job {job}")
        gaps.append(
            Block(
                contents.say(f"{name} · 差额（在岗 − 需求）", f"{name} · gap (rostered − required)"),
                minutes,
                by_minute(contents, gap),
                '+0;-0;"·"',
                _diverging(max(1.0, min(most, 5.0))),
                bold_below=0,
            )
        )
        rising = _rising(most)
        there, wanted = by_minute(contents, rostered), by_minute(contents, required, lowest=False)
        seats += (
            Block(contents.say(f"{name} · 在岗座席", f"{name} · seats rostered"), minutes, there, "0", rising),
            Block(contents.say(f"{name} · 需求座席", f"{name} · seats required"), minutes, wanted, "0", rising),
        )
    if not table.jobs:
        sheet.write_string(0, 0, contents.say("没有座席需求", "No seats are required"), styles())
        return
    row = write_blocks(sheet, contents, styles, 0, gaps)
    sheet.print_area(0, 0, row - 1, len(contents.days))
    for block in seats:
        row = write_block(sheet, contents, styles, row, block)


def _diverging(reach: float) -> dict[str, object]:
    """Red where seats are short, white at none, blue where they are over; full colour from `reach` on."""
    return {
        "type": "3_color_scale",
        "min_type": "num", "mid_type": "num", "max_type": "num",
        "min_value": -reach, "mid_value": 0, "max_value": reach,
        "min_color": "F8696B", "mid_color": "FFFFFF", "max_color": "9DC3E6",
    }  # fmt: skip


def _rising(most: float) -> dict[str, object]:
    """White at none, deeper with more seats; one scale for what is required and what is rostered."""
    return {
        "type": "2_color_scale",
        "min_type": "num", "max_type": "num", "min_value": 0, "max_value": most,
        "min_color": "FFFFFF", "max_color": "8EA9DB",
    }  # fmt: skip
