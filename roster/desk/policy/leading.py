"""Who leads a shift, and when a change leaves seats without a duty leader (SWAP-4, SWAP-7, LEAVE-10)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from roster.desk.board.board import Board
from roster.desk.policy.policy import Policy
from roster.model import Duty
from roster.report.coverage import places
from roster.text import Text, clock_time


@dataclass(frozen=True, slots=True)
class LeaderGap:
    """A stretch of one day in which seats are required and a change leaves too few leaders: wall minutes."""

    day: date
    start_minute: int
    end_minute: int

    @property
    def words(self) -> str:
        """`2026-10-08 08:00–16:00`."""
        return f"{self.day} {clock_time(self.start_minute)}–{clock_time(self.end_minute)}"


def gaps_words(gaps: Iterable[LeaderGap]) -> Text:
    """What a decision is told of the stretches without a duty leader."""
    words = [gap.words for gap in gaps]
    return Text(f"{'、'.join(words)} 将无值班班长", f"no duty leader would be there on {', '.join(words)}")


def leads_shift(board: Board, duty: Duty) -> bool:
    """Whether the duty's holder leads its shift: a leader or deputy, and no other of them has that shift that day."""
    if not may_lead(board, duty.agent_id):
        return False
    return board.derived(_leaders_of_shifts).get((duty.day, duty.shift), frozenset()) <= {duty.agent_id}


def _leaders_of_shifts(board: Board) -> Mapping[tuple[date, str], frozenset[str]]:
    """The leaders and deputies of each shift of each day."""
    leaders: dict[tuple[date, str], set[str]] = {}
    for agent in board.case.agents:
        if agent.leads:
            for duty in board.duties.get(agent.agent_id, {}).values():
                leaders.setdefault((duty.day, duty.shift), set()).add(agent.agent_id)
    return {shift: frozenset(people) for shift, people in leaders.items()}


def may_lead(board: Board, agent_id: str) -> bool:
    """Whether somebody may lead a shift."""
    return board.case.agent_by_id[agent_id].leads


def leader_gaps(board: Board, removed: Iterable[Duty], added: Iterable[Duty]) -> tuple[LeaderGap, ...]:
    """Where seats are required and the change leaves fewer duty leaders than there must be, and fewer than there were.

    Stretches of intervals that follow each other, in every month that the duties serve; none where nobody who leads
    moves.
    """
    removed, added = tuple(removed), tuple(added)
    day = timedelta(days=1)
    months = [
        page.month
        for page in board.calendar.pages
        if any(page.month.first - day <= duty.day <= page.month.last for duty in (*removed, *added))
    ]
    return tuple(gap for month in months for gap in _month_gaps(board.on(month), removed, added))


def _month_gaps(board: Board, removed: Iterable[Duty], added: Iterable[Duty]) -> tuple[LeaderGap, ...]:
    agents, context = board.case.agent_by_id, board.sheet.context
    delta: dict[int, int] = {}
    for duties, sign in ((removed, -1), (added, 1)):
        for duty in duties:
            leads = board.month_case.knows(duty) and agents[duty.agent_id].leads
            if leads and -1 <= context.day_of(duty.day) < context.days:
                for slot in board.seats.at_post(duty):
                    delta[slot] = delta.get(slot, 0) + sign
    if not any(change < 0 for change in delta.values()):
        return ()
    least, there, needed = Policy.of(board.rulebook).leaders_on_duty, board.derived(_leaders), board.derived(_needed)
    step = board.case.centre.interval_minutes
    gaps: list[LeaderGap] = []
    for slot, change in sorted(delta.items()):
        if change >= 0 or not needed[slot] or there[slot] + change >= least:
            continue
        day, minute = context.date_of(context.slots[slot].day), context.slots[slot].minute
        if gaps and (gaps[-1].day, gaps[-1].end_minute) == (day, minute):
            gaps[-1] = LeaderGap(day, gaps[-1].start_minute, minute + step)
        else:
            gaps.append(LeaderGap(day, minute, minute + step))
    return tuple(gaps)


def _leaders(board: Board) -> np.ndarray:
    """Leaders and deputies on duty per interval of the month."""
    agents, context = board.case.agent_by_id, board.sheet.context
    there = np.zeros(len(context.slots), np.int64)
    for duty in (*board.case.history, *board.roster.duties):
        if duty.agent_id in agents and agents[duty.agent_id].leads and -1 <= context.day_of(duty.day) < context.days:
            there[places(board.seats.at_post(duty))] += 1
    return there


def _needed(board: Board) -> np.ndarray:
    """Whether any seat is required, per interval."""
    needed = np.zeros(len(board.sheet.context.slots), np.bool_)
    for required in board.seats.required.values():
        needed |= required > 0
    return needed
