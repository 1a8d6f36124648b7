"""A month on paper: one HTML file that any browser prints, a team a page, the head of days on each."""

from collections.abc import Iterator
from datetime import date
from html import escape
from pathlib import Path

from roster.files.atomic import written_whole
from roster.files.month_table import DayCell, MonthTable
from roster.files.palette import shift_colours
from roster.files.workbook.words import hours_of, month_name, weekday
from roster.model import Agent
from roster.text import Text

STYLE = """@page{size:A3 landscape;margin:10mm}
body{font:11px/1.35 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:#1a1c20;margin:1rem}
h1{font-size:16px;margin:0 0 .2rem}h2{font-size:13px;margin:.6rem 0 .2rem}p{margin:.2rem 0}
section{break-after:page}section:last-of-type{break-after:auto}
table{border-collapse:collapse;width:100%;table-layout:fixed}thead{display:table-header-group}tr{break-inside:avoid}
th,td{border:1px solid #9aa0a8;padding:1px 2px;text-align:center;overflow:hidden;white-space:nowrap}
th.who{width:11em;text-align:left}th{background:#eceef1;font-weight:600}
.off{background:#f3ece4}.hol{background:#f6dcdc}.leave{font-style:italic;background:#e9e9e9}.away{background:#d9dce0}
.key span{display:inline-block;margin-right:1em}.key b{padding:0 .4em;border:1px solid #9aa0a8}
.sign{margin-top:.8rem}.sign span{display:inline-block;min-width:16em;margin-right:2em;border-bottom:1px solid #555}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}"""


def write_page(path: Path, table: MonthTable, state: Text, printed: str) -> None:
    """Write the month for print. `state`: what the roster is (version, since when); `printed`: the time it is told at.

    StorageError where the disk refuses; the file is there whole or not at all.
    """
    with written_whole(path.absolute().parent, [path.name]) as staging:
        (staging / path.name).write_text("\n".join(_lines(table, state, printed)), encoding="utf-8")


def _lines(table: MonthTable, state: Text, printed: str) -> Iterator[str]:
    language, case = table.language, table.case
    title = f"{case.centre.name} {month_name(case.month.first, language)} {_say(table, '排班表', 'roster')}"
    yield f'<!DOCTYPE html><html lang="{"zh-CN" if language == "zh" else "en"}"><head><meta charset="utf-8">'
    yield f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>"
    for team, agents in table.teams:
        yield f"<section><h1>{escape(title)}</h1><p>{escape(state.to(language))} · {escape(printed)}</p>"
        name = team or _say(table, "未分组", "no team")
        yield (
            f"<h2>{escape(name)}({len(agents)})</h2>"
            if language == "zh"
            else f"<h2>{escape(name)} ({len(agents)})</h2>"
        )
        yield f"<table><thead>{_head(table)}</thead><tbody>"
        for agent in agents:
            yield _row(table, agent)
        yield "</tbody></table>"
        yield _key(table)
        yield (
            f'<p class="sign">{_say(table, "班长签字", "Team leader")} <span>&nbsp;</span>'
            f"{_say(table, '日期', 'Date')} <span>&nbsp;</span></p></section>"
        )
    yield "</body></html>"


def _say(table: MonthTable, zh: str, en: str) -> str:
    return zh if table.language == "zh" else en


def _shade(table: MonthTable, day: date) -> str:
    calendar = table.case.calendar
    if calendar.is_public_holiday(day):
        return "hol"
    return "off" if day.weekday() >= 5 and not calendar.is_makeup_workday(day) else ""


def _head(table: MonthTable) -> str:
    who = _say(table, "工号 姓名", "Id, name")
    days = "".join(
        f'<th class="{_shade(table, day)}">{day.day}<br>{weekday(day, table.language)}</th>' for day in table.case.month
    )
    return f'<tr><th class="who">{who}</th>{days}</tr>'


def _row(table: MonthTable, agent: Agent) -> str:
    cells = "".join(_cell(table.cells[agent.agent_id, day], _shade(table, day)) for day in table.case.month)
    return f'<tr><th class="who">{escape(f"{agent.agent_id} {agent.name}")}</th>{cells}</tr>'


def _cell(cell: DayCell, shade: str) -> str:
    if cell.colour is not None:
        return f'<td style="background:#{cell.colour.fill};color:#{cell.colour.ink}">{escape(cell.text)}</td>'
    kind = "leave" if cell.leave else shade if cell.here else "away"
    return f'<td class="{kind}">{escape(cell.text)}</td>'


def _key(table: MonthTable) -> str:
    colours = shift_colours(table.case.shifts)
    items = "".join(
        f'<span><b style="background:#{colours[shift.code].fill};color:#{colours[shift.code].ink}">'
        f"{escape(shift.code)}</b> {escape(shift.name)} {hours_of(shift)}</span>"
        for shift in table.case.shifts
    )
    return f'<p class="key">{items}</p>'
