"""EVEN: hours shared by contract."""

from collections.abc import Iterable
from typing import ClassVar

from constraints.roll_call_work import roll_call_work
from roster.rule import Concern, Evidence, Example, Finding, MonthContext, Rule, Strength, Weight
from roster.rule.pieces import Budget, Penalty, Piece
from roster.rule.spare import asked_share, even_parts
from roster.text import Text, unit_words


class Even(Rule):
    """Where the seats ask for fewer hours than there are, nobody is left far behind the others.

    HOURS prices an hour below contract alike whoever lacks it, so the hours that nobody asks for may all fall to a few.
    An agent's even part is own contract minutes (leave and requested leave taken off) × the minutes that the seats ask
    for / all contract minutes there, floored; what the paid minutes of the month's duties are below it has a price by
    the minute. Who holds no job that a seat asks for has no part. Where the seats ask for all hours nothing is priced.
    """

    id: ClassVar[str] = "EVEN"
    title: ClassVar[Text] = Text("工时均摊", "Hours shared")
    clause: ClassVar[str] = "POLICY"
    strength: ClassVar[Strength] = Strength.SOFT
    concern: ClassVar[Concern] = Concern.FAIRNESS
    summary: ClassVar[Text] = Text(
        "工时有富余时,座席所需的工时按合同工时均摊;少于本人应摊工时的,计代价。",
        "Where hours are left over, those that the seats ask for are shared in proportion to contract hours; being "
        "below one's part has a price.",
    )
    weights: ClassVar[tuple[Weight, ...]] = (
        Weight("hours_uneven", 1, "30 minutes", Text("少于应摊工时", "below the even part of the hours")),
    )
    example: ClassVar[Example] = Example(
        bad=Text("座席只需合同工时的七成:一人排满,另一人只有四成", "Seats ask for 70 %: one works all, another 40 %"),
        good=Text("每人都在七成左右", "Everybody works about 70 %"),
    )

    def encode(self, context: MonthContext) -> Iterable[Piece]:
        """A budget of paid minutes with a price below the part."""
        price = self.ticks_for("hours_uneven", 1)
        if not price or asked_share(context.case) == 1:
            return
        parts, called = even_parts(context.case), roll_call_work(self.values)
        for agent, person in enumerate(context.agents):
            part = parts[person.agent_id]
            if part:
                paid = context.paid_table(agent, called)
                yield Budget(self.id, agent, paid, penalty=Penalty((part,), (-price, 0)), label="even part")

    def check(self, evidence: Evidence) -> Iterable[Finding]:
        """Each agent's paid minutes against the part."""
        price = self.ticks_for("hours_uneven", 1)
        if not price or asked_share(evidence.case) == 1:
            return
        called = roll_call_work(self.values)
        for agent_id, part in even_parts(evidence.case).items():
            paid = sum(stint.paid_minutes + called for stint in evidence.by_agent[agent_id] if not stint.past)
            if paid < part:
                ticks = price * (part - paid)
                yield Finding(self.id, False, agent_id, None, f"{paid / 60:.1f} h", f"{part / 60:.1f} h", ticks)

    def explain(self, finding: Finding) -> Text:
        """The hours worked and the part."""
        measured, required = unit_words(finding.measured), unit_words(finding.required)
        return Text(
            f"{finding.agent_id} 本月 {measured.zh},应摊 {required.zh}",
            f"{finding.agent_id} works {measured.en} this month; the even part is {required.en}",
        )
