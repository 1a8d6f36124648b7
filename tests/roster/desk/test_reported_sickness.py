"""A colleague's report of sickness: nothing moves until the own leader has confirmed it (LEAVE-4)."""

import pytest
from desk_store import opened
from desk_world import DIRECTOR, at, on

from roster.desk.attendance.attendance_desk import list_absences
from roster.desk.inbox.waiting import waiting_for
from roster.desk.leaves.leave_decision import decide_leave, hand_in_certificate
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.leaves.leave_reading import read_leave
from roster.desk.leaves.proxies import MOST_PROXIES, name_proxies, proxies_of
from roster.desk.leaves.return_desk import withdraw_leave
from roster.desk.leaves.vacancy_desk import open_vacancies
from roster.desk.rosters.roster_desk import published_roster
from roster.desk.tick import tick
from roster.errors import InputError, NotFoundError, RefusedError
from roster.model import Month
from roster.model.leave_request import LeaveState

OCTOBER = Month(2026, 10)
TEXT = "a: 8E 9E; b: 12E; c: 15E; l1: 16E; l2: 17E"


@pytest.fixture
def desk(lite):
    return opened(lite, TEXT, now=at(7, "20:00"))


def ill(desk, actor, agent="a", first=8, last=8, kind="sick"):
    return file_leave(desk, actor, agent, kind=kind, start=on(first), end=on(last), reason="phoned")


def days(desk, agent="a"):
    return [duty.day.day for duty in published_roster(desk, OCTOBER)[1].duties if duty.agent_id == agent]


def asked(desk, person):
    return [(item.kind, item.subject, item.reported_by) for item in waiting_for(desk, person)]


def rules(error):
    return {item.rule for item in error.value.refusals}


def state(desk, leave):
    return read_leave(desk, leave.leave_id)[0].state


def test_the_duty_stands_until_the_own_leader_confirms(desk):
    report = ill(desk, "b", last=9)
    assert (report.state, days(desk), open_vacancies(desk, OCTOBER)) == (LeaveState.PENDING, [8, 9], ())
    assert asked(desk, "l1") == [("leave", report.leave_id, "b")]
    assert [asked(desk, person) for person in ("a", "b", "l2", DIRECTOR)] == [[], [], [], []]
    for person in ("a", "b", "c", "l2", DIRECTOR):
        for approved in (True, False):
            with pytest.raises(RefusedError) as error:
                decide_leave(desk, person, report.leave_id, approved=approved)
            assert rules(error) == {"LEAVE-3"}
    decided = decide_leave(desk, "l1", report.leave_id, approved=True)
    assert (decided.state, decided.filed_at, days(desk)) == (LeaveState.PROVISIONAL, report.filed_at, [])
    assert [item.duty.day.day for item in open_vacancies(desk, OCTOBER)] == [8, 9]
    # From here on it is sickness as any: told to the next rung, and not declined.
    assert ("leave", report.leave_id, "") in asked(desk, DIRECTOR)
    with pytest.raises(RefusedError) as error:
        decide_leave(desk, DIRECTOR, report.leave_id, approved=False)
    assert rules(error) == {"LEAVE-3"}


def test_what_is_not_so_moves_nothing_and_is_no_absence(desk):
    report = ill(desk, "b")
    assert decide_leave(desk, "l1", report.leave_id, approved=False).state is LeaveState.DECLINED
    unheard = ill(desk, "c", first=9, last=9)
    desk.clock.to(20)
    tick(desk)
    assert (days(desk), list_absences(desk, OCTOBER)) == ([8, 9], ())
    assert (state(desk, report), state(desk, unheard)) == (LeaveState.DECLINED, LeaveState.PENDING)


def test_a_no_may_become_a_yes(desk):
    report = ill(desk, "b")
    decide_leave(desk, "l1", report.leave_id, approved=False)
    assert decide_leave(desk, "l1", report.leave_id, approved=True).state is LeaveState.PROVISIONAL
    assert days(desk) == [9]


@pytest.mark.parametrize("actor", ["a", "l1", DIRECTOR, "a sister", "c"])
def test_oneself_the_family_a_manager_and_whom_one_named_count_at_once(desk, actor):
    name_proxies(desk, "a", "a", ("c",))
    report = ill(desk, "b")
    leave_now = ill(desk, actor)
    assert (leave_now.state, days(desk)) == (LeaveState.PROVISIONAL, [9])
    # What a colleague had reported of the same day is settled by it, and asks nobody any more.
    assert state(desk, report) is LeaveState.WITHDRAWN
    assert ("leave", report.leave_id, "b") not in asked(desk, "l1")


def test_a_report_keeps_nobody_from_asking_for_leave_of_their_own(desk):
    first = ill(desk, "b", first=8, last=9)
    desk.clock.to(6, "08:00")
    own = file_leave(desk, "a", "a", kind="personal", start=on(8), end=on(8), reason="family")
    assert own.state is LeaveState.PENDING
    assert withdraw_leave(desk, "a", first.leave_id).state is LeaveState.WITHDRAWN


def test_a_report_tells_nothing_of_the_leave_there_is(desk):
    ill(desk, "a")
    report = ill(desk, "b")
    assert report.state is LeaveState.PENDING
    with pytest.raises(RefusedError):  # b's own second one
        ill(desk, "b")
    # The leader is told: a day is taken once.
    with pytest.raises(RefusedError) as error:
        decide_leave(desk, "l1", report.leave_id, approved=True)
    assert rules(error) == {"STATE"}
    assert decide_leave(desk, "l1", report.leave_id, approved=False).state is LeaveState.DECLINED


def test_who_reported_takes_it_back_until_it_counts(desk):
    assert withdraw_leave(desk, "b", ill(desk, "b").leave_id).state is LeaveState.WITHDRAWN
    report = ill(desk, "b", first=9, last=9)
    with pytest.raises(RefusedError):
        hand_in_certificate(desk, "b", report.leave_id, on(9), on(9))
    decide_leave(desk, "l1", report.leave_id, approved=True)
    with pytest.raises(RefusedError):
        withdraw_leave(desk, "b", report.leave_id)
    assert (state(desk, report), days(desk)) == (LeaveState.PROVISIONAL, [8])
    assert withdraw_leave(desk, "a", report.leave_id).state is LeaveState.WITHDRAWN
    assert days(desk) == [8, 9]


def test_of_a_leader_the_director_confirms(desk):
    report = ill(desk, "b", "l1", 16, 16)
    assert asked(desk, DIRECTOR) == [("leave", report.leave_id, "b")]
    assert decide_leave(desk, DIRECTOR, report.leave_id, approved=True).state is LeaveState.PROVISIONAL
    assert days(desk, "l1") == []


def test_one_names_colleagues_oneself_and_takes_them_back(desk):
    assert name_proxies(desk, "a", "a", ("c", "b", "c")) == ("b", "c") == proxies_of(desk, "a")
    assert name_proxies(desk, "a", "a", ("b",), key="k") == ("b",) == name_proxies(desk, "a", "a", ("b",), key="k")
    assert (proxies_of(desk, "a"), proxies_of(desk, "b")) == (("b",), ())
    assert name_proxies(desk, "a", "a", ()) == ()
    assert ill(desk, "b").state is LeaveState.PENDING
    with pytest.raises(RefusedError):
        name_proxies(desk, "l1", "a", ("b",))
    others = sorted({*desk.board(OCTOBER).case.agent_by_id} - {"a"})
    assert len(others) > MOST_PROXIES
    for wrong in (("a",), ("nobody",), others):
        with pytest.raises(InputError):
            name_proxies(desk, "a", "a", wrong)
    with pytest.raises(NotFoundError):
        proxies_of(desk, "nobody")
