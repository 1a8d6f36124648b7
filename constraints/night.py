"""NIGHT: limits on night duties."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import ClassVar

from roster.rule import Evidence, Example, Finding, MonthContext, Parameter, Rule, Strength
from roster.rule.pieces import OFF, Budget, Piece, Sequence
from roster.text import Text, counted

DAY = timedelta(days=1)


class Night(Rule):
    """Limits on consecutive and monthly nights, and days of rest after a run of nights.

    A run is a row of days that each have a night duty, history counted in. When its last night starts on day d, no
    duty starts on days d+1 … d+`rest_days_after_nights`.
    """

    id: ClassVar[str] = "NIGHT"
    title: ClassVar[Text] = Text("夜班限制", "Limits on night duties")
    clause: ClassVar[str] = "POLICY; LAW: 劳动法 §3 (休息权)"
    strength: ClassVar[Strength] = Strength.HARD
    summary: ClassVar[Text] = Text(
        "连续夜班与每月夜班有上限,一轮夜班结束后须休息规定天数;历史班次计入连续夜班。",
        "Nights in a row and nights a month are limited, and a run of nights is followed by days of rest; history "
        "counts towards runs.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "max_consecutive_nights",
            3,
            "days",
            Text("最多连续夜班天数", "most days in a row with a night duty"),
            "POLICY",
            minimum=1,
            maximum=31,
        ),
        Parameter(
            "max_nights_per_month",
            8,
            "duties",
            Text("每月最多夜班数", "most night duties that start in the month"),
            "POLICY",
            minimum=0,
            maximum=31,
        ),
        Parameter(
            "rest_days_after_nights",
            1,
            "days",
            Text("一轮夜班后的休息天数", "days without a duty after a run of nights"),
            "POLICY",
            minimum=0,
            maximum=14,
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("连上三个夜班,次日上日班", "Three nights in a row, then a day shift on the next day"),
        good=Text("连上三个夜班,休息一天,再上日班", "Three nights in a row, a day off, then a day shift"),
    )

    def encode(self, context: MonthContext) -> Iterable[Piece]:
        """Words N…N (one too many), N·day, N·no night·any…any·work, and a count of the month's nights.

        Any, not only off: where history itself works in the rest after a run, that rest still reaches into the month.
        """
        everyone = tuple(range(len(context.agents)))
        nights = context.night_shifts
        if not nights:
            return
        longest = self.whole("max_consecutive_nights")
        rest_days = self.whole("rest_days_after_nights")
        yield Sequence(self.id, everyone, (nights,) * (longest + 1))
        if rest_days and context.every_shift - nights:
            yield Sequence(self.id, everyone, (nights, context.every_shift - nights))
        anything = context.every_shift | {OFF}
        for ahead in range(2, rest_days + 1):
            between = (anything - nights, *((anything,) * (ahead - 2)))
            yield Sequence(self.id, everyone, (nights, *between, context.every_shift))
        most = self.whole("max_nights_per_month")
        if most < context.days:
            counted = (tuple(int(shift in nights) for shift in range(len(context.shifts))),) * context.days
            for agent in everyone:
                yield Budget(self.id, agent, counted, maximum=most, label="nights")

    def check(self, evidence: Evidence) -> Iterable[Finding]:
        """Runs and rests found on the calendar, the month's nights counted."""
        longest = self.whole("max_consecutive_nights")
        rest_days = self.whole("rest_days_after_nights")
        most = self.whole("max_nights_per_month")
        month = evidence.case.month
        for agent_id, stints in evidence.timeline.items():
            nights = sorted({stint.day for stint in stints if stint.shift.is_night})
            if not nights:
                continue
            for run in _runs(nights):
                late = [day for day in run[longest:] if day >= month.first and day - DAY * longest <= month.last]
                if late:
                    yield self._finding(agent_id, late[0], "run", len(run), longest)
                resting = {run[-1] + DAY * ahead for ahead in range(1, rest_days + 1)}
                for stint in stints if run[-1] <= month.last else ():
                    if stint.day in resting and not stint.past:
                        rested = (stint.day - run[-1]).days - 1
                        yield self._finding(agent_id, stint.day, "rest", rested, rest_days)
                        break
            count = sum(1 for stint in stints if stint.shift.is_night and stint.day in month)
            if count > most:
                yield self._finding(agent_id, None, "month", count, most)

    def _finding(self, agent_id: str, day: date | None, kind: str, measured: int, required: int) -> Finding:
        off = abs(measured - required)
        return Finding(self.id, True, agent_id, day, str(measured), str(required), facts={"kind": kind}, excess=off)

    def explain(self, finding: Finding) -> Text:
        """Which of the three limits, measured and allowed."""
        who, measured, required = finding.agent_id, finding.measured, finding.required
        match finding.facts["kind"]:
            case "run":
                return Text(
                    f"{who} 到 {finding.day} 为止连续夜班超过 {required} 天(共 {measured} 天)",
                    f"{who} works {counted(int(measured), 'night')} in a row ({finding.day}); {required} allowed",
                )
            case "rest":
                return Text(
                    f"{who} 一轮夜班后只休息 {measured} 天即在 {finding.day} 上班,须休息 {required} 天",
                    f"{who} is on duty on {finding.day} after {counted(int(measured), 'day')} off following nights; "
                    f"{required} required",
                )
            case _:
                return Text(
                    f"{who} 本月夜班 {measured} 个,至多 {required} 个",
                    f"{who} has {counted(int(measured), 'night')} in the month; {required} allowed",
                )


def _runs(days: list[date]) -> Iterator[list[date]]:
    run = [days[0]]
    for day in days[1:]:
        if day - run[-1] == DAY:
            run.append(day)
        else:
            yield run
            run = [day]
    yield run
