"""PROTECTED: protected staff work no nights."""

from collections.abc import Iterable
from typing import ClassVar

from roster.rule import Evidence, Example, Finding, MonthContext, Rule, Strength
from roster.rule.only import only_shifts
from roster.rule.pieces import Piece
from roster.text import Text


class Protected(Rule):
    """No night duty starts on a day on which a protection holds, its `until` date included."""

    id: ClassVar[str] = "PROTECTED"
    title: ClassVar[Text] = Text("特殊保护不上夜班", "Protected staff work no nights")
    clause: ClassVar[str] = "LAW: 劳动法 §61, §63; 女职工劳动保护特别规定 §6, §9"
    strength: ClassVar[Strength] = Strength.HARD
    private: ClassVar[bool] = True
    summary: ClassVar[Text] = Text(
        "受保护人员(怀孕七个月以上、哺乳未满一周岁婴儿、未成年人)在保护期内(含截止日)不排夜班。",
        "Protected staff (from the seventh month of pregnancy, nursing a child under one, minors) have no night duty "
        "while the protection holds, its last day included.",
    )
    example: ClassVar[Example] = Example(
        bad=Text("保护期至 10 月 14 日,14 日排了夜班", "Protected until 14 October, a night on the 14th"),
        good=Text("保护期至 10 月 14 日,15 日排了夜班", "Protected until 14 October, a night on the 15th"),
    )

    def encode(self, context: MonthContext) -> Iterable[Piece]:
        """Only shifts that are no nights on protected days."""
        no_night = context.every_shift - context.night_shifts
        for agent, person in enumerate(context.agents):
            if person.protections:
                protected = {day: no_night for day in range(context.days) if person.protected_on(context.date_of(day))}
                yield from only_shifts(self.id, context, agent, protected)

    def check(self, evidence: Evidence) -> Iterable[Finding]:
        """Each night duty against the agent's protections. The finding keeps the reason to itself."""
        for stint in evidence.stints:
            ends = [item.until for item in stint.agent.protections if item.until is None or item.until >= stint.day]
            if ends and stint.shift.is_night:
                yield Finding(
                    self.id,
                    hard=True,
                    agent_id=stint.agent.agent_id,
                    day=stint.day,
                    measured=stint.duty.shift,
                    required="–",
                )

    def explain(self, finding: Finding) -> Text:
        """The night; never the private reason."""
        return Text(
            f"{finding.agent_id} 在 {finding.day} 不得上夜班({finding.measured})",
            f"{finding.agent_id} may not work a night on {finding.day} ({finding.measured})",
        )
