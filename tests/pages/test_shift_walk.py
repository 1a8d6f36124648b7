"""A team leader runs a shift on a tablet from roll call to signed hand-over, offline for a while, without paper."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete

from api.accounts.accounts import create_account
from api.accounts.caller import Role
from api.store.tables import ACCOUNTS
from roster.desk.duty_day.hand_over import read_state
from roster.desk.duty_day.permits import ask_permit
from roster.desk.duty_day.roll_call import read_roll
from roster.desk.shift_log.log import read_log
from roster.desk.shift_log.occurrence import duty_leaders, occurrence
from roster.desk.swaps.swap_decision import approve_swap
from roster.desk.swaps.swap_reading import list_swaps
from roster.model import Month

pytestmark = pytest.mark.chromium
DAY = date(2026, 10, 12)
OCTOBER = Month(2026, 10)
SHIFT = f"/day/{DAY}?shift=A"


def local(hour, minute=0):
    """A time of the 12th in Shanghai."""
    return datetime(2026, 10, 12, hour - 8, minute, tzinfo=UTC)


def states(world):
    return {line.duty.agent_id: line.state and line.state.value for line in read_roll(world.desk, DAY, "A").lines}


def lead(world, name, code):
    """An account of who leads a shift."""
    board = world.desk.board(OCTOBER)
    person = duty_leaders(board, occurrence(board, DAY, code))[0]
    with world.parts.store.writing() as connection:
        connection.execute(delete(ACCOUNTS).where(ACCOUNTS.c.agent_id == person))
        create_account(connection, name, Role.LEADER, name=name, centre_id="hotline", agent_id=person)


def test_a_shift_from_the_roll_call_to_the_signed_hand_over(world, as_visitor):
    world.clock.at = local(8)
    lead(world, "watch", "A")
    lead(world, "next", read_state(world.desk, DAY, "A").to.shift)
    with as_visitor(world, "watch", width=820) as visitor:
        page = visitor.page
        visitor.goto(SHIFT)
        missing, late, _, out = list(states(world))[:4]
        # The network is gone while the roll is called: nothing is lost, and nothing is sent twice.
        page.context.set_offline(True)
        page.locator(f'input[name="m.{missing}"][value=absent]').check(force=True)
        page.locator(f'input[name="m.{late}"]').first.focus()
        page.keyboard.press("2")
        page.locator(f'input[name="n.{late}"]').fill("12")
        page.keyboard.press("Tab")
        page.locator("button[name=rest]").click()
        page.locator("#queue", has_text="离线").wait_for()
        page.context.set_offline(False)
        page.locator("#queue", has_text="已保存").wait_for()
        called = states(world)
        assert (called.pop(missing), called.pop(late), set(called.values())) == ("absent", "late", {"on time"})
        # Somebody takes the empty seat, in one act.
        with as_visitor(world, "leader", scripts=False) as other:
            # Who leads neither the shift nor the person is told who may call somebody in.
            other.goto(SHIFT)
            assert other.page.locator(".card.next button").count() == 0
            assert "由值班班长或其班长叫人" in other.page.inner_text(".card.next")
        cover = page.locator(".card.next button").first
        partner = cover.get_attribute("value")
        visitor.follow(cover)
        page.locator("#log-list", has_text="待对方班长同意").wait_for()
        # The empty seat says who has been called, and whose word that waits for.
        assert "已叫" in page.inner_text(".card.next")
        (ordered,) = (swap for swap in list_swaps(world.desk, OCTOBER) if swap.by_leader)
        approve_swap(world.desk, "@director", ordered.swap_id)
        visitor.goto(SHIFT)
        page.locator(f'li[data-agent="{partner}"]', has_text="应到").wait_for()
        # A line fails, and somebody asks to leave the post.
        page.fill("#f-words", "线路中断")
        page.select_option("select[name=gravity]", "major")
        visitor.follow(page.locator("form[action$='/note'] button"))
        page.locator("#log-list", has_text="线路中断").wait_for()
        asked = ask_permit(world.desk, out, DAY, (local(9), local(9, 15)))
        visitor.goto(f"/permits/{asked.permit_id}")
        visitor.follow(page.locator("form[action$='/answer'] button", has_text="准").first)
        page.locator("form[action$='/back'] button").wait_for()
        world.clock.at = local(9, 15)
        visitor.follow(page.locator("form[action$='/back'] button"))
        page.locator("#beyond", has_text="已返岗").wait_for()
        # The called-in one is there when due; at the end each seat has its relief, and the leader signs.
        world.clock.at = local(10)
        visitor.goto(SHIFT)
        page.locator(f'input[name="m.{partner}"][value=present]').check(force=True)
        page.locator("#queue", has_text="已保存").wait_for()
        world.clock.at = read_state(world.desk, DAY, "A").here.end
        visitor.goto(SHIFT)
        page.locator("summary", has_text="在岗交接").click()
        visitor.follow(page.locator("form[action$='/relieve'] button"))
        visitor.follow(page.locator("button[name=side][value=give]"))
        assert "交接班规定 §4" in page.inner_text("#problem")
        page.locator("input[name=accept]").check()
        visitor.follow(page.locator("button[name=side][value=give]"))
        page.locator("#over", has_text="交 ").wait_for()
        assert visitor.violations() == []
    with as_visitor(world, "next", width=820) as visitor:
        page = visitor.page
        visitor.goto(SHIFT)
        page.locator("input[name=accept]").check()
        visitor.follow(page.locator("button[name=side][value=take]"))
        page.locator("#over", has_text="已签").wait_for()
        # On paper, for who wants it: the sheet says what the page does, without its buttons.
        page.emulate_media(media="print")
        assert "已签" in page.inner_text("#over")
        assert not page.locator("form[action$='/note']").is_visible()
        assert "迟到 12 分" in page.inner_text(f'li[data-agent="{late}"]')
    state = read_state(world.desk, DAY, "A")
    assert state.signed is not None
    assert (state.signed.is_signed, state.intact) == (True, True)
    assert all(seat.relief for seat in state.seats if seat.proposed)
    kinds = [line.entry.kind for line in read_log(world.desk, DAY, "A").lines]
    assert [kinds.count(kind) for kind in ("absent", "late", "call-in", "incident", "permit", "accept")] == [
        1, 1, 1, 1, 1, 2,
    ]  # fmt: skip
    assert states(world)[partner] == "on time"
