"""A swap's life: every state and who brings it about; the register, the quota, the pay-back."""

from typing import Any

import pytest
from desk_store import opened
from desk_world import DIRECTOR, on

from roster.desk.leaves.leave_filing import file_leave
from roster.desk.ledger import ledger, pay_backs
from roster.desk.rosters.roster_desk import publish, published_roster, save_draft
from roster.desk.swaps.swap_decision import accept_swap, approve_swap, confirm_handover, decline_swap, withdraw_swap
from roster.desk.swaps.swap_filing import request_change, request_cover, request_swap
from roster.desk.swaps.swap_reading import list_swaps, read_swap, register
from roster.desk.tick import tick
from roster.errors import InputError, NotFoundError, RefusedError, StaleError
from roster.model import Month
from roster.model.swap import SwapKind, SwapState
from roster.store import audit, quota_rows

OCTOBER = Month(2026, 10)
TEXT = "a: 8E 14E 20E 28E; b: 12E 17E 24E; c: 9E 15E 22E; d: 13E/189"


def asked(desk, **given):
    values: dict[str, Any] = {"actor": "a", "day": on(8), "partner": "b", "pay_back_day": on(12), "reason": "family"}
    values.update(given)
    return request_swap(desk, **values)


def used(desk, month="2026-10"):
    with desk.reading() as work:
        return quota_rows.used_places(work.connection, desk.centre_id, month)


def test_request_accept_approve_and_the_duties_change(desk_of):
    desk = desk_of(TEXT)
    swap = asked(desk)
    assert swap.state is SwapState.REQUESTED
    assert accept_swap(desk, "b", swap.swap_id).state is SwapState.ACCEPTED
    done = approve_swap(desk, "l1", swap.swap_id)
    assert (done.state, done.number) == (SwapState.EFFECTIVE, 1)
    _, roster = published_roster(desk, OCTOBER)
    mine = {(duty.agent_id, duty.day.day) for duty in roster.duties if duty.agent_id in {"a", "b"}}
    assert {("a", 12), ("b", 8)} <= mine
    assert not {("a", 8), ("b", 12)} & mine
    assert [(entry.number, entry.swap_id) for entry in register(desk)] == [(1, swap.swap_id)]


def test_two_leaders_approve_for_two_teams(desk_of):
    desk = desk_of(TEXT)
    swap = asked(desk, partner="c", pay_back_day=on(15))
    accept_swap(desk, "c", swap.swap_id)
    assert approve_swap(desk, "l1", swap.swap_id).state is SwapState.ACCEPTED
    with pytest.raises(RefusedError):
        approve_swap(desk, "l1", swap.swap_id)
    assert approve_swap(desk, "l2", swap.swap_id).state is SwapState.EFFECTIVE


def test_no_approval_before_the_partner_accepts(desk_of):
    desk = desk_of(TEXT)
    with pytest.raises(RefusedError):
        approve_swap(desk, "l1", asked(desk).swap_id)


def test_a_pay_back_is_owed_until_it_is_worked(desk_of):
    desk = desk_of(TEXT)
    swap = asked(desk)
    accept_swap(desk, "b", swap.swap_id)
    approve_swap(desk, "l1", swap.swap_id)
    (owed,) = pay_backs(desk)
    assert (owed.debtor, owed.creditor, owed.day, owed.state) == ("a", "b", on(12), "owed")
    assert [item.day for item in ledger(desk, OCTOBER, ["a"])[0].owed] == [on(12)]
    assert [item.day for item in ledger(desk, OCTOBER, ["b"])[0].due] == [on(12)]
    desk.clock.to(12, "15:59")
    assert tick(desk)["settled"] == 0
    desk.clock.to(12, "16:00")
    assert tick(desk)["settled"] == 1
    assert pay_backs(desk)[0].state == "worked"
    assert ledger(desk, OCTOBER, ["a"])[0].owed == ()


@pytest.mark.parametrize(
    ("end", "state"),
    [
        (lambda desk, swap: withdraw_swap(desk, "a", swap), SwapState.WITHDRAWN),
        (lambda desk, swap: decline_swap(desk, "b", swap), SwapState.DECLINED),
        (lambda desk, swap: decline_swap(desk, "l1", swap), SwapState.DECLINED),
    ],
)
def test_a_request_that_ends_releases_its_places(desk_of, end, state):
    desk = desk_of(TEXT)
    swap = asked(desk)
    assert used(desk) == {"a": 1, "b": 1}
    assert end(desk, swap.swap_id).state is state
    assert used(desk) == {}
    with pytest.raises(RefusedError):
        accept_swap(desk, "b", swap.swap_id)


def test_a_swap_whose_duty_begins_undecided_expires(desk_of):
    desk = desk_of(TEXT)
    swap = asked(desk)
    accept_swap(desk, "b", swap.swap_id)
    desk.clock.to(8, "07:59")
    assert tick(desk)["expired"] == 0
    desk.clock.to(8, "08:00")
    assert approve_swap(desk, "l1", swap.swap_id).state is SwapState.EXPIRED
    assert used(desk) == {}


def test_the_clock_expires_what_nobody_decided(desk_of):
    desk = desk_of(TEXT)
    swap = asked(desk)
    desk.clock.to(8, "08:00")
    assert tick(desk)["expired"] == 1
    assert read_swap(desk, swap.swap_id).state is SwapState.EXPIRED
    assert tick(desk)["expired"] == 0


def test_a_swap_is_void_once_one_of_its_duties_changed(desk_of):
    desk = desk_of(TEXT)
    first = asked(desk)
    second = asked(desk, actor="c", day=on(15), partner="a", pay_back_day=on(8))
    accept_swap(desk, "b", first.swap_id)
    approve_swap(desk, "l1", first.swap_id)
    assert read_swap(desk, second.swap_id).state is SwapState.VOID
    assert used(desk) == {"a": 1, "b": 1}


def test_leave_on_a_duty_voids_the_swap_that_waits_for_it(desk_of):
    desk = desk_of(TEXT)
    swap = asked(desk)
    desk.clock.to(8, "06:00")
    file_leave(desk, "b", "b", kind="sick", start=on(12), end=on(12), reason="flu")
    assert read_swap(desk, swap.swap_id).state is SwapState.VOID


def test_the_third_swap_of_a_month_is_refused_while_two_are_pending(desk_of):
    desk = desk_of(TEXT)
    asked(desk)
    asked(desk, day=on(20), partner="c", pay_back_day=on(22))
    with pytest.raises(RefusedError) as refusal:
        asked(desk, day=on(28), partner="b", pay_back_day=on(24))
    assert "SWAP-3a" in {item.rule for item in refusal.value.refusals}


def test_an_idempotency_key_makes_a_repetition_harmless(desk_of):
    desk = desk_of(TEXT)
    first = asked(desk, key="k1")
    assert asked(desk, key="k1").swap_id == first.swap_id
    assert used(desk) == {"a": 1, "b": 1}
    accept_swap(desk, "b", first.swap_id, key="k2")
    assert accept_swap(desk, "b", first.swap_id, key="k2").state is SwapState.ACCEPTED
    done = approve_swap(desk, "l1", first.swap_id, key="k3")
    assert approve_swap(desk, "l1", first.swap_id, key="k3").number == done.number == 1
    with pytest.raises(InputError):
        withdraw_swap(desk, "a", first.swap_id, key="k1")


def test_a_leaders_cover_is_effective_at_once_and_uses_no_quota(desk_of):
    desk = desk_of(TEXT)
    done = request_cover(desk, "l1", "a", on(28), "b", reason="a is ill")
    assert (done.kind, done.state, done.number) == (SwapKind.COVER, SwapState.EFFECTIVE, 1)
    assert used(desk) == {}


def test_an_own_cover_waits_for_partner_and_leader(desk_of):
    desk = desk_of(TEXT)
    swap = request_cover(desk, "a", "a", on(28), "b", reason="moving house")
    assert swap.state is SwapState.REQUESTED
    accept_swap(desk, "b", swap.swap_id)
    assert approve_swap(desk, "l1", swap.swap_id).state is SwapState.EFFECTIVE
    assert used(desk) == {"a": 1, "b": 1}
    assert pay_backs(desk) == ()


def test_a_change_needs_only_the_leader(desk_of):
    desk = desk_of(TEXT)
    swap = request_change(desk, "a", on(28), on(28), "L", reason="doctor")
    assert swap.state is SwapState.ACCEPTED
    assert approve_swap(desk, "l1", swap.swap_id).state is SwapState.EFFECTIVE
    _, roster = published_roster(desk, OCTOBER)
    assert [duty.shift for duty in roster.duties if (duty.agent_id, duty.day) == ("a", on(28))] == ["L"]
    assert used(desk) == {}


def test_only_parties_see_and_confirm_the_handover(desk_of):
    desk = desk_of(TEXT)
    swap = asked(desk)
    with pytest.raises(NotFoundError):
        accept_swap(desk, "c", swap.swap_id)
    with pytest.raises(NotFoundError):
        withdraw_swap(desk, "c", swap.swap_id)
    with pytest.raises(RefusedError):
        withdraw_swap(desk, "b", swap.swap_id)
    with pytest.raises(RefusedError):
        confirm_handover(desk, "a", swap.swap_id)
    accept_swap(desk, "b", swap.swap_id)
    approve_swap(desk, "l1", swap.swap_id)
    assert confirm_handover(desk, "a", swap.swap_id).confirmed == {"a"}
    with pytest.raises(NotFoundError):
        confirm_handover(desk, "c", swap.swap_id)


def test_nothing_is_swapped_with_oneself_or_without_a_duty(desk_of):
    desk = desk_of(TEXT)
    with pytest.raises(InputError):
        asked(desk, partner="a", pay_back_day=on(14))
    with pytest.raises(NotFoundError):
        asked(desk, day=on(9))


def test_the_register_numbers_without_a_gap_though_requests_fail_between(desk_of):
    desk = desk_of(TEXT)
    first = asked(desk)
    accept_swap(desk, "b", first.swap_id)
    approve_swap(desk, "l1", first.swap_id)
    second = asked(desk, actor="c", day=on(22), partner="b", pay_back_day=on(24))
    accept_swap(desk, "b", second.swap_id)
    approve_swap(desk, "l1", second.swap_id)
    with pytest.raises(RefusedError):
        approve_swap(desk, "l2", first.swap_id)
    approve_swap(desk, "l2", second.swap_id)
    assert [entry.number for entry in register(desk)] == [1, 2]


def test_a_draft_made_before_a_swap_is_stale_afterwards(desk_of):
    desk = desk_of(TEXT)
    version, roster = published_roster(desk, OCTOBER)
    draft = save_draft(desk, "l1", OCTOBER, roster, re_plans=version)
    swap = asked(desk)
    accept_swap(desk, "b", swap.swap_id)
    approve_swap(desk, "l1", swap.swap_id)
    with pytest.raises(StaleError):
        publish(desk, DIRECTOR, draft.roster_id)


def test_what_is_kept_in_memory_equals_what_is_in_the_store(desk_of):
    desk = desk_of(TEXT)
    swap = asked(desk)
    accept_swap(desk, "b", swap.swap_id)
    approve_swap(desk, "l1", swap.swap_id)
    in_memory = desk.board(OCTOBER)
    with desk.reading() as work:
        fresh = work.loaded(OCTOBER)
    assert in_memory.roster == fresh.roster
    assert set(in_memory.swaps) == set(fresh.swaps)
    assert in_memory.duties == fresh.duties
    assert in_memory.case == fresh.case


def test_every_act_leaves_its_row_in_the_log(desk_of):
    desk = desk_of(TEXT)
    swap = asked(desk)
    accept_swap(desk, "b", swap.swap_id)
    approve_swap(desk, "l1", swap.swap_id)
    with desk.reading() as work:
        rows = [(row.actor, row.action) for row in audit.audit_rows(work.connection)]
        assert audit.verify(work.connection).intact
    assert rows[-3:] == [("a", "swap.request"), ("b", "swap.accept"), ("l1", "swap.approve")]


def test_lists_by_month_and_state(desk_of):
    desk = desk_of(TEXT)
    one = asked(desk)
    two = asked(desk, actor="c", day=on(22), partner="b", pay_back_day=on(24))
    withdraw_swap(desk, "a", one.swap_id)
    assert {swap.swap_id for swap in list_swaps(desk, OCTOBER)} == {one.swap_id, two.swap_id}
    assert [swap.swap_id for swap in list_swaps(desk, OCTOBER, [SwapState.WITHDRAWN])] == [one.swap_id]


def test_two_centres_do_not_meet(store):
    one = opened(store, TEXT)
    two = opened(store, TEXT, centre="hall")
    swap = asked(one)
    with pytest.raises(NotFoundError):
        read_swap(two, swap.swap_id)
    assert used(two) == {}
