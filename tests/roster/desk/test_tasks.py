"""Tasks and meetings at the desk: done, overdue, told once; who was there and who heard it later."""

from dataclasses import replace

import pytest
from desk_store import Watch, opened
from desk_world import AGENTS, CENTRE_DIRECTOR, DIRECTOR, MONTH, at, on

from roster.desk.inbox.waiting import waiting_for
from roster.desk.meetings.meeting_desk import list_meetings, record_meeting, told_later
from roster.desk.tasks.task_desk import list_tasks, set_done
from roster.desk.tick import tick
from roster.errors import InputError, NotFoundError, RefusedError
from roster.model import Leave
from roster.model.task import Every, Recurrence, Task, TaskRole
from roster.store.audit import audit_rows

DAILY = Task("LEAD-4", "日报", TaskRole.DAY_LEADER, Recurrence(Every.DAY), 18 * 60, clause="客服部班长责任制 §4")
REPORT = Task("LEAD-3", "服务质量分析报告", TaskRole.LEADER, Recurrence(Every.MONTH, (22,)), 18 * 60)
NOBODYS = Task("QA-5", "周小结", TaskRole.JOB, Recurrence(Every.WEEK, (1,)), 18 * 60, job="质检")


@pytest.fixture
def desk(store):
    return opened(store, "l1: 12E 13E; p2: 14E", tasks=(DAILY, REPORT, NOBODYS), now=at(12, "09:00"))


def standing(desk, day):
    return {(item.due.task.task_id, item.due.team): item.standing for item in list_tasks(desk, MONTH, on(day), on(day))}


def test_who_leads_the_day_shift_says_that_the_daily_figures_are_in(desk):
    assert standing(desk, 12) == {("LEAD-4", ""): "due", ("QA-5", ""): "due"}
    done = set_done(desk, "l1", "LEAD-4", on(12), note="无系统问题", key="k")
    assert set_done(desk, "l1", "LEAD-4", on(12), key="k") == done
    assert (done.standing, done.state.done_by, done.state.note) == ("done", "l1", "无系统问题")
    with pytest.raises(RefusedError, match="needs"):
        set_done(desk, "l1", "LEAD-4", on(12))
    assert set_done(desk, "l1", "LEAD-4", on(12), done=False).standing == "due"


def test_it_is_for_others_to_say(desk):
    for person in ("l2", "a"):
        with pytest.raises(RefusedError, match="to do"):
            set_done(desk, person, "LEAD-4", on(12))
    assert set_done(desk, DIRECTOR, "LEAD-4", on(12)).done
    with pytest.raises(NotFoundError):
        set_done(desk, "l1", "LEAD-3", on(12))
    with pytest.raises(InputError, match="still to come"):
        set_done(desk, "l1", "LEAD-3", on(22), "T1")


def test_whose_people_it_is_may_say_so_and_from_the_days_first_minute(desk):
    # Midnight in Shanghai is the evening before in UTC.
    desk.clock.to(14, "00:00")
    assert standing(desk, 14) == {("LEAD-4", ""): "due"}
    for person in ("p2", "l2", CENTRE_DIRECTOR):
        assert set_done(desk, person, "LEAD-4", on(14), note=person).state.done_by == person
        again = set_done(desk, person, "LEAD-4", on(14), done=False, note="not yet").state
        assert (again.done_by, again.done_at, again.note) == (None, None, "")
    with pytest.raises(RefusedError, match="to do"):
        set_done(desk, "l1", "LEAD-4", on(14))


def test_what_is_overdue_is_told_once(desk):
    desk.clock.to(12, "18:00")
    assert standing(desk, 12) == {("LEAD-4", ""): "overdue", ("QA-5", ""): "overdue"}
    tick(desk)
    assert tick(desk)["overdue"] == 0
    with desk.store.reading() as connection:
        rows = [
            row for row in audit_rows(connection, after=0, limit=500) if row.subject == "overdue:2026-10-12:LEAD-4:"
        ]
    assert [row.payload for row in rows] == ['{"day":"2026-10-12","people":["l1"],"task":"LEAD-4","team":""}']


def test_what_is_due_after_midnight_is_told_at_its_time(lite):
    """Nobody acts, and somebody reads once before it and once after: time itself tells it."""
    late = Task("t", "夜报", TaskRole.DIRECTOR, Recurrence(Every.DAY), 24 * 60 + 30)
    clock = Watch(at(12, "23:00"))
    desk = opened(lite, "l1: 12E 31E", tasks=(late,), now=clock.moment)
    desk.clock = clock

    def told():
        with desk.reading() as work:
            rows = audit_rows(work.connection, after=0, limit=500)
            return [row.subject for row in rows if row.subject.startswith("overdue:2026-10-12")]

    for day, wall, expected in ((12, "23:30", []), (13, "00:29", []), (13, "00:30", ["overdue:2026-10-12:t:"])):
        clock.to(day, wall)
        assert told() == expected


def test_the_inbox_has_what_is_due_soon_and_the_directors_has_what_nobody_holds(desk):
    def tasks_of(person):
        return [
            (item.what, item.days[0].day)
            for item in waiting_for(desk, person)
            if item.kind == "task" and item.due > at(12)
        ]

    assert tasks_of("l1") == [("日报", 12)]
    assert tasks_of(DIRECTOR) == [("周小结", 12)]
    desk.clock.to(13, "10:00")
    # Monday's is overdue, Tuesday's is due today, Wednesday's is the deputy's of the other team.
    assert tasks_of("l1") == [("日报", 12), ("日报", 13)]
    set_done(desk, "l1", "LEAD-4", on(12))
    assert tasks_of("l1") == [("日报", 13)]
    desk.clock.to(21, "18:30")
    assert tasks_of("l2") == [("服务质量分析报告", 22)]


MEETING = "weekly"


@pytest.fixture
def meeting(store):
    return opened(store, "l1: 16E; l2: 15N; a: 22N 23E", now=at(16, "15:00"))


def lines(desk, day, kind):
    entry = next(
        item for item in list_meetings(desk, MONTH) if (item.meeting.day, item.meeting.kind) == (on(day), kind)
    )
    return {line.agent_id: (line.seat.value, line.present, line.heard_from) for line in entry.lines}


def test_the_roster_says_who_can_come(meeting):
    assert lines(meeting, 16, "weekly") == {"l1": ("on duty", None, None), "l2": ("after a night", None, None)}
    assert lines(meeting, 23, "all-hands")["a"] == ("after a night", None, None)
    assert lines(meeting, 23, "all-hands")["b"] == ("expected", None, None)


def test_who_is_on_leave_or_has_left_is_told_apart(lite):
    gone = replace(AGENTS[0], end_date=on(22))
    away = Leave("c", "annual", on(23), on(23))
    desk = opened(lite, "l1: 16E", agents=(gone, *AGENTS[1:]), leaves=(away,), now=at(23, "14:00"))
    seats = {who: seat for who, (seat, *_) in lines(desk, 23, "all-hands").items()}
    assert "a" not in seats
    assert (seats["b"], seats["c"]) == ("expected", "on leave")
    # A leader writes the list, from the minute at which it begins.
    record_meeting(desk, "l1", on(23), "all-hands", ["b"])
    assert lines(desk, 23, "all-hands")["c"] == ("on leave", False, None)


def test_who_was_not_there_hears_it_later_from_the_own_leader(meeting):
    record_meeting(meeting, DIRECTOR, on(16), "weekly", ["l2"])
    assert lines(meeting, 16, "weekly") == {"l1": ("on duty", False, None), "l2": ("after a night", True, None)}
    with pytest.raises(RefusedError, match="to do"):
        told_later(meeting, "l2", on(16), "weekly", "l1")
    with pytest.raises(RefusedError, match="needs"):
        told_later(meeting, DIRECTOR, on(16), "weekly", "l2")
    assert told_later(meeting, DIRECTOR, on(16), "weekly", "l1").to_hear == ()
    # Written anew, who heard of it has heard of it.
    record_meeting(meeting, CENTRE_DIRECTOR, on(16), "weekly", [])
    assert lines(meeting, 16, "weekly")["l1"] == ("on duty", False, DIRECTOR)
    assert lines(meeting, 16, "weekly")["l2"] == ("after a night", False, None)


def test_a_list_is_a_leaders_to_write_once_the_meeting_began(meeting):
    with pytest.raises(RefusedError, match="to do"):
        record_meeting(meeting, "a", on(16), "weekly", ["l1"])
    with pytest.raises(InputError, match="not asked"):
        record_meeting(meeting, DIRECTOR, on(16), "weekly", ["a"])
    meeting.clock.to(16, "13:59")
    with pytest.raises(RefusedError, match="not begun"):
        record_meeting(meeting, DIRECTOR, on(16), "weekly", ["l1"])
    with pytest.raises(NotFoundError):
        record_meeting(meeting, DIRECTOR, on(15), "weekly", ["l1"])


def test_the_inbox_asks_for_the_word_to_who_was_not_there(meeting):
    def kinds(person):
        return [(item.kind, item.people) for item in waiting_for(meeting, person) if item.kind == "hear"]

    assert kinds("l1") == []
    meeting.clock.to(23, "17:00")
    record_meeting(meeting, DIRECTOR, on(23), "all-hands", ["l1", "b", "c", "l2"])
    record_meeting(meeting, DIRECTOR, on(16), "weekly", ["l1", "l2"])
    assert kinds("l1") == [("hear", ("a",))]
    assert kinds("l2") == [("hear", ("p2", "d"))]
