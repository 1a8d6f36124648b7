"""AVAILABLE: standing availability."""

from collections.abc import Iterable
from typing import ClassVar

from roster.model import Availability
from roster.rule import Evidence, Example, Finding, MonthContext, Rule, Strength
from roster.rule.availability import deciding, is_open, runs_into
from roster.rule.only import only_shifts
from roster.rule.pieces import Piece
from roster.text import Text


class Available(Rule):
    """An agent's standing limits hold: the more particular entry decides.

    An entry for a date stands above one for a weekday, and at the same rank one for a shift above one for all shifts;
    of two that are alike the refusal stands. So `available = true` lifts a broader refusal, and without any entry
    every shift is open. A day that is refused as a whole is closed from 00:00: a night that runs into it from the
    evening before is closed too, unless an entry for that day and shift opens it.
    """

    id: ClassVar[str] = "AVAILABLE"
    title: ClassVar[Text] = Text("可排班时间", "Standing availability")
    clause: ClassVar[str] = "POLICY"
    strength: ClassVar[Strength] = Strength.HARD
    private: ClassVar[bool] = True
    summary: ClassVar[Text] = Text(
        "遵守每人登记的可用与不可用时间:日期优先于星期,指定班次优先于全部班次;两条同级时以不可用为准。"
        "全天不可用的,前一晚跨入当天的夜班也不排。",
        "Standing limits hold: an entry for a date goes before one for a weekday, one for a shift before one for all "
        "shifts; of two alike the refusal stands. No night of the eve runs into a day refused as a whole.",
    )
    example: ClassVar[Example] = Example(
        bad=Text("登记周五不上 N 班,却在周五排了 N", "Not available for N on Fridays, rostered N on a Friday"),
        good=Text("登记周五不上 N 班,周五排了 A", "Not available for N on Fridays, rostered A on a Friday"),
    )

    def encode(self, context: MonthContext) -> Iterable[Piece]:
        """Per day the shifts left open: entries applied from the broadest to the most particular, refusals last.

        Of a day also the shifts that a refusal of the whole of it closes: those of its eve that end on it.
        """

        def broadest_first(item: Availability) -> tuple[bool, bool, bool]:
            return (item.day is not None, item.shift is not None, not item.available)

        entries: dict[int, list[Availability]] = {}
        for item in sorted(context.case.availability, key=broadest_first):
            entries.setdefault(context.agent_index[item.agent_id], []).append(item)
        late = frozenset(index for index, shift in enumerate(context.case.shifts) if shift.end_minute > 1440)
        for agent, items in entries.items():
            forbidden: dict[int, frozenset[int]] = {}
            for day in range(context.days + 1):
                when = context.date_of(day)
                left, shut = context.every_shift, frozenset[int]()
                for item in items:
                    if item.day == when or (item.day is None and item.weekday in {None, when.isoweekday()}):
                        named = context.every_shift if item.shift is None else context.chosen((item.shift,))
                        left = left | named if item.available else left - named
                        shut = named if item.shift is None and not item.available else shut - named
                forbidden[day] = left
                if day:
                    forbidden[day - 1] -= late & shut
            del forbidden[context.days]
            yield from only_shifts(self.id, context, agent, forbidden)

    def check(self, evidence: Evidence) -> Iterable[Finding]:
        """Each duty asks for the most particular entry that speaks of it, and of the day into which it runs."""
        entries: dict[str, list[Availability]] = {}
        for item in evidence.case.availability:
            entries.setdefault(item.agent_id, []).append(item)
        for stint in evidence.stints:
            items = entries.get(stint.agent.agent_id)
            if items and not is_open(items, stint.day, stint.shift):
                deciding_entry = deciding(items, stint.day, stint.shift)
                into = (
                    runs_into(items, stint.day, stint.shift)
                    if deciding_entry is None or deciding_entry.available
                    else None
                )
                yield Finding(
                    self.id,
                    hard=True,
                    agent_id=stint.agent.agent_id,
                    day=stint.day,
                    measured=stint.duty.shift,
                    required="–",
                    facts={"into": into},
                )

    def explain(self, finding: Finding) -> Text:
        """The duty that the person is not available for."""
        into = finding.facts["into"]
        if into is not None:
            return Text(
                f"{finding.agent_id} 登记 {into} 全天不能上班,{finding.day} 的 {finding.measured} 班跨入当天",
                f"{finding.agent_id} is not available on {into}, into which {finding.measured} of {finding.day} runs",
            )
        return Text(
            f"{finding.agent_id} 登记 {finding.day} 不能上 {finding.measured} 班",
            f"{finding.agent_id} is not available for {finding.measured} on {finding.day}",
        )
