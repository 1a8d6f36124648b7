"""换班, 顶班, 调班: each by its own word and sign wherever it is told, pending ones on every day they would change."""

import html
import re
from datetime import date

import pytest
from api_world import MONTH, local

from api.notices.tell import SWAP_WORDS, tell_news
from api.pages.views.board import MARKS, SWAP_MARKS
from api.pages.views.swap import PENDING, SIGNS
from roster.desk.swaps.suggest import suggest
from roster.desk.swaps.swap_decision import accept_swap, approve_swap
from roster.desk.swaps.swap_filing import request_change, request_cover, request_swap
from roster.desk.words import state_words
from roster.model.swap import OPEN_SWAPS, SwapKind, SwapState


def page(world, who, path, language="zh"):
    headers = {"Authorization": f"Bearer {world.tokens[who]}", "Accept": "text/html", "Accept-Language": language}
    answer = world.client.get(path, headers=headers)
    assert answer.status_code == 200
    return html.unescape(answer.text)


def filed(world, kind):
    """A request of that kind by a, as soon as one is allowed, and the days that it changes for a."""
    board, clock = world.desk.board(MONTH), world.clock
    days = sorted(day for day in board.duties["a"] if board.stint(board.duties["a"][day]).start > clock.now())
    if kind is SwapKind.CHANGE:
        free = next(day for day in days if date(2026, 10, day.day + 1) not in board.duties["a"])
        to = date(2026, 10, free.day + 1)
        return request_change(world.desk, "a", free, to, "E", reason="x"), (free, to)
    for day in days:
        for way in suggest(board, "a", day, clock, covers=kind is SwapKind.COVER, only="c"):
            if kind is SwapKind.COVER:
                return request_cover(world.desk, "a", "a", day, "c", reason="x"), (day,)
            return request_swap(world.desk, "a", day, "c", way.pay_back.day, reason="x"), (day, way.pay_back.day)
    raise AssertionError(kind)


def line(text, day):
    """What one's month says of a day, without its tags."""
    (found,) = re.findall(rf'<li class="day[^"]*">(?:(?!</li>).)*{day:%m-%d}(?:(?!</li>).)*</li>', text, re.DOTALL)
    return re.sub(r"<[^>]+>", " ", found), found


@pytest.mark.parametrize("kind", [SwapKind.SWAP, SwapKind.COVER, SwapKind.CHANGE])
def test_each_kind_is_told_by_its_word_and_sign(published, kind):
    world = published
    swap, days = filed(world, kind)
    zh, sign, link = state_words(kind.value).zh, SIGNS[kind], f"/swaps/{swap.swap_id}"
    others = {state_words(other.value).zh for other in SwapKind} - {zh}

    def says(text):
        assert zh in text
        assert not any(f"{other}{tail}" in text for other in others for tail in ("待", "已", "申请"))

    # My month: each day that it would change says so, what it would be, and leads there.
    month = page(world, "agent", "/me/month?month=2026-10")
    waits = PENDING[swap.state].zh
    for day, then in zip(days, ("将休", "将上 E"), strict=False):
        plain, raw = line(month, day)
        assert f"{sign} {zh}{waits}:{then}" in plain
        assert f'href="{link}">看{zh}' in raw
    # The other party is asked for the answer.
    if kind is not SwapKind.CHANGE:
        assert re.search(rf'href="{link}">\S* ?Anna a {sign} ', page(world, "partner", "/"))
        accept_swap(world.desk, "c", swap.swap_id)
    while tell_news(world.parts.office, mail=False):
        pass
    says(page(world, "leader", "/me/notices"))
    # The list and the inbox of who decides.
    inbox = page(world, "leader", "/")
    assert f'<span class="flag">{zh}</span>' in inbox
    listed = page(world, "leader", "/requests?month=2026-10")
    if kind is not SwapKind.CHANGE:
        assert f"Anna a {sign} " in listed
        assert f"Anna a {sign} " in inbox
    # Its own page asks about it by its word.
    assert f"不同意这次{zh}?" in page(world, "leader", link)
    for leader in ("l1", "l2"):
        if world.desk.board(MONTH).swaps[0].state in OPEN_SWAPS:
            approve_swap(world.desk, leader, swap.swap_id)
    while tell_news(world.parts.office, mail=False):
        pass
    says(page(world, "agent", "/me/notices"))
    assert f"{zh}已生效" in page(world, "agent", "/me/notices")
    # On the board its cells carry its own mark.
    mark = SWAP_MARKS.get(kind, "sw")
    board = page(world, "director", f"/rosters/{world.roster_id}?view=month")
    marked = re.findall(r'<td class="?([^">]*\b(?:sw|cv|ch)\b[^">]*)', board)
    assert marked
    assert all(mark in classes.split() for classes in marked)
    assert MARKS[mark].zh in board


def test_every_kind_and_state_has_words():
    assert set(SIGNS) == set(SwapKind)
    assert set(PENDING) == OPEN_SWAPS
    assert set(SWAP_WORDS) == {state.value for state in SwapState}
    assert {state_words(kind.value).zh for kind in SwapKind} == {"换班", "顶班", "调班", "环换"}


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh", ("还班", "该月班表未公布,排班时排上")),
        ("en", ("pay back", "no roster yet: its month is planned with it")),
    ],
)
def test_a_pay_back_in_a_month_without_a_roster_is_told_as_one(world, language, told):
    world.publish()
    world.clock.at = local(12)
    for who in ("agent", "partner"):
        assert world.call(who, "PATCH", "/me", json={"language": language}).is_success
    swap = request_swap(world.desk, "a", date(2026, 10, 20), "c", date(2026, 11, 10), reason="x", pay_back_shift="E")
    asking = "/swaps/new?date=2026-10-22&partner=c&payback=2026-11-12&payback_shift=E"
    for who, path in (("agent", asking), ("agent", f"/swaps/{swap.swap_id}"), ("partner", f"/swaps/{swap.swap_id}")):
        shown = page(world, who, path, language)
        assert all(words in shown for words in told)
        assert ("接下" if language == "zh" else "get</span>") in shown
    ordinary, _ = filed(world, SwapKind.SWAP)
    assert told[1] not in page(world, "agent", f"/swaps/{ordinary.swap_id}", language)


@pytest.mark.parametrize(
    ("start", "end", "told", "untold"),
    [
        ("2026-10-30", "2026-10-30", "涉及 1 班:10-30 E", "班表还没有公布"),
        ("2026-10-31", "2026-10-31", "期间没有排班", "班表还没有公布"),
        ("2026-10-30", "2026-11-02", "涉及 1 班:10-30 E;11-01 起的班表还没有公布", "期间没有排班"),
        ("2026-11-02", "2026-11-03", "11-02 起的班表还没有公布", "期间没有排班"),
    ],
)
def test_leave_in_a_month_without_a_roster_does_not_say_that_nothing_is_worked(world, start, end, told, untold):
    world.publish()
    world.clock.at = local(12)
    world.call("agent", "PATCH", "/me", json={"language": "zh"})
    headers = {"Authorization": f"Bearer {world.tokens['agent']}", "Accept": "text/html"}
    asked = {"kind": "personal", "start": start, "end": end, "reason": "x"}
    shown = world.client.get("/leave/check", params=asked, headers=headers)
    assert shown.status_code == 200, shown.text
    words = re.sub(r"<[^>]+>", "", shown.text)
    assert told in words
    assert untold not in words
