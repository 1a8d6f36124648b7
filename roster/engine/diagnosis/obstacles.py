"""What stood in the way of each seat, wish and leave request that a roster does not give, by trying the change."""

import math
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from roster.engine.diagnosis.granting import Granting, Offer, WantedDay
from roster.engine.problem.delta import DeltaEvaluator
from roster.engine.problem.outcome import Asked, Unmet
from roster.engine.problem.problem import Plan
from roster.engine.problem.seat_rows import seat_of, seats_wanted
from roster.engine.problem.verify import Verifier
from roster.model import Wish
from roster.model.requests import OFF as OFF_WISH
from roster.model.requests import WORK as WORK_WISH
from roster.rule import TICKS
from roster.rule.pieces import OFF, Request, Row
from roster.text import Text

ON_DUTY = "ON-DUTY"
"""Not a rule: the agent already works another shift that day."""


POLISHING = 4000
"""Wishes × agents that polishing tries: a number, not a clock, so that the same input gives the same roster."""


def unmet(verifier: Verifier, plan: Plan, deadline: float = 0.0, latest: float = math.inf) -> list[Unmet]:
    """Every seat short, wish not met and request declined, in that order, each with its reason.

    Until `deadline` (time.monotonic()) wishes and requests are priced by the cheapest small change that grants them,
    trades with colleagues included; after it by a change of the person's own days. After `latest` no more is looked
    into why a seat is short.
    """
    obstacles = Obstacles(verifier, plan, deadline, latest)
    return [*obstacles.seats(), *obstacles.wishes(), *obstacles.requests()]


def polished(verifier: Verifier, plan: Plan, ticks: int, deadline: float = math.inf) -> tuple[Plan, int]:
    """The plan with every wish and request taken up that a small change grants at no price, and its ticks."""
    start, tries = plan, POLISHING // verifier.problem.agents
    while tries >= 0 and (taken := _free(verifier, plan, max(0, tries), deadline)) is not None:
        tries -= taken[1]
        plan = taken[0]
    if plan is start:
        return start, ticks
    after = verifier.problem.evaluate(plan)
    return (plan, after.ticks) if not after.broken and after.ticks <= ticks else (start, ticks)


def _free(verifier: Verifier, plan: Plan, tries: int, deadline: float) -> tuple[Plan, int] | None:
    """A plan that grants more for no more, and how many offers it took to find; None where none was found."""
    obstacles = Obstacles(verifier, plan, deadline)
    lost = obstacles.not_granted()
    for number, item in enumerate(lost[:tries], 1):
        offer = obstacles.offer(item) if obstacles.granting.in_time else None
        if offer is None or offer.ticks > 0:
            continue
        if offer.ticks < 0 or len(Obstacles(verifier, offer.plan).not_granted()) < len(lost):
            return offer.plan, number
    return None


class Obstacles:
    """What stands in the way of each change to a plan, each question worked out once."""

    def __init__(self, verifier: Verifier, plan: Plan, deadline: float = 0.0, latest: float = math.inf) -> None:
        self.verifier, self.plan, self.deadline, self.latest = verifier, plan, deadline, latest
        self.context, self.problem = verifier.context, verifier.problem
        self.delta = DeltaEvaluator(self.problem, plan)
        self.titles = {rule.id: rule.title for rule in verifier.rulebook.rules}
        self.clauses = {rule.id: rule.clause for rule in verifier.rulebook.rules}
        self._agent_duty: dict[tuple[int, int, int, int], tuple[str, ...]] = {}

    @cached_property
    def granting(self) -> Granting:
        """What small changes would cost."""
        return Granting(self.problem, self.plan, self.deadline)

    def not_granted(self) -> list[WantedDay | Request]:
        """Wishes not met, then requests declined that may be granted."""
        wishes = [wanted for _, wanted in self._wishes_not_met()]
        return [*wishes, *(request for request in self._declined() if request.must is None)]

    def offer(self, item: WantedDay | Request) -> Offer | None:
        """The cheapest small change that grants it."""
        return self.granting.leave(item) if isinstance(item, Request) else self.granting.wish(item)

    # Seats

    def seats(self) -> Iterator[Unmet]:
        """Rows about a (day, wall minute, job) that one more duty would make cheaper."""
        rows = self.problem.rows
        for merged, members in enumerate(rows.members):
            short = {}
            for index in members:
                place = seat_of(rows.source[index])
                missing = max(0, seats_wanted(rows.source[index]) - int(self.delta.counts[merged]))
                if place is not None and missing:
                    short[place] = missing
            if short:
                rule, why = self._seat_reason(rows.source[members[0]])
                for (day, minute, job), missing in sorted(short.items()):
                    yield Unmet(
                        Asked.SEAT,
                        self.context.date_of(day),
                        why,
                        rule,
                        self.clauses.get(rule, ""),
                        minute=minute,
                        job=job,
                        seats=missing,
                    )

    def _seat_reason(self, row: Row) -> tuple[str, Text]:
        if time.monotonic() > self.latest:
            return "", Text("时间已到,原因未查", "there was no time to look into why")
        if not row.terms:
            return "", Text(
                "本月的班次都不覆盖这一时段,只有上月最后一天的夜班能覆盖",
                "no shift of this month reaches that hour; only a night of the day before the month could",
            )
        return self.tell_seat([why for why in self.ways_into(row).values() if why != ("",)])

    def ways_into(self, row: Row) -> dict[int, tuple[str, ...]]:
        """Everybody who could ever hold the row's seat, with the rules that bar the way in which fewest do.

        Empty where nothing does; ("",) for those who hold it already.
        """
        able: dict[int, tuple[str, ...]] = {}
        for term in row.terms:
            if term.coefficient <= 0 or term.requests:
                continue
            for agent in term.agents:
                for shift in sorted(term.shifts - {OFF}):
                    for job in sorted(term.jobs if term.jobs is not None else range(self.problem.jobs)):
                        self._consider(able, agent, term.day, shift, job)
        return able

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
            self._agent_duty[key] = (ON_DUTY,) if busy else tuple(self.delta.blockers(agent, day, shift, job))
        barred = self._agent_duty[key]
        if agent not in able or len(barred) < len(able[agent]):
            able[agent] = barred

    @cached_property
    def _holds(self) -> NDArray[np.bool_]:
        """`[agent, job]`: whether any choice of the month has the agent serve the job."""
        return np.asarray(self.problem.allowed.any(axis=(1, 2)))

    def tell_seat(self, reasons: Sequence[tuple[str, ...]]) -> tuple[str, Text]:
        """The rule that bars most, and all reasons in a sentence."""
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
        for index, wanted in self._wishes_not_met():
            wish = self.context.case.wishes[index]
            rule, why = self._wish_reason(wanted)
            yield Unmet(
                Asked.WISH, wish.day, why, rule, self.clauses.get(rule, ""), agent_id=wish.agent_id, index=index
            )

    def _wishes_not_met(self) -> Iterator[tuple[int, WantedDay]]:
        """Index and what is wanted."""
        for index, wish in enumerate(self.context.case.wishes):
            agent = self.context.agent_index[wish.agent_id]
            day = self.context.day_of(wish.day)
            if not 0 <= day < self.problem.days or wish.weight == 0:
                continue
            fitting = self._fitting(wish)
            if int(self.plan.shift[agent, day]) not in fitting:
                yield index, WantedDay(agent, day, fitting)

    def _wish_reason(self, wanted: WantedDay) -> tuple[str, Text]:
        offer = self.granting.wish(wanted) if self.granting.in_time else None
        if offer is not None:
            return "", self._tell_offer(offer)
        return self._change_reason(wanted.agent, wanted.day, wanted.fitting)

    def _fitting(self, wish: Wish) -> frozenset[int]:
        """The choices that would please."""
        everything = self.context.every_shift | {OFF}
        if wish.shift == OFF_WISH:
            named = frozenset({OFF})
        elif wish.shift == WORK_WISH:
            named = frozenset(self.context.every_shift)
        else:
            named = self.context.chosen((wish.shift,))
        return named if wish.weight > 0 else everything - named

    def _change_reason(self, agent: int, day: int, fitting: frozenset[int]) -> tuple[str, Text]:
        """Of the choices that would please, the one that least stands against."""
        options = []
        for symbol in sorted(fitting):
            jobs = [0] if symbol == OFF else [j for j in range(self.problem.jobs) if self._holds[agent, j]]
            for job in jobs:
                barred = self.delta.blockers(agent, day, symbol, job)
                price = self.delta.ticks_by_rule(agent, day, symbol, job)
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
            return Text(
                "可行,单改当天不增加代价;限时内未及采用",
                "allowed, and a change of those days alone costs no more; there was no time left to take it up",
            )
        zh = "、".join(f"{self._name_zh(rule)} +{ticks / TICKS:.1f}" for ticks, rule in dearer)
        en = ", ".join(f"{self._name_en(rule)} +{ticks / TICKS:.1f}" for ticks, rule in dearer)
        return Text(
            f"可行,但总代价将增加 {total / TICKS:.1f} 分:{zh}",
            f"allowed, but the month would cost {total / TICKS:.1f} points more: {en}",
        )

    def _tell_offer(self, offer: Offer) -> Text:
        """What the cheapest small change is, and its price in points and seats."""
        several = offer.ticks_by_rule.items()
        dearer = sorted(((ticks, rule) for rule, ticks in several if ticks > 0), reverse=True)[:3]
        with_whom = [f"{who.agent_id} {who.name}" for who in map(self.context.agents.__getitem__, offer.partners)]
        zh = f"可行(与 {'、'.join(with_whom)} 对调)" if with_whom else "可行"
        en = f"allowed, by a trade with {', '.join(with_whom)}," if with_whom else "allowed,"
        if offer.ticks <= 0:
            return Text(f"{zh},总代价不变,只是另一项愿望落空", f"{en} at the same price, in the place of another wish")
        seats = offer.seats_short
        more_zh = f",其中多缺 {seats} 个座席时段" if seats > 0 else ""
        more_en = f", {seats} more seat-intervals short" if seats > 0 else ""
        parts_zh = "、".join(f"{self._name_zh(rule)} +{ticks / TICKS:.1f}" for ticks, rule in dearer)
        parts_en = ", ".join(f"{self._name_en(rule)} +{ticks / TICKS:.1f}" for ticks, rule in dearer)
        points = f"{offer.ticks / TICKS:.1f}"
        return Text(
            f"{zh},但总代价将增加 {points} 分:{parts_zh}{more_zh}",
            f"{en} but the month would cost {points} points more: {parts_en}{more_en}",
        )

    # Requests

    def _declined(self) -> Iterator[Request]:
        for several in self.problem.requests:
            yield from (request for request in several if request.request not in self.plan.granted)

    def requests(self) -> Iterator[Unmet]:
        """Leave requests that were not granted."""
        for request in self._declined():
            leave = self.context.case.leaves[request.request]
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
            if self.delta.counts[row] + coefficient > self.problem.rows.maximum[row]:
                rule = self.problem.rows.source[self.problem.rows.members[row][0]].rule
                return rule, Text(f"{self._name_zh(rule)}:名额已满", f"{self._name_en(rule)}: the quota is taken up")
        offer = self.granting.leave(request) if self.granting.in_time else None
        if offer is not None:
            return "", self._tell_offer(offer)
        price: Counter[str] = Counter()
        barred: dict[str, None] = {}
        for day in range(request.first, request.last + 1):
            if self.plan.shift[request.agent, day] != OFF:
                barred.update(dict.fromkeys(self.delta.blockers(request.agent, day, OFF)))
                price.update(self.delta.ticks_by_rule(request.agent, day, OFF))
        if barred:
            rule = next(iter(barred))
            return rule, Text(
                f"受 {'、'.join(map(self._name_zh, barred))} 限制", f"barred by {', '.join(map(self._name_en, barred))}"
            )
        price[request.rule] -= request.declined_ticks
        return "", self._tell_price(sum(price.values()), price)
