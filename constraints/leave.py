"""LEAVE: leave."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from math import floor
from typing import ClassVar

from roster.model import Case, LeaveStatus
from roster.model import Leave as Absence
from roster.model.requests import span_words
from roster.rule import Evidence, Example, Finding, MonthContext, Parameter, Rule, Stint, Strength, Weight
from roster.rule.only import only_shifts
from roster.rule.pieces import Piece, Request, Row, Term
from roster.rule.ticks import ticks
from roster.text import Text, counted

DAY = timedelta(days=1)


class HonouredLeave(Rule):
    """No duty on approved or granted leave, and requests granted or declined as a whole while the roster is made.

    A duty may not overlap a leave's days, from 00:00 of its first to 24:00 of its last, or of a leave with times those
    times; where a published roster is re-planned, a night of the eve stands, and so does a duty
    that a leave cuts. Of the requests (LEAVE-3, LEAVE-7 and the quota, as far as they bind at planning time):

    - sick and emergency leave is always granted;
    - other leave that touches a public holiday only with the flag `extreme`;
    - on each day at most max(1, ⌊`max_leave_share` × team size⌋) of a team are away by approved and granted leave;
      where approvals and sickness alone exceed that, nothing more is granted, and nothing is broken;
    - two requests of one agent for the same day are not both granted (two sick ones are taken as one);
    - a declined one costs `leave_declined` × priority × the duties it would spare: the legal working days among its
      days of the month, at least one.

    Requests without a day in the month wait for theirs.
    """

    id: ClassVar[str] = "LEAVE"
    title: ClassVar[Text] = Text("请假", "Leave")
    clause: ClassVar[str] = "请假制度汇编 §2–§7, §9"
    strength: ClassVar[Strength] = Strength.HARD
    reads_grants: ClassVar[bool] = True
    private: ClassVar[bool] = True
    summary: ClassVar[Text] = Text(
        "已批准或准予的假期内不排班;排班时整体准予或不准假期申请:病假必准,公共假日除极特殊外不准,"
        "每班组每日同时请假人数有限额,不准的申请按优先级计代价。",
        "No duty on approved or granted leave. Requests are granted or declined as a whole with the roster: sick leave "
        "always, none on a public holiday unless extreme, within a quota a day and team; a declined one has a price "
        "by its priority.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "max_leave_share",
            0.15,
            "share",
            Text("班组每日同时请假的最大比例(至少 1 人)", "largest share of a team on leave on one day (at least one)"),
            "POLICY",
            minimum=0,
            maximum=1,
            number=True,
        ),
        Parameter(
            "leave_kinds",
            (),
            "text",
            Text("另设的请假类别（六种常规类别之外）", "kinds of leave the centre adds to the usual six"),
            "POLICY",
            ours=True,
        ),
    )
    weights: ClassVar[tuple[Weight, ...]] = (
        Weight(
            "leave_declined",
            15,
            "priority and duty spared",
            Text("未准的假期申请", "a leave request that is not granted"),
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text(
            "10 月 8 日起休假,7 日排了 23:00–07:00 夜班", "On leave from 8 October, a night 23:00–07:00 on the 7th"
        ),
        good=Text("10 月 8 日起休假,7 日上 16:00–24:00", "On leave from 8 October, 16:00–24:00 on the 7th"),
    )

    def encode(self, context: MonthContext) -> Iterable[Piece]:
        """Shut days for approved leave, `Request` for the others, rows for the quota."""
        yield from self._approved(context)
        months = [request for request in context.requests if len(_touched(context, request)) > 0]
        leaves = context.case.leaves
        by_agent: dict[str, list[int]] = {}
        for request in months:
            by_agent.setdefault(leaves[request].agent_id, []).append(request)
        for requests in by_agent.values():
            yield from self._requests(context, requests)
        yield from self._quota(context, months)

    def _approved(self, context: MonthContext) -> Iterator[Piece]:
        nothing: frozenset[int] = frozenset()
        published = _published(context)
        shut: dict[int, dict[int, frozenset[int]]] = {}
        for leave in context.case.leaves:
            if leave.status is not LeaveStatus.APPROVED:
                continue
            agent = context.agent_index[leave.agent_id]
            days = shut.setdefault(agent, {})
            for day, shift in _at_its_edges(context, leave):
                if not _stands(context, published, agent, leave, (day, shift)):
                    days[day] = days.get(day, context.every_shift) - {shift}
            for day in context.clip(leave.first_whole, leave.last_whole):
                days[day] = nothing
        for agent, by_day in shut.items():
            yield from only_shifts(self.id, context, agent, by_day)

    def _requests(self, context: MonthContext, requests: list[int]) -> Iterator[Piece]:
        """One agent's requests: sick ones made disjoint, and the others kept from overlapping any."""
        leaves = context.case.leaves
        sick_days: set[int] = set()
        for request in sorted(requests, key=lambda index: leaves[index].start):
            if leaves[request].is_sick:
                whole = context.request_days(request)
                left = [day for day in whole if day not in sick_days]
                sick_days.update(left, _touched(context, request))
                if left or not whole:
                    days = range(left[0], left[-1] + 1) if left else whole
                    yield self._request(context, request, days, must=True)
        others = [request for request in requests if not leaves[request].is_sick]
        for request in others:
            days = context.request_days(request)
            refused = self._barred(context.case, leaves[request])
            refused = refused or not sick_days.isdisjoint(_touched(context, request))
            yield self._request(context, request, days, must=False if refused else None)
        for one, other in combinations(others, 2):
            if not set(_touched(context, one)).isdisjoint(_touched(context, other)):
                both = Term((), 0, frozenset(), requests=frozenset({one, other}))
                yield Row(self.id, (both,), maximum=1, label=("overlap", leaves[one].agent_id))

    def _request(self, context: MonthContext, request: int, days: range, must: bool | None) -> Request:
        """`days` are those it takes as a whole; none where it lies within a day."""
        leave, first, last = context.case.leaves[request], days.start, days.start + len(days) - 1
        edges = _at_its_edges(context, leave)
        blocked = frozenset(cell for cell in edges if leave.is_timed or cell[0] == first - 1)
        duties = len(context.working_days.intersection(context.request_days(request)))
        price = 0 if leave.is_sick else self._price(leave, duties)
        return Request(self.id, context.agent_index[leave.agent_id], request, first, last, price, blocked, must)

    def _price(self, leave: Absence, duties: int) -> int:
        points = Fraction(self.weight_points["leave_declined"]).limit_denominator(10**6)
        return ticks(points * leave.priority * max(1, duties))

    def _quota(self, context: MonthContext, months: list[int]) -> Iterator[Piece]:
        leaves = context.case.leaves
        size: dict[str, int] = {}
        for person in context.agents:
            size[person.team] = size.get(person.team, 0) + 1
        forced: dict[tuple[str, int], set[str]] = {}
        asking: dict[tuple[str, int], set[int]] = {}
        asked = set(months)
        for index, leave in enumerate(leaves):
            team = context.case.agent_by_id[leave.agent_id].team
            for day in context.clip(leave.start, leave.end):
                if leave.status is LeaveStatus.APPROVED or leave.is_sick:
                    forced.setdefault((team, day), set()).add(leave.agent_id)
                elif index in asked:
                    asking.setdefault((team, day), set()).add(index)
        for (team, day), requests in asking.items():
            away = forced.get((team, day), set())
            counted = frozenset(request for request in requests if leaves[request].agent_id not in away)
            most = max(self._quota_seats(size[team]), len(away))
            if len(away) + len(counted) > most:
                terms = (Term((), day, frozenset(), requests=counted),)
                yield Row(self.id, terms, maximum=most, constant=len(away), label=(day, "quota", team))

    def _quota_seats(self, team_size: int) -> int:
        share = Fraction(self.number("max_leave_share")).limit_denominator(10**6)
        return max(1, floor(share * team_size))

    def check(self, evidence: Evidence) -> Iterable[Finding]:
        """Duties against leave in UTC; then each request, each overlap and each team's days."""
        for agent_id, absences in evidence.absences.items():
            spans = [(evidence.utc(*leave.begins), evidence.utc(*leave.ends), leave) for leave in absences]
            for stint in evidence.by_agent[agent_id] if spans else ():
                for start, end, leave in spans:
                    overlaps = stint.start < end and stint.end > start and not stint.past
                    if overlaps and not _left_standing(evidence, stint, leave):
                        days = span_words(leave)
                        facts = {"kind": "duty"}
                        yield Finding(self.id, True, agent_id, stint.day, stint.duty.shift, days, facts=facts)
                        break
        for index, leave in enumerate(evidence.case.leaves):
            touches = leave.end >= evidence.case.month.first and leave.start <= evidence.case.month.last
            if leave.status is LeaveStatus.REQUESTED and touches:
                yield from self._decision(evidence, index, leave)
        yield from self._overlaps(evidence)
        yield from self._crowds(evidence)

    def _decision(self, evidence: Evidence, index: int, leave: Absence) -> Iterator[Finding]:
        granted = index in evidence.roster.granted
        days = [leave.start + DAY * ahead for ahead in range((leave.end - leave.start).days + 1)]
        text = span_words(leave)
        if leave.is_sick:
            if not granted and not _counted_before(evidence, index):
                yield Finding(self.id, True, leave.agent_id, leave.start, "–", text, facts={"kind": "sick"})
            return
        if granted:
            holiday = self._holiday(evidence.case, leave)
            if holiday is not None and not leave.extreme:
                yield Finding(self.id, True, leave.agent_id, holiday, text, "–", facts={"kind": "holiday"})
            return
        calendar = evidence.case.calendar
        whole = (day for day in days if leave.covers(day))
        duties = sum(1 for day in whole if day in evidence.case.month and calendar.is_working_day(day))
        price = self._price(leave, duties)
        if price:
            facts = {"kind": "declined", "priority": leave.priority, "request": index}
            facts |= self._why(evidence, leave)
            yield Finding(self.id, False, leave.agent_id, leave.start, "–", text, price, facts)

    def _holiday(self, case: Case, leave: Absence) -> date | None:
        """The first public holiday of a leave, as the centre reads the word (`holiday_days`)."""
        statutory = self.values.get("holiday_days") == "statutory"
        days = (leave.start + DAY * ahead for ahead in range((leave.end - leave.start).days + 1))
        return next((day for day in days if case.calendar.is_public_holiday(day, statutory=statutory)), None)

    def _barred(self, case: Case, leave: Absence) -> bool:
        """Whether a holiday keeps the request from being granted."""
        return not leave.extreme and self._holiday(case, leave) is not None

    def _why(self, evidence: Evidence, leave: Absence) -> dict[str, object]:
        """What stands against a request that was declined: a holiday, the team's quota on a day, or else the seats."""
        holiday = self._holiday(evidence.case, leave)
        if holiday is not None and not leave.extreme:
            return {"why": "holiday", "on": holiday}
        team = evidence.case.agent_by_id[leave.agent_id].team
        members = [agent.agent_id for agent in evidence.case.agents if agent.team == team]
        most = self._quota_seats(len(members))
        for day in _month_days(evidence.case, leave):
            away = sum(
                any(other.touches(day) for other in evidence.absences[member])
                for member in members
                if member != leave.agent_id
            )
            if away >= most:
                return {"why": "quota", "on": day, "team": team, "away": away, "most": most}
        return {"why": "seats"}

    def _overlaps(self, evidence: Evidence) -> Iterator[Finding]:
        leaves = evidence.case.leaves
        month = evidence.case.month
        for agent_id, granted in evidence.granted_of.items():
            for one, other in combinations([leaves[index] for index in granted], 2):
                first = max(one.start, other.start, month.first)
                if first <= min(one.end, other.end, month.last) and not (one.is_sick and other.is_sick):
                    yield Finding(self.id, True, agent_id, first, "2", "1", facts={"kind": "overlap"}, excess=1)

    def _crowds(self, evidence: Evidence) -> Iterator[Finding]:
        """Days on which more of a team are away than the quota, sickness and approvals together allow."""
        teams: dict[str, list[str]] = {}
        for agent in evidence.case.agents:
            teams.setdefault(agent.team, []).append(agent.agent_id)
        granted = {agent_id for agent_id, several in evidence.granted_of.items() if several}
        for team, members in teams.items():
            if granted.isdisjoint(members):
                continue
            away: dict[date, set[str]] = {}
            forced: dict[date, set[str]] = {}
            for agent_id in members:
                for leave in evidence.absences[agent_id]:
                    binding = leave.status is LeaveStatus.APPROVED or leave.is_sick
                    for day in _month_days(evidence.case, leave):
                        away.setdefault(day, set()).add(agent_id)
                        if binding:
                            forced.setdefault(day, set()).add(agent_id)
            for day in sorted(away):
                most = max(self._quota_seats(len(members)), len(forced.get(day, ())))
                if len(away[day]) > most:
                    facts = {"kind": "quota", "team": team}
                    yield Finding(
                        self.id,
                        True,
                        None,
                        day,
                        str(len(away[day])),
                        str(most),
                        facts=facts,
                        excess=len(away[day]) - most,
                    )

    def explain(self, finding: Finding) -> Text:
        """The duty, the request or the day, and what it runs against. Never a reason for leave."""
        who, day, measured, required = finding.agent_id, finding.day, finding.measured, finding.required
        match finding.facts["kind"]:
            case "duty":
                return Text(
                    f"{who} 在 {day} 的 {measured} 班与假期({required})重叠",
                    f"{who}'s duty {measured} on {day} overlaps leave ({required})",
                )
            case "sick":
                return Text(f"{who} 的病假({required})必须准予", f"{who}'s sick leave ({required}) must be granted")
            case "holiday":
                return Text(
                    f"{who} 的假期({measured})含公共假日 {day},未标明极特殊,不得准予",
                    f"{who}'s leave ({measured}) holds the public holiday {day} and is not marked extreme",
                )
            case "overlap":
                return Text(
                    f"{who} 在 {day} 有两个假期申请同时获准",
                    f"{who} is granted two requests for {day}",
                )
            case "quota":
                team = finding.facts["team"]
                return Text(
                    f"{team} 在 {day} 有 {measured} 人请假,限额 {required} 人",
                    f"{team} has {counted(int(measured), 'person', 'people')} on leave on {day}; {required} allowed",
                )
            case _:
                why = _reason(finding.facts)
                return Text(
                    f"{who} 的假期申请({required},优先级 {finding.facts['priority']})未准:{why.zh}",
                    f"{who}'s request for leave ({required}, priority {finding.facts['priority']}) is not granted: "
                    f"{why.en}",
                )


def _reason(facts: Mapping[str, object]) -> Text:
    """Why a request was declined."""
    if facts.get("why") == "holiday":
        return Text(f"{facts['on']} 为节假日,未注明极特殊", f"{facts['on']} is a public holiday, and it is not extreme")
    if facts.get("why") == "quota":
        return Text(
            f"{facts['team']} 在 {facts['on']} 已有 {facts['away']} 人请假,名额 {facts['most']} 人",
            f"{facts['away']} of {facts['team']} are on leave on {facts['on']} already, of {facts['most']} allowed",
        )
    return Text("座席人手不足", "the seats need the agent")


def _touched(context: MonthContext, request: int) -> range:
    """The month's days that a requested leave touches, wholly or in part."""
    leave = context.case.leaves[request]
    return context.clip(leave.start, leave.end)


def _edge_days(context: MonthContext, leave: Absence) -> set[int]:
    """The month's days beside a leave's whole ones on which a duty may overlap it: the eve, and days it cuts."""
    first, last = context.day_of(leave.start), context.day_of(leave.end)
    near = {first - 1} | ({first} if leave.start_minute is not None else set())
    near |= {last} if leave.end_minute is not None else set()
    return {day for day in near if 0 <= day < context.days and not leave.covers(context.date_of(day))}


def _at_its_edges(context: MonthContext, leave: Absence) -> list[tuple[int, int]]:
    """The duties (day, shift) of the days beside a leave's whole ones that overlap it: a night into its first day."""
    edges = []
    for day in sorted(_edge_days(context, leave)):
        begin, end = _minutes(context, leave)
        edges += [(day, s) for s, (start, over) in enumerate(context.spans[day]) if start < end and over > begin]
    return edges


def _minutes(context: MonthContext, leave: Absence) -> tuple[int, int]:
    """A leave's first minute and the one after its last, as the context counts them."""
    (first, begin), (last, end) = leave.begins, leave.ends
    return context.instant(context.day_of(first), begin), context.instant(context.day_of(last), end)


def _stands(
    context: MonthContext, published: frozenset[tuple[int, int, int]], agent: int, leave: Absence, cell: tuple[int, int]
) -> bool:
    """Whether a published duty beside a leave stands: a night of its eve, or one that it cuts."""
    day, shift = cell
    if (agent, day, shift) not in published:
        return False
    if leave.start_minute is None and day < context.day_of(leave.start):
        return True
    begin, end = _minutes(context, leave)
    start, over = context.spans[day][shift]
    return (leave.start_minute is not None and start < begin) or (leave.end_minute is not None and over > end)


def _published(context: MonthContext) -> frozenset[tuple[int, int, int]]:
    """The published duties as (agent, day, shift), where a published roster is re-planned."""
    if context.published is None:
        return frozenset()
    return frozenset(
        (context.agent_index[duty.agent_id], context.day_of(duty.day), context.shift_index[duty.shift])
        for duty in context.published.duties
        if duty.agent_id in context.agent_index and duty.shift in context.shift_index
    )


def _left_standing(evidence: Evidence, stint: Stint, leave: Absence) -> bool:
    """The same of a duty of a roster: it was published, and lies on the eve of the leave or is cut by it."""
    if evidence.published is None or stint.duty not in evidence.published.duties:
        return False
    if leave.start_minute is None and stint.day < leave.start:
        return True
    begin, end = evidence.utc(*leave.begins), evidence.utc(*leave.ends)
    return (leave.start_minute is not None and stint.start < begin) or (
        leave.end_minute is not None and stint.end > end
    )


def _counted_before(evidence: Evidence, index: int) -> bool:
    """Whether earlier sick requests of the agent already hold each day of this one in the month."""
    leave, leaves = evidence.case.leaves[index], evidence.case.leaves
    earlier = [
        other
        for place, other in enumerate(leaves)
        if other.agent_id == leave.agent_id
        and other.status is LeaveStatus.REQUESTED
        and other.is_sick
        and (other.start, place) < (leave.start, index)
    ]
    return all(any(other.covers(day) for other in earlier) for day in evidence.case.month if leave.covers(day))


def _month_days(case: Case, leave: Absence) -> Iterator[date]:
    first, last = max(leave.start, case.month.first), min(leave.end, case.month.last)
    return (first + DAY * ahead for ahead in range((last - first).days + 1))
