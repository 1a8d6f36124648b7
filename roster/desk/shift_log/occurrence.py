"""A shift on a day: who has a duty on it, when it begins and ends, who leads it, and which one comes after it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from roster.desk.board.board import Board
from roster.errors import NotFoundError
from roster.model import Duty
from roster.text import Text

NEAR = timedelta(days=2)
"""How far around a day the shifts are sought that adjoin one of its own."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One shift of one day with its duties, by person; `start` and `end` are instants."""

    day: date
    shift: str
    start: datetime
    end: datetime
    duties: tuple[Duty, ...] = ()

    @property
    def people(self) -> tuple[str, ...]:
        """Who has a duty on it."""
        return tuple(duty.agent_id for duty in self.duties)

    @property
    def order(self) -> tuple[datetime, datetime, str]:
        """Shifts in time's order."""
        return self.start, self.end, self.shift


def going(board: Board, day: date, now: datetime, lead: timedelta = timedelta()) -> tuple[Occurrence, ...]:
    """The shifts of a day that are being worked, or begin within `lead`: those of the eve go on after midnight."""
    return tuple(one for one in occurrences(board, day) if one.start - lead <= now < one.end)


def occurrences(board: Board, day: date) -> tuple[Occurrence, ...]:
    """The shifts of a day that somebody works, in time's order; none where no published roster speaks of the day."""
    if not board.is_rostered(day):
        return ()
    held: dict[str, list[Duty]] = {}
    for duties in board.duties.values():
        if day in duties:
            held.setdefault(duties[day].shift, []).append(duties[day])
    return tuple(sorted((_of(board, day, shift, duties) for shift, duties in held.items()), key=lambda one: one.order))


def occurrence(board: Board, day: date, shift: str) -> Occurrence:
    """One shift of a day, worked by somebody or not; NotFoundError where the centre has no such shift or no roster."""
    if not board.is_rostered(day) or shift not in board.case_of(day).shift_by_code:
        raise NotFoundError(Text(f"{day} 的班次 {shift}", f"a shift {shift} on {day}"))
    held = [duties[day] for duties in board.duties.values() if day in duties and duties[day].shift == shift]
    return _of(board, day, shift, held)


def _of(board: Board, day: date, shift: str, duties: list[Duty]) -> Occurrence:
    return Occurrence(day, shift, *board.span(day, shift), tuple(sorted(duties)))


def near(board: Board, day: date) -> tuple[Occurrence, ...]:
    """The shifts of the days around one, in time's order."""
    days = [day + timedelta(days=offset) for offset in range(-NEAR.days, NEAR.days + 1)]
    return tuple(sorted((one for other in days for one in occurrences(board, other)), key=lambda one: one.order))


def next_of(board: Board, now: Occurrence) -> Occurrence | None:
    """The shift that takes over: of those that are there when it ends the one begun last, else the first one later."""
    later = [one for one in near(board, now.day) if one.order > now.order]
    there = [one for one in later if now.start < one.start <= now.end < one.end]
    if there:
        return max(there, key=lambda one: one.order)
    return min((one for one in later if one.start >= now.end), key=lambda one: one.order, default=None)


def duty_leaders(board: Board, now: Occurrence) -> tuple[str, ...]:
    """值班班长: the leaders and deputies who have a duty on the shift, leaders first."""
    agents = board.case_of(now.day).agent_by_id
    leading = [agents[person] for person in now.people if person in agents and agents[person].leads]
    return tuple(agent.agent_id for agent in sorted(leading, key=lambda agent: (agent.role, agent.agent_id)))


def asked_about(board: Board, duty: Duty) -> frozenset[str]:
    """Whom somebody on duty asks: the shift's duty leaders; where there is no other the team's, then the directors."""
    agent = board.staff.agents.get(duty.agent_id)
    leading = frozenset(duty_leaders(board, occurrence(board, duty.day, duty.shift)))
    team = frozenset() if agent is None else frozenset(board.staff.leaders_of(agent.team))
    others = (some - {duty.agent_id} for some in (leading, team))
    return next(filter(None, others), frozenset(board.staff.directors) - {duty.agent_id})


def leads_shift_of(board: Board, person: str, now: Occurrence, moment: datetime) -> bool:
    """Whether somebody may act for a shift: its duty leader, a leader of its people or a director, or their deputy."""
    staff = board.staff
    acting = {*duty_leaders(board, now), *_leaders_of_people(board, now), *staff.directors, *staff.centre_directors}
    named = (item for item in staff.delegations if item.deputy == person and item.holds_at(moment))
    return person in acting or any(item.approver in acting for item in named)


def leader_now(board: Board, now: Occurrence, *, but: str = "") -> str | None:
    """Who acts for a shift: its duty leader, else a leader of its people or a director; None where there is nobody."""
    offices = (*sorted(board.staff.directors), *sorted(board.staff.centre_directors))
    acting = (*duty_leaders(board, now), *_leaders_of_people(board, now), *offices)
    return next((person for person in acting if person != but), None)


def _leaders_of_people(board: Board, now: Occurrence) -> tuple[str, ...]:
    """The leaders of the teams whose people have a duty on a shift, team by team."""
    teams = {board.staff.agents[person].team: None for person in now.people if person in board.staff.agents}
    return tuple(person for team in teams for person in sorted(board.staff.leaders_of(team)))
