"""`roster desk show`, `export`, `print`: a month as the store has it, on the terminal, as files and on paper."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.style import Style
from rich.table import Table
from rich.text import Text as Styled

from api.cli.desk_options import MonthArgument, month_of
from api.cli.options import written_as
from api.cli.over_store import At, over_store
from api.cli.words import word
from api.views.rosters import whole_roster_view
from roster.desk.board.board import Board
from roster.desk.desk import Desk
from roster.desk.quality.break_desk import breaks_of
from roster.desk.rosters import roster_desk
from roster.errors import NotFoundError
from roster.files.month_table import DayCell, MonthTable
from roster.files.print_page import write_page
from roster.files.workbook.words import hours_of, weekday
from roster.model import Month
from roster.store.roster_rows import BINDING, RosterVersion
from roster.text import Language, Text

if TYPE_CHECKING:
    from roster.files.calendars import CalendarSet

VersionOption = Annotated[
    int | None,
    typer.Option(
        "--roster", metavar="ROSTER_ID", help="This version; unset: the published one. 指定版本(默认已发布的)"
    ),
]
TeamOption = Annotated[list[str] | None, typer.Option("--team", help="Only this team. 仅看此班组")]
AgentOption = Annotated[
    list[str] | None, typer.Option("--agent", metavar="AGENT", help="Only this person, by id. 仅看此人(工号)")
]
BreaksOption = Annotated[
    list[datetime] | None,
    typer.Option("--breaks", formats=["%Y-%m-%d"], metavar="DATE", help="This day's breaks too. 另排这一天的休息"),
]
CELL_LEAST = 3
AS_PAGE = written_as(
    ".html", ".htm", instead=Text("工作簿、CSV 用 roster desk export", "roster desk export writes workbook and CSV")
)


def _board(at: At, month: Month, roster_id: int | None) -> tuple[Board, RosterVersion]:
    """The month with its binding roster as it stands after swaps, covers and leave, or with another version."""
    board = at.desk.board(month)
    if roster_id is None:
        return board, roster_desk.published_roster(at.desk, month)[0]
    version, roster = roster_desk.read_roster(at.desk, roster_id)
    if version.roster_id not in {item.roster_id for item in roster_desk.versions(at.desk, month)}:
        raise NotFoundError(Text(f"{month} 的版本 {roster_id}", f"version {roster_id} of {month}"))
    return board.with_roster(roster), version


def _state(board: Board, version: RosterVersion, at: At) -> Text:
    """Which version it is and since when it binds, in the centre's time."""
    published = (
        f"{version.published_at.astimezone(board.month_case.zone):%Y-%m-%d %H:%M}" if version.published_at else ""
    )
    state = word(version.state, at.speech)
    return Text(
        f"第 {version.version} 版 {state}{f' {published}' if published else ''}",
        f"version {version.version}, {state}{f' {published}' if published else ''}",
    )


def _table(board: Board, at: At, team: list[str] | None, agent: list[str] | None) -> MonthTable:
    """The month as people × days; NotFoundError for a team or person that it doesn't have."""
    case = board.case
    for name in team or ():
        if name not in case.teams:
            known = ", ".join(case.teams)
            raise NotFoundError(Text(f"班组 {name}(现有:{known})", f"team {name} among {known}"))
    for name in agent or ():
        if name not in case.agent_by_id:
            raise NotFoundError(Text(f"坐席 {name}", f"agent {name}"))
    return MonthTable.of(board.evidence(board.roster), at.speech.language, teams=team or (), agents=agent or ())


@over_store()
def show(
    at: At,
    month: MonthArgument,
    team: TeamOption = None,
    agent: AgentOption = None,
    roster_id: VersionOption = None,
) -> None:
    """查看某月排班 · A month on the terminal, people by days, as it stands after swaps, covers and leave."""
    wanted = month_of(month)
    board, version = _board(at, wanted, roster_id)
    table = _table(board, at, team, agent)
    if at.as_json:
        names = {agent.agent_id: agent.name for agent in table.agents}
        duties = (duty for duty in board.roster.duties if duty.agent_id in names)
        at.speech.json(whole_roster_view(version, at.desk.centre_id, wanted, duties, names))
        return
    people = len(table.agents)
    at.speech.say(
        Text(
            f"{board.case.centre.name} {wanted}:{_state(board, version, at).zh},{people} 人",
            f"{board.case.centre.name} {wanted}: {_state(board, version, at).en}, "
            f"{people} {'person' if people == 1 else 'people'}",
        )
    )
    for days in _blocks(table, at.speech.out.width):
        at.speech.out.print(_grid(table, days, at))
    if any(map(table.case.calendar.is_public_holiday, table.case.month)):
        at.speech.say(Text("* 法定节假日", "* public holiday"))
    codes = dict.fromkeys(duty.shift for duty in board.roster.duties)
    named = [shift for shift in board.case.shifts if shift.code in codes]
    at.speech.say_line("  ".join(f"{shift.code} {shift.name} {hours_of(shift)}".replace("  ", " ") for shift in named))


def _who(table: MonthTable) -> int:
    """Columns of the terminal that ids and names take at most."""
    return max((Styled(f"{agent.agent_id} {agent.name}").cell_len for agent in table.agents), default=0)


def _blocks(table: MonthTable, width: int) -> list[list[date]]:
    """The month's days in as many blocks as the terminal's width asks for, near alike in length."""
    days = list(table.case.month)
    cell = max((Styled(cell.text).cell_len for cell in table.cells.values()), default=0)
    most = max(1, (width - _who(table) - 1) // (max(cell, CELL_LEAST) + 1))
    parts = -(-len(days) // most)
    size = -(-len(days) // parts)
    return [days[start : start + size] for start in range(0, len(days), size)]


def _grid(table: MonthTable, days: list[date], at: At) -> Table:
    grid = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    grid.add_column("", no_wrap=True)
    for day in days:
        holiday = table.case.calendar.is_public_holiday(day)
        rest = holiday or (day.weekday() >= 5 and not table.case.calendar.is_makeup_workday(day))
        name = weekday(day, at.speech.language)[:2] + ("*" if holiday else "")
        grid.add_column(Styled(f"{day.day}\n{name}", style="red" if rest else ""), no_wrap=True, min_width=2)
    for team, agents in table.teams:
        if table.case.teams != (team,):
            grid.add_row(Styled(team, style="bold"))
        for agent in agents:
            cells = [_shown(table.cells[agent.agent_id, day]) for day in days]
            grid.add_row(Styled(f"{agent.agent_id} {agent.name}"), *cells)
    return grid


def _shown(cell: DayCell) -> Styled:
    if cell.colour is not None:
        return Styled(cell.text, style=Style(color=f"#{cell.colour.ink}", bgcolor=f"#{cell.colour.fill}"))
    if not cell.here:
        return Styled("-", style="dim")
    return Styled(cell.text or "·", style="" if cell.leave else "dim")


@over_store(as_json=False)
def export(
    at: At,
    month: MonthArgument,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder (default: roster-MONTH). 输出文件夹")
    ] = None,
    roster_id: VersionOption = None,
    breaks: BreaksOption = None,
) -> None:
    """导出某月排班 · A month's workbook, CSV and calendars, as it stands after swaps, covers and leave."""
    wanted = month_of(month)
    board, version = _board(at, wanted, roster_id)
    folder = out or Path(f"roster-{wanted}")
    days = [moment.date() for moment in breaks or ()]
    from roster.files.outputs import export_roster

    placed = {day: breaks_of(at.desk, day).placed for day in days} if roster_id is None else {}
    language = at.speech.language
    export_roster(
        folder,
        board.case,
        board.rulebook,
        board.roster,
        language,
        break_days=days,
        fixed=placed,
        calendars=_calendars(at.desk, board, version, folder, language),
    )
    state = _state(board, version, at)
    at.speech.say(
        Text(
            f"{wanted}({state.zh}):工作簿、CSV、日历在 {folder}",
            f"{wanted} ({state.en}): workbook, CSV and calendars are in {folder}",
        )
    )


def _calendars(desk: Desk, board: Board, version: RosterVersion, folder: Path, language: Language) -> "CalendarSet":
    """What subscribers see of the month; of a version that binds nobody its duties, below any number that binds.

    What else the calendars of the folder hold, as those from before the month was published do, is cancelled there.
    """
    from api.calendars.entries import month_calendars
    from roster.files.calendars import drawn_calendars, entries_before
    from roster.files.outputs import CALENDARS

    if version.state not in BINDING:
        return drawn_calendars(board.evidence(board.roster), language, scope=desk.centre_id)
    calendars = month_calendars(desk, board.case, language)
    return calendars.with_gone(entries_before(folder / CALENDARS, board.case, None, language) or {})


@over_store(as_json=False)
def print_(
    at: At,
    month: MonthArgument,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", callback=AS_PAGE, help="File (default: roster-MONTH.html). 文件"),
    ] = None,
    team: TeamOption = None,
    agent: AgentOption = None,
    roster_id: VersionOption = None,
) -> None:
    """打印某月排班 · A page for print (HTML, A3 landscape, a team a page): open it in a browser and print."""
    wanted = month_of(month)
    board, version = _board(at, wanted, roster_id)
    file = out or Path(f"roster-{wanted}.html")
    now = f"{at.desk.clock.now().astimezone(board.month_case.zone):%Y-%m-%d %H:%M}"
    write_page(file, _table(board, at, team, agent), _state(board, version, at), now)
    at.speech.say(Text(f"{file}:用浏览器打开后打印", f"{file}: open it in a browser and print"))
