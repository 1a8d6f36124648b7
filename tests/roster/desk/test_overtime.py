"""Called in beyond the roster, kept on, refused with a reason (OVERTIME)."""

import pytest
from desk_store import opened
from desk_world import MONTH, at, duties, on

from roster.desk.duty_day.overtime import call_in_extra, extra_ways, list_overtime, note_refusal, stay_on
from roster.desk.shift_log.log import read_log
from roster.errors import InputError, NotFoundError, RefusedError


@pytest.fixture
def desk(store):
    return opened(store, "a: 12E; b: 11L; l1: 12E; c: 12L", now=at(12, "08:30"))


def test_who_is_off_and_rested_is_offered_and_the_duty_is_theirs_at_once(desk):
    # a, c and l1 are on duty; b's late duty ended at midnight.
    assert {way.agent_id for way in extra_ways(desk, "l1", on(12), "E", "189")} == {"d", "l2", "p2"}
    assert extra_ways(desk, "l1", on(12), "E", "189")[0].due_at == at(12, "09:30")
    (extra,) = duties("d: 12E/189")
    made = call_in_extra(desk, "l1", extra, reason="cable cut", key="k")
    assert call_in_extra(desk, "l1", extra, reason="cable cut", key="k") == made
    board = desk.board(MONTH)
    assert board.duties["d"][on(12)] == extra
    assert made.minutes == 480
    # It counts for rest as any other: the night before the next morning's duty is refused.
    with pytest.raises(RefusedError):
        call_in_extra(desk, "l1", duties("d: 13Z/189")[0], reason="again")
    assert [line.entry.kind for line in read_log(desk, on(12), "E").lines] == ["overtime"]


def test_kept_on_until_relieved(desk):
    desk.clock.to(12, "16:00")
    assert stay_on(desk, "l1", "a", on(12), 30, reason="not relieved").minutes == 30
    with pytest.raises(RefusedError, match="more than 60"):
        stay_on(desk, "l1", "a", on(12), 90, reason="not relieved")
    assert stay_on(desk, "l1", "a", on(12), 90, reason="not relieved", consent=True).minutes == 90
    with pytest.raises(NotFoundError):
        stay_on(desk, "l1", "b", on(12), 30, reason="not relieved")


def test_a_refusal_is_kept_with_its_reason(desk):
    (asked,) = duties("d: 12E/189")
    with pytest.raises(InputError, match="reason"):
        note_refusal(desk, "l1", asked, reason=" ")
    note_refusal(desk, "l1", asked, reason="child ill")
    assert [(item.kind.value, item.duty.agent_id, item.reason) for item in list_overtime(desk, MONTH)] == [
        ("refused", "d", "child ill")
    ]
    (line,) = read_log(desk, on(12), "E").lines
    assert line.entry.words.en == "d Dai refuses 2026-10-12 E: child ill"


def test_nothing_is_left_of_what_is_refused(desk):
    with pytest.raises(RefusedError):
        call_in_extra(desk, "l1", duties("b: 12E")[0], reason="cable cut")
    assert list_overtime(desk, MONTH) == ()
    assert on(12) not in desk.board(MONTH).duties["b"]
