"""What stands in a calendar: duties, nights over clock changes, leave without its reason."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from small_month import small_case, small_evidence, small_roster

from roster.files.calendars import agent_events, event_uid, leader_events, team_events
from roster.model import Duty, LeaveStatus, Month, Roster
from roster.rule.evidence import Evidence

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


def test_a_team_sees_each_member_by_name_and_nobody_else() -> None:
    events = team_events(small_evidence(), "二班", AT)
    assert sorted(event.summary for event in events) == [
        "孙八 · 夜班 · 189", "孙八 · 请假", "赵六 · 夜班 · 189", "钱七 · 早班 · 180"
    ]  # fmt: skip
    assert not any(event.busy for event in events)


def test_the_leaders_calendar_holds_the_duties_of_leaders_and_deputies() -> None:
    assert [event.summary for event in leader_events(small_evidence(), AT)] == [
        "张三 · 早班 · 189", "张三 · 早班 · 180", "赵六 · 夜班 · 189"
    ]  # fmt: skip


def test_english_words_where_asked_for() -> None:
    (sick,) = agent_events(small_evidence(), "002", AT, "en")
    assert (sick.summary, sick.categories) == ("On leave", ("On leave",))


def test_a_duty_that_moves_within_its_day_keeps_its_uid() -> None:
    case = small_case()
    early = Evidence(case, Roster.of([Duty("001", date(2026, 10, 9), "E", "189")]))
    late = Evidence(case, Roster.of([Duty("001", date(2026, 10, 9), "L", "180")]))
    (before,), (after,) = agent_events(early, "001", AT), agent_events(late, "001", AT)
    assert before.uid == after.uid == team_events(late, "一班", AT)[0].uid
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
