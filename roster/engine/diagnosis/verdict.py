"""A plain verdict at the end of a solve: how good the roster is against what is possible, and what stands out.

*Possible* is what is proven: the fewest seats that any roster leaves empty (the aggregate relaxation of the hard
rules), and the bound on the price. A roster of a handful of seats is no success only because it breaks no rule.
"""

import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from roster.engine.diagnosis.capacity import least_short
from roster.engine.problem.outcome import Level, Result, RosterVerdict, Status, gap_of
from roster.engine.problem.problem import Problem
from roster.engine.process.crowding import CROWDED
from roster.model import Agent, Case, Role, Roster
from roster.report import HoursAccount, SeatCoverage, coverage, empty_days_words, hours
from roster.rule import Evidence, Finding, MonthContext, Rulebook
from roster.text import Text, counted

COMPLETE_TIMES, COMPLETE_SHARE = 1.2, 0.01
"""Seats are as good as filled up to 1.2 × what is proven to stay empty and 1 % of what is required."""

NEAR_GAP = 0.1
"""A price proven to be within a tenth of the best is good whatever it leaves empty: the weights want it so."""

FULL_SHARE, UNEVEN_SHARE = 0.75, 0.25
"""Who has three quarters of the longest contract is full-time; a quarter of it between two of them is much."""

FAR_OFF, FAR_NIGHTS = 0.4, 5
"""Four tenths of a contract not worked is far off; five nights between two people are many."""

DEAR_SHARE, MOST_DEAR = 1 / 3, 2
"""Of the price: a rule that makes so much of it is told with its cause; two at most can be worth it."""

NAMED = 5
"""So many days, jobs or teams are named; more are counted."""


class Possible:
    """What any roster leaves empty, worked out beside a solve, so that it costs no time at its end."""

    def __init__(self, context: MonthContext, problem: Problem, seconds: float) -> None:
        self._least: int | None = None

        def work() -> None:
            self._least = least_short(context, problem, max(0.1, seconds))

        self._thread = threading.Thread(target=work, daemon=True)
        self._thread.start()

    def least_short(self, until: float) -> int | None:
        """The number as soon as it is there, at the latest at an instant of `time.monotonic()`; None: not settled."""
        self._thread.join(max(0.0, until - time.monotonic()))
        return self._least


def judged(case: Case, rulebook: Rulebook, result: Result, until: float) -> Result:
    """A result that was not searched for its price with a verdict; `until` is an instant of `time.monotonic()`."""
    context = MonthContext(case)
    left = until - time.monotonic()
    least = (
        Possible(context, Problem.of(context, rulebook.encode(context)), left).least_short(until) if left > 0 else None
    )
    return replace(result, verdict=verdict(case, rulebook, result, least, searched=False))


def without_bare(result: Result) -> Result:
    """The result; none was found where its roster has nobody on any duty though seats are required and can be filled.

    Such a roster breaks no rule and is nothing to hand over. Where it is proven to be near the best, it stands.
    """
    judged_as = result.verdict
    if result.roster is None or result.roster.duties or judged_as is None or not judged_as.required:
        return result
    if judged_as.level is Level.GOOD or judged_as.least_short == judged_as.short:
        return result
    return replace(
        result, status=Status.TIMEOUT, roster=None, objective_ticks=None, findings=(), unmet=(), verdict=None
    )


def verdict(
    case: Case,
    rulebook: Rulebook,
    result: Result,
    least: int | None,
    *,
    searched: bool = True,
    crowded: float = 1.0,
) -> RosterVerdict | None:
    """The verdict on a result; None without a roster.

    One without a bound is good by nobody's proof: `searched` says whether a search should have found one, and had
    hardly begun. Of others (given, or re-planned with the fewest changes) the seats speak. `crowded`: so many times
    longer than alone the work took on the machine; of much of that is told where the roster could be better.
    """
    if result.roster is None:
        return None
    evidence = Evidence(case, result.roster)
    table = coverage(evidence)
    required, short = int(table.required.sum()), int(table.short.sum())
    empty = table.empty_days
    gap = gap_of(result.objective_ticks, result.bound_ticks)
    optimal = result.status is Status.OPTIMAL
    unproven = gap is None and not optimal
    near = optimal or (gap is not None and gap <= NEAR_GAP)
    complete = short <= COMPLETE_TIMES * (least or 0) + COMPLETE_SHARE * required
    # Without a proven number only a price far from its bound tells a roster that is bad from hours that are few.
    too_short = table.too_short(least or 0)
    known = least is not None or (gap is not None and gap > 0.5)
    idle = bool(empty) and least is not None and sum(empty.values()) > least
    level = Level.COULD_BE_BETTER
    if not near and known and (too_short or idle):
        level = Level.FAR
    elif near or (complete and unproven and not searched):
        level = Level.GOOD
    full = _full_time(evidence)
    lopsided = _lopsided(full)
    if lopsided and level is Level.GOOD and not optimal:
        level = Level.COULD_BE_BETTER
    nearness = _nearness(gap, optimal=optimal, searched=searched)
    sentence = _sentence(level, table, (required, short, least), nearness, lopsided=lopsided, crowded=crowded)
    return RosterVerdict(
        level,
        sentence,
        (
            *_warnings(case, result.roster, table, empty, least),
            *_uneven(full),
            *_uneven_nights(case, full),
            *_dear(case, rulebook, result.findings),
        ),
        required,
        short,
        least,
    )


def _sentence(
    level: Level,
    table: SeatCoverage,
    seats: tuple[int, int, int | None],
    nearness: Text | None,
    *,
    lopsided: bool,
    crowded: float,
) -> Text:
    required, short, least = seats
    zh, en = [], []
    if required:
        filled, hours = 1 - short / required, short * table.interval_minutes / 60
        zh.append(f"座席排满 {filled:.1%}" + (f",缺 {hours:.1f} 座席小时" if short else ""))
        en.append(f"{filled:.1%} of the seats are filled" + (f", {hours:.1f} seat-hours are short" if short else ""))
        if least and short:
            zh.append(f"已证明至少要缺 {least * table.interval_minutes / 60:.1f} 座席小时")
            en.append(f"any roster leaves {least * table.interval_minutes / 60:.1f} short (proven)")
    if lopsided:
        zh.append("有人不到合同工时的六成,同时有人超出合同工时")
        en.append("some work less than six tenths of their contract while others work more than theirs")
    if nearness is not None:
        zh.append(nearness.zh)
        en.append(nearness.en)
    heads = {
        Level.GOOD: Text("好", "good"),
        Level.COULD_BE_BETTER: Text("还可以更好", "could be better"),
        Level.FAR: Text("与能做到的相差很远", "far from what is possible"),
    }
    if level is not Level.GOOD and crowded >= CROWDED:
        zh.append(f"电脑正忙,只有约 {1 / crowded:.0%} 的时间轮到排班")
        en.append(f"the machine was busy and left this about {1 / crowded:.0%} of its time")
    if level is Level.COULD_BE_BETTER:
        zh.append("多给些时间可能更好")
        en.append("more time may better it")
    if level is Level.FAR:
        zh.append("请勿直接使用,多给些时间重新生成")
        en.append("do not hand it out: generate again with more time")
    head = heads[level]
    if level is Level.GOOD and nearness is None and zh:
        # Compared with no bound: its seats are told, and nobody says that it is good.
        return Text(";".join(zh), "; ".join(en))
    if level is Level.GOOD and table.too_short(0):
        # As good as can be, and nothing to be glad of: the hours there are do not fill the seats.
        head = Text("人手不够,已接近最好", "too few hours, and near the best that they allow")
    elif level is Level.GOOD and lopsided:
        head = Text("工时悬殊", "hours are far apart")
    return Text(f"{head.zh}:{';'.join(zh)}", f"{head.en}: {'; '.join(en)}") if zh else head


def _nearness(gap: float | None, *, optimal: bool, searched: bool) -> Text | None:
    """How near the best it is proven to be; of what was searched and not compared that nothing is."""
    if optimal:
        return Text("已证明没有更好的排班", "proven: no roster is better")
    if gap is not None:
        return Text(f"离最好至多 {gap:.1%}", f"at most {gap:.1%} from the best possible")
    if not searched:
        return None
    return Text(
        "几乎没来得及搜索,离最好还有多远没有证明", "hardly searched: nothing is proven of how far from the best it is"
    )


def _dear(case: Case, rulebook: Rulebook, findings: Sequence[Finding]) -> list[Text]:
    """Rules that make a third of the price or more, each with the data that makes it so, else where it is dearest."""
    prices: Counter[str] = Counter()
    for finding in findings:
        prices[finding.rule] += finding.cost_ticks
    whole = prices.total()
    told = []
    for rule_id, price in prices.most_common(MOST_DEAR):
        if not price or price < DEAR_SHARE * whole:
            continue
        rule = rulebook[rule_id]
        own = [finding for finding in findings if finding.rule == rule_id]
        cause = rule.cause(case, own)
        if cause is None:
            dearest = max(own, key=lambda finding: finding.cost_ticks)
            cause = Text(f"代价最高的一处:{dearest.message.zh}", f"dearest: {dearest.message.en}")
        told.append(
            Text(
                f"{rule.title.zh}({rule.id})占代价的 {price / whole:.0%}:{cause.zh}",
                f"{rule.title.en} ({rule.id}) makes {price / whole:.0%} of the price: {cause.en}",
            )
        )
    return told


def _unasked(case: Case, roster: Roster, asked: set[str]) -> list[Text]:
    """Duties on jobs for which no seat is required: spare hours, which cost less there than off duty.

    Whoever holds no other job (a quality monitor) is there for that one.
    """
    elsewhere = {agent.agent_id for agent in case.agents if asked & set(agent.jobs)}
    spare = [duty for duty in roster.duties if duty.job not in asked and duty.agent_id in elsewhere]
    if not spare:
        return []
    idle = Counter(duty.job for duty in spare)
    nights = sum(case.shift_by_code[duty.shift].is_night for duty in spare)
    several = [(job, count) for job, count in idle.most_common()]
    jobs = _named([f"{job} {count}" for job, count in several])
    return [
        Text(
            f"{idle.total()} 个班排在没有座席需求的工种上,不填补座席(其中夜班 {nights} 个):{jobs};"
            "不需要就从这些人的工种中去掉",
            f"{counted(idle.total(), 'duty is', 'duties are')} on jobs that no seat asks for ({nights} by "
            f"night): {jobs}; "
            "take the jobs off their people where they are not wanted",
        )
    ]


def _warnings(
    case: Case, roster: Roster, table: SeatCoverage, empty: Mapping[date, int], least: int | None
) -> list[Text]:
    warnings = []
    if empty:
        warnings.append(empty_days_words(empty))
    asked = {row.job for row in case.seats if row.seats}
    unheld = sorted(asked - {job for agent in case.agents for job in agent.jobs})
    if unheld:
        warnings.append(
            Text(
                f"有座席需求但无人能做的工种:{_named(unheld)}",
                f"jobs that seats ask for and nobody holds: {_named(unheld)}",
            )
        )
    warnings += _unasked(case, roster, asked)
    led = {agent.team for agent in case.agents if agent.leads}
    members = (agent.team for agent in case.agents if agent.role is not Role.MANAGER)
    teams = [team for team in dict.fromkeys(members) if team not in led]
    if teams:
        warnings.append(
            Text(f"没有班长或副班长的班组:{_named(teams)}", f"teams without a leader or deputy: {_named(teams)}")
        )
    unled = [job for job in sorted(asked) if not any(agent.leads and job in agent.jobs for agent in case.agents)]
    if unled and led:
        warnings.append(
            Text(f"没有班长能做的工种:{_named(unled)}", f"jobs that no leader or deputy holds: {_named(unled)}")
        )
    if least:
        hours = least * table.interval_minutes / 60
        warnings.append(
            Text(
                f"至少 {hours:.1f} 座席小时任何排班都补不上:那些时段能上该工种的人,在夜班、休息和工时的限制内不够"
                f"({_short_jobs(table)})",
                f"{hours:.1f} seat-hours cannot be filled by any roster: those who hold the job are too few then, in "
                f"what nights, rest and hours allow ({_short_jobs(table)})",
            )
        )
    return warnings


def _short_jobs(table: SeatCoverage) -> str:
    """In which jobs the roster is short, most first: `180 10.0 h`."""
    missing = table.short.sum(axis=1) * table.interval_minutes / 60
    listed = sorted(zip(table.jobs, missing.tolist(), strict=True), key=lambda item: -item[1])
    return _named([f"{job} {hours:.1f} h" for job, hours in listed if hours])


class _FullTime(NamedTuple):
    """Who is there all month and works the `usual` minutes, from the least to the most against the contract."""

    people: list[Agent]
    accounts: Mapping[str, HoursAccount]
    usual: int


def _lopsided(full: _FullTime) -> bool:
    """Whether somebody full-time works far less than the contract says while another works more than it does."""
    own = [full.accounts[one.agent_id] for one in full.people]
    balances = [(account.balance_minutes, account.contract_minutes) for account in own]
    return any(balance < -FAR_OFF * due for balance, due in balances) and any(balance > 0 for balance, _ in balances)


def _full_time(evidence: Evidence) -> _FullTime:
    case, accounts = evidence.case, hours(evidence)
    first, last = case.month.first, case.month.last
    month = [
        agent
        for agent in case.agents
        if agent.role is not Role.MANAGER and agent.employed_on(first) and agent.employed_on(last)
    ]
    usual = max((accounts[agent.agent_id].contract_minutes for agent in month), default=0)
    people = [agent for agent in month if accounts[agent.agent_id].contract_minutes >= FULL_SHARE * usual]
    return _FullTime(sorted(people, key=lambda agent: accounts[agent.agent_id].balance_minutes), accounts, usual)


def _uneven_nights(case: Case, full: _FullTime) -> list[Text]:
    """Who of those who may work nights has most of them, where that is far from the fewest, and the likely cause."""
    first = case.month.first
    able = [
        agent for agent in full.people if agent.rotating and not agent.protected_on(first) and not agent.trainee_until
    ]
    counts = [full.accounts[agent.agent_id].nights for agent in able]
    if not able or max(counts) - min(counts) < FAR_NIGHTS:
        return []
    most = [agent for agent, count in zip(able, counts, strict=True) if count >= max(counts) - 1]
    others = [count for count in counts if count < max(counts) - 1]
    who = _named([f"{agent.agent_id} {agent.name}" for agent in most])
    rest = f"{min(others)}–{max(others)}" if min(others) < max(others) else f"{min(others)}"
    zh = f"夜班悬殊:{who} 至多 {max(counts)} 个,其他人 {rest} 个"
    en = f"nights are far apart: {who} have up to {max(counts)}, the others {rest}"
    if all(agent.leads for agent in most):
        leaders = sum(agent.leads for agent in case.agents)
        zh += (
            f";夜里也要有班长当班,而班长、副班长只有 {leaders} 人:能带班的人,职务写 副班长;"
            "不需要,就把 规则.leaders_on_duty 设为 0(不分昼夜)"
        )
        en += (
            f"; nights want a leader too (leaders and deputies: {leaders}): give those who can lead the "
            "role deputy, or set [rules] leaders_on_duty to 0 (by day and night alike) where none is needed"
        )
    return [Text(zh, en)]


def _uneven(full: _FullTime) -> list[Text]:
    """Who of the full-time people works most and least against the contract, where the two are far apart."""
    if len(full.people) < 2:
        return []
    least, most = full.people[0], full.people[-1]
    fewest, highest = full.accounts[least.agent_id], full.accounts[most.agent_id]
    if highest.balance_minutes - fewest.balance_minutes <= UNEVEN_SHARE * full.usual:
        return []
    said = [
        (
            f"{account.worked_minutes / 60:g}",
            f"{agent.agent_id} {agent.name}",
            f"{account.contract_minutes / 60:g}",
        )
        for agent, account in ((most, highest), (least, fewest))
    ]
    zh = "、".join(
        f"{word} {own} 小时({who},合同 {due})" for word, (own, who, due) in zip(("最多", "最少"), said, strict=True)
    )
    en = ", ".join(
        f"{word} {own} h ({who}, contract {due})" for word, (own, who, due) in zip(("most", "least"), said, strict=True)
    )
    return [Text(f"全职人员工时悬殊:{zh}", f"hours of full-time people are far apart: {en}")]


def _named(items: list[str]) -> str:
    more = f" … ({len(items)})" if len(items) > NAMED else ""
    return ", ".join(items[:NAMED]) + more
