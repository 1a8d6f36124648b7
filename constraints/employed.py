"""EMPLOYED: employment dates."""

from collections.abc import Iterable
from typing import ClassVar

from roster.rule import Evidence, Example, Finding, MonthContext, Rule, Strength
from roster.rule.only import only_shifts
from roster.rule.pieces import Piece
from roster.text import Text

OPEN = "…"
"""In place of a date of employment that is not known."""


class Employed(Rule):
    """Duties start only on days from the agent's `start_date` to `end_date`, both inclusive."""

    id: ClassVar[str] = "EMPLOYED"
    title: ClassVar[Text] = Text("在职期间", "Employment dates")
    clause: ClassVar[str] = "POLICY"
    strength: ClassVar[Strength] = Strength.HARD
    summary: ClassVar[Text] = Text(
        "班次只能开始于入职日至离职日(含首尾两日)之间。",
        "A duty starts on a day between the first and the last day of employment, both included.",
    )
    example: ClassVar[Example] = Example(
        bad=Text("10 月 15 日入职,14 日排了班", "Employed from 15 October, on duty on the 14th"),
        good=Text("10 月 15 日入职,15 日首次上班", "Employed from 15 October, first duty on the 15th"),
    )

    def encode(self, context: MonthContext) -> Iterable[Piece]:
        """No shift on the days outside the employment."""
        nothing: frozenset[int] = frozenset()
        for agent, person in enumerate(context.agents):
            if person.start_date is None and person.end_date is None:
                continue
            there = context.employed_days(agent)
            away = {day: nothing for day in range(context.days) if day not in there}
            yield from only_shifts(self.id, context, agent, away)

    def check(self, evidence: Evidence) -> Iterable[Finding]:
        """The day of each duty against the two dates."""
        for stint in evidence.stints:
            first, last = stint.agent.start_date, stint.agent.end_date
            if (first is not None and stint.day < first) or (last is not None and stint.day > last):
                yield Finding(
                    self.id,
                    hard=True,
                    agent_id=stint.agent.agent_id,
                    day=stint.day,
                    measured=stint.day.isoformat(),
                    required=f"{first or OPEN} – {last or OPEN}",
                    facts={"shift": stint.duty.shift},
                )

    def is_personal(self, finding: Finding) -> bool:
        """When somebody comes or goes is for the person and their leaders."""
        del finding
        return True

    def explain(self, finding: Finding) -> Text:
        """The duty, and the end of the employment beyond which it lies."""
        first, _, last = finding.required.partition(" – ")
        duty = Text(
            f"{finding.agent_id} 在 {finding.day} 有 {finding.facts['shift']} 班",
            f"{finding.agent_id} has {finding.facts['shift']} on {finding.day}",
        )
        if first != OPEN and str(finding.day) < first:
            return Text(f"{duty.zh},但 {first} 才入职", f"{duty.en}, but is employed only from {first}")
        return Text(f"{duty.zh},但只在职到 {last}", f"{duty.en}, but is employed only until {last}")
