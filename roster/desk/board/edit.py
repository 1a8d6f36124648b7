"""A change by hand before it is made: what it breaks, costs and does to seats, for one cell or many."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from roster.desk.board.board import Board
from roster.desk.board.screen import NONE, Changes
from roster.desk.board.seats import SeatChange
from roster.desk.board.worsened import worded
from roster.desk.board.worth import Worth
from roster.model import Duty
from roster.rule import Finding


@dataclass(frozen=True)
class Effect:
    """What an exchange of duties does: hard breaches new or worse, and better or gone; ticks per rule; seats."""

    removed: tuple[Duty, ...]
    added: tuple[Duty, ...]
    worse: tuple[Finding, ...]
    better: tuple[Finding, ...]
    ticks_by_rule: dict[str, int]
    seats: tuple[SeatChange, ...]

    @property
    def ticks(self) -> int:
        """What the roster costs more; negative where it gains."""
        return sum(self.ticks_by_rule.values())

    @property
    def seats_lost(self) -> int:
        """Seats by which intervals become short, less those they gain."""
        return sum(change.lost_seats for change in self.seats)


@dataclass(frozen=True)
class Option:
    """What a cell could hold (`duty` None: off), `now` where it does, and what choosing it does."""

    duty: Duty | None
    now: bool
    effect: Effect


@dataclass(frozen=True, slots=True)
class Targets:
    """Where a cell's content may go without a new hard breach: days of the same person, people of the same day.

    On a day or with a person that has a duty the two are exchanged.
    """

    days: tuple[date, ...]
    agents: tuple[str, ...]


def effect_of_edit(board: Board, removed: Iterable[Duty], added: Iterable[Duty]) -> Effect:
    """An exchange of duties thought through on the board; nothing is written."""
    removed, added = tuple(removed), tuple(added)
    same = set(removed) & set(added)
    removed = tuple(duty for duty in removed if duty not in same)
    added = tuple(duty for duty in added if duty not in same)
    people = sorted({duty.agent_id for duty in (*removed, *added)})
    worse: list[Finding] = []
    better: list[Finding] = []
    for agent_id in people:
        own = [[duty for duty in duties if duty.agent_id == agent_id] for duties in (removed, added)]
        for side, items in zip((worse, better), board.calendar.compared(agent_id, *own), strict=True):
            side.extend(items)
    worse.extend(worded(board.rulebook, item) for item in board.sheet.shared.new_findings(removed, added))
    after = board.sheet.shared.moved(removed, added)
    better.extend(worded(board.rulebook, item) for item in after.new_findings(added, removed))
    ticks = Worth.of(board).more(removed, added)
    return Effect(removed, added, tuple(worse), tuple(better), ticks, board.seat_changes(removed, added))


def options(board: Board, agent_id: str, day: date) -> tuple[Option, ...]:
    """Off and every shift that serves one of the agent's jobs, in the case's order, each with its effect.

    Where a shift serves several of the agent's jobs there is one option a job, the usual one first.
    """
    case = board.case
    agent = case.agent_by_id[agent_id]
    held = board.duties[agent_id].get(day)
    wanted: list[Duty | None] = [None]
    for shift in case.shifts:
        wanted.extend(Duty(agent_id, day, shift.code, job) for job in agent.jobs if shift.serves(job))
    if held is not None and held not in wanted:
        wanted.append(held)
    removed = () if held is None else (held,)
    return tuple(
        Option(duty, duty == held, effect_of_edit(board, removed, () if duty is None else (duty,))) for duty in wanted
    )


def targets(board: Board, agent_id: str, day: date) -> Targets:
    """Every cell of the row and of the day where the duty may go; none where there is no duty."""
    held = board.duties[agent_id].get(day)
    if held is None:
        return Targets((), ())
    return Targets(_days(board, held), _agents(board, held))


def exchange(board: Board, one: tuple[str, date], two: tuple[str, date]) -> tuple[tuple[Duty, ...], tuple[Duty, ...]]:
    """Removed and added duties when two cells exchange what they hold."""
    held = [board.duties[agent_id].get(day) for agent_id, day in (one, two)]
    added = [
        Duty(agent_id, day, duty.shift, duty.job)
        for (agent_id, day), duty in zip((two, one), held, strict=True)
        if duty is not None
    ]
    return tuple(duty for duty in held if duty is not None), tuple(added)


def _days(board: Board, held: Duty) -> tuple[date, ...]:
    move_screen, context = board.sheet.move_screen, board.sheet.context
    me, job = context.agent_index[held.agent_id], context.job_index[held.job]
    own, shift = context.day_of(held.day), context.shift_index[held.shift]
    free, full = [], []
    days: list[date] = []
    for day in board.case.month:
        other = board.duties[held.agent_id].get(day)
        if other is None:
            free.append((day, (me, own, context.day_of(day), shift, job)))
        elif (other.shift, other.job) != (held.shift, held.job):
            back = context.shift_index[other.shift], context.job_index[other.job]
            there = context.day_of(day)
            full.append((day, (me, own, there, shift, job), (me, there, own, *back)))
    if free:
        legal = move_screen.legal(Changes.of(row for _, row in free))
        days.extend(day for (day, _), fine in zip(free, legal, strict=True) if fine)
    if full:
        one, two = Changes.of(row for _, row, _ in full), Changes.of(row for _, _, row in full)
        days.extend(day for (day, _, _), fine in zip(full, move_screen.legal_pairs(one, two), strict=True) if fine)
    return tuple(day for day in sorted(days) if _shared_fine(board, held, (held.agent_id, day)))


def _agents(board: Board, held: Duty) -> tuple[str, ...]:
    move_screen, context = board.sheet.move_screen, board.sheet.context
    day = context.day_of(held.day)
    give = context.shift_index[held.shift], context.job_index[held.job]
    me = context.agent_index[held.agent_id]
    rows, mine, people = [], [], []
    for agent in board.case.agents:
        other = board.duties[agent.agent_id].get(held.day)
        if agent.agent_id == held.agent_id or (other and (other.shift, other.job) == (held.shift, held.job)):
            continue
        back = (NONE, NONE) if other is None else (context.shift_index[other.shift], context.job_index[other.job])
        people.append(agent.agent_id)
        rows.append((context.agent_index[agent.agent_id], NONE if other is None else day, day, *give))
        mine.append((me, day, NONE if other is None else day, *back))
    if not people:
        return ()
    fine = move_screen.legal(Changes.of(rows)) & move_screen.legal(Changes.of(mine))
    return tuple(
        agent_id
        for agent_id, good in zip(people, fine, strict=True)
        if good and _shared_fine(board, held, (agent_id, held.day))
    )


def _shared_fine(board: Board, held: Duty, other: tuple[str, date]) -> bool:
    if not len(board.sheet.compiled.rows):
        return True
    return not board.sheet.shared.new_findings(*exchange(board, (held.agent_id, held.day), other))
