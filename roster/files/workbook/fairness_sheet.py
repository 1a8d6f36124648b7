"""The workbook's sheet of fairness: nights, weekends and holidays beside the even share."""

from typing import Any

from roster.files.workbook.contents import Contents
from roster.files.workbook.paper import fitting, set_up
from roster.files.workbook.styles import Styles
from roster.files.workbook.words import FAIRNESS_SHEET, width
from roster.report import FairShare

_LEFT = 6
_HEAD_POINTS, _ROW_POINTS = (26, 24), 13


def write_fairness(workbook: Any, contents: Contents, styles: Styles) -> None:
    """Nights, weekends and holidays of each person: this month's, earlier ones, the even share, the distance to it.

    Beside them what rules count of each person, this month and last.
    """
    title = FAIRNESS_SHEET.to(contents.language)
    sheet = workbook.add_worksheet(title)
    sheet.set_default_row(_ROW_POINTS)
    sheet.freeze_panes(2, 2)
    say, head = contents.say, styles.head()
    left = (
        say("工号", "ID"), say("姓名", "Name"), say("班组", "Team"), say("应出勤工时", "Contract hours"),
        say("工时", "Hours"), say("当班", "Duties"),
    )  # fmt: skip
    for row, points in enumerate(_HEAD_POINTS):
        sheet.set_row(row, points)
    for column, text in enumerate(left):
        sheet.merge_range(0, column, 1, column, text, head)
    kinds = (say("夜班", "Nights"), say("周末", "Weekends"), say("公休日", "Holidays"))
    parts = (say("本月", "Month"), say("以前", "Before"), say("应摊", "Share"), say("差", "Away"))
    for place, kind in enumerate(kinds):
        start = _LEFT + place * len(parts)
        sheet.merge_range(0, start, 0, start + len(parts) - 1, kind, head)
        for offset, text in enumerate(parts):
            sheet.write_string(1, start + offset, text, head)
    tallied = _LEFT + len(kinds) * len(parts)
    beside = (say("本月", "Month"), say("上月", "Last"))
    for place, tally in enumerate(contents.tallies):
        start = tallied + place * len(beside)
        sheet.merge_range(0, start, 0, start + 1, tally.title.to(contents.language), head)
        for offset, text in enumerate(beside):
            sheet.write_string(1, start + offset, text, head)
    widths = [
        *_named(contents),
        8.0,
        6.5,
        5.0,
        *[5.4] * (tallied - _LEFT),
        *[5.0] * len(contents.tallies) * len(beside),
    ]
    for column, wide in enumerate(widths):
        sheet.set_column(column, column, wide)
    row = 2
    for agent in contents.agents:
        hours, shares = contents.hours[agent.agent_id], contents.fairness[agent.agent_id]
        for column, text in enumerate((agent.agent_id, agent.name, agent.team)):
            sheet.write_string(row, column, text, styles.boxed(num_format="@", shrink=True))
        sheet.write_number(row, 3, hours.contract_minutes / 60, styles.boxed(num_format="0.0", align="center"))
        sheet.write_number(row, 4, hours.worked_minutes / 60, styles.boxed(num_format="0.0", align="center"))
        sheet.write_number(row, 5, hours.duties, styles.boxed(num_format="0", align="center"))
        for place, share in enumerate((shares.nights, shares.weekends, shares.holidays)):
            _write_share(sheet, styles, row, _LEFT + place * len(parts), share)
        _write_tallies(sheet, contents, styles, (row, tallied), agent.agent_id)
        row += 1
    sheet.autofilter(1, 0, max(2, row - 1), len(widths) - 1)
    paper, high = fitting(widths, sum(_HEAD_POINTS) + row * _ROW_POINTS)
    set_up(sheet, contents, title, paper, (0, 1), high=high)
    for place in range(len(kinds)):
        column = _LEFT + place * len(parts) + 3
        sheet.conditional_format(2, column, max(2, row - 1), column, _SCALE)
    note = say(
        "应摊：座席需求所需的此类当班按应出勤工时分摊，再补往月多排或少排的（只计在岗月份，每月有上限），不低于 0。"
        "不参与者为空。",
        "Share: duties of the kind that the seats need, spread by contract hours, and part of what one had less or "
        "more than an even part of the months in which one was there; never below 0. Empty for who takes no part.",
    )
    sheet.write_string(row + 1, 0, note, styles.note())


_SCALE = {
    "type": "3_color_scale",
    "min_type": "num", "mid_type": "num", "max_type": "num", "min_value": -3, "mid_value": 0, "max_value": 3,
    "min_color": "9DC3E6", "mid_color": "FFFFFF", "max_color": "F8696B",
}  # fmt: skip


def _named(contents: Contents) -> list[float]:
    """How wide the columns of ids, names and teams must be."""
    people = [(agent.agent_id, agent.name, agent.team) for agent in contents.agents]
    return [
        min(14.0, max(6.0, *(width(text) * 9 / 11 + 1.2 for text in column))) for column in zip(*people, strict=True)
    ]


def _write_tallies(sheet: Any, contents: Contents, styles: Styles, cell: tuple[int, int], agent_id: str) -> None:
    """The month's counts beside last month's; more than then in bold red, empty where last month is not known."""
    row, column = cell
    for tally in contents.tallies:
        count, before = tally.month[agent_id], tally.before.get(agent_id)
        worse = {"bold": True, "font_color": "C00000"} if before is not None and count > before else {}
        sheet.write_number(row, column, count, styles.boxed(num_format="0", align="center", **worse))
        if before is None:
            sheet.write_blank(row, column + 1, None, styles.boxed())
        else:
            sheet.write_number(row, column + 1, before, styles.boxed(num_format="0", align="center"))
        column += 2


def _write_share(sheet: Any, styles: Styles, row: int, column: int, share: FairShare) -> None:
    sheet.write_number(row, column, share.month, styles.boxed(num_format="0", align="center"))
    sheet.write_number(row, column + 1, share.history, styles.boxed(num_format="0", align="center"))
    if share.share is None:
        sheet.write_blank(row, column + 2, None, styles.boxed())
        sheet.write_blank(row, column + 3, None, styles.boxed())
        return
    sheet.write_number(row, column + 2, share.share, styles.boxed(num_format="0.0", align="center"))
    sheet.write_number(row, column + 3, round(share.away, 1), styles.boxed(num_format="+0.0;-0.0;0.0", align="center"))
