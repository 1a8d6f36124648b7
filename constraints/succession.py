"""SUCCESSION: shifts that may not follow each other."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import ClassVar

from roster.rule import Evidence, Example, Finding, MonthContext, Parameter, Rule, Strength
from roster.rule.pieces import Piece, Sequence
from roster.text import Text


class Succession(Rule):
    """Some shifts may not stand on the day after some others, whatever the rest between them; history counts."""

    id: ClassVar[str] = "SUCCESSION"
    title: ClassVar[Text] = Text("班次衔接", "Shifts that may not follow each other")
    clause: ClassVar[str] = "POLICY"
    strength: ClassVar[Strength] = Strength.HARD
    summary: ClassVar[Text] = Text(
        "列出的班次组合不得在相邻两天先后出现,历史班次计入。",
        "A listed pair of shifts may not stand on two neighbouring days in that order; history counts.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "forbidden_successions",
            (),
            "text",
            Text("不得先后衔接的班次,如 L>E", "pairs that may not follow each other, as in L>E"),
            "POLICY",
            pattern=r"[^>]+>[^>]+",
            ours=True,
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("L>E:今天 L 班,明天 E 班", "L>E: L today, E tomorrow"),
        good=Text("L>E:今天 L 班,休一天,再上 E 班", "L>E: L, a day off, then E"),
    )

    def _forbidden(self) -> Mapping[str, frozenset[str]]:
        forbidden: dict[str, set[str]] = {}
        for entry in self.words("forbidden_successions"):
            first, _, then = entry.partition(">")
            forbidden.setdefault(first.strip(), set()).add(then.strip())
        return {first: frozenset(then) for first, then in forbidden.items()}

    def encode(self, context: MonthContext) -> Iterable[Piece]:
        """One two-letter word per first shift."""
        everyone = tuple(range(len(context.agents)))
        for first, then in self._forbidden().items():
            word = (context.chosen((first,)), context.chosen(tuple(then)))
            if all(word):
                yield Sequence(self.id, everyone, word)

    def check(self, evidence: Evidence) -> Iterable[Finding]:
        """Each pair of duties on neighbouring dates."""
        forbidden = self._forbidden()
        for agent_id, stints in evidence.timeline.items():
            for before, after in pairwise(sorted(stints, key=lambda stint: stint.day)):
                adjoin = (after.day - before.day).days == 1
                if (
                    adjoin
                    and not after.past
                    and not before.ahead
                    and after.duty.shift in forbidden.get(before.duty.shift, ())
                ):
                    yield Finding(
                        self.id,
                        hard=True,
                        agent_id=agent_id,
                        day=after.day,
                        measured=f"{before.duty.shift}>{after.duty.shift}",
                        required=f"no {after.duty.shift} after {before.duty.shift}",
                        facts={"before": before.duty, "after": after.duty},
                    )

    def explain(self, finding: Finding) -> Text:
        """Who and which two duties."""
        before, after = finding.facts["before"], finding.facts["after"]
        return Text(
            f"{finding.agent_id} 在 {before.day} {before.shift} 班的次日({after.day})上 {after.shift} 班,不得如此衔接",
            f"{finding.agent_id} works {after.shift} on {after.day}, the day after {before.shift}; "
            "these two may not follow each other",
        )
