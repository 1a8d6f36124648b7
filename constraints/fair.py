"""FAIR: fair shares."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import ClassVar

from roster.model import Case
from roster.rule import Concern, Evidence, Example, Finding, MonthContext, Parameter, Rule, Strength, Weight
from roster.rule.fairness import CATCH_UP, DutyKind, fair_shares, night_kind, shift_kind, weekend_kind
from roster.rule.pieces import Budget, Penalty, Piece
from roster.text import Text

NAMES = {
    "night": Text("夜班", "nights"),
    "weekend": Text("周末班", "weekend duties"),
    "holiday": Text("节假日班", "holiday duties"),
}


class Fair(Rule):
    """Nights, weekends and shifts named unpopular are shared evenly, earlier months counted in.

    Each eligible agent has a fair share of each kind, a constant (`roster.rule.fairness`): an even one by contract,
    less what the agent had above an even part of the months in which the agent was there, of which `fair_catch_up`
    duties a month are made good at most. With x duties away from it
    the price is `fair` × x(x + 1)/2, so that the k-th duty away costs k times the weight. Weekend duties start on a
    Saturday or Sunday that is neither a make-up workday nor a public holiday. Who may not work a kind has no share of
    it, and a month without a kind shares nothing.
    """

    id: ClassVar[str] = "FAIR"
    title: ClassVar[Text] = Text("公平分担", "Fair shares")
    clause: ClassVar[str] = "POLICY"
    strength: ClassVar[Strength] = Strength.SOFT
    concern: ClassVar[Concern] = Concern.FAIRNESS
    summary: ClassVar[Text] = Text(
        "夜班、周末班及指定的不受欢迎班次按合同工时均摊,往月计入;偏离应摊数越多,每班代价越高。",
        "Nights, weekends and shifts named unpopular are shared in proportion to contract hours, earlier months "
        "counted in; each further duty away from the share costs more.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "unpopular_shifts",
            (),
            "text",
            Text("须均摊的不受欢迎班次代码", "codes of shifts to be shared evenly as well"),
            "POLICY",
        ),
        Parameter(
            "fair_catch_up",
            CATCH_UP,
            "duties",
            Text(
                "往月多排或少排的,每月至多补几个班", "how many duties of a kind a month makes good at most of the past"
            ),
            "POLICY",
            minimum=0,
            maximum=31,
            ours=True,
        ),
    )
    weights: ClassVar[tuple[Weight, ...]] = (
        Weight(
            "fair",
            4,
            "duty away from the fair share, growing",
            Text("偏离应摊数的班", "a duty away from the fair share"),
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text(
            "应摊 4 个夜班,排了 7 个:代价 1 + 2 + 3 倍", "Share of 4 nights, 7 rostered: 1 + 2 + 3 times the price"
        ),
        good=Text("应摊 4 个夜班,排了 4 个", "Share of 4 nights, 4 rostered"),
    )

    def kinds(self, case: Case) -> tuple[DutyKind, ...]:
        """The kinds of duty that this rule shares out."""
        codes = dict.fromkeys(self.words("unpopular_shifts"))
        unpopular = tuple(shift_kind(code) for code in codes if code in case.shift_by_code)
        return (night_kind(case), weekend_kind(case), *unpopular)

    def encode(self, context: MonthContext) -> Iterable[Piece]:
        """A budget per kind and eligible agent that counts duties of the kind."""
        unit = self.ticks("fair")
        for kind in self.kinds(context.case) if unit else ():
            shares = fair_shares(context.case, kind, self.whole("fair_catch_up"))
            counted = tuple(
                tuple(int(kind.holds(context.date_of(day), shift)) for shift in context.shifts)
                for day in range(context.days)
            )
            most = sum(1 for row in counted if any(row))
            penalties: dict[Fraction, Penalty] = {}
            for agent_id, share in shares.items():
                penalty = penalties.get(share)
                if penalty is None:
                    penalty = penalties[share] = Penalty.growing(share, unit, most)
                agent = context.agent_index[agent_id]
                yield Budget(self.id, agent, counted, penalty=penalty, label=kind.name)

    def check(self, evidence: Evidence) -> Iterable[Finding]:
        """Each agent's duties of each kind against the share."""
        unit = self.ticks("fair")
        for kind in self.kinds(evidence.case) if unit else ():
            known: dict[tuple[date, str], bool] = {}
            for agent_id, share in fair_shares(evidence.case, kind, self.whole("fair_catch_up")).items():
                count = 0
                for stint in evidence.by_agent[agent_id]:
                    key = (stint.duty.day, stint.duty.shift)
                    if key not in known:
                        known[key] = kind.holds(stint.duty.day, stint.shift)
                    count += known[key] and not stint.past
                away = abs(count - share)
                price = (away * (away + 1) * unit + 1) // 2
                if price:
                    facts = {"kind": kind.name}
                    yield Finding(self.id, False, agent_id, None, str(count), f"{float(share):.1f}", int(price), facts)

    def explain(self, finding: Finding) -> Text:
        """The kind, the count and the share."""
        kind = finding.facts["kind"]
        name = NAMES.get(kind, Text(f"{kind} 班", f"duties of {kind}"))
        return Text(
            f"{finding.agent_id} 本月{name.zh} {finding.measured} 个,应摊 {finding.required} 个",
            f"{finding.agent_id} has {finding.measured} {name.en} this month; the fair share is {finding.required}",
        )
