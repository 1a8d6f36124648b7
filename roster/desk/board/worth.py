"""What an exchange of duties costs more by every priced piece of the rules, without asking the whole rulebook again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from roster.desk.board.board import Board
from roster.desk.board.hard_rows import RowIndex
from roster.desk.board.screen import MoveScreen
from roster.desk.board.sheet import MonthSheet
from roster.model import Duty
from roster.rule.pieces import OFF, Row


class Worth:
    """One roster's prices, kept so that exchanges of its duties are priced to the tick.

    Counts over agents are worked out where an exchange touches them and then remembered.
    """

    def __init__(self, sheet: MonthSheet) -> None:
        self.sheet = sheet
        self.move_screen: MoveScreen = sheet.move_screen
        self.index: RowIndex = sheet.compiled.priced_rows
        self._values: dict[int, int] = {}
        self._masks: dict[int, NDArray[np.bool_]] = {}

    @classmethod
    def of(cls, board: Board) -> "Worth":
        """Of the month in focus; made once per roster."""
        return board.sheet.derived(cls)

    def more(self, removed: Iterable[Duty], added: Iterable[Duty]) -> dict[str, int]:
        """What the roster would cost more, per rule, in ticks; rules that do not move are left out."""
        removed, added = tuple(removed), tuple(added)
        found: dict[str, int] = defaultdict(int)
        agents, shift, job = self._months(removed, added)
        own = self.move_screen.month_ticks(agents, shift, job)
        for part in (own, self._rows(removed, added), self._escorts(agents, shift)):
            for rule, ticks in part.items():
                found[rule] += ticks
        return {rule: ticks for rule, ticks in found.items() if ticks}

    def _months(
        self, removed: tuple[Duty, ...], added: tuple[Duty, ...]
    ) -> tuple[NDArray[np.int64], NDArray[np.int16], NDArray[np.int16]]:
        context, move_screen = self.move_screen.context, self.move_screen
        pad = move_screen.words.pad
        people = sorted({context.agent_index[duty.agent_id] for duty in (*removed, *added)})
        place = {agent: number for number, agent in enumerate(people)}
        agents = np.array(people, np.int64)
        shift, job = move_screen.shift[agents], move_screen.job[agents]
        for duty in removed:
            cell = place[context.agent_index[duty.agent_id]], context.day_of(duty.day)
            shift[cell[0], pad + cell[1]], job[cell] = OFF, OFF
        for duty in added:
            cell = place[context.agent_index[duty.agent_id]], context.day_of(duty.day)
            shift[cell[0], pad + cell[1]] = context.shift_index[duty.shift]
            job[cell] = context.job_index.get(duty.job, OFF)
        return agents, shift, job

    def _rows(self, removed: tuple[Duty, ...], added: tuple[Duty, ...]) -> Mapping[str, int]:
        delta: dict[int, int] = defaultdict(int)
        for duties, sign in ((removed, -1), (added, 1)):
            for duty in duties:
                for number, count in self.index.counts(duty).items():
                    delta[number] += sign * count
        found: dict[str, int] = defaultdict(int)
        for number, change in delta.items():
            row = self.index.rows[number]
            if change and row.penalty is not None:
                value = self._value(number, row)
                found[row.rule] += row.penalty.at(value + change) - row.penalty.at(value)
        return found

    def _value(self, number: int, row: Row) -> int:
        """The row's count on the roster."""
        if number not in self._values:
            total = row.constant
            for term in row.terms:
                if term.requests:
                    total += term.coefficient * len(term.requests & self.move_screen.granted)
                    continue
                there = self._mask(term.agents) & np.isin(self._on(term.day), list(term.shifts))
                if term.jobs is not None:
                    there &= np.isin(self.move_screen.job[:, term.day], list(term.jobs))
                total += term.coefficient * int(there.sum())
            self._values[number] = total
        return self._values[number]

    def _on(self, day: int) -> NDArray[np.int16]:
        column: NDArray[np.int16] = self.move_screen.shift[:, self.move_screen.words.pad + day]
        return column

    def _mask(self, agents: tuple[int, ...]) -> NDArray[np.bool_]:
        if id(agents) not in self._masks:
            mask = np.zeros(len(self.move_screen.context.agents), np.bool_)
            mask[list(agents)] = True
            self._masks[id(agents)] = mask
        return self._masks[id(agents)]

    def _escorts(self, agents: NDArray[np.int64], shift: NDArray[np.int16]) -> Mapping[str, int]:
        escorts = self.sheet.compiled.escorts
        found: dict[str, int] = defaultdict(int)
        if not escorts or not len(agents):
            return found
        pad = self.move_screen.words.pad
        before, after = self.move_screen.shift[agents, pad:], shift[:, pad:]
        for day in np.flatnonzero((before != after).any(axis=0)).tolist():
            now = self._on(day)
            then = now.copy()
            then[agents] = after[:, day]
            touched = set(before[:, day].tolist()) | set(after[:, day].tolist())
            for code in touched - {OFF}:
                for piece in escorts.get((day, code), ()):
                    members, leading = self._mask(piece.members), self._mask(piece.escorts)
                    prices = []
                    for column in (now, then):
                        there = column == code
                        alone = not (there & leading).any()
                        prices.append(piece.ticks * int((there & members).sum()) if alone else 0)
                    found[piece.rule] += prices[1] - prices[0]
        return found
