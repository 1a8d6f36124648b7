"""What stood in the way of each seat, wish and leave request that a roster does not give, by trying the change."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from roster.engine.outcome import Asked, Unmet
from roster.engine.pieces import OFF, Row
from roster.engine.problem import Plan
from roster.engine.seat_rows import seat_of, seats_wanted
from roster.engine.single import Single
from roster.engine.verify import Verifier
from roster.model import Wish
from roster.model.requests import OFF as OFF_WISH
from roster.model.requests import WORK as WORK_WISH
from roster.rule import TICKS
from roster.text import Text

ON_DUTY = "ON-DUTY"
"""Not a rule: the agent already works another shift that day."""


def unmet(verifier: Verifier, plan: Plan) -> list[Unmet]:
    """Every seat short, wish not met and request declined, in that order, each with its reason."""
    obstacles = _Obstacles(verifier, plan)
    return [*obstacles.seats(), *obstacles.wishes(), *obstacles.requests()]


class _Obstacles:
    def __init__(self, verifier: Verifier, plan: Plan) -> None:
        self.verifier, self.plan = verifier, plan
        self.frame, self.problem = verifier.frame, verifier.problem
        self.single = Single(self.problem, plan)
        self.titles = {rule.id: rule.title for rule in verifier.rulebook.rules}
        self.clauses = {rule.id: rule.clause for rule in verifier.rulebook.rules}
        self._agent_duty: dict[tuple[int, int, int, int], tuple[str, ...]] = {}

    # Seats

    def seats(self) -> Iterator[Unmet]:
        """Rows about a (day, wall minute, job) that one more duty would make cheaper."""
        rows = self.problem.rows
        for merged, members in enumerate(rows.members):
            short = {}
            for index in members:
                place = seat_of(rows.source[index])
                missing = max(0, seats_wanted(rows.source[index]) - int(self.single.counts[merged]))
                if place is not None and missing:
                    short[place] = missing
            if short:
                rule, why = self._seat_reason(rows.source[members[0]])
                for (day, minute, job), missing in sorted(short.items()):
                    yield Unmet(
                        Asked.SEAT,
                        self.frame.date_of(day),
                        why,
                        rule,
                        self.clauses.get(rule, ""),
                        minute=minute,
                        job=job,
                        seats=missing,
                    )

    def _seat_reason(self, row: Row) -> tuple[str, Text]:
        if not row.terms:
            return "", Text(
                "本月的班次都不覆盖这一时段,只有上月最后一天的夜班能覆盖",
                "no shift of this month reaches that hour; only a night of the day before the month could",
            )
        able: dict[int, tuple[str, ...]] = {}
        for term in row.terms:
            if term.coefficient <= 0 or term.requests:
                continue
            for agent in term.agents:
                for shift in sorted(term.shifts - {OFF}):
                    for job in sorted(term.jobs if term.jobs is not None else range(self.problem.jobs)):
                        self._consider(able, agent, term.day, shift, job)
        reasons = [why for why in able.values() if why != ("",)]
        return self._tell_seat(reasons)

    def _consider(self, able: dict[int, tuple[str, ...]], agent: int, day: int, shift: int, job: int) -> None:
        """Keep, for each agent who could ever hold the seat, the way in that fewest rules bar."""
        if self.plan.shift[agent, day] == shift and self.plan.job[agent, day] == job:
            able[agent] = ("",)
            return
        if not self._holds[agent, job]:
            return
        key = (agent, day, shift, job)
        if key not in self._agent_duty:
            busy = self.plan.shift[agent, day] != OFF
            self._agent_duty[key] = (ON_DUTY,) if busy else tuple(self.single.blockers(agent, day, shift, job))
        barred = self._agent_duty[key]
        if agent not in able or len(barred) < len(able[agent]):
            able[agent] = barred

    @cached_property
    def _holds(self) -> NDArray[np.bool_]:
        """`[agent, job]`: whether any choice of the month has the agent serve the job."""
        return np.asarray(self.problem.allowed.any(axis=(1, 2)))

    def _tell_seat(self, reasons: Sequence[tuple[str, ...]]) -> tuple[str, Text]:
        if not reasons:
            return "", Text("没有其他人具备该工种", "nobody else holds the job")
        free = sum(1 for why in reasons if not why)
        count = Counter(why[0] for why in reasons if why)
        parts = [
            Text(f"{number} 人{self._title(rule).zh}", f"{number} {self._title(rule).en}")
            for rule, number in sorted(count.items(), key=lambda item: (-item[1], item[0]))
        ]
        if free:
            parts.append(Text(f"{free} 人可上但总体代价更高", f"{free} could, at a higher price elsewhere"))
        zh = f"其余 {len(reasons)} 名可胜任者:" + "、".join(part.zh for part in parts)
        en = f"of the other {len(reasons)} who hold the job: " + ", ".join(part.en for part in parts)
        barring = Counter({rule: number for rule, number in count.items() if rule != ON_DUTY})
        rule = "" if free or not barring else barring.most_common(1)[0][0]
        return rule, Text(zh, en)

    def _title(self, rule: str) -> Text:
        if rule == ON_DUTY:
            return Text("当天已有其他班次", "on another shift that day")
        title = self.titles.get(rule, Text(rule, rule))
        return Text(f"受 {rule}({title.zh})限制", f"barred by {rule} ({title.en})")

    # Wishes

    def wishes(self) -> Iterator[Unmet]:
        """Wishes of the month that the plan does not follow."""
        for index, wish in enumerate(self.frame.case.wishes):
            agent = self.frame.agent_index[wish.agent_id]
            day = self.frame.day_of(wish.day)
            if not 0 <= day < self.problem.days or wish.weight == 0:
                continue
            fitting = self._fitting(wish)
            worked = int(self.plan.shift[agent, day])
            if worked not in fitting:
                rule, why = self._change_reason(agent, day, fitting)
                yield Unmet(
                    Asked.WISH, wish.day, why, rule, self.clauses.get(rule, ""), agent_id=wish.agent_id, index=index
                )

    def _fitting(self, wish: Wish) -> frozenset[int]:
        """The choices that would please."""
        everything = self.frame.every_shift | {OFF}
        if wish.shift == OFF_WISH:
            named = frozenset({OFF})
        elif wish.shift == WORK_WISH:
            named = frozenset(self.frame.every_shift)
        else:
            named = self.frame.chosen((wish.shift,))
        return named if wish.weight > 0 else everything - named

    def _change_reason(self, agent: int, day: int, fitting: frozenset[int]) -> tuple[str, Text]:
        """Of the choices that would please, the one that least stands against."""
        options = []
        for symbol in sorted(fitting):
            jobs = [0] if symbol == OFF else [j for j in range(self.problem.jobs) if self._holds[agent, j]]
            for job in jobs:
                barred = self.single.blockers(agent, day, symbol, job)
                price = self.single.ticks_by_rule(agent, day, symbol, job)
                options.append((len(barred), sum(price.values()), barred, price))
        if not options:
            return "", Text("没有可选的班次", "there is no such shift for this agent")
        _, total, barred, price = min(options, key=lambda option: option[:2])
        if barred:
            names = Text("、".join(map(self._name_zh, barred)), ", ".join(map(self._name_en, barred)))
            return barred[0], Text(f"受 {names.zh} 限制", f"barred by {names.en}")
        return "", self._tell_price(total, price)

    def _name_zh(self, rule: str) -> str:
        return f"{rule}({self.titles[rule].zh})" if rule in self.titles else rule

    def _name_en(self, rule: str) -> str:
        return f"{rule} ({self.titles[rule].en})" if rule in self.titles else rule

    def _tell_price(self, total: int, price: Mapping[str, int]) -> Text:
        dearer = sorted(((ticks, rule) for rule, ticks in price.items() if ticks > 0), reverse=True)[:3]
        if total <= 0 or not dearer:
            return Text("未发现硬性阻碍;搜索结束前未采用", "nothing forbids it; the search ended before taking it up")
        zh = "、".join(f"{self._name_zh(rule)} +{ticks / TICKS:.1f}" for ticks, rule in dearer)
        en = ", ".join(f"{self._name_en(rule)} +{ticks / TICKS:.1f}" for ticks, rule in dearer)
        return Text(
            f"可行,但总代价将增加 {total / TICKS:.1f} 分:{zh}",
            f"allowed, but the month would cost {total / TICKS:.1f} points more: {en}",
        )

    # Requests

    def requests(self) -> Iterator[Unmet]:
        """Leave requests that were not granted."""
        for several in self.problem.requests:
            for request in several:
                if request.request not in self.plan.granted:
                    leave = self.frame.case.leaves[request.request]
                    rule, why = self._request_reason(request.request)
                    yield Unmet(
                        Asked.REQUEST,
                        leave.start,
                        why,
                        rule,
                        self.clauses.get(rule, ""),
                        agent_id=leave.agent_id,
                        index=request.request,
                    )

    def _request_reason(self, index: int) -> tuple[str, Text]:
        request = self.problem.request_by_index[index]
        if request.must is False:
            return request.rule, Text(
                f"{self._name_zh(request.rule)} 不允许这一请假",
                f"{self._name_en(request.rule)} does not allow this leave",
            )
        for row, coefficient in self.problem.rows.of_request.get(index, ()):
            if self.single.counts[row] + coefficient > self.problem.rows.maximum[row]:
                rule = self.problem.rows.source[self.problem.rows.members[row][0]].rule
                return rule, Text(f"{self._name_zh(rule)}:名额已满", f"{self._name_en(rule)}: the quota is taken up")
        price: Counter[str] = Counter()
        barred: dict[str, None] = {}
        for day in range(request.first, request.last + 1):
            if self.plan.shift[request.agent, day] != OFF:
                barred.update(dict.fromkeys(self.single.blockers(request.agent, day, OFF)))
                price.update(self.single.ticks_by_rule(request.agent, day, OFF))
        if barred:
            rule = next(iter(barred))
            return rule, Text(
                f"受 {'、'.join(map(self._name_zh, barred))} 限制", f"barred by {', '.join(map(self._name_en, barred))}"
            )
        price[request.rule] -= request.declined_ticks
        return "", self._tell_price(sum(price.values()), price)
