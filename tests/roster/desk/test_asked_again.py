"""What is asked for already, or can never come to anything, is refused with what stands; past drafts still ask."""

from datetime import date

import pytest
from desk_world import DIRECTOR, on

from roster.desk.inbox.waiting import waiting_for
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.matching.wish_desk import file_wish, withdraw_wish
from roster.desk.rosters.roster_desk import publish, save_draft
from roster.desk.swaps.suggest import suggest
from roster.desk.swaps.swap_ask import asked as asking
from roster.desk.swaps.swap_ask import check_swap
from roster.desk.swaps.swap_decision import accept_swap, approve_swap, decline_swap, withdraw_swap
from roster.desk.swaps.swap_filing import request_change, request_cover, request_swap
from roster.errors import RefusedError
from roster.model import Leave, LeaveStatus, Month, Roster
from roster.model.swap_wish import SwapWish

OCTOBER = Month(2026, 10)
TEXT = "a: 5E 8E 14E 20E 28E; b: 12E 17E 24E; c: 9E 15E 22E"


def swap(desk, actor="a", day=8, partner="b", back=12):
    return request_swap(desk, actor, on(day), partner, on(back), reason="family")


def said(act):
    """The rules and subjects of what refuses an act."""
    with pytest.raises(RefusedError) as refused:
        act()
    return [(item.rule, item.subject) for item in refused.value.refusals]


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (swap, swap),
        (swap, lambda desk: swap(desk, back=17)),
        (swap, lambda desk: request_cover(desk, "a", "a", on(8), "b", reason="family")),
        (swap, lambda desk: swap(desk, "b", 12, "a", 8)),
        (
            lambda desk: request_change(desk, "a", on(28), on(28), "L", reason="doctor"),
            lambda desk: request_change(desk, "a", on(28), on(29), "E", reason="doctor"),
        ),
    ],
    ids=["the same", "another day in return", "as a cover", "the other way round", "a change"],
)
def test_what_is_asked_for_already_is_refused_with_what_stands(desk_of, first, again):
    desk = desk_of(TEXT)
    stands = first(desk)
    assert said(lambda: again(desk)) == [("STATE", f"swap:{stands.swap_id}")]
    withdraw_swap(desk, "a", stands.swap_id)
    assert again(desk).swap_id != stands.swap_id


def test_somebody_else_may_be_asked_for_the_same_duty_and_a_leader_orders_over_it(desk_of):
    desk = desk_of(TEXT)
    stands = swap(desk)
    assert swap(desk, partner="c", back=22).swap_id != stands.swap_id
    assert request_cover(desk, "l1", "a", on(8), "b", reason="ill").number == 1


def test_what_is_asked_for_already_is_not_suggested(desk_of):
    desk = desk_of(TEXT)

    def offered(agent, day, **given):
        ways = suggest(desk.board(OCTOBER), agent, on(day), desk.clock, **given)
        return {(way.partner, way.pay_back and way.pay_back.day.day) for way in ways}

    before, back = offered("a", 8), offered("b", 12)
    assert {"b", "c"} <= {partner for partner, _ in before}
    assert ("a", 8) in back
    stands = swap(desk)
    assert offered("a", 8) == {way for way in before if way[0] != "b"}
    assert offered("b", 12) == back - {("a", 8)}
    assert "b" not in {partner for partner, _ in offered("a", 8, covers=True)}
    assert "b" in {partner for partner, _ in offered("a", 8, covers=True, by_leader=True)}
    withdraw_swap(desk, "a", stands.swap_id)
    assert offered("a", 8) == before


def test_the_check_says_so_before_it_is_sent(desk_of):
    desk = desk_of(TEXT)
    stands = swap(desk)

    def allowed():
        request = asking(
            desk.board(OCTOBER),
            "a",
            "a",
            on(8),
            "b",
            pay_back_day=on(12),
            pay_back_shift=None,
            reason="-",
            clock=desk.clock,
        )
        return check_swap(desk.board(OCTOBER), request, desk.clock).allowed

    assert not allowed()
    decline_swap(desk, "b", stands.swap_id)
    assert allowed()


def test_the_same_leave_is_refused_with_the_one_that_stands(desk_of):
    desk = desk_of(TEXT)

    def ask():
        return file_leave(desk, "a", "a", kind="personal", start=on(14), end=on(14), reason="moving")

    stands = ask()
    assert said(ask) == [("STATE", f"leave:{stands.leave_id}")]


def test_a_wish_that_nobody_could_meet_is_refused_by_its_clause(desk_of):
    desk = desk_of(TEXT)

    def wish(agent, day):
        return file_wish(desk, agent, SwapWish(agent, on(day)), reason="family")

    assert said(lambda: wish("a", 5)) == [("SWAP-9", "")]
    assert wish("a", 14).filed.wish_id
    one, two = swap(desk), swap(desk, day=20, partner="c", back=22)
    # Both are open: a place may be free again.
    withdraw_wish(desk, "a", wish("a", 28).filed.wish_id)
    for item, partner in ((one, "b"), (two, "c")):
        accept_swap(desk, partner, item.swap_id)
        approve_swap(desk, "l1", item.swap_id)
    approve_swap(desk, "l2", two.swap_id)
    assert ("SWAP-3a", "") in said(lambda: wish("a", 28))
    assert wish("b", 24).filed.wish_id


def test_what_keeps_a_month_from_being_published_is_asked_whatever_the_date(desk_of):
    day_off = Leave("a", "personal", on(14), on(14), LeaveStatus.REQUESTED)
    desk = desk_of(TEXT, publishes=False, leaves=(day_off,))
    draft = save_draft(desk, "l1", OCTOBER, Roster((), granted=frozenset({0})))

    def kinds(who, **given):
        return [item.kind for item in waiting_for(desk, who, **given)]

    for now in ((20, 9), (29, 11), (28, 2)):
        desk.clock.moment = desk.clock.moment.replace(year=2027 if now[1] == 2 else 2026, month=now[1], day=now[0])
        assert kinds("l1") == ["grants"]
    desk.clock.to(29, month=11)
    empty = save_draft(desk, "l1", OCTOBER, Roster(()))
    assert empty.roster_id != draft.roster_id
    assert kinds(DIRECTOR, publishes=True) == ["draft"]
    publish(desk, DIRECTOR, empty.roster_id, accept_breaches=True, reason="as drawn")
    save_draft(desk, "l1", OCTOBER, Roster(()))
    assert "draft" not in kinds(DIRECTOR, publishes=True)
    assert desk.clock.moment.date() > date(2026, 10, 31)
