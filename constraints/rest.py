"""REST: rest between duties."""

from collections.abc import Iterable
from datetime import timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import ClassVar

from constraints.roll_call_work import roll_call_work
from roster.rule import Evidence, Example, Finding, MonthContext, Parameter, Rule, Strength
from roster.rule.pieces import OFF, Piece, Sequence
from roster.text import Text, unit_words

LONGEST_GAP = 4
"""Days between two duties whose rest a word tells: the longest rest that may be asked for, and a clock change."""


class Rest(Rule):
    """From the end of a duty to the start of the agent's next one lie at least `min_rest_hours`.

    Where the roll call is work (`roll_call_is_work`), rest ends when it begins. Who stayed on after a duty rests from
    then on.
    """

    id: ClassVar[str] = "REST"
    title: ClassVar[Text] = Text("班间休息", "Rest between duties")
    clause: ClassVar[str] = "换班制度 §3 (连班); POLICY"
    strength: ClassVar[Strength] = Strength.HARD
    summary: ClassVar[Text] = Text(
        "前一班结束到下一班开始至少间隔规定小时数,按实际经过时间计算,历史班次计入。",
        "Between the end of a duty and the start of the next lies a minimum rest, in elapsed time, history included.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "min_rest_hours",
            11,
            "hours",
            Text("两班之间的最短休息", "shortest rest between two duties"),
            "POLICY; 换班制度 §3 (连班)",
            minimum=0,
            maximum=48,
            number=True,
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("16:00–24:00 之后次日 08:00 上班:休息 8 小时", "Off at 24:00, on again at 08:00: 8 h of rest"),
        good=Text("16:00–24:00 之后次日 11:00 上班:恰好 11 小时", "Off at 24:00, on again at 11:00: exactly 11 h"),
    )

    def encode(self, context: MonthContext) -> Iterable[Piece]:
        """Two-letter words (s, t), and longer ones with days off between where the rest asked for exceeds a day."""
        rest_minutes = ceil(Fraction(self.number("min_rest_hours")).limit_denominator(10**6) * 60)
        rest_minutes += roll_call_work(self.values)
        everyone = tuple(range(len(context.agents)))
        forbidden: dict[tuple[int, int, frozenset[int]], list[int]] = {}
        for day in range(context.days + (LONGEST_GAP if context.case.ahead else 0)):
            for gap in range(1, LONGEST_GAP + 1):
                for before, (_, end) in enumerate(context.spans[day - gap]):
                    after = frozenset(
                        s for s, (start, _) in enumerate(context.spans[day]) if start - end < rest_minutes
                    )
                    if after:
                        forbidden.setdefault((gap, before, after), []).append(day)
        off = frozenset({OFF})
        for (gap, before, after), days in forbidden.items():
            word = (frozenset({before}), *(off for _ in range(gap - 1)), after)
            yield Sequence(self.id, everyone, word, ends=tuple(days))
        yield from self._after_staying(context, rest_minutes)

    def _after_staying(self, context: MonthContext, rest_minutes: int) -> Iterable[Sequence]:
        """What is too soon after minutes stayed on, and was not so after the duty's own end."""
        off = frozenset({OFF})
        last = context.days + (LONGEST_GAP if context.case.ahead else 0)
        for agent, stayed in enumerate(context.stayed):
            for (day, shift), minutes in stayed.items():
                end = context.spans[day][shift][1]
                for gap in range(max(1, -day), LONGEST_GAP + 1):
                    if day + gap >= last:
                        break
                    rests = [start - end for start, _ in context.spans[day + gap]]
                    after = frozenset(s for s, rest in enumerate(rests) if rest - minutes < rest_minutes <= rest)
                    if after:
                        word = (frozenset({shift}), *(off for _ in range(gap - 1)), after)
                        yield Sequence(self.id, (agent,), word, ends=(day + gap,))

    def check(self, evidence: Evidence) -> Iterable[Finding]:
        """Each gap between neighbouring duties of an agent, in UTC."""
        least = timedelta(hours=self.number("min_rest_hours"))
        called = timedelta(minutes=roll_call_work(self.values))
        for agent_id, stints in evidence.timeline.items():
            for before, after in pairwise(stints):
                rest = after.start - called - before.off
                if rest < least and not after.past and not before.ahead:
                    yield Finding(
                        self.id,
                        hard=True,
                        agent_id=agent_id,
                        day=after.day,
                        measured=f"{rest.total_seconds() / 3600:g} h",
                        required=f"{least.total_seconds() / 3600:g} h",
                        facts={"before": before.duty, "after": after.duty, "stayed": before.stayed},
                        excess=(least - rest).total_seconds() / 3600,
                    )

    def explain(self, finding: Finding) -> Text:
        """Both duties, the rest measured and the rest required."""
        before, after, minutes = (finding.facts[name] for name in ("before", "after", "stayed"))
        stayed = Text(f"(延时 {minutes} 分钟)", f" (stayed on {minutes} min)") if minutes else Text("", "")
        return Text(
            f"{finding.agent_id} 在 {before.day} {before.shift} 班{stayed.zh}与 {after.day} {after.shift} 班之间"
            f"仅休息 {unit_words(finding.measured).zh},至少应为 {unit_words(finding.required).zh}",
            f"{finding.agent_id} rests {finding.measured} between {before.shift} on {before.day}{stayed.en} and "
            f"{after.shift} on {after.day}; at least {finding.required} is required",
        )
