"""What ties agents together, as arrays that change with every duty placed: rows and escorts."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from roster.compiled import inner, njit, wide
from roster.engine.pricing.agents import HARD_TICKS, Workforce
from roster.engine.problem.problem import Problem
from roster.errors import InternalError

BIG = 1e15


class RowState(NamedTuple):
    """The state of rows and escorts.

    Rows: `counts[row]` now, priced by `price[row, count - low]`, fed by a duty of an agent of class c on (d, s, j)
    through entries `start[c, d, s, j]` … `stop` of `row`, `coefficient`; by a request through `request_start[r]` ….
    Escorts: `member_of[i, d, s]` and `escort_of[i, d, s]` name the cell (−1 none), `cell_ticks` its price,
    `members`, `escorts` how many are on it now. `cell_day[row]`, `cell_shift[row]` is one duty that feeds each row.
    """

    class_of: NDArray[np.int32]
    start: NDArray[np.int64]
    stop: NDArray[np.int64]
    row: NDArray[np.int32]
    coefficient: NDArray[np.int32]
    price: NDArray[np.int64]
    low: int
    counts: NDArray[np.int64]
    cheapest: NDArray[np.int64]
    cell_day: NDArray[np.int32]
    cell_shift: NDArray[np.int32]
    request_start: NDArray[np.int64]
    request_row: NDArray[np.int64]
    request_coefficient: NDArray[np.int64]
    member_of: NDArray[np.int32]
    escort_of: NDArray[np.int32]
    cell_ticks: NDArray[np.int64]
    members: NDArray[np.int32]
    escorts: NDArray[np.int32]

    def become(self, other: "RowState") -> None:
        """Takes over another's counts, of the same rows and escorts."""
        self.counts[:], self.members[:], self.escorts[:] = other.counts, other.members, other.escorts


def row_state(problem: Problem, names: list[int], like: RowState | None = None) -> RowState:
    """The rows with nobody placed; `names` is the request index of each request row of the workforce.

    `like` is the state of a problem with the same escorts, whose rows of duties are the same arrays.
    """
    rows = problem.rows
    price, low = rows.price_table(HARD_TICKS)
    if len(rows) == 0:
        price = np.zeros((1, 2), np.int64)
    start = np.zeros(len(names) + 1, np.int64)
    request_row: list[int] = []
    request_coefficient: list[int] = []
    for place, request in enumerate(names):
        for row, coefficient in rows.of_request.get(request, ()):
            request_row.append(row)
            request_coefficient.append(coefficient)
        start[place + 1] = len(request_row)
    cell_day = np.full(max(1, len(rows)), -1, np.int32)
    cell_shift = np.full(max(1, len(rows)), -1, np.int32)
    if like is None:
        for cell in zip(*np.nonzero(rows.stop > rows.start), strict=True):
            entries = rows.row[rows.start[cell] : rows.stop[cell]]
            cell_day[entries], cell_shift[entries] = cell[1], cell[2]
        member_of, escort_of, cell_ticks = _escorts(problem)
    else:
        shared = min(len(cell_day), len(like.cell_day))  # the rows that differ count requests alone and stand last
        cell_day[:shared], cell_shift[:shared] = like.cell_day[:shared], like.cell_shift[:shared]
        member_of, escort_of, cell_ticks = like.member_of, like.escort_of, like.cell_ticks
    return RowState(
        rows.class_of,
        rows.start,
        rows.stop,
        rows.row,
        rows.coefficient,
        price,
        low,
        rows.constant.copy() if len(rows) else np.zeros(1, np.int64),
        price.min(axis=1),
        cell_day,
        cell_shift,
        start,
        np.array(request_row, np.int64),
        np.array(request_coefficient, np.int64),
        member_of,
        escort_of,
        cell_ticks,
        np.zeros(len(cell_ticks), np.int32),
        np.zeros(len(cell_ticks), np.int32),
    )


def fresh(state: RowState) -> RowState:
    """The same rows and escorts with counts of their own, as they stand."""
    return state._replace(counts=state.counts.copy(), members=state.members.copy(), escorts=state.escorts.copy())


def _escorts(problem: Problem) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
    shape = (problem.agents, problem.days, problem.shifts) if problem.escorts else (problem.agents, 1, 1)
    member_of, escort_of = np.full(shape, -1, np.int32), np.full(shape, -1, np.int32)
    ticks = np.zeros(max(1, len(problem.escorts)), np.int64)
    for index, piece in enumerate(problem.escorts):
        ticks[index] = piece.ticks
        for table, people in ((member_of, piece.members), (escort_of, piece.escorts)):
            agents = np.asarray(people, np.intp)
            if (table[agents, piece.day, piece.shift] >= 0).any():
                raise InternalError("two escort pieces speak of one agent, day and shift")
            table[agents, piece.day, piece.shift] = index
    return member_of, escort_of, ticks


@inner
def row_price(state: RowState, row: int, count: int) -> int:
    """A row's price at a count; beyond the table it goes on with the slope at the edge."""
    place = count - state.low
    width = state.price.shape[1]
    if place < 0:
        return state.price[row, 0] + (state.price[row, 1] - state.price[row, 0]) * place
    if place >= width:
        step = state.price[row, width - 1] - state.price[row, width - 2]
        return state.price[row, width - 1] + step * (place - width + 1)
    return state.price[row, place]


@inner
def place_days(
    state: RowState,
    agent: int,
    month: NDArray[np.int16],
    job: NDArray[np.int16],
    begin: int,
    end: int,
    sign: int,
) -> int:
    """Puts the duties of days begin … end − 1 into the counts (`sign` 1) or takes them out; the change in ticks."""
    change = 0
    klass = state.class_of[agent]
    escorted = state.member_of.shape[1] > 1
    for day in range(begin, end):
        shift = month[day]
        if shift < 0:
            continue
        for entry in range(state.start[klass, day, shift, job[day]], state.stop[klass, day, shift, job[day]]):
            row = wide(state.row[entry])
            count = state.counts[row]
            now = count + sign * state.coefficient[entry]
            change += row_price(state, row, now) - row_price(state, row, count)
            state.counts[row] = now
        if escorted:
            cell = state.member_of[agent, day, shift]
            if cell >= 0:
                state.members[cell] += sign
                if state.escorts[cell] == 0:
                    change += sign * state.cell_ticks[cell]
            cell = state.escort_of[agent, day, shift]
            if cell >= 0:
                before = state.escorts[cell]
                state.escorts[cell] += sign
                if before == 0:
                    change -= state.cell_ticks[cell] * state.members[cell]
                elif state.escorts[cell] == 0:
                    change += state.cell_ticks[cell] * state.members[cell]
    return change


@njit
def place(
    state: RowState,
    force: Workforce,
    agent: int,
    month: NDArray[np.int16],
    job: NDArray[np.int16],
    granted: int,
    sign: int,
) -> int:
    """Puts an agent's month into the counts (`sign` 1) or takes it out (−1); the change of price in ticks."""
    change = place_days(state, agent, month, job, 0, month.shape[0], sign)
    first = force.request_start[agent]
    for number in range(force.request_start[agent + 1] - first):
        if granted >> number & 1:
            change += _grant(state, first + number, sign)
    return change


@inner
def _grant(state: RowState, request: int, sign: int) -> int:
    change = 0
    for entry in range(state.request_start[request], state.request_start[request + 1]):
        row = state.request_row[entry]
        now = state.counts[row] + sign * state.request_coefficient[entry]
        change += row_price(state, row, now) - row_price(state, row, state.counts[row])
        state.counts[row] = now
    return change


@inner
def grant_price(state: RowState, force: Workforce, agent: int, granted: int) -> int:
    """What granting these requests would change in the rows' price, the counts left as they are."""
    change = 0
    first = force.request_start[agent]
    for number in range(force.request_start[agent + 1] - first):
        if granted >> number & 1:
            change += _grant(state, first + number, 1)
    for number in range(force.request_start[agent + 1] - first):
        if granted >> number & 1:
            _grant(state, first + number, -1)
    return change


@inner
def marginal(
    state: RowState,
    force: Workforce,
    agent: int,
    cost: NDArray[np.float64],
    best_job: NDArray[np.int16],
    window: NDArray[np.int64],
) -> None:
    """Writes what each duty of the agent would add, own ticks included, with its cheapest job (BIG: not allowed).

    Only on the days of the window (`labels.whole`); duties of other days come out at nothing.
    """
    shifts = cost.shape[1]
    klass = state.class_of[agent]
    jobs = force.allowed.shape[3]
    escorted = state.member_of.shape[1] > 1
    cost[:] = 0.0
    for day in range(window[0], window[3]):
        if window[1] <= day < window[2]:
            continue
        for shift in range(shifts):
            cost[day, shift] = BIG
            if not force.shift_allowed[agent, day, shift]:
                continue
            for job in range(jobs):
                if not force.allowed[agent, day, shift, job]:
                    continue
                price = 0
                for entry in range(state.start[klass, day, shift, job], state.stop[klass, day, shift, job]):
                    row = wide(state.row[entry])
                    count = state.counts[row]
                    price += row_price(state, row, count + state.coefficient[entry]) - row_price(state, row, count)
                if force.has_job_ticks:
                    price += force.job_ticks[agent, day, shift, job]
                if price < cost[day, shift]:
                    cost[day, shift] = price
                    best_job[day, shift] = job
            if escorted:
                cell, guard = state.member_of[agent, day, shift], state.escort_of[agent, day, shift]
                if cell >= 0 and cell != guard and state.escorts[cell] == 0:
                    cost[day, shift] += state.cell_ticks[cell]
                if guard >= 0 and state.escorts[guard] == 0:
                    cost[day, shift] -= state.cell_ticks[guard] * state.members[guard]
            cost[day, shift] += force.shift_ticks[agent, day, shift]


@njit
def rows_price(state: RowState) -> int:
    """The price of all rows and escorts as they stand."""
    total = 0
    for row in range(state.counts.shape[0]):
        total += row_price(state, row, state.counts[row])
    for cell in range(state.cell_ticks.shape[0]):
        if state.escorts[cell] == 0:
            total += state.cell_ticks[cell] * state.members[cell]
    return total
