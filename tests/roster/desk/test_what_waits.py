"""What an inbox asks of whom, and until when: each thing once its turn has come, of nobody else, and no longer."""

import pytest
from desk_store import Watch, opened
from desk_world import AGENTS, CENTRE_DIRECTOR, DIRECTOR, MONTH, at, on

from roster.desk.duty_day.permits import ask_permit
from roster.desk.inbox.waiting import next_deadline, waiting_for
from roster.desk.leaves.leave_decision import decide_leave, hand_in_certificate
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.meetings.meeting_desk import record_meeting, told_later
from roster.desk.rosters.grants_desk import decide_grants
from roster.desk.rosters.roster_desk import save_draft
from roster.desk.swaps.swap_decision import accept_swap, approve_swap, confirm_handover
from roster.desk.swaps.swap_filing import request_cover, request_swap
from roster.desk.tick import tick
from roster.errors import RefusedError
from roster.model import Leave, LeaveStatus, Roster

EVERYBODY = (*(agent.agent_id for agent in AGENTS), DIRECTOR, CENTRE_DIRECTOR)


def asked(desk, kind):
    """Who is asked for something of a kind."""
    return {who for who in EVERYBODY if any(item.kind == kind for item in waiting_for(desk, who, publishes=True))}


def item_of(desk, who, kind):
    (item,) = (item for item in waiting_for(desk, who) if item.kind == kind)
    return item


def test_a_swap_asks_the_partner_then_the_leader_then_who_took_a_duty_until_it_begins(desk_of):
    desk = desk_of("a: 9E; b: 12E")
    swap = request_swap(desk, "a", on(9), "b", on(12), reason="family")
    assert (asked(desk, "accept"), asked(desk, "swap")) == ({"b"}, set())
    accept_swap(desk, "b", swap.swap_id)
    assert (asked(desk, "accept"), asked(desk, "swap"), asked(desk, "confirm")) == (set(), {"l1"}, set())
    approve_swap(desk, "l1", swap.swap_id)
    assert (asked(desk, "swap"), asked(desk, "confirm")) == (set(), {"a", "b"})
    confirm_handover(desk, "a", swap.swap_id)
    assert asked(desk, "confirm") == {"b"}
    desk.clock.to(9, "07:59")
    assert asked(desk, "confirm") == {"b"}
    desk.clock.to(9, "08:00")
    assert asked(desk, "confirm") == set()


def test_an_undecided_swap_asks_nobody_once_its_duty_has_begun(desk_of):
    desk = desk_of("a: 9E; b: 12E")
    request_swap(desk, "a", on(9), "b", on(12), reason="family")
    desk.clock.to(9, "08:00")
    assert (asked(desk, "accept"), asked(desk, "swap")) == (set(), set())


def test_who_is_put_in_by_a_leader_is_not_asked_but_their_own_leader_is(desk_of):
    desk = desk_of("a: 9E")
    request_cover(desk, "l1", "a", on(9), "c", reason="ill")
    assert (asked(desk, "accept"), asked(desk, "swap")) == (set(), {"l2", DIRECTOR})


def test_who_applied_for_somebody_does_not_decide_it(desk_of):
    desk = desk_of("a: 9E")
    file_leave(desk, "l1", "a", kind="business", start=on(9), end=on(9), reason="fair")
    assert "l1" not in asked(desk, "leave")
    assert asked(desk, "leave")


def test_leave_asks_by_when_it_touches_somebody_and_tells_which_seats_it_costs(desk_of):
    desk = desk_of("a: 9E; b: 9E", seats=[(on(9), minute, "189", 2) for minute in (480, 510)])
    file_leave(desk, "a", "a", kind="personal", start=on(9), end=on(9), reason="family")
    open_one = item_of(desk, "l1", "leave")
    assert (open_one.due, open_one.gap, open_one.counts, open_one.reported_by) == (at(9, "08:00"), 2, False, "")
    desk.clock.to(8)
    file_leave(desk, "b", "b", kind="sick", start=on(9), end=on(9), reason="flu")
    ill = next(item for item in waiting_for(desk, "l1") if item.kind == "leave" and item.people == ("b",))
    # It counts already, so the seat is empty as things stand; the word on it matters until the leave is over.
    assert (ill.due, ill.gap, ill.counts) == (at(10), 2, True)


def test_a_certificate_is_asked_for_until_it_is_in(desk_of):
    desk = desk_of("a: 9E 10E")
    leave = file_leave(desk, "a", "a", kind="sick", start=on(9), end=on(10), reason="flu")
    assert asked(desk, "certificate") == {"a"}
    decide_leave(desk, "l1", leave.leave_id, approved=True)
    hand_in_certificate(desk, "a", leave.leave_id, on(9), on(9))
    assert asked(desk, "certificate") == {"a"}
    hand_in_certificate(desk, "a", leave.leave_id, on(10), on(10))
    assert asked(desk, "certificate") == set()


def test_a_missed_pay_back_asks_the_leader_of_both_and_where_there_is_none_the_directors(desk_of):
    for partner, leaders, deciders in (("b", ("l1",), {"l1"}), ("c", ("l1", "l2"), {DIRECTOR})):
        desk = desk_of(f"a: 9E; {partner}: 12E", centre=f"centre-{partner}")
        swap = request_swap(desk, "a", on(9), partner, on(12), reason="family")
        accept_swap(desk, partner, swap.swap_id)
        for leader in leaders:
            approve_swap(desk, leader, swap.swap_id)
        desk.clock.to(11)
        file_leave(desk, "a", "a", kind="sick", start=on(12), end=on(12), reason="flu")
        desk.clock.to(12, "15:59")
        assert asked(desk, "payback") == set()
        desk.clock.to(12, "16:00")
        assert asked(desk, "payback") == deciders
        assert item_of(desk, min(deciders), "payback").due == at(13)


def test_a_meeting_is_to_be_told_for_a_week(desk_of):
    desk = desk_of("l1: 16E", now=at(16, "15:00"))
    record_meeting(desk, DIRECTOR, on(16), "weekly", [])
    # Nobody tells themselves what was said.
    assert asked(desk, "hear") == {DIRECTOR}
    with pytest.raises(RefusedError, match="to do"):
        told_later(desk, "l1", on(16), "weekly", "l1")
    told_later(desk, DIRECTOR, on(16), "weekly", "l1")
    told_later(desk, DIRECTOR, on(16), "weekly", "l2")
    desk.clock.to(23, "14:30")
    record_meeting(desk, DIRECTOR, on(23), "all-hands", ["l1", "l2"])
    assert asked(desk, "hear") == {"l1", "l2"}
    desk.clock.to(30, "13:59")
    assert asked(desk, "hear") == {"l1", "l2"}
    desk.clock.to(30, "14:00")
    assert asked(desk, "hear") == set()


def test_a_permit_is_asked_of_who_leads_the_shift_while_the_duty_is_theirs_who_asked(desk_of):
    desk = desk_of("a: 12E; b: 12E; l1: 12E", now=at(12, "09:00"))
    ask_permit(desk, "a", on(12), (at(12, "15:00"), at(12, "15:10")))
    assert asked(desk, "permit") == {"l1"}
    request_cover(desk, DIRECTOR, "a", on(12), "l2", reason="ill")
    assert asked(desk, "permit") == set()


def test_a_draft_is_the_directors_to_publish_once_nobodys_word_is_missing(desk_of):
    wanted = Leave("l1", "annual", on(14), on(14), LeaveStatus.REQUESTED)
    desk = desk_of("", leaves=(wanted,), publishes=False)
    draft = save_draft(desk, "l2", MONTH, Roster.of((), {0}))
    # A leader's own leave begins with the director.
    assert (asked(desk, "grants"), asked(desk, "draft")) == ({DIRECTOR}, set())
    decide_grants(desk, DIRECTOR, draft.roster_id)
    assert (asked(desk, "grants"), asked(desk, "draft") >= {DIRECTOR}) == (set(), True)


@pytest.mark.parametrize(("wall", "told"), [("07:59", True), ("08:00", False)])
def test_the_next_deadline_lies_ahead(lite, wall, told):
    clock = Watch(at(1, month=9))
    desk = opened(lite, "a: 9E; b: 12E")
    desk.clock = clock
    request_swap(desk, "a", on(9), "b", on(12), reason="family")
    clock.to(9, wall)
    tick(desk)
    assert (next_deadline(desk, "l2") is None, next_deadline(desk, "a") is not None) == (True, told)
