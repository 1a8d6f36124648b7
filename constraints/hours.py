"""HOURS: working hours."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from math import floor, gcd
from typing import ClassVar

from constraints.roll_call_work import roll_call_work
from roster.model import Agent, Case
from roster.rule import Evidence, Example, Finding, MonthContext, Parameter, Rule, Strength, Weight
from roster.rule.only import only_shifts
from roster.rule.pieces import Budget, Penalty, Piece
from roster.rule.spare import there_and_asked
from roster.text import Text, unit_words

Minutes = tuple[tuple[int, ...], ...]


class Hours(Rule):
    """Paid hours a day and a month stay within the law's caps and near the contract.

    With f the contract's minutes, L the month's legal working days and n those on which the agent is employed and not
    on approved or granted leave, own contract minutes are ⌊f·n/L⌋, and the paid minutes p of the duties that start in
    the month satisfy p ≤ min(⌊f·n/L⌋ + overtime, weekly hours × days / 7 × 60). What p is away from ⌊f·n/L⌋ has a
    price by the minute. Where the roll call is work (`roll_call_is_work`) its minutes are paid with every duty; minutes
    that somebody stayed on after a duty are paid with it.

    A granted request lowers own contract minutes by its *credit*: the difference that it alone makes. Where an agent
    has several requests the credits may add up to a minute more or less than the floored whole. The cap stays exact,
    because p ≤ ⌊x⌋ and p ≤ x say the same of a whole p, so it is counted in minutes / L then; the price adds up the
    credits.
    """

    id: ClassVar[str] = "HOURS"
    title: ClassVar[Text] = Text("工时", "Working hours")
    clause: ClassVar[str] = "LAW: 劳动法 §36, §41; 国务院关于职工工作时间的规定 §3"
    strength: ClassVar[Strength] = Strength.HARD
    reads_grants: ClassVar[bool] = True
    summary: ClassVar[Text] = Text(
        "每班、每月计薪工时不超过上限(合同工时加月加班上限、周均工时上限,取较小者);偏离合同工时有软性代价。",
        "Paid hours a duty and a month are capped (contract hours plus the month's overtime, and the weekly average, "
        "whichever is less); being away from contract hours has a price.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "max_hours_day",
            11,
            "hours",
            Text("每班最长计薪工时", "most paid hours of one duty"),
            "劳动法 §36, §41, SINCE 1995-01-01",
            minimum=1,
            maximum=24,
            number=True,
        ),
        Parameter(
            "weekly_hours",
            44,
            "hours a week",
            Text("全月平均每周最长工时", "most hours a week, averaged over the month"),
            "劳动法 §36, SINCE 1995-01-01",
            minimum=1,
            maximum=168,
            number=True,
        ),
        Parameter(
            "max_overtime_month",
            36,
            "hours",
            Text("每月最长加班", "most hours above the contract in a month"),
            "劳动法 §41, SINCE 1995-01-01",
            minimum=0,
            maximum=744,
            number=True,
        ),
    )
    weights: ClassVar[tuple[Weight, ...]] = (
        Weight(
            "hours_off_contract",
            1,
            "30 minutes",
            Text("偏离本人合同工时", "away from own contract hours"),
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text(
            "31 天的月份计薪 195 小时,超过 44 × 31 / 7 = 194.86 小时",
            "195 h paid in a month of 31 days, above 44 × 31 / 7 = 194.86 h",
        ),
        good=Text("31 天的月份计薪 194.5 小时", "194.5 h paid in a month of 31 days"),
    )

    def _overtime_minutes(self) -> int:
        return floor(Fraction(self.number("max_overtime_month")).limit_denominator(10**6) * 60)

    def _weekly_cap_minutes(self, days: int) -> int:
        return floor(Fraction(self.number("weekly_hours")).limit_denominator(10**6) * days / 7 * 60)

    def encode(self, context: MonthContext) -> Iterable[Piece]:
        """Shifts too long for a day, and budgets of paid minutes."""
        shifts = range(len(context.shifts))
        called = roll_call_work(self.values)
        most = Fraction(self.number("max_hours_day")).limit_denominator(10**6) * 60
        short: dict[Minutes, dict[int, frozenset[int]]] = {}
        requests: dict[int, list[int]] = {}
        for request in context.requests:
            if len(context.request_days(request)) > 0:
                requests.setdefault(context.agent_index[context.case.leaves[request].agent_id], []).append(request)
        for agent in range(len(context.agents)):
            paid = context.paid_table(agent, called)
            if paid not in short:
                short[paid] = {day: frozenset(s for s in shifts if row[s] <= most) for day, row in enumerate(paid)}
            yield from only_shifts(self.id, context, agent, short[paid])
            yield from self._budgets(context, agent, paid, requests.get(agent, []))

    def _budgets(self, context: MonthContext, agent: int, paid: Minutes, requests: list[int]) -> Iterable[Budget]:
        own = context.contract_minutes(agent)
        cap = own + self._overtime_minutes()
        weekly = self._weekly_cap_minutes(context.days)
        price = self.ticks_for("hours_off_contract", 1)
        penalty = Penalty.around(own, price, price) if price else None
        credit = {request: own - context.contract_minutes(agent, (request,)) for request in requests}
        credit = {request: minutes for request, minutes in credit.items() if minutes}
        if not credit:
            yield Budget(self.id, agent, paid, maximum=min(cap, weekly), penalty=penalty, label="paid minutes")
            return
        yield Budget(self.id, agent, paid, maximum=weekly, label="paid minutes")
        scale = self._scale(context, agent)
        if len(requests) == 1 or scale == 1:
            yield Budget(self.id, agent, paid, maximum=cap, penalty=penalty, leave=credit, label="own minutes")
            return
        if penalty:
            yield Budget(self.id, agent, paid, penalty=penalty, leave=credit, label="own minutes")
        yield self._exact_cap(context, agent, paid, requests, scale)

    @staticmethod
    def _scale(context: MonthContext, agent: int) -> int:
        """Parts of a minute in which a day's share of the contract is whole: L / gcd(f, L)."""
        base = context.agents[agent].contract_minutes
        legal = len(context.working_days)
        return legal // gcd(base, legal) if base is not None and legal else 1

    def _exact_cap(self, context: MonthContext, agent: int, paid: Minutes, requests: list[int], scale: int) -> Budget:
        """p·s + Σ (f·s/L)·days spared ≤ (f·s/L)·days there + overtime·s, with s = `scale`."""
        base = context.agents[agent].contract_minutes
        assert base is not None
        share = base * scale // len(context.working_days)
        there = (context.working_days & context.employed_days(agent)) - context.approved_days[agent]
        spared = {request: share * len(there & frozenset(context.request_days(request))) for request in requests}
        finer = tuple(tuple(minutes * scale for minutes in row) for row in paid)
        most = share * len(there) + self._overtime_minutes() * scale
        return Budget(self.id, agent, finer, maximum=most, leave=spared, label=f"own minutes / {scale}")

    def check(self, evidence: Evidence) -> Iterable[Finding]:
        """Each duty's pay, the month's pay against both caps, and its price, from dates alone."""
        longest = Fraction(self.number("max_hours_day")).limit_denominator(10**6)
        working = [day for day in evidence.case.month if evidence.case.calendar.is_working_day(day)]
        weekly = self._weekly_cap_minutes(evidence.case.month.days)
        price, called = self.ticks_for("hours_off_contract", 1), roll_call_work(self.values)
        for agent in evidence.case.agents:
            paid = 0
            for stint in evidence.by_agent[agent.agent_id]:
                if stint.past:
                    continue
                minutes = stint.paid_minutes + called
                paid += minutes
                if minutes > longest * 60:
                    hours = f"{_hours(minutes)} h"
                    over = minutes / 60 - float(longest)
                    yield self._finding(agent, stint.day, "day", hours, f"{float(longest):g} h", over)
            own, priced = _own_minutes(evidence, agent, working)
            most = min(own + self._overtime_minutes(), weekly)
            if paid > most:
                over = (paid - most) / 60
                yield self._finding(agent, None, "month", f"{_hours(paid)} h", f"{_hours(most)} h", over)
            if price and paid != priced:
                yield Finding(
                    self.id,
                    hard=False,
                    agent_id=agent.agent_id,
                    day=None,
                    measured=f"{_hours(paid)} h",
                    required=f"{_hours(priced)} h",
                    cost_ticks=price * abs(paid - priced),
                    facts={"kind": "contract"},
                )

    def _finding(self, agent: Agent, day: date | None, kind: str, measured: str, required: str, over: float) -> Finding:
        return Finding(self.id, True, agent.agent_id, day, measured, required, facts={"kind": kind}, excess=over)

    def cause(self, case: Case, findings: Sequence[Finding]) -> Text | None:
        """Contract hours beside those that the seats ask for."""
        del findings
        there, asked = (round(minutes / 60) for minutes in there_and_asked(case))
        if asked < there:
            return Text(
                f"合同工时共 {there} 小时,座席只需 {asked} 小时,富余 {there - asked} 小时:"
                "核对座席需求(每班人数)是否写全;兼职等按实际在人员表的 合同工时 一栏写明",
                f"contracts make {there} h and the seats ask for {asked} h, {there - asked} h are left over: see "
                "whether the seats are complete, and write real hours in the column contract_hours of agents",
            )
        return Text(
            f"座席要 {asked} 小时,合同工时共 {there} 小时,人手不够:增加人员,或减少座席需求",
            f"the seats ask for {asked} h and contracts make {there} h: more people, or fewer seats",
        )

    def is_personal(self, finding: Finding) -> bool:
        """A month's cap follows from the contract and from leave; a day's is everybody's."""
        return finding.facts.get("kind") != "day"

    def explain(self, finding: Finding) -> Text:
        """Which cap, or how far from the contract."""
        who, measured, required = finding.agent_id, unit_words(finding.measured), unit_words(finding.required)
        match finding.facts["kind"]:
            case "day":
                return Text(
                    f"{who} 在 {finding.day} 的班计薪 {measured.zh},每班至多 {required.zh}",
                    f"{who} is paid {measured.en} for the duty of {finding.day}; at most {required.en} allowed",
                )
            case "month":
                return Text(
                    f"{who} 本月计薪 {measured.zh},至多 {required.zh}",
                    f"{who} is paid {measured.en} this month; at most {required.en} allowed",
                )
            case _:
                return Text(
                    f"{who} 本月计薪 {measured.zh},本人合同工时 {required.zh}",
                    f"{who} is paid {measured.en} this month; own contract hours are {required.en}",
                )


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")


def _own_minutes(evidence: Evidence, agent: Agent, working: list[date]) -> tuple[int, int]:
    """Own contract minutes: exactly (for the cap), and with the credits of granted leaves added up (for the price)."""
    if not working:
        return 0, 0
    full = agent.contract_minutes if agent.contract_minutes is not None else 480 * len(working)
    leaves = evidence.case.leaves
    granted = [leaves[index] for index in evidence.granted_of[agent.agent_id]]
    there = [
        day
        for day in working
        if (agent.start_date is None or agent.start_date <= day)
        and (agent.end_date is None or day <= agent.end_date)
        and not any(leave.covers(day) for leave in evidence.approved_of[agent.agent_id])
    ]

    def share(days: int) -> int:
        return full * days // len(working)

    left = [day for day in there if not any(leave.covers(day) for leave in granted)]
    base = share(len(there))
    priced = base
    for leave in granted:
        priced -= base - share(sum(1 for day in there if not leave.covers(day)))
    return share(len(left)), priced
