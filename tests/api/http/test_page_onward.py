"""Who has decided something reads on the next page what was done to what, and that another thing stands there."""

import html
import re
from urllib.parse import parse_qs, urlsplit

from api_world import MONTH

from api.pages.views.swap import by_partner
from roster.desk.swaps.suggest import suggest
from roster.desk.swaps.swap_decision import accept_swap
from roster.desk.swaps.swap_filing import request_swap
from roster.model.swap import SwapState

PERSONAL = {"kind": "personal", "start": "2026-10-28", "end": "2026-10-28", "reason": "moving"}


def headers(world, who):
    return {"Authorization": f"Bearer {world.tokens[who]}", "Accept": "text/html", "Accept-Language": "zh"}


def sent(world, who, path, **form):
    answer = world.client.post(path, data=form, headers=headers(world, who), follow_redirects=False)
    assert answer.status_code == 303
    return answer.headers["location"]


def toast(world, who, path):
    text = html.unescape(world.client.get(path, headers=headers(world, who)).text)
    return re.search(r'<p class="toast done" role="status">(.*?)</p>', text, re.DOTALL)[1]


def swap_of_a(world):
    board = world.desk.board(MONTH)
    day, way = next(
        (day, way) for day in sorted(board.duties["a"]) for way in suggest(board, "a", day, world.clock, only="c")
    )
    swap = request_swap(world.desk, "a", day, "c", way.pay_back.day, reason="x")
    return accept_swap(world.desk, "c", swap.swap_id)


def test_what_was_done_is_told_with_what_it_was_done_to(published):
    world = published
    swap, leave = swap_of_a(world), world.post("peer", "/leave", PERSONAL).json()["id"]
    page = f"/swaps/{swap.swap_id}"
    read = world.client.get(page, headers=headers(world, "leader")).text
    onward = re.search(r'/approve">.*?name="next" value="([^"]*)"', read, re.DOTALL)[1]
    assert onward == f"/leave/{leave}"
    # To the next thing: what was done is named and linked, and that the page is another one's.
    went = sent(world, "leader", f"{page}/approve", next=onward)
    assert (urlsplit(went).path, parse_qs(urlsplit(went).query)) == (onward, {"done": ["passed"], "of": [page]})
    said = toast(world, "leader", went)
    assert "已同意" in said
    assert f'<a href="{page}">换班 Anna a ⇄ Chen c' in said
    assert "下面是下一件" in said
    # To the list: named too, and nothing follows.
    went = sent(world, "leader", f"/leave/{leave}/approve", next="/requests")
    said = toast(world, "leader", went)
    assert f'<a href="/leave/{leave}">' in said
    assert "事假 Bao b 10-28" in re.sub("<[^>]*>", "", said)
    assert "下一件" not in said
    # On its own page it needs no name, and nobody reads there what is not theirs.
    went = sent(world, "leader2", f"{page}/approve", next=page)
    assert "of=" not in went
    assert "<a" not in toast(world, "leader2", went)
    assert "生效" in toast(world, "leader2", went)
    assert world.desk.board(MONTH).swaps[0].state is SwapState.EFFECTIVE
    assert "<a" not in toast(world, "leader2", f"/requests?done=approved&of=/leave/{leave}")
    assert "<a" not in toast(world, "leader", "/requests?done=approved&of=//evil.example/swaps/1")


def test_the_ways_of_each_colleague_stand_by_their_days(published):
    board = published.desk.board(MONTH)
    seen = 0
    for day in sorted(board.duties["a"]):
        for partner in by_partner(board, suggest(board, "a", day, published.clock), priced=False):
            days = [way.pay_back.day for way in partner.ways if way.pay_back]
            assert days == sorted(days)
            seen = max(seen, len(days))
    assert seen > 2
