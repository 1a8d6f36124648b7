"""One person gives a duty and takes another, in whatever months the two lie: judged by each month's move screen."""

from dataclasses import replace
from itertools import combinations

import numpy as np

from roster.desk.board.board import Board
from roster.desk.board.screen import NONE, Bools, Changes, Ints
from roster.desk.board.sides import Sides, by_month, pages_of
from roster.model import Duty


def legal(board: Board, sides: Sides) -> Bools:
    """Which exchanges break no hard rule of the person's months that was not broken as badly before.

    Where the two duties lie on either side of an edge, and near it, each month's move screen still sees the other as it
    is: such an exchange is asked of the rules' own checks. So is that of somebody whose month breaks a rule already.
    """
    fine = np.ones(len(sides), np.bool_)
    doubtful = np.zeros(len(sides), np.bool_)
    for sheet, rows, changes in by_month(board, sides):
        fine[rows] &= sheet.move_screen.legal(changes)
        doubtful[rows] |= sheet.move_screen.marred[changes.agent]
    for row in np.flatnonzero(_near_an_edge(board, sides) | (fine & doubtful)).tolist():
        agent_id, *ends = sides.exchange(row)
        fine[row] = not board.calendar.worse(agent_id, *(() if duty is None else (duty,) for duty in ends))
    return fine


def _near_an_edge(board: Board, sides: Sides) -> Bools:
    """Which rows have their two duties on either side of an edge, and near it."""
    near = np.zeros(len(sides), np.bool_)
    if sides.table.duties:
        gives, takes = pages_of(board, sides)
        for row in np.flatnonzero((gives != NONE) & (takes != NONE) & (gives != takes)).tolist():
            near[row] = _over_an_edge(board, *sides.exchange(row)[1:])
    return near


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


def hopeless(board: Board, sides: Sides) -> Bools:
    """Which exchanges no second one elsewhere in the person's months can mend."""
    lost, near = np.zeros(len(sides), np.bool_), _near_an_edge(board, sides)
    for sheet, rows, changes in by_month(board, sides):
        # Near an edge a month sees the duty beyond it as it is, which the same exchange may take away.
        lost[rows] |= np.where(near[rows], sheet.move_screen.barred(changes), sheet.move_screen.hopeless(changes))
    return lost


def legal_pairs(board: Board, sides: Sides, one: Ints, two: Ints) -> Bools:
    """Which rows `one[k]` and `two[k]` of one person break no hard rule together.

    By each month's move screen; where duties lie on both sides of an edge, and near it, by the rules' own checks.
    """
    fine = np.ones(len(one), np.bool_)
    months = 0
    for sheet, rows, changes in by_month(board, sides):
        months += 1
        whole = Changes.of((0, NONE, NONE, NONE, NONE) for _ in range(len(sides)))
        for all_of, some in zip(whole.columns, changes.columns, strict=True):
            all_of[rows] = some
        touched = np.zeros(len(sides), np.bool_)
        touched[rows] = True
        # A month that one of the two does not touch: that one stands for nothing there, of the same person.
        both = np.flatnonzero(touched[one] | touched[two])
        first, second = whole[one[both]], whole[two[both]]
        who = np.where(touched[one[both]], first.agent, second.agent)
        first, second = replace(first, agent=who), replace(second, agent=who)
        fine[both] &= sheet.move_screen.legal_pairs(first, second)
    if months > 1:
        exchanges = [sides.exchange(row) for row in range(len(sides))]
        for row, (mine, also) in enumerate(zip(one.tolist(), two.tolist(), strict=True)):
            ends = [duty for number in (mine, also) for duty in exchanges[number][1:]]
            if any(_over_an_edge(board, here, there) for here, there in combinations(ends, 2)):
                given, taken = ([duty for duty in some if duty is not None] for some in (ends[::2], ends[1::2]))
                fine[row] = not board.calendar.worse(exchanges[mine].agent_id, given, taken)
    return fine


def prices(board: Board, sides: Sides, *, words: bool = True) -> dict[str, Ints]:
    """What each exchange costs more, per rule, in ticks, negative where it gains: by single choices and counts.

    With `words`, by priced sequences of duties too.
    """
    prices_by_rule: dict[str, Ints] = {}
    for sheet, rows, changes in by_month(board, sides):
        parts = [sheet.move_screen.prices(changes)]
        if words:
            parts.append(sheet.move_screen.sequence_ticks(changes))
        for part in parts:
            for rule, ticks in part.items():
                prices_by_rule.setdefault(rule, np.zeros(len(sides), np.int64))[rows] += ticks
    return prices_by_rule
