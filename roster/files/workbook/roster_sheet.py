"""The workbook's first sheet: people and days."""

from datetime import date
from typing import Any

from roster.engine.problem.outcome import Level
from roster.files.grid_marks import cell_text, leave_mark
from roster.files.workbook.contents import Contents
from roster.files.workbook.demand_rows import write_demand
from roster.files.workbook.grid import HEADER_ROWS, SheetGrid
from roster.files.workbook.legend import write_legend
from roster.files.workbook.paper import fitting, set_up
from roster.files.workbook.styles import BODY, HATCH, HOLIDAY, LEAVE, NOT_HERE, RED, WEEKEND, Styles
from roster.files.workbook.words import GRADES, ROLES, ROSTER_SHEET, weekday, width
from roster.model import Agent

_HEAD_POINTS, _ROW_POINTS = (18, 28), 13
"""How high the header's two rows and the others are, whatever program opens the sheet."""


def write_roster(workbook: Any, contents: Contents, styles: Styles) -> None:
    """People × days. Row 1 holds real dates, row 2 weekdays; only people's rows have an id, in column A."""
    title = ROSTER_SHEET.to(contents.language)
    grid = SheetGrid(workbook.add_worksheet(title), contents, styles)
    grid.sheet.set_default_row(_ROW_POINTS)
    grid.sheet.freeze_panes(HEADER_ROWS, 2)
    _write_head(grid)
    cells = _cells(contents)
    widths = _set_widths(grid, cells)
    row = HEADER_ROWS
    previous = None
    for agent in contents.agents:
        _write_agent(grid, row, agent, cells, first_of_team=agent.team != previous)
        previous = agent.team
        row += 1
    if row > HEADER_ROWS:
        # Over the people's rows alone: sorting and hiding by it leaves what stands below in its place.
        grid.sheet.autofilter(HEADER_ROWS - 1, 0, row - 1, grid.right + 3)
    row = write_legend(grid, row + 1, widths)
    grid.sheet.print_area(0, 0, row, grid.right + 3)
    paper, high = fitting(widths, sum(_HEAD_POINTS) + (row + 1 - HEADER_ROWS) * _ROW_POINTS)
    set_up(grid.sheet, contents, title, paper, (0, HEADER_ROWS - 1), high=high)
    # What is between the planner and the screen stays off the sheet that is hung up.
    write_demand(grid, _write_verdict(grid, row + 2) + 1)


def _write_verdict(grid: SheetGrid, row: int) -> int:
    """What speaks against handing the roster out, in red below what is printed; the row below it."""
    verdict = grid.contents.verdict
    if verdict is None:
        return row
    language = grid.contents.language
    lines = [verdict.sentence] if verdict.level is not Level.GOOD else []
    for place, line in enumerate((*lines, *verdict.warnings)):
        bold = verdict.level is Level.FAR and place == 0
        grid.sheet.write_string(row, 1, line.to(language), grid.styles(font_color=RED, bold=bold))
        row += 1
    return row


def _write_head(grid: SheetGrid) -> None:
    contents, sheet, head = grid.contents, grid.sheet, grid.styles.head()
    for row, points in enumerate(_HEAD_POINTS):
        sheet.set_row(row, points)
    left = (("工号", "ID"), ("姓名", "Name"), ("班组", "Team"), ("工种", "Jobs"), ("级别 职务", "Grade, role"))
    right = (("工时", "Hours"), ("夜班", "Nights"), ("休息", "Rest days"), ("差额", "Balance"))
    for column, (zh, en) in [*enumerate(left), *enumerate(right, grid.right)]:
        sheet.merge_range(0, column, 1, column, contents.say(zh, en), head)
    calendar = contents.case.calendar
    for day in contents.days:
        tint = grid.tint(day)
        shade = {"bg_color": tint} if tint else {}
        # The first day tells the month: the others are narrow without it, and the letters on paper large.
        form = "m/d" if day == contents.days[0] else "d"
        sheet.write_datetime(0, grid.column(day), day, grid.styles.head(num_format=form, shrink=True, **shade))
        mark = ""
        if calendar.is_public_holiday(day):
            mark = contents.say("\n休", "\nhol.")
        elif calendar.is_makeup_workday(day):
            mark = contents.say("\n班", "\nwork")
        ink = {"font_color": RED} if tint in {WEEKEND, HOLIDAY} else {}
        sheet.write_string(
            1, grid.column(day), weekday(day, contents.language) + mark, grid.styles.head(**shade, **ink)
        )


def _cells(contents: Contents) -> dict[tuple[str, date], tuple[str, str]]:
    """Agent and day → the cell's text and its shift's code; several duties of one day (a breach) share the cell."""
    cells: dict[tuple[str, date], tuple[str, str]] = {}
    for duty in contents.evidence.roster.duties:
        text = cell_text(duty, contents.case)
        key = (duty.agent_id, duty.day)
        cells[key] = (f"{cells[key][0]}; {text}", duty.shift) if key in cells else (text, duty.shift)
    return cells


def _rank(contents: Contents, agent: Agent) -> str:
    """The grades of the month and the role, as they are printed."""
    dated = agent.every_grade if agent.grades else filter(None, agent.every_grade)
    grade = "→".join(GRADES[one].to(contents.language) if one else "–" for one in dated)
    return " ".join(part for part in (grade, ROLES[agent.role].to(contents.language)) if part)


def _write_agent(
    grid: SheetGrid, row: int, agent: Agent, cells: dict[tuple[str, date], tuple[str, str]], *, first_of_team: bool
) -> None:
    contents, sheet, styles = grid.contents, grid.sheet, grid.styles
    # A heavier line parts the teams.
    edge: dict[str, object] = {"top": 2, "top_color": "808080"} if first_of_team else {}
    rank = _rank(contents, agent)
    for column, text in enumerate((agent.agent_id, agent.name, agent.team, " ".join(agent.jobs), rank)):
        bold = {"bold": True} if agent.leads and column < 2 else {}
        sheet.write_string(row, column, text, styles.boxed(shrink=True, num_format="@", **bold, **edge))
    absences = contents.evidence.absences[agent.agent_id]
    mark = leave_mark(contents.case, contents.language)
    for day in contents.days:
        column = grid.column(day)
        if (agent.agent_id, day) in cells:
            text, code = cells[agent.agent_id, day]
            colour = contents.colours[code]
            style = styles.boxed(
                align="center", shrink=True, num_format="@", bg_color=colour.fill, font_color=colour.ink, **edge
            )
            sheet.write_string(row, column, text, style)
        elif not agent.employed_on(day):
            sheet.write_string(row, column, NOT_HERE, styles.boxed(align="center", **HATCH, **edge))
        elif any(leave.touches(day) for leave in absences):
            style = styles.boxed(align="center", shrink=True, bg_color=LEAVE, italic=True, **edge)
            sheet.write_string(row, column, mark, style)
        else:
            tint = grid.tint(day)
            shade = {"bg_color": BODY[tint]} if tint else {}
            sheet.write_blank(row, column, None, styles.boxed(align="center", **shade, **edge))
    _write_sums(grid, row, agent, edge)


def _write_sums(grid: SheetGrid, row: int, agent: Agent, edge: dict[str, object]) -> None:
    account = grid.contents.hours[agent.agent_id]
    sheet, boxed = grid.sheet, grid.styles.boxed
    sheet.write_number(row, grid.right, account.worked_minutes / 60, boxed(num_format="0.0", align="center", **edge))
    sheet.write_number(row, grid.right + 1, account.nights, boxed(num_format="0", align="center", **edge))
    sheet.write_number(row, grid.right + 2, account.rest_days, boxed(num_format="0", align="center", **edge))
    balance = boxed(num_format="+0.0;[Red]-0.0;0.0", align="center", **edge)
    sheet.write_number(row, grid.right + 3, account.balance_minutes / 60, balance)


def _set_widths(grid: SheetGrid, cells: dict[tuple[str, date], tuple[str, str]]) -> list[float]:
    """Set them; the width of each column, in digits."""
    agents, sheet = grid.contents.agents, grid.sheet
    columns = (
        [agent.agent_id for agent in agents],
        [agent.name for agent in agents],
        [agent.team for agent in agents],
        [" ".join(agent.jobs) for agent in agents],
        [_rank(grid.contents, agent) for agent in agents],
    )
    left = [min(14.0, max(4.6, *map(_fits, texts), 0)) for texts in columns]
    # Narrow days print large, since a month is one page wide; the first date must fit.
    widest = max((_fits(text) for text, _ in cells.values()), default=0.0)
    widths = [*left, *[min(7.5, max(4.6, widest))] * len(grid.contents.days), *[5.6] * 4]
    for column, wide in enumerate(widths):
        sheet.set_column(column, column, wide)
    return widths


def _fits(text: str) -> float:
    """How wide a column must be for a text of the sheet's font, in digits of the usual font of 11 points."""
    return width(text) * 9 / 11 + 1.2
