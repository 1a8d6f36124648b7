"""ONE-DUTY: one duty a day."""

from collections.abc import Iterable
from typing import ClassVar

from roster.rule import Evidence, Example, Finding, Rule, Strength
from roster.text import Text, counted


class OneDuty(Rule):
    """No agent has two duties that start on one day.

    Nothing to encode: in the pieces an agent's choice on a day is one duty, a day off or a leave. The check is for
    rosters that were made or edited by hand.
    """

    id: ClassVar[str] = "ONE-DUTY"
    title: ClassVar[Text] = Text("一日一班", "One duty a day")
    clause: ClassVar[str] = "换班制度 §3 (连班)"
    strength: ClassVar[Strength] = Strength.HARD
    summary: ClassVar[Text] = Text(
        "同一天开始的班次,每人至多一个。",
        "Of the duties that start on one day an agent has one at most.",
    )
    example: ClassVar[Example] = Example(
        bad=Text("同一天既上 07:00–11:00 又上 15:00–19:00", "07:00–11:00 and 15:00–19:00 on the same day"),
        good=Text(
            "夜班 23:00–07:00 属于开始的那一天,次日可另有一班(须满足班间休息)",
            "A night 23:00–07:00 belongs to the day on which it starts; the next day may hold another duty",
        ),
    )

    def check(self, evidence: Evidence) -> Iterable[Finding]:
        """Duties per agent and day on which they start."""
        for agent_id, stints in evidence.by_agent.items():
            codes: dict[object, list[str]] = {}
            for stint in stints:
                if not stint.past:
                    codes.setdefault(stint.day, []).append(stint.duty.shift)
            if len(codes) == len(stints):
                continue
            for day in sorted({stint.day for stint in stints if not stint.past}):
                if len(codes[day]) > 1:
                    yield Finding(
                        self.id,
                        hard=True,
                        agent_id=agent_id,
                        day=day,
                        measured=str(len(codes[day])),
                        required="1",
                        facts={"shifts": tuple(codes[day])},
                        excess=len(codes[day]) - 1,
                    )

    def explain(self, finding: Finding) -> Text:
        """The day and the shifts that start on it."""
        shifts = ", ".join(finding.facts["shifts"])
        return Text(
            f"{finding.agent_id} 在 {finding.day} 有 {finding.measured} 个班次({shifts}),每日至多 1 个",
            f"{finding.agent_id} has {counted(int(finding.measured), 'duty', 'duties')} on {finding.day} "
            f"({shifts}); one a day is allowed",
        )
