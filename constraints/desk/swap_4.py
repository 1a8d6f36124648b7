"""SWAP-4: same job, comparable skill."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

import numpy as np

from roster.desk.board.board import Board
from roster.desk.board.screen import NONE, Bools
from roster.desk.board.sides import Sides, passing, spread
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.leading import leads_shift, may_lead
from roster.desk.policy.neighbours import comparable
from roster.desk.policy.proposals import SwapProposals
from roster.desk.words import duty_words
from roster.model.swap import SwapKind, SwapRequest
from roster.rule import Example, Parameter, Refusal
from roster.text import Text, counted


def _ranks(board: Board) -> dict[tuple[str, date], int]:
    """Ranks by person and day as they come to be asked for; a board's grades never change."""
    del board
    return {}


class SameJobAndSkill(DeskRule):
    """The duties swapped serve the same job, who takes one is qualified for it, and the grades are equal."""

    id: ClassVar[str] = "SWAP-4"
    title: ClassVar[Text] = Text("同工种、技术水平相当", "Same job, comparable skill")
    clause: ClassVar[str] = "换班制度 §4"
    about: ClassVar[tuple[type, ...]] = (SwapRequest,)
    looks_closely: ClassVar[bool] = False
    summary: ClassVar[Text] = Text(
        "互换的两个班为同一工种,接班人须具备该工种资格,双方级别相当(以当日级别为准)。",
        "The duties serve the same job, the taker holds it, and the grades in force that day are comparable.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "swap_same_job",
            True,
            "yes/no",
            Text("互换的班须为同一工种", "whether the duties swapped must serve the same job"),
            "换班制度 §4",
            readings=(Text("不同工种也可换", "duties of two jobs may be swapped"), Text("同一工种", "one job")),
        ),
        Parameter(
            "max_grade_gap",
            0,
            "times",
            Text("级别最多相差几级", "how many grades the parties may lie apart"),
            "换班制度 §4",
            minimum=0,
            maximum=2,
        ),
        Parameter(
            "leader_is_a_job",
            True,
            "yes/no",
            Text("值班班长视为单独工种", "whether the post of a shift's leader is a job of its own"),
            "换班制度 §4; 员工级别划分规则 §3",
            readings=(
                Text("班长可与普通员工换", "a leader swaps with anybody of the grade"),
                Text("值班班长只与能带班的人换", "who leads a shift swaps with who may lead it"),
            ),
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("初级工 189 班换中级工 180 班", "A junior's 189 duty for an intermediate's 180 duty"),
        good=Text("两名中级工互换 180 班", "Two intermediates swap 180 duties"),
    )

    def screen(self, proposals: SwapProposals, board: Board, clock: Clock) -> Bools:
        """Refuses what `decide` would: jobs, then grades, then who leads a shift, each of what is left."""
        del clock
        fine, table = proposals.all, proposals.table
        if self.flag("swap_same_job"):
            job = np.array([job for _, _, job in table.kinds], np.str_)[table.kind] if len(table.kinds) else table.kind
            fine &= (proposals.back == NONE) | (job[proposals.given] == job[proposals.back])
        asks = [self._holds] if proposals.by_leader else [self._holds, self._equals, self._may_follow]
        for ask in asks:
            for side in proposals.sides:
                rows = np.flatnonzero(fine & (side.taken != NONE))
                if len(rows):
                    fine[rows] = ask(side[rows], board)
        return fine

    def _holds(self, side: Sides, board: Board) -> Bools:
        """Whether who takes a duty holds its job."""
        table, size = side.table, len(side.table.kinds)

        def holds(code: int) -> bool:
            day, _, job = table.kinds[code % size]
            return job in board.case_of(day).agent_by_id[table.people[code // size]].jobs

        return passing(side.person * size + table.kind[side.taken], holds)

    def _equals(self, side: Sides, board: Board) -> Bools:
        """Whether giver and taker are of comparable grades on the day of the duty taken."""
        table, most = side.table, self.whole("max_grade_gap")
        days = [day for day, _, _ in table.kinds]
        # Where no grade has changed, one day of a month stands for all.
        when = np.array(range(len(days)) if board.grades else [board.calendar.place(day) for day in days], np.int64)
        size = int(when.max()) + 1
        of = {int(place): day for place, day in zip(when.tolist(), days, strict=True)}

        known = board.derived(_ranks)

        def rank(code: int) -> int:
            key = table.people[code // size], of[code % size]
            rank = known.get(key)
            if rank is None:
                grade = board.grade_on(*key)
                known[key] = rank = -1 if grade is None else grade.rank
            return rank

        one, two = (spread(people * size + when[table.kind[side.taken]], rank) for people in (side.giver, side.person))
        alike: Bools = np.where((one >= 0) & (two >= 0), np.abs(one - two) <= most, one == two)
        return alike

    def _may_follow(self, side: Sides, board: Board) -> Bools:
        """Whether who takes the post of a shift's leader may lead a shift."""
        fine, table = np.ones(len(side), np.bool_), side.table
        if self.flag("leader_is_a_job"):
            agents = board.case.agent_by_id
            leads = [
                passing(people, lambda one: agents[table.people[one]].leads) for people in (side.giver, side.person)
            ]
            fine = ~leads[0] | leads[1]
            rows = np.flatnonzero(~fine)
            fine[rows] = passing(side.taken[rows], lambda number: not leads_shift(board, table.duties[number]))
        return fine

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Refuses different jobs, a taker without the job, and grades too far apart."""
        del clock
        if not isinstance(request, SwapRequest) or request.kind is SwapKind.CHANGE:
            return
        jobs = sorted({duty.job for duty in request.given})
        if self.flag("swap_same_job") and len(jobs) > 1:
            yield self.refuse(
                Text(f"两个班的工种不同:{'、'.join(jobs)}", f"the duties serve different jobs: {', '.join(jobs)}"),
                " / ".join(jobs),
                Text("同一工种", "one job"),
            )
        for move in request.moves:
            held = board.case_of(move.taken.day).agent_by_id[move.taker].jobs
            if move.taken.job not in held:
                yield self.refuse(
                    Text(
                        f"{move.taker} 不具备工种 {move.taken.job} 的资格",
                        f"{move.taker} does not hold the job {move.taken.job}",
                    ),
                    ", ".join(held),
                    move.taken.job,
                )
        # What a leader orders asks for the qualification, not for equals (COVER-1).
        if request.by_leader:
            return
        if self.flag("leader_is_a_job"):
            yield from self._leaders(request, board)
        yield from self._grades(request, board)

    def _leaders(self, request: SwapRequest, board: Board) -> Iterable[Refusal]:
        for move in request.moves:
            if leads_shift(board, move.given) and not may_lead(board, move.taker):
                yield self.refuse(
                    Text(
                        f"{move.giver} 是 {duty_words(move.given)} 的值班班长,{move.taker} 不能带班",
                        f"{move.giver} leads {duty_words(move.given)}, and {move.taker} may not lead a shift",
                    ),
                    move.taker,
                    Text("班长或副班长", "a leader or deputy leader"),
                )

    def _grades(self, request: SwapRequest, board: Board) -> Iterable[Refusal]:
        most = self.whole("max_grade_gap")
        compared: set[frozenset[str]] = set()
        for move in request.moves:
            giver, taker = (board.grade_on(person, move.given.day) for person in (move.giver, move.taker))
            pair = frozenset({move.giver, move.taker})
            if pair not in compared and not comparable(giver, taker, most):
                compared.add(pair)
                yield self.refuse(
                    Text(
                        f"{move.giver} 与 {move.taker} 的级别不相当:{giver or '-'} / {taker or '-'}",
                        f"the grades of {move.giver} and {move.taker} differ: {giver or '-'} / {taker or '-'}",
                    ),
                    f"{giver or '-'} / {taker or '-'}",
                    Text(f"至多相差 {most} 级", f"at most {counted(most, 'grade')} apart"),
                )
