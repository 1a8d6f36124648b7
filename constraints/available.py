"""AVAILABLE: standing availability."""

from collections.abc import Iterable
from typing import ClassVar

from roster.model import Availability
from roster.rule import Evidence, Example, Finding, MonthContext, Rule, Strength
from roster.rule.availability import is_open
from roster.rule.only import only_shifts
from roster.rule.pieces import Piece
from roster.text import Text


class Available(Rule):
    """An agent's standing limits hold: the more particular entry decides.

    An entry for a date stands above one for a weekday, and at the same rank one for a shift above one for all shifts;
    of two that are alike the refusal stands. So `available = true` lifts a broader refusal, and without any entry
    every shift is open.
    """

    id: ClassVar[str] = "AVAILABLE"
    title: ClassVar[Text] = Text("可排班时间", "Standing availability")
    clause: ClassVar[str] = "POLICY"
    strength: ClassVar[Strength] = Strength.HARD
    private: ClassVar[bool] = True
    summary: ClassVar[Text] = Text(
        "遵守每人登记的可用与不可用时间:日期优先于星期,指定班次优先于全部班次;两条同级时以不可用为准。",
        "Standing limits hold: an entry for a date goes before one for a weekday, one for a shift before one for all "
        "shifts; of two alike the refusal stands.",
    )
    example: ClassVar[Example] = Example(
        bad=Text("登记周五不上 N 班,却在周五排了 N", "Not available for N on Fridays, rostered N on a Friday"),
        good=Text("登记周五不上 N 班,周五排了 A", "Not available for N on Fridays, rostered A on a Friday"),
    )

    def encode(self, context: MonthContext) -> Iterable[Piece]:
        """Per day the shifts left open: entries applied from the broadest to the most particular, refusals last."""

        def broadest_first(item: Availability) -> tuple[bool, bool, bool]:
            return (item.day is not None, item.shift is not None, not item.available)

        entries: dict[int, list[Availability]] = {}
        for item in sorted(context.case.availability, key=broadest_first):
            entries.setdefault(context.agent_index[item.agent_id], []).append(item)
        for agent, items in entries.items():
            found: dict[int, frozenset[int]] = {}
            for day in range(context.days):
                when = context.date_of(day)
                left = context.every_shift
                for item in items:
                    if item.day == when or (item.day is None and item.weekday in {None, when.isoweekday()}):
                        named = context.every_shift if item.shift is None else context.chosen((item.shift,))
                        left = left | named if item.available else left - named
                found[day] = left
            yield from only_shifts(self.id, context, agent, found)

    def check(self, evidence: Evidence) -> Iterable[Finding]:
        """Each duty asks for the most particular entry that speaks of it."""
        entries: dict[str, list[Availability]] = {}
        for item in evidence.case.availability:
            entries.setdefault(item.agent_id, []).append(item)
        for stint in evidence.stints:
            items = entries.get(stint.agent.agent_id)
            if items and not is_open(items, stint.day, stint.duty.shift):
                yield Finding(
                    self.id,
                    hard=True,
                    agent_id=stint.agent.agent_id,
                    day=stint.day,
                    measured=stint.duty.shift,
                    required="–",
                )

    def explain(self, finding: Finding) -> Text:
        """The duty that the person is not available for."""
        return Text(
            f"{finding.agent_id} 登记 {finding.day} 不能上 {finding.measured} 班",
            f"{finding.agent_id} is not available for {finding.measured} on {finding.day}",
        )
