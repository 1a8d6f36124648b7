"""Permits to leave the post: granted, returned from, in the log and the attendance (AWAY, LEAVE-8)."""

from dataclasses import replace

import pytest
from alembic import command
from desk_store import opened
from desk_world import DIRECTOR, MONTH, at, on

from roster.desk.attendance.attendance_desk import check_in, list_attendance, list_violations
from roster.desk.duty_day.permits import answer_permit, ask_permit, end_permit, grant_permit, list_permits
from roster.desk.inbox.waiting import waiting_for
from roster.desk.shift_log.log import read_log
from roster.desk.swaps.swap_filing import request_cover
from roster.desk.tick import tick
from roster.errors import NotFoundError, RefusedError
from roster.model.swap import SwapState
from roster.store.migrate import config, upgrade
from roster.store.permit_rows import answer_asked

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


def test_two_may_ask_for_the_same_time_and_a_no_needs_no_consent(desk):
    first, second = (ask_permit(desk, who, on(12), SPAN) for who in ("a", "b"))
    answer_permit(desk, "l1", first.permit_id, yes=True)
    with pytest.raises(RefusedError, match="away at once"):
        answer_permit(desk, "l1", second.permit_id, yes=True)
    assert answer_permit(desk, "l1", second.permit_id, yes=False).state == "declined"


def test_nobody_was_back_earlier_by_their_own_word_and_the_longest_is_what_was_not_permitted(desk):
    for start, back in (("10:00", "10:25"), ("11:00", "11:24")):
        desk.clock.to(12, start)
        permit = grant_permit(desk, "l1", "a", on(12), (at(12, start), at(12, f"{start[:2]}:15")))
        desk.clock.to(12, back)
        ended = end_permit(desk, "a", permit.permit_id, at=at(12, start))
        assert ended.returned_at == at(12, back)
    ((seen, _),) = list_attendance(desk, on(12), on(12))
    assert (seen.away_minutes, seen.longest_away_minutes) == (19, 10)
    # A leader's word may be that nobody left at all.
    desk.clock.to(12, "13:00")
    permit = grant_permit(desk, "l1", "b", on(12), (at(12, "13:00"), at(12, "13:15")))
    desk.clock.to(12, "13:10")
    assert end_permit(desk, "l1", permit.permit_id, at=at(12, "13:00")).away_minutes == 0


def test_who_has_no_duty_needs_no_permit(desk):
    with pytest.raises(NotFoundError):
        grant_permit(desk, "l1", "c", on(12), SPAN)


def test_what_somebody_asks_for_waits_for_the_duty_leader_and_permits_nothing_until_then(desk):
    asked = ask_permit(desk, "a", on(12), SPAN, reason="water", key="k")
    assert ask_permit(desk, "a", on(12), SPAN, reason="water", key="k") == asked
    assert [(item.kind, item.people) for item in waiting_for(desk, "l1")] == [("permit", ("a",))]
    assert waiting_for(desk, "b") == waiting_for(desk, DIRECTOR) == ()
    with pytest.raises(RefusedError, match="asked for already"):
        ask_permit(desk, "a", on(12), SPAN)
    with pytest.raises(RefusedError, match="needs out"):
        end_permit(desk, "a", asked.permit_id)
    with pytest.raises(RefusedError, match="not for b to give"):
        answer_permit(desk, "b", asked.permit_id, yes=True)
    # b leaves with the leader's word meanwhile: one of three may be away, so a's takes express consent.
    grant_permit(desk, "l1", "b", on(12), SPAN)
    with pytest.raises(RefusedError, match="away at once"):
        answer_permit(desk, "l1", asked.permit_id, yes=True)
    assert answer_permit(desk, "l1", asked.permit_id, yes=True, consent=True).state == "out"
    with pytest.raises(RefusedError, match="needs asked"):
        answer_permit(desk, "l1", asked.permit_id, yes=False)
    assert waiting_for(desk, "l1") == ()
    desk.clock.to(12, "10:12")
    end_permit(desk, "a", asked.permit_id)
    assert record(desk) == {"a": (0, 12)}


def test_a_no_is_told_with_its_reason_in_the_log_and_what_is_taken_back_is_not(desk):
    first = ask_permit(desk, "a", on(12), SPAN)
    assert answer_permit(desk, "a", first.permit_id, yes=False).refused_by == "a"
    second = ask_permit(desk, "a", on(12), SPAN)
    said = answer_permit(desk, "l1", second.permit_id, yes=False, reason="queue is long")
    assert (said.state, said.refusal) == ("declined", "queue is long")
    words = [line.entry.words for line in read_log(desk, on(12), "E").lines]
    assert [one.en for one in words] == ["a Anna may not be away 10:00–10:15: queue is long"]
    # Neither is a permit: the time away would be without one, and another may be asked for.
    assert ask_permit(desk, "a", on(12), SPAN).state == "asked"


def test_what_nobody_answers_lapses_when_its_time_is_over_and_not_before(desk):
    asked = ask_permit(desk, "a", on(12), SPAN)
    desk.clock.moment = at(12, "10:14:59")
    assert tick(desk)["lapsed"] == 0
    assert [item.kind for item in waiting_for(desk, "l1")] == ["permit"]
    desk.clock.moment = at(12, "10:15")
    # Whoever reads then finds it so: nobody has to run the clock.
    (lapsed,) = list_permits(desk, on(12), on(12))
    assert (lapsed.state, lapsed.lapsed_at, lapsed.granted_by) == ("lapsed", at(12, "10:15"), "")
    assert waiting_for(desk, "l1") == ()
    sentence = "a Anna asked to be away 10:00–10:15; nobody answered, so it has lapsed"
    assert [line.entry.words.en for line in read_log(desk, on(12), "E").lines] == [sentence]
    for yes in (True, False):
        with pytest.raises(RefusedError, match="it has lapsed"):
            answer_permit(desk, "l1", asked.permit_id, yes=yes)
    with pytest.raises(RefusedError, match="needs out"):
        end_permit(desk, "a", asked.permit_id)
    assert tick(desk)["lapsed"] == 0
    assert record(desk) == {}
    # It holds no place: another is given as if nobody had asked.
    assert grant_permit(desk, "l1", "a", on(12), (at(12, "10:20"), at(12, "10:30"))).state == "out"


def test_the_instant_of_its_end_stands_though_the_clock_looks_later(desk):
    ask_permit(desk, "a", on(12), SPAN)
    desk.clock.to(20)
    (lapsed,) = list_permits(desk, on(12), on(12))
    assert (lapsed.state, lapsed.lapsed_at) == ("lapsed", at(12, "10:15"))


def test_an_answer_comes_once_though_two_leaders_give_it(desk):
    asked = ask_permit(desk, "a", on(12), SPAN)
    with desk.store.writing() as connection:
        assert answer_asked(connection, replace(asked, granted_by="l1"))
        assert not answer_asked(connection, replace(asked, refused_by="l2"))


def test_without_a_duty_leader_the_team_s_leader_is_asked(store):
    desk = opened(store, "a: 12E; b: 12E; p2: 12E", now=at(12, "10:00"))
    ask_permit(desk, "p2", on(12), SPAN)
    # The deputy leads the shift and asks for their own: their team's leader answers.
    assert [item.kind for item in waiting_for(desk, "l2")] == ["permit"]
    assert waiting_for(desk, "l1") == ()


def test_what_nobody_granted_is_no_permit_in_an_older_store(desk):
    granted = grant_permit(desk, "l1", "b", on(12), SPAN)
    ask_permit(desk, "a", on(12), SPAN, reason="bank")
    with desk.store.engine.begin() as connection:
        command.downgrade(config(connection), "0018")
    upgrade(desk.store.engine)
    assert list_permits(desk, on(12), on(12)) == (granted,)


def test_yes_is_said_of_a_duty_that_is_still_theirs(store):
    desk = opened(store, "a: 12E; l1: 12E", now=at(12, "07:00"))
    asked = ask_permit(desk, "a", on(12), SPAN)
    assert request_cover(desk, "l1", "a", on(12), "b", reason="ill").state is SwapState.EFFECTIVE
    with pytest.raises(RefusedError, match="no longer works 2026-10-12 E"):
        answer_permit(desk, "l1", asked.permit_id, yes=True)
    assert answer_permit(desk, "l1", asked.permit_id, yes=False).state == "declined"


def test_who_may_be_away_to_the_end_goes_and_nobody_says_they_are_back(desk):
    grant_permit(desk, "l1", "a", on(12), (at(12, "15:00"), at(12, "16:00")))
    desk.clock.to(12, "15:20")
    check_in(desk, "a", "a", leaving=True)
    grant_permit(desk, "l1", "b", on(12), (at(12, "15:20"), at(12, "15:40")), consent=True)
    check_in(desk, "b", "b", leaving=True)
    early = {item.agent_id: item.early_minutes for item, _ in list_attendance(desk, on(12), on(12))}
    assert (early, record(desk)["a"]) == ({"a": 0, "b": 40}, (0, 40))
    assert [(item.agent_id, item.minutes) for item in list_violations(desk, MONTH)] == [("b", 40)]


def test_once_the_duty_is_over_nobody_is_away_from_it(desk):
    permit = grant_permit(desk, "l1", "a", on(12), (at(12, "15:30"), at(12, "15:50")))
    desk.clock.to(12, "17:00")
    assert end_permit(desk, "l1", permit.permit_id).returned_at == at(12, "16:00")
    assert record(desk) == {"a": (10, 20)}
    assert list_violations(desk, MONTH) == ()
