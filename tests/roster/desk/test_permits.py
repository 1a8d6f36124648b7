"""Permits to leave the post: granted, returned from, in the log and the attendance (AWAY, LEAVE-8)."""

import pytest
from desk_store import opened
from desk_world import MONTH, at, on

from roster.desk.attendance.attendance_desk import list_attendance, list_violations
from roster.desk.duty_day.permits import end_permit, grant_permit, list_permits
from roster.desk.shift_log.log import read_log
from roster.errors import NotFoundError, RefusedError

SPAN = (at(12, "10:00"), at(12, "10:15"))


@pytest.fixture
def desk(store):
    return opened(store, "a: 12E; b: 12E; l1: 12E", now=at(12, "10:00"))


def record(desk):
    return {
        seen.agent_id: (seen.away_minutes, seen.permitted_minutes) for seen, _ in list_attendance(desk, on(12), on(12))
    }


def test_within_the_permit_nothing_counts(desk):
    permit = grant_permit(desk, "l1", "a", on(12), SPAN, reason="water", key="k")
    assert grant_permit(desk, "l1", "a", on(12), SPAN, reason="water", key="k") == permit
    desk.clock.to(12, "10:12")
    assert end_permit(desk, "a", permit.permit_id).returned_at == at(12, "10:12")
    assert record(desk) == {"a": (0, 12)}
    assert [line.entry.words.zh for line in read_log(desk, on(12), "E").lines] == [
        "准 a Anna 10:00–10:15 离岗", "a Anna 2026-10-12 E 准假离岗 12 分钟",
    ]  # fmt: skip


def test_twenty_minutes_beyond_it_are_a_violation(desk):
    permit = grant_permit(desk, "l1", "a", on(12), SPAN)
    desk.clock.to(12, "10:35")
    end_permit(desk, "l1", permit.permit_id)
    assert record(desk) == {"a": (20, 15)}
    assert [(item.agent_id, item.kind, item.minutes) for item in list_violations(desk, MONTH)] == [("a", "away", 20)]


def test_nineteen_are_none_and_two_permits_add_up(desk):
    for start, back in (("10:00", "10:25"), ("11:00", "11:24")):
        desk.clock.to(12, start)
        hour = int(start[:2])
        permit = grant_permit(desk, "l1", "a", on(12), (at(12, start), at(12, f"{hour}:15")))
        desk.clock.to(12, back)
        end_permit(desk, "l1", permit.permit_id)
    # Ten and nine minutes too long.
    assert record(desk) == {"a": (19, 30)}
    assert list_violations(desk, MONTH) == ()


def test_the_leader_may_say_when_they_were_back_and_nobody_says_it_twice(desk):
    permit = grant_permit(desk, "l1", "a", on(12), SPAN)
    desk.clock.to(12, "11:00")
    with pytest.raises(RefusedError, match="to do"):
        end_permit(desk, "b", permit.permit_id)
    with pytest.raises(RefusedError, match="back after leaving"):
        end_permit(desk, "l1", permit.permit_id, at=at(12, "09:59"))
    assert end_permit(desk, "l1", permit.permit_id, at=at(12, "10:15")).away_minutes == 15
    with pytest.raises(RefusedError, match="needs out"):
        end_permit(desk, "l1", permit.permit_id)
    assert record(desk) == {"a": (0, 15)}


def test_a_second_of_a_job_at_once_needs_the_leaders_express_consent(desk):
    grant_permit(desk, "l1", "a", on(12), SPAN)
    with pytest.raises(RefusedError, match="away at once"):
        grant_permit(desk, "l1", "b", on(12), SPAN)
    assert grant_permit(desk, "l1", "b", on(12), SPAN, consent=True).consent
    assert [item.duty.agent_id for item in list_permits(desk, on(12), on(12))] == ["a", "b"]


def test_who_has_no_duty_needs_no_permit(desk):
    with pytest.raises(NotFoundError):
        grant_permit(desk, "l1", "c", on(12), SPAN)
