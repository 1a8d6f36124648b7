"""Duties, leave and rest of people and teams as calendar entries, in words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from roster.breaks import PlacedBreak
from roster.files.calendars.event import CalendarEvent, Kind, event_uid
from roster.files.calendars.revision import revised
from roster.files.palette import shift_colours
from roster.model import Agent, Duty, Leave, Shift
from roster.model.appointment import Appointment, AppointmentKind
from roster.rule.evidence import Evidence, Stint
from roster.text import Language, Text, clock_span

_DUTY = Text("当班", "Duty")
_NIGHT = Text("夜班", "Night")
_LEAVE = Text("请假", "On leave")
APPOINTMENTS: Mapping[AppointmentKind, Text] = {
    "meeting": Text("会议", "Meeting"),
    "task": Text("任务", "Task"),
    "sample": Text("质检", "Quality"),
}
_BREAK = Text("班中休息:{}", "Break: {}")


@dataclass(frozen=True, slots=True)
class _Wording:
    summary: str
    description: str
    categories: tuple[str, ...]
    color: str


@dataclass(frozen=True)
class Diary:
    """A roster told as calendar entries in one language.

    `at` is the revision's instant that the entries carry, `scope` the centre's lasting name (see `event_uid`), `breaks`
    those that are placed already.
    `before` are the agents' entries of the roster before, where it is known: what changed since carries the next number
    and an instant a minute later, what is gone stays as cancelled.
    """

    evidence: Evidence
    at: datetime
    language: Language
    scope: str
    breaks: Mapping[Duty, Sequence[PlacedBreak]] = field(default_factory=dict)
    appointments: Mapping[str, Sequence[Appointment]] = field(default_factory=dict)
    before: Mapping[str, Sequence[CalendarEvent]] | None = None

    def own(self, agent_id: str) -> list[CalendarEvent]:
        """What an agent's own calendar shows: the month's duties, and leave without its reason."""
        if agent_id not in self._events_by_agent:
            now = list(self._entries(self.evidence.case.agent_by_id[agent_id]))
            if self.before is not None:
                at = self.at + timedelta(minutes=self._revision)
                now = revised(self.before.get(agent_id, ()), now, self._revision, at)
            self._events_by_agent[agent_id] = now
        return self._events_by_agent[agent_id]

    def others(self, agent_ids: Iterable[str]) -> list[CalendarEvent]:
        """The same of several people, each entry with a name; other people's time does not make the reader busy."""
        name = {agent_id: self.evidence.case.agent_by_id[agent_id].name for agent_id in agent_ids}
        return [entry.for_others(name[agent_id]) for agent_id in name for entry in self.own(agent_id)]

    @cached_property
    def _revision(self) -> int:
        """The number of this revision of the roster's calendars: one more than any that is known."""
        known = (entry.sequence for entries in (self.before or {}).values() for entry in entries)
        return max(known, default=-1) + 1

    @cached_property
    def _events_by_agent(self) -> dict[str, list[CalendarEvent]]:
        return {}

    @cached_property
    def _wordings(self) -> dict[tuple[str, str, str], _Wording]:
        return {}

    @cached_property
    def _colours(self) -> dict[str, str]:
        return {code: colour.css for code, colour in shift_colours(self.evidence.case.shifts).items()}

    def _entries(self, agent: Agent) -> Iterator[CalendarEvent]:
        seen: Counter[tuple[str, date]] = Counter()

        def ordinal(kind: str, day: date) -> int:
            seen[kind, day] += 1
            return seen[kind, day] - 1

        for stint in self.evidence.by_agent[agent.agent_id]:
            if not stint.past:
                yield from self._duty(stint, ordinal("duty", stint.day))
        month = self.evidence.case.month
        for leave in sorted(self.evidence.absences[agent.agent_id], key=lambda item: (item.start, item.end)):
            if leave.end >= month.first and leave.start < month.end:
                yield self._leave(leave, ordinal("leave", leave.start))
        for item in self.appointments.get(agent.agent_id, ()):
            yield self._appointment(item, ordinal(item.kind, item.day))

    def _appointment(self, item: Appointment, ordinal: int) -> CalendarEvent:
        return CalendarEvent(
            uid=event_uid(self.scope, item.agent_id, item.day, item.kind, ordinal),
            start=item.start,
            end=item.end,
            summary=item.title.to(self.language),
            last_modified=self.at,
            description=item.about.to(self.language),
            categories=(APPOINTMENTS[item.kind].to(self.language),),
            color="gray",
            busy=item.kind == "meeting",
        )

    def _duty(self, stint: Stint, ordinal: int) -> Iterator[CalendarEvent]:
        first, last = stint.pause or (stint.end, stint.end)
        yield self._span(stint, "duty", ordinal, (stint.start, first))
        if stint.pause is not None:
            yield self._span(stint, "second", ordinal, (last, stint.end))

    def _span(self, stint: Stint, kind: Kind, ordinal: int, span: tuple[datetime, datetime]) -> CalendarEvent:
        wording = self._wording(stint.shift, stint.duty.job, stint.agent.team)
        return CalendarEvent(
            uid=event_uid(self.scope, stint.duty.agent_id, stint.day, kind, ordinal),
            start=span[0],
            end=span[1],
            summary=wording.summary,
            last_modified=self.at,
            description="\n".join((wording.description, *self._breaks(stint.duty))),
            categories=wording.categories,
            color=wording.color,
        )

    def _breaks(self, duty: Duty) -> Iterator[str]:
        for item in self.breaks.get(duty, ()):
            start, end = (at.astimezone(self.evidence.zone).strftime("%H:%M") for at in (item.start, item.end))
            yield _BREAK.to(self.language).format(f"{start}–{end}")

    def _wording(self, shift: Shift, job: str, team: str) -> _Wording:
        """What is the same for all duties of a shift, job and team."""
        key = (shift.code, job, team)
        if key not in self._wordings:
            categories = (_DUTY, _NIGHT) if shift.is_night else (_DUTY,)
            self._wordings[key] = _Wording(
                f"{shift.name or shift.code} · {job}",
                _describe(shift, job, team).to(self.language),
                tuple(category.to(self.language) for category in categories),
                self._colours[shift.code],
            )
        return self._wordings[key]

    def _leave(self, leave: Leave, ordinal: int) -> CalendarEvent:
        word = _LEAVE.to(self.language)
        return CalendarEvent(
            uid=event_uid(self.scope, leave.agent_id, leave.start, "leave", ordinal),
            start=self.evidence.utc(*leave.begins) if leave.is_timed else leave.start,
            end=self.evidence.utc(*leave.ends) if leave.is_timed else leave.end + timedelta(days=1),
            summary=word,
            last_modified=self.at,
            categories=(word,),
            color="lightgray",
            busy=False,
        )


def agent_events(
    evidence: Evidence, agent_id: str, at: datetime, language: Language = "zh", scope: str | None = None
) -> list[CalendarEvent]:
    """An agent's calendar of the month."""
    return diary(evidence, at, language, scope).own(agent_id)


def diary(
    evidence: Evidence,
    at: datetime,
    language: Language,
    scope: str | None,
    *,
    breaks: Mapping[Duty, Sequence[PlacedBreak]] | None = None,
    appointments: Mapping[str, Sequence[Appointment]] | None = None,
) -> Diary:
    """The diary of a roster; `scope` None: the centre's name."""
    return Diary(evidence, at, language, scope or evidence.case.centre.name, breaks or {}, appointments or {})


def is_duty(event: CalendarEvent) -> bool:
    """Whether an entry is somebody's time at work: leave, with hours or without, is none, nor is an appointment."""
    return not {_DUTY.zh, _DUTY.en}.isdisjoint(event.categories)


def is_appointment(event: CalendarEvent) -> bool:
    """Whether an entry is none of the roster's: only one's own calendar shows it."""
    words = {word for text in APPOINTMENTS.values() for word in (text.zh, text.en)}
    return not words.isdisjoint(event.categories)


def _describe(shift: Shift, job: str, team: str) -> Text:
    hours = " ".join(clock_span(start, end) for start, end in shift.spans)
    zh = [f"班次:{shift.code} {hours}", f"工种:{job}", f"班组:{team}"]
    en = [f"Shift: {shift.code} {hours}", f"Job: {job}", f"Team: {team}"]
    if shift.break_minutes:
        zh.append(f"其中休息 {shift.break_minutes} 分钟")
        en.append(f"Break: {shift.break_minutes} min")
    return Text("\n".join(zh), "\n".join(en))
