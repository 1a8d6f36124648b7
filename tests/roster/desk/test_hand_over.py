"""The hand-over: reliefs at the seats, the list, grave entries, two signatures under one log (DUTY-2 to DUTY-4)."""

import pytest
from desk_world import at, on

from roster.desk.attendance.attendance_desk import settle
from roster.desk.duty_day.hand_over import (
    check_item,
    follow,
    note,
    read_state,
    relieve,
    sign,
    sign_verdict,
    state_of,
)
from roster.desk.duty_day.roll_call import Called, Mark, call_roll
from roster.desk.inbox.waiting import waiting_for
from roster.desk.shift_log.log import read_log
from roster.desk.shift_log.occurrence import occurrence
from roster.errors import RefusedError
from roster.model import Month
from roster.model.attendance import Attendance
from roster.model.handover import Side
from roster.model.shift_log import Category, Follow, Gravity

TEXT = "a: 8E; c: 8E/180; l1: 8E; b: 8L; d: 8L/180; p2: 8L"
RULES = {"rules": {"checklist": ("PC",)}}


@pytest.fixture
def desk(desk_of):
    made = desk_of(TEXT, **RULES)
    made.clock.to(8, "15:50")
    return made


def refused(act):
    with pytest.raises(RefusedError) as caught:
        act()
    return [(item.rule, item.measured.en) for item in caught.value.refusals]


def give(desk, **more):
    return sign(desk, "l1", on(8), "E", Side.GIVE, **more)


def take(desk, **more):
    return sign(desk, "p2", on(8), "E", Side.TAKE, **more)


def test_a_shift_is_checked_given_and_taken_and_nothing_signed_changes(desk):
    assert refused(lambda: give(desk)) == [("DUTY-4", "PC")]
    check_item(desk, "l1", on(8), "E", "PC")
    note(desk, "l1", on(8), "E", "new tariff from noon", category=Category.NOTICE)
    assert refused(lambda: take(desk)) == [("DUTY-4", "not given")]
    given = give(desk, upto=read_state(desk, on(8), "E").upto)
    desk.clock.to(8, "16:02")
    taken = take(desk)
    assert (taken.given_by, taken.taken_by, taken.taken_at) == ("l1", "p2", at(8, "16:02"))
    assert (taken.upto, taken.digest) == (given.upto, given.digest)
    note(desk, "l1", on(8), "E", "one word was wrong", category=Category.NOTICE)
    state = read_state(desk, on(8), "E")
    assert (state.signed, state.intact) == (taken, True)
    assert refused(lambda: give(desk)) == [("STATE", "l1, p2")]


def test_a_log_that_grew_is_given_anew(desk):
    check_item(desk, "l1", on(8), "E", "PC")
    give(desk)
    number = note(desk, "l1", on(8), "E", "a late word", category=Category.NOTICE)
    assert refused(lambda: take(desk)) == [("STATE", f"#{number}")]
    assert refused(lambda: give(desk, upto=number - 1)) == [("STATE", f"#{number}")]
    give(desk)
    assert take(desk).upto == number


def test_a_major_incident_blocks_until_both_accept_it_or_it_is_closed(desk):
    check_item(desk, "l1", on(8), "E", "PC")
    number = note(desk, "l1", on(8), "E", "the line is down", category=Category.INCIDENT, gravity=Gravity.MAJOR)
    assert refused(lambda: give(desk)) == [("DUTY-3", f"#{number}")]
    give(desk, accept=[number])
    assert refused(lambda: take(desk)) == [("DUTY-3", f"#{number}")]
    take(desk, accept=[number])
    carried = read_log(desk, on(8), "L").carried
    assert [line.entry.entry_id for line in carried] == [number]
    assert carried[0].accepted_by(on(8), "E") == {"l1", "p2"}
    with pytest.raises(RefusedError):
        follow(desk, "p2", on(8), "L", number, how=Follow.CLOSE, result="up again")
    follow(desk, "p2", on(8), "L", number, how=Follow.CLOSE, cause="a cut cable", result="up again")
    assert read_log(desk, on(8), "L").open == ()
    assert read_state(desk, on(8), "E").intact


def test_a_fault_of_the_list_stays_open_for_the_next_shift(desk):
    number = check_item(desk, "l1", on(8), "E", "PC", fault="no picture")
    give(desk)
    take(desk)
    assert [line.entry.entry_id for line in read_log(desk, on(8), "L").carried] == [number]


def test_reliefs_are_proposed_by_job_and_who_stays_has_the_minutes(desk):
    proposed = {seat.duty.agent_id: seat.proposed for seat in read_state(desk, on(8), "E").seats}
    assert proposed == {"a": "b", "c": "d", "l1": "p2"}
    relieve(desk, "l1", on(8), "E", {"a": "b"})
    assert refused(lambda: relieve(desk, "l1", on(8), "E", {"l1": "b"})) == [("DUTY-2", "b")]
    assert refused(lambda: relieve(desk, "l1", on(8), "E", {"a": "p2"})) == [("STATE", "a")]
    desk.clock.to(8, "16:25")
    done = relieve(desk, "l1", on(8), "E", key="k")
    assert [(item.agent_id, item.relief, item.stayed_minutes) for item in done] == [("c", "d", 25), ("l1", "p2", 25)]
    assert relieve(desk, "l1", on(8), "E", key="k") == done
    words = [line.entry.words.en for line in read_log(desk, on(8), "E").lines]
    assert words == [
        "b Bao relieves a Anna of 2026-10-08 E",
        "d Dai relieves c Chen of 2026-10-08 E; stayed 25 min longer",
        "p2 Pan relieves l1 Lu of 2026-10-08 E; stayed 25 min longer",
    ]


def test_who_did_not_come_hands_nothing_over_and_relieves_nobody(desk):
    call_roll(desk, "l1", on(8), "E", [Mark("a", Called.ABSENT)], rest_present=True)
    desk.clock.to(8, "16:05")
    call_roll(desk, "p2", on(8), "L", [Mark("d", Called.ABSENT)], rest_present=True)
    # a's seat stands empty, so b is free for nobody's seat in b's job but l1's; of c's job only d would be there.
    proposed = {seat.duty.agent_id: seat.proposed for seat in read_state(desk, on(8), "E").seats}
    assert proposed == {"c": "", "l1": "b"}
    assert refused(lambda: relieve(desk, "l1", on(8), "E", {"a": "b"})) == [("STATE", "a")]
    assert refused(lambda: relieve(desk, "l1", on(8), "E", {"c": "d"})) == [("DUTY-2", "d")]
    relieve(desk, "l1", on(8), "E")
    # Nobody who was not there has worked longer.
    assert [(item.agent_id, item.minutes) for item in desk.board(Month(2026, 10)).case.stayed] == [("l1", 5)]


def test_a_correction_is_a_further_entry(desk):
    number = note(desk, "l1", on(8), "E", "ten calls lost", category=Category.PROBLEM)
    follow(desk, "l1", on(8), "E", number, how=Follow.CORRECT, words="twelve")
    line = next(line for line in read_log(desk, on(8), "E").lines if line.entry.entry_id == number)
    assert line.entry.words.en == "ten calls lost"
    assert [item.words.en for item in line.follows] == [f"#{number} corrected: twelve"]


def speaks_against(desk, actor, side):
    with desk.reading() as work:
        board = work.board(Month(2026, 10))
        state = state_of(work, board, occurrence(board, on(8), "E"))
        verdict = sign_verdict(work, board, state, actor, side)
        return [(item.rule, item.measured.en) for item in verdict.refusals], [flag.message.en for flag in verdict.flags]


def test_what_a_signature_would_meet_is_what_it_meets(desk):
    """As each thing happens, everybody on either side is told what `sign` then does."""
    number = 0

    def happens(step):
        nonlocal number
        if step == "checked":
            check_item(desk, "l1", on(8), "E", "PC")
        elif step == "grave":
            number = note(desk, "l1", on(8), "E", "down", category=Category.INCIDENT, gravity=Gravity.MAJOR)
        elif step == "closed":
            follow(desk, "l1", on(8), "E", number, how=Follow.CLOSE, cause="a cable", result="up")
        elif step == "given":
            give(desk)
        elif step == "grown":
            note(desk, "l1", on(8), "E", "a late word", category=Category.NOTICE)
        elif step == "given anew":
            give(desk)
        elif step == "taken":
            take(desk)

    told = {}
    desk.clock.to(8, "07:00")
    steps = ("early", "on", "checked", "grave", "closed", "given", "grown", "given anew", "taken")
    for step in steps:
        if step == "on":
            desk.clock.to(8, "15:50")
        happens(step)
        for actor in ("a", "l1", "p2", "l2", "dir"):
            for side in Side:
                refusals, _ = speaks_against(desk, actor, side)
                told[step, actor, side] = not refusals
                if refusals:
                    assert refused(lambda a=actor, s=side: sign(desk, a, on(8), "E", s)) == refusals, step
    assert [step for step in steps if told[step, "l1", Side.GIVE]] == [
        "checked",
        "closed",
        "given",
        "grown",
        "given anew",
    ]
    assert [step for step in steps if told[step, "p2", Side.TAKE]] == ["given", "given anew"]
    assert not any(told[step, "l1", Side.TAKE] for step in steps)


def test_who_is_unmarked_is_told_before_a_signature_until_a_leader_puts_it_right(desk):
    check_item(desk, "l1", on(8), "E", "PC")
    call_roll(desk, "l1", on(8), "E", [Mark("l1", Called.PRESENT)])
    assert read_state(desk, on(8), "E").unmarked == ("c", "a")
    (told,) = speaks_against(desk, "l1", Side.GIVE)[1]
    assert told.startswith("nothing is noted yet of 2 people: c, a")
    # The roll is called no more, but a leader of each says what holds.
    desk.clock.to(8, "16:30")
    assert refused(lambda: call_roll(desk, "l1", on(8), "E", [Mark("a", Called.PRESENT)]))[0][0] == "DUTY-1"
    settle(desk, "l1", Attendance("a", on(8)), reason="he was there")
    assert read_state(desk, on(8), "E").unmarked == ("c",)
    settle(desk, "l2", Attendance("c", on(8), 5), reason="seen at the door")
    assert speaks_against(desk, "l1", Side.GIVE) == ([], [])


def asked(desk, person):
    return [(item.subject, item.what) for item in waiting_for(desk, person) if item.kind == "sign"]


def test_a_signature_waits_for_who_hands_over_and_then_for_who_takes_over(desk):
    everybody = ("a", "l1", "l2", "p2", "dir")
    desk.clock.to(8, "15:49")
    assert all(not asked(desk, who) for who in everybody)
    desk.clock.to(8, "15:50")
    assert {who: asked(desk, who) for who in everybody if asked(desk, who)} == {"l1": [("2026-10-08/E", "give")]}
    check_item(desk, "l1", on(8), "E", "PC")
    give(desk)
    assert {who: asked(desk, who) for who in everybody if asked(desk, who)} == {"p2": [("2026-10-08/E", "take")]}
    # What was given waits until it is taken; what nobody gave no longer than the shift after it.
    desk.clock.to(9, "12:00")
    assert asked(desk, "p2") == [("2026-10-08/E", "take"), ("2026-10-08/L", "give")]
    take(desk)
    assert asked(desk, "p2") == [("2026-10-08/L", "give")]
    desk.clock.to(10, "12:00")
    assert asked(desk, "p2") == []
