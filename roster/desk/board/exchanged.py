"""One person gives a duty and takes another, in whatever months the two lie: judged by each month's lens."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from roster.desk.board.board import Board
from roster.desk.board.screen import NONE, Bools, Changes, Ints
from roster.desk.board.sheet import Sheet
from roster.model import Duty


class Exchange(NamedTuple):
    """What one person gives up and takes; None where nothing."""

    agent_id: str
    given: Duty | None
    taken: Duty | None


def legal(board: Board, exchanges: Sequence[Exchange]) -> Bools:
    """Which exchanges break no hard rule of the person's months that was not broken as badly before.

    Where the two duties lie on either side of an edge, and near it, each month's lens still sees the other as it is:
    such an exchange is asked of the rules' own checks.
    """
    fine = np.ones(len(exchanges), np.bool_)
    for sheet, rows, changes in _by_month(board, exchanges):
        fine[rows] &= sheet.lens.legal(changes)
    for row, (agent_id, given, taken) in enumerate(exchanges):
        if (
            given is not None
            and taken is not None
            and board.calendar.place(given.day) != board.calendar.place(taken.day)
        ):
            reach = max(sheet.compiled.reach_days for sheet in board.calendar.reached((given.day, taken.day)))
            if abs((given.day - taken.day).days) <= 2 * reach:
                fine[row] = not board.calendar.worse(agent_id, (given,), (taken,))
    return fine


def sequence_ticks(board: Board, exchanges: Sequence[Exchange]) -> dict[str, Ints]:
    """What the priced words cost more after each exchange, per rule."""
    found: dict[str, Ints] = {}
    for sheet, rows, changes in _by_month(board, exchanges):
        for rule, ticks in sheet.lens.sequence_ticks(changes).items():
            found.setdefault(rule, np.zeros(len(exchanges), np.int64))[rows] += ticks
    return found


def price(board: Board, exchange: Exchange) -> dict[str, int]:
    """What one exchange costs more by single choices and counts, per rule, in ticks; negative where it gains."""
    found: dict[str, int] = defaultdict(int)
    for sheet, _, changes in _by_month(board, [exchange]):
        ticks_by_rule = sheet.lens.price(
            int(changes.agent[0]),
            int(changes.given_day[0]),
            int(changes.taken_day[0]),
            int(changes.taken_shift[0]),
            int(changes.taken_job[0]),
        )
        for rule, ticks in ticks_by_rule.items():
            found[rule] += ticks
    return found


def _by_month(board: Board, exchanges: Sequence[Exchange]) -> Iterator[tuple[Sheet, Ints, Changes]]:
    """The exchanges as changes of single months, with their rows among all."""
    parts: dict[int, list[tuple[int, int, int, int, int, int]]] = defaultdict(list)
    pages = board.calendar.pages
    place = board.calendar.place
    sheets: dict[int, Sheet] = {}
    for row, (agent_id, given, taken) in enumerate(exchanges):
        months = [place(duty.day) for duty in (given, taken) if duty is not None]
        for number in dict.fromkeys(months):
            if number not in sheets:
                sheets[number] = board.calendar.sheet(pages[number].month)
            context = sheets[number].context
            gone, come = NONE, (NONE, NONE, NONE)
            if given is not None and place(given.day) == number:
                gone = context.day_of(given.day)
            if taken is not None and place(taken.day) == number:
                come = (
                    context.day_of(taken.day),
                    context.shift_index[taken.shift],
                    context.job_index[taken.job],
                )
            parts[number].append((row, context.agent_index[agent_id], gone, *come))
    for number, rows in parts.items():
        table = np.array(rows, np.int64).reshape(-1, 6)
        yield (
            sheets[number],
            table[:, 0],
            Changes(*(np.ascontiguousarray(table[:, column]) for column in range(1, 6))),
        )
