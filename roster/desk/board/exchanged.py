"""One person gives a duty and takes another, in whatever months the two lie: judged by each month's move screen."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

import numpy as np

from roster.desk.board.board import Board
from roster.desk.board.screen import NONE, Bools, Changes, Ints
from roster.desk.board.sheet import MonthSheet
from roster.model import Duty


class Exchange(NamedTuple):
    """What one person gives up and takes; None where nothing."""

    agent_id: str
    given: Duty | None
    taken: Duty | None


def legal(board: Board, exchanges: Sequence[Exchange]) -> Bools:
    """Which exchanges break no hard rule of the person's months that was not broken as badly before.

    Where the two duties lie on either side of an edge, and near it, each month's move screen still sees the other as it
    is: such an exchange is asked of the rules' own checks. So is that of somebody whose month breaks a rule already.
    """
    fine = np.ones(len(exchanges), np.bool_)
    doubtful = np.zeros(len(exchanges), np.bool_)
    for sheet, rows, changes in _by_month(board, exchanges):
        fine[rows] &= sheet.move_screen.legal(changes)
        doubtful[rows] |= sheet.move_screen.marred[changes.agent]
    for row, (agent_id, given, taken) in enumerate(exchanges):
        near = _over_an_edge(board, given, taken)
        if near or (fine[row] and doubtful[row]):
            own = [() if duty is None else (duty,) for duty in (given, taken)]
            fine[row] = not board.calendar.worse(agent_id, *own)
    return fine


def _over_an_edge(board: Board, given: Duty | None, taken: Duty | None) -> bool:
    """Whether two duties lie on either side of an edge, and near enough to be judged together."""
    place = board.calendar.place
    if given is None or taken is None or place(given.day) == place(taken.day):
        return False
    reach = max(sheet.compiled.reach_days for sheet in board.calendar.reached((given.day, taken.day)))
    return abs((given.day - taken.day).days) <= 2 * reach


def marred(board: Board, agent_id: str) -> bool:
    """Whether a published month of somebody breaks a hard rule about their sequence of duties already."""
    return agent_id in board.derived(_marred)


def _marred(board: Board) -> frozenset[str]:
    sheets = [board.calendar.sheet(page.month) for page in board.calendar.pages]
    return frozenset(
        sheet.context.agents[agent].agent_id for sheet in sheets for agent in np.flatnonzero(sheet.move_screen.marred)
    )


def hopeless(board: Board, exchanges: Sequence[Exchange]) -> Bools:
    """Which exchanges no second one elsewhere in the person's months can mend."""
    lost = np.zeros(len(exchanges), np.bool_)
    near = np.array([_over_an_edge(board, given, taken) for _, given, taken in exchanges], np.bool_)
    for sheet, rows, changes in _by_month(board, exchanges):
        # Near an edge a month sees the duty beyond it as it is, which the same exchange may take away.
        lost[rows] |= np.where(near[rows], sheet.move_screen.barred(changes), sheet.move_screen.hopeless(changes))
    return lost


def legal_pairs(board: Board, exchanges: Sequence[Exchange], one: Ints, two: Ints) -> Bools:
    """Which exchanges `one[k]` and `two[k]` of one person break no hard rule together.

    By each month's move screen; where duties lie on both sides of an edge, and near it, by the rules' own checks.
    """
    fine = np.ones(len(one), np.bool_)
    months = 0
    for sheet, rows, changes in _by_month(board, exchanges):
        months += 1
        whole = Changes.of((0, NONE, NONE, NONE, NONE) for _ in exchanges)
        for all_of, some in zip(whole.columns, changes.columns, strict=True):
            all_of[rows] = some
        touched = np.zeros(len(exchanges), np.bool_)
        touched[rows] = True
        # A month that one of the two does not touch: that one stands for nothing there, of the same person.
        both = np.flatnonzero(touched[one] | touched[two])
        first, second = whole[one[both]], whole[two[both]]
        who = np.where(touched[one[both]], first.agent, second.agent)
        first, second = replace(first, agent=who), replace(second, agent=who)
        fine[both] &= sheet.move_screen.legal_pairs(first, second)
    if months > 1:
        for row, (mine, also) in enumerate(zip(one.tolist(), two.tolist(), strict=True)):
            ends = [duty for number in (mine, also) for duty in exchanges[number][1:]]
            if any(_over_an_edge(board, here, there) for here, there in combinations(ends, 2)):
                given, taken = ([duty for duty in some if duty is not None] for some in (ends[::2], ends[1::2]))
                fine[row] = not board.calendar.worse(exchanges[mine].agent_id, given, taken)
    return fine


def sequence_ticks(board: Board, exchanges: Sequence[Exchange]) -> dict[str, Ints]:
    """What the priced words cost more after each exchange, per rule."""
    found: dict[str, Ints] = {}
    for sheet, rows, changes in _by_month(board, exchanges):
        for rule, ticks in sheet.move_screen.sequence_ticks(changes).items():
            found.setdefault(rule, np.zeros(len(exchanges), np.int64))[rows] += ticks
    return found


def price(board: Board, exchange: Exchange) -> dict[str, int]:
    """What one exchange costs more by single choices and counts, per rule, in ticks; negative where it gains."""
    found: dict[str, int] = {}
    sheets = board.derived(_sheets)
    for number, change in _cells(board, sheets, exchange):
        for rule, ticks in sheets[number].move_screen.price(*change).items():
            found[rule] = found.get(rule, 0) + ticks
    return found


def _sheets(_: Board) -> dict[int, MonthSheet]:
    """A board's sheets by the numbers of their pages, as far as they have been asked for."""
    return {}


Change = tuple[int, int, int, int, int]
"""Agent, day given, day, shift and job taken, by a month's context."""


def _cells(board: Board, sheets: dict[int, MonthSheet], exchange: Exchange) -> Iterable[tuple[int, Change]]:
    """An exchange as a change of each month that it touches, with the page's number."""
    agent_id, given, taken = exchange
    place = board.calendar.place
    gives = NONE if given is None else place(given.day)
    takes = NONE if taken is None else place(taken.day)
    numbers = (takes,) if gives in {NONE, takes} else (gives,) if takes == NONE else (gives, takes)
    found = []
    for number in numbers:
        if number == NONE:
            continue
        sheet = sheets.get(number)
        if sheet is None:
            sheet = sheets[number] = board.calendar.sheet(board.calendar.pages[number].month)
        context = sheet.context
        gone = context.day_of(given.day) if given is not None and gives == number else NONE
        agent = context.agent_index[agent_id]
        if taken is None or takes != number:
            found.append((number, (agent, gone, NONE, NONE, NONE)))
        else:
            shift, job = context.shift_index[taken.shift], context.job_index[taken.job]
            found.append((number, (agent, gone, context.day_of(taken.day), shift, job)))
    return found


def _by_month(board: Board, exchanges: Sequence[Exchange]) -> Iterator[tuple[MonthSheet, Ints, Changes]]:
    """The exchanges as changes of single months, with their rows among all."""
    parts: dict[int, tuple[list[int], list[Change]]] = {}
    sheets = board.derived(_sheets)
    for row, exchange in enumerate(exchanges):
        for number, change in _cells(board, sheets, exchange):
            rows, changes = parts.setdefault(number, ([], []))
            rows.append(row)
            changes.append(change)
    for number, (rows, changes) in parts.items():
        yield sheets[number], np.array(rows, np.int64), Changes.of(changes)
