"""The month board: rows, cells and sums of a roster as one reader may see them. Pure: records in, what is shown out."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup, escape

from api.pages import words
from api.pages.times import WEEKDAYS, hours_of
from roster.desk.board.board import Board
from roster.files.grid_marks import cell_text, leave_mark
from roster.files.palette import shift_colours
from roster.model import Agent, Case, Duty, Role, Roster, Shift
from roster.model.swap import SwapKind
from roster.report import HoursAccount, ShiftDay
from roster.rule import TICKS, Finding
from roster.text import Language, Text, signed

Cell = tuple[str, date]

MARKS = {
    "hb": Text("硬性违规", "hard breach"),
    "pn": Text("固定", "pinned"),
    "sw": Text("换过班", "swapped"),
    "cv": Text("顶班", "cover"),
    "ch": Text("调过班", "moved"),
    "pe": Text("有待决的申请", "a request is pending"),
    "df": Text("与已发布不同", "differs from the published roster"),
}
"""The marks of a cell in words; that it costs something (`pr`) is told by the panel."""


SWAP_MARKS = {SwapKind.COVER: "cv", SwapKind.CHANGE: "ch"}
"""The mark of a duty that was taken over, or moved, and not exchanged."""
DEAR_TICKS = 3 * TICKS
"""From what price on a cell is marked: as much as a wish not met. Smaller ones are told by the panel alone."""


@dataclass(frozen=True)
class Sight:
    """What a reader sees of a board: whose rows, whose sums, which findings; and what the cells are marked with.

    `team` None: every team. `sums` None: everybody's hours, else those of the people named.
    """

    language: Language
    team: str | None = None
    sums: frozenset[str] | None = None
    findings: Sequence[Finding] = ()
    pins: frozenset[Cell] = frozenset()
    pending: frozenset[Cell] = frozenset()
    published: Roster | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What the board is narrowed to."""

    team: str = ""
    job: str = ""
    grade: str = ""
    shift: str = ""
    find: str = ""
    only_breaches: bool = False
    only_changed: bool = False

    @property
    def any(self) -> bool:
        """Whether it leaves anybody out."""
        narrowed = self.team or self.job or self.grade or self.shift or self.find
        return bool(narrowed or self.only_breaches or self.only_changed)


@dataclass(frozen=True, slots=True)
class DayHead:
    """A day's column: its number, weekday, what kind of day it is (`we`, `ho`, `mk`, empty), and what is said of it."""

    day: date
    number: int
    weekday: str
    kind: str
    sign: str
    title: str


@dataclass(frozen=True, slots=True)
class RowView:
    """A person's row; `cells` are table cells ready to send. `sums` are hours, balance, nights, days off: "" untold."""

    agent_id: str
    name: str
    job: str
    leads: bool
    rank: str
    cells: Markup
    hours: str
    balance: str
    nights: str
    off: str


@dataclass(frozen=True, slots=True)
class TeamView:
    """A team's rows."""

    name: str
    size: int
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True)
class FootView:
    """A shift's row at the foot: people on it that day; `cells` ready to send, those short of seats marked."""

    code: str
    place: int
    cells: Markup
    short: int


@dataclass(frozen=True, slots=True)
class LegendView:
    """A shift in the legend. `key`: the digit that sets it (0: none)."""

    code: str
    name: str
    hours: str
    place: int
    night: bool
    key: int
    jobs: str


@dataclass(frozen=True)
class BoardView:
    """All that the page's table shows."""

    days: tuple[DayHead, ...]
    teams: tuple[TeamView, ...]
    foot: tuple[FootView, ...]
    legend: tuple[LegendView, ...]
    leave: str
    shown: int
    people: int
    breaches: int
    breach_cells: int
    points: float
    provisional: str


def places(case: Case) -> dict[str, int]:
    """Each shift's class number (`.s0` …), in the order of starts, day shifts before nights."""
    return {code: place for place, code in enumerate(shift_colours(case.shifts))}


def in_order(case: Case) -> list[Shift]:
    """The shifts as the legend lists them."""
    return [case.shift_by_code[code] for code in places(case)]


def day_heads(case: Case, days: Iterable[date], language: Language) -> tuple[DayHead, ...]:
    """The columns' heads."""
    calendar = case.calendar
    heads = []
    for day in days:
        name = calendar.name(day)
        kind, sign, said = "", "", Text("", "")
        if calendar.is_public_holiday(day):
            kind, sign, said = "ho", Text("休", "H").to(language), Text("公休日", "public holiday")
        elif calendar.is_makeup_workday(day):
            kind, sign, said = "mk", Text("班", "W").to(language), Text("调休上班", "make-up workday")
        elif not calendar.is_working_day(day):
            kind = "we"
        weekday = WEEKDAYS[day.weekday()].to(language)
        spoken = " ".join(
            filter(None, (day.isoformat(), weekday, said.to(language), name.to(language) if name else ""))
        )
        heads.append(DayHead(day, day.day, weekday.removeprefix("周"), kind, sign, spoken))
    return tuple(heads)


def week_of(case: Case, day: date) -> tuple[date, ...]:
    """The days of the month in the week (Monday first) of `day`."""
    monday = day - timedelta(days=day.weekday())
    return tuple(other for other in (monday + timedelta(days=n) for n in range(7)) if other in case.month)


def beside(case: Case, days: Sequence[date]) -> tuple[date | None, date | None]:
    """The day before these days and the day after them, where the month has them."""
    before, after = days[0] - timedelta(days=1), days[-1] + timedelta(days=1)
    return (before if before in case.month else None, after if after in case.month else None)


def board_view(
    board: Board,
    sight: Sight,
    hours: Mapping[str, HoursAccount],
    by_shift: Mapping[tuple[str, date], ShiftDay],
    *,
    days: Sequence[date] | None = None,
    choice: Choice | None = None,
    only: Collection[str] | None = None,
) -> BoardView:
    """The board as it is shown. `only`: these people's rows (to bring a changed page up to date)."""
    case, choice = board.case, choice or Choice()
    shown_days = tuple(days or case.month)
    marks = _Marks(board, sight)
    number = places(case)
    visible = [agent for agent in case.agents_by_team if sight.team is None or agent.team == sight.team]
    chosen = [agent for agent in visible if _chosen(agent, board, choice, marks, shown_days)]
    if only is not None:
        chosen = [agent for agent in chosen if agent.agent_id in only]
    cells = _Cells(board, sight, marks, number)
    teams: dict[str, list[RowView]] = defaultdict(list)
    for agent in chosen:
        sums_shown = sight.sums is None or agent.agent_id in sight.sums
        teams[agent.team].append(_row(agent, cells, shown_days, hours[agent.agent_id] if sums_shown else None, sight))
    hard = [finding for finding in sight.findings if finding.hard]
    provisional = case.calendar.provisional_reason(case.month)
    return BoardView(
        day_heads(case, shown_days, sight.language),
        tuple(TeamView(name, len(rows), tuple(rows)) for name, rows in teams.items()),
        _foot(case, shown_days, by_shift, number),
        _legend(case, number),
        leave_mark(case, sight.language),
        len(chosen),
        len(visible),
        len(hard),
        len(marks.hard),
        sum(finding.cost_ticks for finding in sight.findings) / TICKS,
        provisional.to(sight.language) if provisional else "",
    )


def _chosen(agent: Agent, board: Board, choice: Choice, marks: "_Marks", days: Sequence[date]) -> bool:
    if choice.find and choice.find.casefold() not in f"{agent.agent_id} {agent.name}".casefold():
        return False
    if (choice.team and agent.team != choice.team) or (choice.job and choice.job not in agent.jobs):
        return False
    if choice.grade and choice.grade not in agent.every_grade:
        return False
    duties = board.duties[agent.agent_id]
    if choice.shift and not any(day in duties and duties[day].shift == choice.shift for day in days):
        return False
    if choice.only_changed and agent.agent_id not in marks.changers:
        return False
    return not choice.only_breaches or agent.agent_id in marks.breakers


class _Marks:
    """What the cells are marked with."""

    def __init__(self, board: Board, sight: Sight) -> None:
        self.hard: set[Cell] = set()
        self.priced: set[Cell] = set()
        self.breakers: set[str] = set()
        for finding in sight.findings:
            if finding.agent_id is None:
                continue
            if finding.hard:
                self.breakers.add(finding.agent_id)
            if finding.day is not None and finding.hard:
                self.hard.add((finding.agent_id, finding.day))
            elif finding.day is not None and finding.cost_ticks >= DEAR_TICKS:
                self.priced.add((finding.agent_id, finding.day))
        self.swapped: dict[Cell, str] = {
            (duty.agent_id, duty.day): SWAP_MARKS.get(swap.kind, "sw")
            for swap in board.effective_swaps
            for duty in (*swap.given, *swap.got)
        }
        self.pins, self.pending = sight.pins, sight.pending
        self.differs: set[Cell] = set()
        if sight.published is not None:
            before = {(duty.agent_id, duty.day): (duty.shift, duty.job) for duty in sight.published.duties}
            after = {(duty.agent_id, duty.day): (duty.shift, duty.job) for duty in board.roster.duties}
            self.differs = {cell for cell in before.keys() | after.keys() if before.get(cell) != after.get(cell)}
        self.changers = {agent_id for agent_id, _ in self.differs}

    def of(self, cell: Cell) -> tuple[str, ...]:
        """The classes of a cell's marks, in a fixed order."""
        classes = []
        if cell in self.hard:
            classes.append("hb")
        elif cell in self.priced:
            classes.append("pr")
        if cell in self.pins:
            classes.append("pn")
        if cell in self.swapped:
            classes.append(self.swapped[cell])
        for name, cells in (("pe", self.pending), ("df", self.differs)):
            if cell in cells:
                classes.append(name)
        return tuple(classes)


class _Cells:
    """Table cells: `<td class=s3>A` and no more."""

    def __init__(self, board: Board, sight: Sight, marks: _Marks, number: Mapping[str, int]) -> None:
        self.board, self.sight, self.marks, self.number = board, sight, marks, number
        self._known: dict[tuple[str, str, tuple[str, ...]], str] = {}
        self._leave = leave_mark(board.case, sight.language)

    def of(self, agent: Agent, day: date) -> str:
        """One cell."""
        duty = self.board.duties[agent.agent_id].get(day)
        cell = (agent.agent_id, day)
        if duty is not None:
            code = f"s{self.number[duty.shift]}"
            return self._td(code, cell_text(duty, self.board.case), self.marks.of(cell))
        if not agent.employed_on(day):
            return self._td("ne", "", self.marks.of(cell))
        if self.board.on_leave(agent.agent_id, day) is not None:
            return self._td("lv", self._leave, self.marks.of(cell))
        return self._td("", "", self.marks.of(cell))

    def _td(self, kind: str, text: str, marks: tuple[str, ...]) -> str:
        key = (kind, text, marks)
        if key not in self._known:
            code, _, job = text.partition("/")
            two = bool(job) and "/" not in job
            names = " ".join(filter(None, (kind, "jb" if two else "", *marks)))
            attribute = "" if not names else f" class={names}" if " " not in names else f' class="{names}"'
            words = [MARKS[mark].to(self.sight.language) for mark in marks if mark in MARKS]
            title = (
                f' title="{escape("、".join(words) if self.sight.language == "zh" else ", ".join(words))}"'
                if words
                else ""
            )
            shown = f"{escape(code)}<small>{escape(job)}</small>" if two else str(escape(text))
            self._known[key] = f"<td{attribute}{title}>{shown}"
        return self._known[key]


def _row(agent: Agent, cells: _Cells, days: Sequence[date], account: HoursAccount | None, sight: Sight) -> RowView:
    dated = agent.every_grade if agent.grades else filter(None, agent.every_grade)
    grade = "→".join(words.GRADES[one.value].to(sight.language) if one else "–" for one in dated)
    role = words.ROLES[agent.role.value].to(sight.language) if agent.role is not Role.AGENT else ""
    sums = ("", "", "", "")
    if account is not None:
        balance = round(account.balance_minutes / 60, 1)
        sums = (
            f"{account.worked_minutes / 60:g}",
            signed(balance),
            str(account.nights),
            str(account.rest_days),
        )
    markup = Markup("".join(cells.of(agent, day) for day in days))  # noqa: S704 - every text in it was escaped
    return RowView(
        agent.agent_id, agent.name, agent.jobs[0], agent.leads, " ".join(filter(None, (grade, role))), markup, *sums
    )


def _foot(
    case: Case, days: Sequence[date], by_shift: Mapping[tuple[str, date], ShiftDay], number: Mapping[str, int]
) -> tuple[FootView, ...]:
    """Per shift and day the people on it; where its hours are short of seats, by how many on the mean (rounded up)."""
    rows = []
    for shift in in_order(case):
        cells, missing = [], 0
        for day in days:
            shift_day = by_shift[shift.code, day]
            short = -int(-shift_day.short_seats // 1)
            if short:
                missing += 1
                cells.append(f"<td class=short>{shift_day.people}<b>−{short}</b>")
            else:
                cells.append(f"<td>{shift_day.people or ''}")
        markup = Markup("".join(cells))  # noqa: S704 - numbers only
        rows.append(FootView(shift.code, number[shift.code], markup, missing))
    return tuple(rows)


def _legend(case: Case, number: Mapping[str, int]) -> tuple[LegendView, ...]:
    return tuple(
        LegendView(
            shift.code,
            shift.name if shift.name != shift.code else "",
            hours_of(shift),
            number[shift.code],
            shift.is_night,
            place + 1 if place < 9 else 0,
            " ".join(shift.jobs),
        )
        for place, shift in enumerate(in_order(case))
    )


@dataclass(frozen=True, slots=True)
class DayShift:
    """A shift on one day: who is on it, and how its hours stand."""

    legend: LegendView
    people: tuple[tuple[Agent, Duty, tuple[str, ...]], ...]
    short: int
    required: float


@dataclass(frozen=True)
class DayView:
    """One day of the roster: by shift, who is on leave, who is off."""

    day: date
    shifts: tuple[DayShift, ...]
    leave: tuple[Agent, ...]
    off: tuple[Agent, ...]
    before: date | None
    after: date | None


def day_view(
    board: Board, sight: Sight, day: date, by_shift: Mapping[tuple[str, date], ShiftDay], choice: Choice | None = None
) -> DayView:
    """What a phone shows first."""
    case, choice = board.case, choice or Choice()
    marks = _Marks(board, sight)
    people = [
        agent
        for agent in case.agents_by_team
        if (sight.team is None or agent.team == sight.team) and _chosen(agent, board, choice, marks, (day,))
    ]
    on: dict[str, list[tuple[Agent, Duty, tuple[str, ...]]]] = defaultdict(list)
    leave: list[Agent] = []
    off: list[Agent] = []
    for agent in people:
        duty = board.duties[agent.agent_id].get(day)
        if duty is not None:
            on[duty.shift].append((agent, duty, marks.of((agent.agent_id, day))))
        elif agent.employed_on(day):
            (off if board.on_leave(agent.agent_id, day) is None else leave).append(agent)
    shifts = []
    for legend in _legend(case, places(case)):
        shift_day = by_shift[legend.code, day]
        if on[legend.code] or shift_day.required_seats:
            short = -int(-shift_day.short_seats // 1)
            shifts.append(DayShift(legend, tuple(on[legend.code]), short, shift_day.required_seats))
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    return DayView(
        day,
        tuple(shifts),
        tuple(leave),
        tuple(off),
        before if before in case.month else None,
        after if after in case.month else None,
    )


def shift_style(case: Case, days: Sequence[date]) -> str:
    """The stylesheet of a roster: shifts' colours and time bars, the days' tints.

    In the dark a fill becomes the ink on a quarter of itself; nights keep their fill.
    """
    colours = shift_colours(case.shifts)
    rules, dark = [], []
    for place, (code, colour) in enumerate(colours.items()):
        shift = case.shift_by_code[code]
        names = f".s{place}"
        bar = _bar(shift.start_minute, shift.end_minute)
        rules.append(f"{names}{{--f:#{colour.fill};--i:#{colour.ink};--b:{bar}}}")
        if shift.is_night:
            dark.append(f"{names}{{--edge:#8a93a5}}")
        else:
            dark.append(f"{names}{{--f:color-mix(in srgb,#{colour.fill} 24%,var(--surface));--i:#{colour.fill}}}")
    rules.append("@media(prefers-color-scheme:dark){" + _scoped(dark, ":root:not([data-theme=light]) ") + "}")
    rules.append(_scoped(dark, ":root[data-theme=dark] "))
    for place, head in enumerate(day_heads(case, days, "en")):
        if head.kind:
            rules.append(f".grid tbody td:nth-child({place + 2}){{--t:var(--{head.kind})}}")
    rules.append(f".grid{{--days:{len(days)}}}")
    return "\n".join(rules)


def _scoped(rules: Iterable[str], prefix: str) -> str:
    return "".join(prefix + rule for rule in rules)


def _bar(start: int, end: int) -> str:
    """A shift's hours on 0–24 h as a gradient; what reaches into the next day begins again on the left."""
    spans = [(start, min(end, 1440))]
    if end > 1440:
        spans.insert(0, (0, end - 1440))
    stops = []
    for begin, finish in spans:
        one, two = f"{begin / 14.4:.1f}%", f"{finish / 14.4:.1f}%"
        stops.append(f"transparent {one},currentColor {one} {two},transparent {two}")
    return f"linear-gradient(90deg,{','.join(stops)})"
