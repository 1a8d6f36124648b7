"""RHYTHM: rhythm of work and rest."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import ClassVar

from roster.rule import Evidence, Example, Finding, MonthContext, Parameter, Rule, Stint, Strength, Tally, Weight
from roster.rule.pieces import OFF, Piece, Sequence, Symbols
from roster.text import Text

SUNDAY = 6
ONE_DAY = timedelta(days=1)
NAMES = {
    "rotated_backward": Text("逆向倒班", "backward rotation"),
    "start_changed": Text("上班时刻变动", "change of start"),
    "lone_duty": Text("孤立上班日", "single working day"),
    "lone_day_off": Text("孤立休息日", "single day off"),
    "lone_night": Text("单个夜班", "single night"),
    "weekend_broken": Text("周末只休一天", "broken weekend"),
}
MANY = {
    "rotated_backward": "backward rotations",
    "start_changed": "changes of start",
    "lone_duty": "single working days",
    "lone_day_off": "single days off",
    "lone_night": "single nights",
    "weekend_broken": "broken weekends",
}


class Rhythm(Rule):
    """A roster that people can live by: forward rotation, regular starts, work, nights and days off in blocks.

    Six things are counted of each agent, and each time has its price:

    - `rotated_backward`: of two neighbouring days with a duty the second starts earlier in its day than the first in
      its own, by more than `rhythm_minutes`;
    - `start_changed`: of two neighbouring days with a duty the starts differ;
    - `lone_duty`: a day with a duty between two days without;
    - `lone_day_off`: a day without a duty between two days with one;
    - `lone_night`: a night duty with no night duty on the day before or after;
    - `weekend_broken`: of a Saturday and the Sunday after it exactly one has a duty (not where one of them is a
      make-up workday: that is no weekend to anybody).

    Starts are wall times, so a change of the clock is no change of start. A duty belongs to the day on which it starts.
    A day of leave is a day without a duty. What needs the day after is counted in the month in which that day lies:
    history tells the days before the month, and the month's last day may go on into the next.
    """

    id: ClassVar[str] = "RHYTHM"
    title: ClassVar[Text] = Text("作息规律", "Rhythm of work and rest")
    clause: ClassVar[str] = "POLICY (Knauth 1993; Schönfelder & Knauth 1993)"
    strength: ClassVar[Strength] = Strength.SOFT
    summary: ClassVar[Text] = Text(
        "连着上班时班次顺排(不往早倒)、上班时刻少变;不单上一天、不单休一天;夜班连着排;周末尽量整休。往月末的班次计入。",
        "Within a run of working days starts do not move back and change little; no single working days or days off, "
        "nights in blocks, whole weekends off. The end of last month counts.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "rhythm_minutes",
            120,
            "minutes",
            Text("次日上班可提早而不算逆向倒班的分钟数", "how much earlier the next day may start and be no rotation"),
            "POLICY (Knauth 1993, Ergonomics 36: 15-28)",
            minimum=0,
            maximum=1440,
        ),
    )
    weights: ClassVar[tuple[Weight, ...]] = (
        Weight("rotated_backward", 2, "time", Text("逆向倒班一次", "a backward rotation")),
        Weight("start_changed", 0.5, "time", Text("上班时刻变动一次", "a change of start from one day to the next")),
        Weight("lone_duty", 2, "time", Text("夹在休息日之间的单个上班日", "a single working day between days off")),
        Weight("lone_day_off", 1, "time", Text("夹在上班日之间的单个休息日", "a single day off between working days")),
        Weight("lone_night", 1, "time", Text("前后都不是夜班的夜班", "a night with no night beside it")),
        Weight("weekend_broken", 1, "time", Text("周末只休一天", "a weekend of which one day is worked")),
    )
    example: ClassVar[Example] = Example(
        bad=Text("晚班(16:00)次日上早班(08:00),再休一天", "Late (16:00), early (08:00) the next day, then one day off"),
        good=Text("早、早、晚、晚,休两天", "Early, early, late, late, two days off"),
    )

    def encode(self, context: MonthContext) -> Iterable[Piece]:
        """Priced words of two or three days; starts are told apart by one word a start."""
        everyone = tuple(range(len(context.agents)))
        off, work, nights = frozenset({OFF}), context.every_shift, context.night_shifts
        no_night = (work | off) - nights
        words: list[tuple[str, tuple[Symbols, ...]]] = []
        starts = sorted({shift.start_minute for shift in context.shifts})
        by_start = {
            start: frozenset(i for i, shift in enumerate(context.shifts) if shift.start_minute == start)
            for start in starts
        }
        for start, here in by_start.items():
            earlier = [by_start[s] for s in starts if s < start - self.whole("rhythm_minutes")]
            words.append(("rotated_backward", (here, frozenset[int]().union(*earlier))))
            words.append(("start_changed", (here, work - here)))
        words += [
            ("lone_duty", (off, work, off)),
            ("lone_day_off", (work, off, work)),
            ("lone_night", (no_night, nights, no_night)),
        ]
        for name, word in words:
            if self.ticks(name) and all(word):
                yield Sequence(self.id, everyone, word, ticks=self.ticks(name))
        sundays = tuple(
            day
            for day in range(context.days)
            if context.date_of(day).weekday() == SUNDAY
            and day not in context.working_days
            and not context.case.calendar.is_working_day(context.date_of(day - 1))
        )
        for word in ((work, off), (off, work)):
            if self.ticks("weekend_broken") and sundays and work:
                yield Sequence(self.id, everyone, word, ends=sundays, ticks=self.ticks("weekend_broken"))

    def check(self, evidence: Evidence) -> Iterable[Finding]:
        """Each agent's events of one kind together, on the day of the first."""
        priced = {name for name in NAMES if self.ticks(name)}
        if not priced:
            return
        month = evidence.case.month
        for agent_id, stints in evidence.by_agent.items():
            off_days: dict[str, list[date]] = {}
            for name, day in self._events(evidence, stints, month.first, month.last):
                if name in priced:
                    off_days.setdefault(name, []).append(day)
            for name in NAMES:
                if days := off_days.get(name):
                    facts = {"kind": name, "days": tuple(days)}
                    price = len(days) * self.ticks(name)
                    yield Finding(self.id, False, agent_id, days[0], str(len(days)), "0", price, facts)

    def _events(
        self, evidence: Evidence, stints: Iterable[Stint], first: date, last: date
    ) -> Iterator[tuple[str, date]]:
        """What happens to an agent in a span of days, as (name, the day it is about), by the day that completes it."""
        on: dict[date, Stint] = {}
        for stint in stints:
            on.setdefault(stint.day, stint)
        is_working_day = evidence.case.calendar.is_working_day
        slack = self.whole("rhythm_minutes")
        day = first
        while day <= last:
            eve = day - ONE_DAY
            now, before, earlier = on.get(day), on.get(eve), on.get(eve - ONE_DAY)
            if now and before:
                back = before.shift.start_minute - now.shift.start_minute
                if back:
                    yield "start_changed", day
                if back > slack:
                    yield "rotated_backward", day
            elif before and not earlier:
                yield "lone_duty", eve
            elif now and earlier:
                yield "lone_day_off", eve
            if before and before.shift.is_night and not any(s and s.shift.is_night for s in (earlier, now)):
                yield "lone_night", eve
            if (
                day.weekday() == SUNDAY
                and bool(now) != bool(before)
                and not is_working_day(day)
                and not is_working_day(eve)
            ):
                yield "weekend_broken", day if now else eve
            day += ONE_DAY

    def tallies(self, evidence: Evidence) -> tuple[Tally, ...]:
        """Each agent's six counts, and last month's from history where it reaches back to that month's start."""
        month = evidence.case.month
        last = month.first - ONE_DAY
        first = last.replace(day=1)
        known = any(stint.day <= first + 6 * ONE_DAY for stint in evidence.past)

        def counts(start: date, end: date) -> Mapping[str, Counter[str]]:
            return {
                agent_id: Counter(name for name, _ in self._events(evidence, stints, start, end))
                for agent_id, stints in evidence.by_agent.items()
            }

        now, before = counts(month.first, month.last), counts(first, last) if known else {}
        return tuple(
            Tally(
                self.id,
                name,
                title,
                {agent_id: own[name] for agent_id, own in now.items()},
                {agent_id: own[name] for agent_id, own in before.items()},
            )
            for name, title in NAMES.items()
        )

    def explain(self, finding: Finding) -> Text:
        """Who, how often, and on which days."""
        kind, days = finding.facts["kind"], finding.facts["days"]
        who, name = finding.agent_id, NAMES[kind]
        zh = "、".join((days[0].isoformat(), *(f"{day.day}日" for day in days[1:])))
        en = ", ".join((days[0].isoformat(), *(str(day.day) for day in days[1:])))
        return Text(
            f"{who} 本月{name.zh} {len(days)} 次({zh})",
            f"{who} has {len(days)} {name.en if len(days) == 1 else MANY[kind]} this month ({en})",
        )
