"""A second look at a case that reads without a fault: what is most often a slip of the pen, and is allowed."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from math import gcd

from roster.files.near_text import one_sign_apart
from roster.files.notice import Notice, Urgency
from roster.files.tables.known import likeness
from roster.model import Case, Leave, LeaveStatus, Role
from roster.qa.shares import MONITORING
from roster.text import Text, clock_time, counted
from roster.words import TABLES, Named

FEW = 2
"""A team that another outnumbers so many times is looked at twice."""

NAMED = 3
"""So many people are named; more are hinted at."""


def second_look(case: Case) -> tuple[Notice, ...]:
    """Jobs that no seat asks for, odd teams, odd units, seats too far apart or in no shift's hours, odd leave."""
    return (
        *_other_units(case),
        *_unneeded_jobs(case),
        *_odd_teams(case),
        *_gaps_between_rows(case),
        *_out_of_reach(case),
        *_overlapping_leaves(case),
        *_leaves_beside_employment(case),
    )


def _named(table: str) -> str:
    return Named(table, TABLES[table].zh)


def _unneeded_jobs(case: Case) -> Iterator[Notice]:
    needed = {seat.job for seat in case.seats}
    # A manager walks the floor (FLOOR) and fills no seat.
    seated = [agent for agent in case.agents if agent.role is not Role.MANAGER]
    # A monitor listens to calls (质检), which no seat asks for.
    heard = str(case.centre.rules.get("qa_job", MONITORING))
    for job in sorted({job for agent in seated for job in agent.jobs} - needed - {heard}):
        ids = [agent.agent_id for agent in case.agents if job in agent.jobs]
        who = ", ".join(ids[:NAMED]) + (" …" if len(ids) > NAMED else "")
        near = likeness(job, needed)
        hint = (
            Text(f"是否应为 “{near}”？", f"was “{near}” meant?")
            if near is not None
            else Text("若是笔误请改正", "correct it if it is a slip")
        )
        message = Text(
            f"没有座席需求用到工种 “{job}”（{who}），排到该工种的班不填补任何座席；{hint.zh}",
            f"no seat asks for the job “{job}” ({who}), so duties on it fill none; {hint.en}",
        )
        yield Notice(_named("agents"), None, "jobs", message)


SHORTEST_BREAK_MINUTES = 5
"""A break of 1 or 2 minutes is one of hours."""

SHORTEST_CALL_SECONDS = 15
"""Calls of 3 or 5 seconds are calls of minutes."""


def _other_units(case: Case) -> Iterator[Notice]:
    """Breaks and handling times so short that another unit may be meant."""
    for shift in case.shifts:
        if 0 < shift.break_minutes < SHORTEST_BREAK_MINUTES:
            message = Text(
                f"班次 {shift.code} 的休息按 {shift.break_minutes} 分钟读取；若是小时，请写 {shift.break_minutes}小时",
                f"the break of the shift {shift.code} is read as {shift.break_minutes} min; "
                f"if hours are meant, write {shift.break_minutes}h",
            )
            yield Notice(_named("shifts"), None, "break_minutes", message, Urgency.URGENT)
    longest = max((row.aht_seconds for row in case.load if row.calls), default=None)
    if longest is not None and longest < SHORTEST_CALL_SECONDS:
        message = Text(
            f"平均处理时长最长 {longest:g} 秒；若是分钟，请换算成秒",
            f"no call is handled in more than {longest:g} s; if these are minutes, give seconds",
        )
        yield Notice(_named("load"), None, "aht_seconds", message, Urgency.URGENT)


def _odd_teams(case: Case) -> Iterator[Notice]:
    """A team of few whose name is one sign from a larger one's (一斑, 一班)."""
    sizes = Counter(agent.team for agent in case.agents)
    for team, size in sizes.items():
        larger = [other for other in sizes if sizes[other] > FEW * size and one_sign_apart(team, other)]
        if len(larger) == 1:
            message = Text(
                f"班组 “{team}” 只有 {size} 人；是否应为 “{larger[0]}”？",
                f"the team “{team}” has {counted(size, 'person', 'people')} only; was “{larger[0]}” meant?",
            )
            yield Notice(_named("agents"), None, "team", message)


def _gaps_between_rows(case: Case) -> Iterator[Notice]:
    """Seats or load whose rows step over intervals: what lies between them is then asked for by nobody."""
    step = case.centre.interval_minutes
    for name, rows in (("seats", case.seats), ("load", case.load)):
        before: dict[tuple[date, str], int] = {}
        steps: Counter[int] = Counter()
        for row in rows:
            if (row.day, row.job) in before:
                steps[row.minute - before[row.day, row.job]] += 1
            before[row.day, row.job] = row.minute
        usual = steps.most_common(1)[0][0] if steps else step
        if usual > step and steps[usual] > steps.total() / 2:
            message = Text(
                f"各行相隔 {usual} 分钟，而时段为 {step} 分钟，其间没有需求；中心表的 时段分钟 是否应为 {usual}？",
                f"rows step by {usual} min where an interval is {step} min: nothing is asked for in between; "
                f"should interval_minutes be {usual}?",
            )
            yield Notice(_named(name), None, "time", message)
            return


def _out_of_reach(case: Case) -> Iterator[Notice]:
    """Seats at times of day at which no shift works the whole interval: whoever is rostered, they stay empty."""
    step = case.centre.interval_minutes
    wanted = {(row.minute, row.job) for row in case.seats if row.seats}
    empty = sorted(
        (minute, job)
        for minute, job in wanted
        if not any(
            start <= minute + later and minute + later + step <= end
            for shift in case.shifts
            if shift.serves(job)
            for start, end in shift.spans
            for later in (0, 1440, 2880)
        )
    )
    if not empty:
        return
    jobs = sorted({job for _, job in empty})
    times = list(dict.fromkeys(minute for minute, _ in empty))
    listed = ", ".join(f"{clock_time(minute)}–{clock_time(minute + step)}" for minute in times[:NAMED])
    more = " …" if len(times) > NAMED else ""
    bounds = gcd(step, *(minute for shift in case.shifts for span in shift.spans for minute in span))
    shorter = (
        Text(
            f"；班次起止不在整 {step} 分钟上的，时段分钟改为 {bounds}",
            f"; where shifts begin or end within an interval, set interval_minutes to {bounds}",
        )
        if bounds < step
        else Text("", "")
    )
    message = Text(
        f"{listed}{more} 有座席需求（{'、'.join(jobs)}），却没有班次整段在岗：加班次，或改起止时间{shorter.zh}",
        f"seats are asked for at {listed}{more} ({', '.join(jobs)}), and no shift works there throughout, so they stay "
        f"empty: add a shift or change its hours{shorter.en}",
    )
    yield Notice(_named("seats"), None, "time", message)


def _overlapping_leaves(case: Case) -> Iterator[Notice]:
    of_agent: dict[str, list[Leave]] = defaultdict(list)
    for leave in case.leaves:
        if leave.status is LeaveStatus.APPROVED:
            of_agent[leave.agent_id].append(leave)
    for agent_id, leaves in of_agent.items():
        for before, after in pairwise(sorted(leaves, key=lambda leave: (leave.start, leave.end))):
            if after.start <= before.end:
                message = Text(
                    f"{agent_id} 的已批准请假重叠：{before.start}…{before.end} 与 {after.start}…{after.end}",
                    f"approved leave of {agent_id} overlaps: {before.start}…{before.end} and {after.start}…{after.end}",
                )
                yield Notice(_named("leave"), None, None, message)


def _leaves_beside_employment(case: Case) -> Iterator[Notice]:
    """Leave that lies wholly before somebody comes or after they have left."""
    for leave in case.leaves:
        agent = case.agent_by_id[leave.agent_id]
        came, left = agent.start_date, agent.end_date
        if (came is None or leave.end >= came) and (left is None or leave.start <= left):
            continue
        there = f"{came or '…'}…{left or '…'}"
        message = Text(
            f"{leave.agent_id} 的请假 {leave.start}…{leave.end} 不在其在职期间 {there} 之内；是否日期有误？",
            f"the leave of {leave.agent_id}, {leave.start}…{leave.end}, lies beside their time here ({there}); "
            "is a date wrong?",
        )
        yield Notice(_named("leave"), None, None, message)
