"""STABLE: stability."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import ClassVar

from roster.model import Duty
from roster.model.requests import OFF as DAY_OFF
from roster.rule import TICKS, Evidence, Example, Finding, Matter, MonthContext, Parameter, Rule, Strength, Weight
from roster.rule.pieces import OFF, Allow, Cost, Piece
from roster.text import Text, unit_words


class Stable(Rule):
    """Pinned and past duties never move; a changed roster keeps as much of the published one as it can.

    Past are the duties that start before `now` (a day on which a published duty has begun keeps just that one, and no
    duty is added whose start has gone by). A day of an agent that is not as published costs `duty_changed`, half of
    it where only the job differs, more the sooner it is: once where the day is `change_notice_days` or more ahead of
    today, three times today, in between in proportion. A published duty of somebody or of a shift that is no longer
    in the case cannot be kept and costs nothing.
    """

    id: ClassVar[str] = "STABLE"
    title: ClassVar[Text] = Text("班表稳定", "Stability")
    clause: ClassVar[str] = "POLICY; 交接班规定 §1"
    strength: ClassVar[Strength] = Strength.HARD
    governs: ClassVar[frozenset[Matter]] = frozenset({Matter.OWN_CONSENT})
    keeps_published: ClassVar[bool] = True
    summary: ClassVar[Text] = Text(
        "固定班与已开始的班不得变动(硬性);改动已公布的班表按天计代价,越临近代价越高。",
        "Pinned duties and those that have begun never move (hard); each day that departs from the published roster "
        "has a price, higher the sooner it is.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "change_notice_days",
            14,
            "days",
            Text("提前多少天变动不再加价", "how far ahead a change stops costing more"),
            "POLICY",
            minimum=1,
            maximum=60,
            ours=True,
        ),
    )
    weights: ClassVar[tuple[Weight, ...]] = (
        Weight("duty_changed", 5, "changed day of an agent", Text("改动已公布的班", "a published day that changes")),
    )
    example: ClassVar[Example] = Example(
        bad=Text("固定 10 月 4 日上 B 班,班表却排了 A 班", "B is pinned on 4 October, the roster holds A"),
        good=Text("固定 10 月 4 日上 B 班,班表照排", "B is pinned on 4 October and rostered"),
    )

    def encode(self, context: MonthContext) -> Iterable[Piece]:
        """Pins, the past, and the price of each day that changes."""
        yield from self._pins(context)
        if context.published is None:
            return
        known: dict[tuple[int, int], tuple[int, int]] = {}
        lost: set[tuple[int, int]] = set()
        for duty in context.published.duties:
            if duty.agent_id not in context.agent_index:
                continue
            cell = (context.agent_index[duty.agent_id], context.day_of(duty.day))
            if duty.shift in context.shift_index and duty.job in context.job_index:
                known[cell] = (context.shift_index[duty.shift], context.job_index[duty.job])
            else:
                lost.add(cell)
        yield from self._past(context, known, lost)
        today = None if context.now is None else context.date_of(context.wall_day(context.now))
        # One set for all who share it: the engine compiles each set once.
        others = {shift: (context.every_shift | {OFF}) - {shift} for shift in context.every_shift}
        alone = {shift: frozenset({shift}) for shift in context.every_shift}
        jobs = {job: frozenset(range(len(context.jobs))) - {job} for job in range(len(context.jobs))}
        for day in range(context.days):
            price = self._price(context.date_of(day), today)
            if not price:
                continue
            for agent in range(len(context.agents)):
                held = known.get((agent, day))
                if held is not None:
                    shift, job = held
                    yield Cost(self.id, agent, day, others[shift], price)
                    if price > 1 and len(jobs) > 1:
                        yield Cost(self.id, agent, day, alone[shift], price // 2, jobs[job])
                elif (agent, day) not in lost:
                    yield Cost(self.id, agent, day, context.every_shift, price)

    def _pins(self, context: MonthContext) -> Iterator[Piece]:
        nothing: frozenset[tuple[int, int]] = frozenset()
        for pin in context.case.pins:
            agent, days = context.agent_index[pin.agent_id], (context.day_of(pin.day),)
            if pin.shift == DAY_OFF:
                yield Allow(self.id, agent, days, nothing)
            else:
                jobs = range(len(context.jobs)) if pin.job is None else (context.job_index[pin.job],)
                duties = frozenset((context.shift_index[pin.shift], job) for job in jobs)
                yield Allow(self.id, agent, days, duties, off=False)

    def _past(
        self, context: MonthContext, known: Mapping[tuple[int, int], tuple[int, int]], lost: set[tuple[int, int]]
    ) -> Iterator[Piece]:
        if context.now is None:
            return
        now = context.elapsed(context.now)
        earlier: dict[tuple[int, int], frozenset[tuple[int, int]]] = {}
        for day in range(context.days):
            gone = frozenset(s for s, (start, _) in enumerate(context.spans[day]) if start < now)
            if not gone:
                break
            ahead = context.duties(context.every_shift - gone)
            for agent in range(len(context.agents)):
                cell = known.get((agent, day))
                if (agent, day) in lost:
                    continue
                if cell is not None and cell[0] in gone:
                    yield Allow(self.id, agent, (day,), earlier.setdefault(cell, frozenset({cell})), off=False)
                else:
                    yield Allow(self.id, agent, (day,), ahead)

    def _price(self, day: date, today: date | None) -> int:
        """Ticks of a change on `day`, rounded half up."""
        notice = self.whole("change_notice_days")
        ahead = notice if today is None else min(max((day - today).days, 0), notice)
        points = Fraction(self.weight_points["duty_changed"]).limit_denominator(10**6)
        sooner = 1 + Fraction(2 * (notice - ahead), notice)
        return int((points * sooner * TICKS * 2 + 1) // 2)

    def check(self, evidence: Evidence) -> Iterable[Finding]:
        """Pins, the past, and each day's difference from the published roster."""
        duties: dict[tuple[str, date], list[Duty]] = {}
        for duty in evidence.roster.duties:
            duties.setdefault((duty.agent_id, duty.day), []).append(duty)
        for pin in evidence.case.pins:
            there = duties.get((pin.agent_id, pin.day), [])
            held = [d for d in there if d.shift == pin.shift and pin.job in {None, d.job}]
            if there if pin.shift == DAY_OFF else len(held) != 1 or len(there) != 1:
                wanted = pin.shift if pin.job is None else f"{pin.shift}/{pin.job}"
                yield Finding(self.id, True, pin.agent_id, pin.day, _listed(there), wanted, facts={"kind": "pin"})
        if evidence.published is not None:
            yield from self._differences(evidence, evidence.published.duties, duties)

    def _differences(
        self, evidence: Evidence, published: Iterable[Duty], duties: Mapping[tuple[str, date], list[Duty]]
    ) -> Iterator[Finding]:
        case, now = evidence.case, evidence.now
        today = None if now is None else evidence.aware(now).astimezone(evidence.zone).date()
        instant = None if now is None else evidence.aware(now).astimezone(UTC)
        known: dict[tuple[str, date], Duty] = {}
        lost: set[tuple[str, date]] = set()
        for duty in published:
            fits = duty.shift in case.shift_by_code and duty.job in case.jobs
            if fits:
                known[duty.agent_id, duty.day] = duty
            else:
                lost.add((duty.agent_id, duty.day))
        prices = {day: self._price(day, today) for day in case.month}
        cells = {cell for cell in (*known, *duties) if cell[0] in case.agent_by_id and cell[1] in case.month}
        for cell in sorted(cells - lost):
            agent_id, day = cell
            before, after = known.get(cell), duties.get(cell, [])
            if after == ([before] if before else []):
                continue
            was = _listed([before] if before else [])
            if instant is not None and _begun(evidence, before, after, instant):
                yield Finding(self.id, True, agent_id, day, _listed(after), was, facts={"kind": "past"})
            price = prices[day]
            if before is not None and len(after) == 1 and after[0].shift == before.shift:
                price //= 2
            if price:
                yield Finding(self.id, False, agent_id, day, _listed(after), was, price, {"kind": "change"})

    def explain(self, finding: Finding) -> Text:
        """The day as it was to be and as it is."""
        who, day = finding.agent_id, finding.day
        measured, required = unit_words(finding.measured), unit_words(finding.required)
        match finding.facts["kind"]:
            case "pin":
                return Text(
                    f"{who} 在 {day} 固定为 {required.zh},班表为 {measured.zh}",
                    f"{required.en} is pinned for {who} on {day}; the roster holds {measured.en}",
                )
            case "past":
                return Text(
                    f"{who} 在 {day} 的班({required.zh})已开始,不得改为 {measured.zh}",
                    f"{who}'s {day} ({required.en}) has begun and cannot become {measured.en}",
                )
            case _:
                return Text(
                    f"{who} 在 {day} 由 {required.zh} 改为 {measured.zh}",
                    f"{who}'s {day} changes from {required.en} to {measured.en}",
                )


def _listed(duties: Iterable[Duty]) -> str:
    return ", ".join(f"{duty.shift}/{duty.job}" for duty in duties) or DAY_OFF


def _begun(evidence: Evidence, before: Duty | None, after: Iterable[Duty], now: datetime) -> bool:
    """Whether the difference concerns a duty that has begun, one taken away or one added."""
    either = [*after, *([before] if before else [])]
    return any(evidence.span(duty.day, duty.shift)[0] < now for duty in either)
