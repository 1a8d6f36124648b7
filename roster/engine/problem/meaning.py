"""What each kind of piece means, coded here alone: its value on a whole month, and what changed days make of it.

An agent's *line* is the month's shifts behind `pad` days of the past: `line[pad + day]`, OFF where there is no duty.
Valuation, differences, and the desk's screens and prices ask here. Compiled kernels and CP-SAT say the same in ways of
their own; tests hold them to it, kind by kind.
"""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from roster.rule.pieces import OFF, Allow, Budget, Cost, Escort, Pair, Request, Row, Term

Shifts = NDArray[np.int16]
"""`[agent, day]`: shift indices, or jobs likewise."""


class AgentSets:
    """Tuples of agents as index arrays, each made once; pieces share their tuples."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[tuple[int, ...], NDArray[np.intp]]] = {}

    def __getitem__(self, agents: tuple[int, ...]) -> NDArray[np.intp]:
        entry = self._known.get(id(agents))
        if entry is None:
            entry = self._known[id(agents)] = (agents, np.asarray(agents, np.intp))
        return entry[1]


def allows(piece: Allow, shift: int, job: int) -> bool:
    """Whether the choice is one that the piece allows on its days."""
    return piece.off if shift == OFF else (shift, job) in piece.duties


def allowed_choices(
    pieces: Iterable[Allow], shape: tuple[int, int, int, int]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """What all pieces allow: `[agent, day, shift, job]` of `shape`, and `[agent, day]` for no duty.

    Pieces that share one set of duties are written at once.
    """
    allowed, off = np.ones(shape, np.bool_), np.ones(shape[:2], np.bool_)
    shut: list[tuple[int, int]] = []
    cells: dict[int, tuple[frozenset[tuple[int, int]], list[tuple[int, int]]]] = {}
    for piece in pieces:
        own = [(piece.agent, day) for day in piece.days]
        cells.setdefault(id(piece.duties), (piece.duties, []))[1].extend(own)
        if not piece.off:
            shut.extend(own)
    for duties, several in cells.values():
        mask = np.zeros(shape[2:], np.bool_)
        for shift, job in duties:
            mask[shift, job] = True
        agent, day = np.array(several, np.intp).reshape(-1, 2).T
        allowed[agent, day] &= mask
    agent, day = np.array(shut, np.intp).reshape(-1, 2).T
    off[agent, day] = False
    return allowed, off


def cost_ticks(piece: Cost, shift: int, job: int) -> int:
    """What the choice costs; a day off has no job."""
    fits = shift in piece.choices and (shift == OFF or piece.jobs is None or job in piece.jobs)
    return piece.ticks if fits else 0


def _fits(pair: Pair, before: int, then: int) -> bool:
    return before in pair.before and then in pair.then


def budget_count(piece: Budget, line: list[int], pad: int, granted: Iterable[int]) -> int:
    """What a budget counts in a month; `pad` is 1 at least where it has pairs."""
    total = piece.constant
    for weights, shift in zip(piece.weights, line[pad:], strict=True):
        if shift != OFF:
            total += weights[shift]
    if piece.leave:
        total += sum(piece.leave.get(request, 0) for request in granted)
    for pair in piece.pairs:
        if _fits(pair, line[pad + pair.day - 1], line[pad + pair.day]):
            total += pair.weight
    return total


def budget_change(piece: Budget, line: list[int], pad: int, cells: Mapping[int, int]) -> int:
    """What a budget counts more once days of the line hold other shifts: `cells[day]`."""
    delta = 0
    for day, shift in cells.items():
        weights, old = piece.weights[day], line[pad + day]
        delta += (weights[shift] if shift != OFF else 0) - (weights[old] if old != OFF else 0)
    return delta + pairs_change(piece, line, pad, cells)


def pairs_change(piece: Budget, line: list[int], pad: int, cells: Mapping[int, int]) -> int:
    """The part of `budget_change` that is due to pairs of neighbouring days."""
    delta = 0
    for pair in piece.pairs:
        if pair.day in cells or pair.day - 1 in cells:
            before, then = line[pad + pair.day - 1], line[pad + pair.day]
            after = cells.get(pair.day - 1, before), cells.get(pair.day, then)
            delta += pair.weight * (_fits(pair, *after) - _fits(pair, before, then))
    return delta


def weight_table(piece: Budget) -> NDArray[np.int64]:
    """A budget's weights as an array `[day, shift]` in which OFF, the last column, counts nothing.

    Differences of its cells are the part of `budget_change` that is not due to pairs, for many changes at once.
    """
    weights = np.array(piece.weights, np.int64).reshape(len(piece.weights), -1)
    return np.concatenate([weights, np.zeros((len(weights), 1), np.int64)], axis=1)


def outside(piece: Budget | Row, value: int) -> int:
    """How far a count lies outside its hard limits: below 0 under the floor, above 0 over the cap."""
    if piece.minimum is not None and value < piece.minimum:
        return value - piece.minimum
    if piece.maximum is not None and value > piece.maximum:
        return value - piece.maximum
    return 0


def worsened(piece: Budget | Row, before: int, after: int) -> int:
    """How far a changed count lies outside its limits where it moved that way, else 0."""
    away = outside(piece, after)
    return away if away * (after - before) > 0 else 0


def clashes(piece: Request, day: int, shift: int) -> bool:
    """Whether a duty of that day cannot be beside the granted leave."""
    return shift != OFF and (piece.first <= day <= piece.last or (day, shift) in piece.blocked)


def request_ticks(piece: Request, granted: bool) -> int:
    """What declining it costs."""
    return 0 if granted else piece.declined_ticks


def request_breaches(piece: Request, line: list[int], pad: int, granted: bool) -> Iterator[int]:
    """The days on which a plan breaks it: its first where the answer is not free, each day of a duty in its way."""
    if piece.must is not None and granted is not piece.must:
        yield piece.first
    if granted:
        days = {*range(piece.first, piece.last + 1), *(day for day, _ in piece.blocked)}
        for day in sorted(days):
            if 0 <= day < len(line) - pad and clashes(piece, day, line[pad + day]):
                yield day


def term_count(term: Term, shift: Shifts, job: Shifts, granted: frozenset[int], sets: AgentSets) -> int:
    """What a row's term counts in a plan: `shift[agent, day]`, `job` likewise."""
    if term.requests:
        return term.coefficient * len(term.requests & granted)
    agents, shifts, jobs = sets[term.agents], term.shifts, term.jobs
    worked = shift[agents, term.day].tolist()
    if jobs is None:
        return term.coefficient * sum(code in shifts for code in worked)
    done = job[agents, term.day].tolist()
    return term.coefficient * sum(code in shifts and place in jobs for code, place in zip(worked, done, strict=True))


def row_count(piece: Row, shift: Shifts, job: Shifts, granted: frozenset[int], sets: AgentSets) -> int:
    """What a row counts in a plan; `RowTable` has the counts of all rows at once, and their differences."""
    return piece.constant + sum(term_count(term, shift, job, granted, sets) for term in piece.terms)


def escort_ticks(piece: Escort, on_day: NDArray[np.int16], sets: AgentSets) -> int:
    """What it costs with these shifts of all agents on its day."""
    there = on_day == piece.shift
    if there[sets[piece.escorts]].any():
        return 0
    return piece.ticks * int(np.count_nonzero(there[sets[piece.members]]))


def line_of(shift: Shifts, past: Mapping[int, int], pad: int) -> list[int]:
    """An agent's line: the month's shifts behind the last `pad` days of the past."""
    return [past.get(day, OFF) for day in range(-pad, 0)] + [int(code) for code in shift.tolist()]


def lines(shift: Shifts, past: Iterable[Mapping[int, int]], pad: int) -> Shifts:
    """All agents' lines, `[agent, pad + day]`."""
    padded = np.full((shift.shape[0], pad + shift.shape[1]), OFF, np.int16)
    padded[:, pad:] = shift
    for agent, days in enumerate(past):
        for day, code in days.items():
            if -pad <= day < 0:
                padded[agent, pad + day] = code
    return padded
