"""What stands in a calendar: duties, nights over clock changes, leave without its reason."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from small_month import small_case, small_evidence, small_roster

from roster.files.calendars import agent_events, diary, event_uid, is_appointment, is_duty
from roster.model import Duty, Leave, LeaveStatus, Month, Roster
from roster.model.appointment import Appointment, AppointmentKind
from roster.rule.evidence import Evidence
from roster.text import Text

AT = datetime(2026, 9, 30, 16, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_an_agent_sees_the_months_duties_and_not_the_history() -> None:
    events = agent_events(small_evidence(), "001", AT)
    assert [(event.start, event.end, event.summary) for event in events] == [
        (datetime(2026, 10, 2, 0, tzinfo=UTC), datetime(2026, 10, 2, 8, tzinfo=UTC), "早班 · 189"),
        (datetime(2026, 10, 4, 0, tzinfo=UTC), datetime(2026, 10, 4, 8, tzinfo=UTC), "早班 · 180"),
    ]
    assert all(event.busy and event.last_modified == AT and event.sequence == 0 for event in events)


def test_a_night_is_one_entry_over_midnight_also_on_the_months_last_day() -> None:
    (night,) = [event for event in agent_events(small_evidence(), "006", AT) if "夜班" in event.categories]
    assert (night.start.astimezone(SHANGHAI), night.end.astimezone(SHANGHAI)) == (
        datetime(2026, 10, 31, 22, tzinfo=SHANGHAI),
        datetime(2026, 11, 1, 6, tzinfo=SHANGHAI),
    )


def test_the_night_of_berlins_autumn_change_lasts_nine_hours() -> None:
    (night,) = agent_events(small_evidence("Europe/Berlin"), "004", AT)
    assert night.end - night.start == timedelta(hours=9)  # 22:00 CEST to 06:00 CET


def test_leave_is_whole_days_without_its_reason() -> None:
    (sick,) = agent_events(small_evidence(), "002", AT)
    assert (sick.start, sick.end, sick.summary) == (date(2026, 9, 29), date(2026, 10, 3), "请假")
    assert "sick" not in repr(sick)
    assert "病" not in repr(sick)
    assert not sick.busy


def test_leave_of_some_hours_lasts_those() -> None:
    evidence = small_evidence()
    hours = {"start": date(2026, 10, 2), "end": date(2026, 10, 2), "start_minute": 660, "end_minute": 900}
    leaves = tuple(replace(leave, **hours) if leave.agent_id == "002" else leave for leave in evidence.case.leaves)
    (sick,) = agent_events(Evidence(replace(evidence.case, leaves=leaves), evidence.roster), "002", AT)
    assert (sick.start.astimezone(SHANGHAI), sick.end.astimezone(SHANGHAI)) == (
        datetime(2026, 10, 2, 11, tzinfo=SHANGHAI),
        datetime(2026, 10, 2, 15, tzinfo=SHANGHAI),
    )


def test_granted_leave_is_shown_and_declined_leave_is_not() -> None:
    evidence = small_evidence()
    assert [event.start for event in agent_events(evidence, "006", AT)][-1] == date(2026, 10, 20)
    declined = [leave for leave in evidence.case.leaves if leave.status is LeaveStatus.REQUESTED][1]
    assert not any(event.start == declined.start for event in agent_events(evidence, declined.agent_id, AT))


def test_leave_of_another_month_is_not_shown() -> None:
    case = small_case(month=Month(2026, 12))
    assert agent_events(Evidence(case, Roster.of([], {0, 1, 2})), "006", AT) == []


def test_leave_is_shown_to_its_last_day_and_from_its_first() -> None:
    case = small_case()
    before, first, last = date(2026, 9, 29), case.month.first, case.month.last
    leaves = (
        Leave("002", "annual", before, date(2026, 9, 30)),
        Leave("003", "annual", before, first),
        Leave("004", "annual", last, date(2026, 11, 3)),
        Leave("006", "annual", case.month.end, date(2026, 11, 3)),
    )
    evidence = Evidence(replace(case, leaves=leaves), Roster(()))
    shown = {leave.agent_id: [event.start for event in agent_events(evidence, leave.agent_id, AT)] for leave in leaves}
    assert shown == {"002": [], "003": [before], "004": [last], "006": []}


def test_leave_of_some_hours_twice_a_day_is_two_entries() -> None:
    case = small_case()
    day = date(2026, 10, 12)
    leaves = (
        Leave("002", "personal", day, day, start_minute=480, end_minute=540),
        Leave("002", "personal", day, day, start_minute=900, end_minute=960),
    )
    events = agent_events(Evidence(replace(case, leaves=leaves), Roster(())), "002", AT)
    assert len({event.uid for event in events}) == 2
    assert [(event.start.hour, event.end.hour) for event in events] == [(0, 1), (7, 8)]


def test_a_meeting_takes_ones_time_and_a_task_only_reminds() -> None:
    kinds: tuple[AppointmentKind, ...] = ("meeting", "task", "sample")
    listed = [Appointment("002", kind, AT.date(), AT, AT + timedelta(hours=1), Text("x", "x")) for kind in kinds]
    own = diary(small_evidence(), AT, "zh", None, appointments={"002": listed}).own("002")
    assert [event.busy for event in own if is_appointment(event)] == [True, False, False]


def test_an_entry_tells_its_hours_on_the_clock_and_the_break_within() -> None:
    (night,) = [event for event in agent_events(small_evidence(), "006", AT) if "夜班" in event.categories]
    assert night.description == "班次:N 22:00–06:00\n工种:189\n班组:二班"
    early = agent_events(small_evidence(), "005", AT, "en")[0]
    assert early.description == "Shift: E 08:00–16:00\nJob: 180\nTeam: 二班\nBreak: 60 min"


def test_a_team_sees_each_member_by_name_and_nobody_else() -> None:
    events = diary(small_evidence(), AT, "zh", None).others(["004", "005", "006"])
    assert sorted(event.summary for event in events) == [
        "孙八 · 夜班 · 189", "孙八 · 请假", "赵六 · 夜班 · 189", "钱七 · 早班 · 180"
    ]  # fmt: skip
    assert not any(event.busy for event in events)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_duty_is_told_from_leave_and_from_a_meeting(language) -> None:
    evidence = small_evidence()
    day = date(2026, 10, 20)
    meeting = Appointment("006", "meeting", day, AT, AT + timedelta(hours=1), Text("会", "A meeting"))
    hours = Leave("006", "personal", day, day, start_minute=480, end_minute=600)
    evidence = Evidence(replace(evidence.case, leaves=(*evidence.case.leaves, hours)), evidence.roster)
    own = diary(evidence, AT, language, None, appointments={"006": [meeting]}).own("006")
    duties = [event for event in own if is_duty(event)]
    assert [event.start for event in duties] == [datetime(2026, 10, 31, 14, tzinfo=UTC)]
    assert [event.start for event in own if is_appointment(event)] == [AT]
    away = [event for event in own if not is_duty(event) and not is_appointment(event)]
    assert {event.summary for event in away} == {Text("请假", "On leave").to(language)}
    assert any(isinstance(event.start, datetime) for event in away)


def test_english_words_where_asked_for() -> None:
    (sick,) = agent_events(small_evidence(), "002", AT, "en")
    assert (sick.summary, sick.categories) == ("On leave", ("On leave",))


def test_a_duty_that_moves_within_its_day_keeps_its_uid() -> None:
    case = small_case()
    early = Evidence(case, Roster.of([Duty("001", date(2026, 10, 9), "E", "189")]))
    late = Evidence(case, Roster.of([Duty("001", date(2026, 10, 9), "L", "180")]))
    (before,), (after,) = agent_events(early, "001", AT), agent_events(late, "001", AT)
    assert before.uid == after.uid == diary(late, AT, "zh", None).others(["001"])[0].uid
    assert before.start != after.start


def test_uids_are_told_apart_by_centre_agent_day_kind_and_count() -> None:
    day = date(2026, 10, 9)
    uids = {
        event_uid("a", "001", day),
        event_uid("b", "001", day),
        event_uid("a", "01", day),
        event_uid("a", "001", day + timedelta(days=1)),
        event_uid("a", "001", day, "leave"),
        event_uid("a", "001", day, ordinal=1),
    }
    assert len(uids) == 6
    assert event_uid("a", "001", day) == event_uid("a", "001", day)


def test_two_duties_of_one_day_stay_two_entries() -> None:
    case = small_case()
    roster = small_roster(case, Duty("001", date(2026, 10, 2), "N", "189"))
    uids = [event.uid for event in agent_events(Evidence(case, roster), "001", AT)]
    assert len(uids) == len(set(uids)) == 3
