"""MEET: meetings."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import ClassVar

from roster.model import Case, Role
from roster.model.calendar import all_hands_date
from roster.model.meeting import Meeting
from roster.rule import Evidence, Example, Finding, MonthContext, Parameter, Rule, Strength, Weight
from roster.rule.meetings import asked, in_the_way
from roster.rule.pieces import OFF, Cost, Piece, Sequence, Symbols
from roster.text import Text, clock_time

DAY = timedelta(days=1)
NOON = 12 * 60
CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d"
SPAN = rf"({CLOCK})-({CLOCK}|24:00)"
WEEKDAYS = {
    name: index
    for index, names in enumerate(
        (
            "monday 周一",
            "tuesday 周二",
            "wednesday 周三",
            "thursday 周四",
            "friday 周五",
            "saturday 周六",
            "sunday 周日",
        )
    )
    for name in names.split()
}
WEEKLY = rf"(?:(?i:{'|'.join(WEEKDAYS)}) {SPAN})?"
ALL_HANDS = rf"(?:{SPAN})?"


class Meet(Rule):
    """Who is on duty during a meeting, or had a night before it, misses it.

    A meeting is missed when a duty overlaps it or a night duty started the evening before (from 12:00 of the day
    before); both together are one miss, and nobody off duty misses anything. The weekly meeting is the team leaders'
    (role leader; deputies stand in on shifts, not in meetings); when its weekday is no legal working day it moves to
    the next one before the same weekday comes again, and falls out without any, or where the all-hands is held at its
    time. The all-hands meeting concerns everybody: the last Friday before the 25th that is a legal working day
    (`all_hands_by`).
    """

    id: ClassVar[str] = "MEET"
    title: ClassVar[Text] = Text("会议", "Meetings")
    clause: ClassVar[str] = "客服部会议制度 §2, §3"
    strength: ClassVar[Strength] = Strength.SOFT
    summary: ClassVar[Text] = Text(
        "班长周例会与每月 25 日前周五的全员会尽量避开当班;当班或前一晚夜班者缺席,夜班后不叫人到会。",
        "The leaders' weekly meeting and the all-hands on the Friday before the 25th are kept free where possible: who "
        "is on duty or had a night before misses them, and nobody is called in after a night.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "weekly_meeting",
            "Friday 14:00-15:00",
            "text",
            Text("班长周例会的星期与时间(空:不开)", "weekday and time of the leaders' meeting (empty: none)"),
            "客服部会议制度 §2; POLICY",
            pattern=WEEKLY,
        ),
        Parameter(
            "all_hands",
            "14:00-16:00",
            "text",
            Text("全员会的时间(空:不开)", "time of the all-hands meeting (empty: none)"),
            "客服部会议制度 §3; POLICY",
            pattern=ALL_HANDS,
        ),
        Parameter(
            "all_hands_by",
            "before",
            "choice",
            Text("“25日前周五”是否包括 25 日当天", "whether the Friday by the 25th may be the 25th itself"),
            "客服部会议制度 §3",
            choices=("before", "until"),
            readings=(
                Text("25 日之前的周五", "the Friday before the 25th"),
                Text("25 日当天也算", "the 25th itself counts"),
            ),
        ),
    )
    weights: ClassVar[tuple[Weight, ...]] = (
        Weight("meeting_missed", 2, "person and meeting", Text("缺席会议", "a meeting missed")),
    )
    example: ClassVar[Example] = Example(
        bad=Text("班长周五上 08:00–16:00,错过 14:00 的例会", "A leader works 08:00–16:00 on Friday and misses 14:00"),
        good=Text("班长周五上 15:00–23:00,会后上班", "A leader works 15:00–23:00 on Friday, after the meeting"),
    )

    def meetings(self, case: Case) -> tuple[Meeting, ...]:
        """The month's meetings, by date: raw wall times, nothing measured yet."""
        meetings = []
        weekly = re.fullmatch(WEEKLY, self.word("weekly_meeting"))
        if weekly and weekly[0]:
            weekday = WEEKDAYS[weekly[0].split()[0].lower()]
            days = _weekly_days(case, weekday)
            meetings += [Meeting(day, _minute(weekly[1]), _minute(weekly[2]), leaders_only=True) for day in days]
        hands = re.fullmatch(ALL_HANDS, self.word("all_hands"))
        day = all_hands_date(case.calendar, case.month, until=self.word("all_hands_by") == "until")
        if hands and hands[0] and day is not None:
            everybody = Meeting(day, _minute(hands[1]), _minute(hands[2]), leaders_only=False)
            meetings = [meeting for meeting in meetings if not meeting.meets(everybody)]
            meetings.append(everybody)
        return tuple(sorted(meetings, key=lambda meeting: meeting.day))

    def encode(self, context: MonthContext) -> Iterable[Piece]:
        """A cost on the day's overlapping duties, and a word for a night before a day without one."""
        price = self.ticks("meeting_missed")
        evening = frozenset(s for s in context.night_shifts if context.shifts[s].start_minute >= NOON)
        words: dict[tuple[tuple[int, ...], Symbols, Symbols], list[int]] = {}
        for meeting in self.meetings(context.case) if price else ():
            day = context.day_of(meeting.day)
            start, end = context.instant(day, meeting.start_minute), context.instant(day, meeting.end_minute)
            today = context.at_work(day, start, end)
            before = evening | context.at_work(day - 1, start, end)
            invited = tuple(
                index
                for index, person in enumerate(context.agents)
                if person.role is Role.LEADER or not meeting.leaders_only
            )
            if today:
                yield from (Cost(self.id, agent, day, today, price) for agent in invited)
            if before and invited:
                words.setdefault((invited, before, (context.every_shift | {OFF}) - today), []).append(day)
        for (invited, before, without), days in words.items():
            yield Sequence(self.id, invited, (before, without), ends=tuple(days), ticks=price)

    def check(self, evidence: Evidence) -> Iterable[Finding]:
        """Each meeting against the duties of those asked, in UTC."""
        price = self.ticks("meeting_missed")
        if not price:
            return
        for meeting in self.meetings(evidence.case):
            for agent in evidence.case.agents:
                if not asked(meeting, agent):
                    continue
                stint = in_the_way(evidence, agent, meeting)
                if stint is not None:
                    kind = "weekly" if meeting.leaders_only else "all hands"
                    clock = clock_time(meeting.start_minute)
                    facts = {"kind": kind, "duty_day": stint.day}
                    held = stint.duty.shift
                    yield Finding(self.id, False, agent.agent_id, meeting.day, held, clock, price, facts)

    def explain(self, finding: Finding) -> Text:
        """The meeting and the duty in its way."""
        weekly = finding.facts["kind"] == "weekly"
        name = Text("班长例会", "the leaders' weekly meeting") if weekly else Text("全员会", "the all-hands meeting")
        day = finding.facts["duty_day"]
        return Text(
            f"{finding.agent_id} 因 {day} 的 {finding.measured} 班缺席 {finding.day} {finding.required} 的{name.zh}",
            f"{finding.agent_id} misses {name.en} on {finding.day} at {finding.required} for {finding.measured} of "
            f"{day}",
        )


def _minute(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)


def _weekly_days(case: Case, weekday: int) -> Iterator[date]:
    """The month's days of the weekly meeting, each moved on to a legal working day within its own seven days."""
    first = case.month.first - 6 * DAY
    for offset in range((case.month.end - first).days):
        start = first + offset * DAY
        if start.weekday() == weekday:
            week = (start + ahead * DAY for ahead in range(7))
            held = next((day for day in week if case.calendar.is_working_day(day)), None)
            if held is not None and held in case.month:
                yield held
