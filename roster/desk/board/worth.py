"""What an exchange of duties costs more by every priced piece of the rules, without asking the whole rulebook again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from roster.desk.board.board import Board
from roster.desk.board.hard_rows import RowIndex
from roster.desk.board.screen import MoveScreen
from roster.desk.board.sheet import MonthSheet
from roster.engine.problem.meaning import AgentSets, escort_ticks
from roster.model import Duty
from roster.rule.pieces import OFF


class Worth:
    """One roster's prices, kept so that exchanges of its duties are priced to the tick."""

    def __init__(self, sheet: MonthSheet) -> None:
        self.sheet = sheet
        self.move_screen: MoveScreen = sheet.move_screen
        self.index: RowIndex = sheet.compiled.priced_rows
        self._sets = AgentSets()

    @classmethod
    def of(cls, board: Board) -> "Worth":
        """Of the month in focus; made once per roster."""
        return board.sheet.derived(cls)

    def more(self, removed: Iterable[Duty], added: Iterable[Duty]) -> dict[str, int]:
        """What the roster would cost more, per rule, in ticks; rules that do not move are left out."""
        removed, added = tuple(removed), tuple(added)
        by_rule: dict[str, int] = defaultdict(int)
        agents, shift, job = self._months(removed, added)
        own = self.move_screen.month_ticks(agents, shift, job)
        for part in (own, self._rows(removed, added), self._escorts(agents, shift)):
            for rule, ticks in part.items():
                by_rule[rule] += ticks
        return {rule: ticks for rule, ticks in by_rule.items() if ticks}

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
        by_rule: dict[str, int] = defaultdict(int)
        for row, change in self.index.changes(removed, added).items():
            for rule, ticks in self.index.table.ticks_more(row, int(self._counts[row]), change):
                by_rule[rule] += ticks
        return by_rule

    @cached_property
    def _counts(self) -> NDArray[np.int64]:
        """Each row's count on the roster."""
        return self.index.values(self.sheet.roster)

    def _escorts(self, agents: NDArray[np.int64], shift: NDArray[np.int16]) -> Mapping[str, int]:
        escorts = self.sheet.compiled.escorts
        by_rule: dict[str, int] = defaultdict(int)
        if not escorts or not len(agents):
            return by_rule
        pad = self.move_screen.words.pad
        before, after = self.move_screen.shift[agents, pad:], shift[:, pad:]
        for day in np.flatnonzero((before != after).any(axis=0)).tolist():
            now = self.move_screen.shift[:, pad + day]
            then = now.copy()
            then[agents] = after[:, day]
            touched = set(before[:, day].tolist()) | set(after[:, day].tolist())
            for code in touched - {OFF}:
                for piece in escorts.get((day, code), ()):
                    more = escort_ticks(piece, then, self._sets) - escort_ticks(piece, now, self._sets)
                    by_rule[piece.rule] += more
        return by_rule
