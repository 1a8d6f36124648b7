"""Every page × role × width × language × theme: status, accessibility, console, policy, no sideways scroll.

A sample runs always: each page once, then turned to the other width and theme as it stands; of long tables axe looks
at the first rows, and of the roles that see a page at two. The whole runs with ROSTER_PROOF=1 and leaves screenshots in
out/pages.
"""

import itertools
import os
import re
import urllib.request
from http.client import HTTPResponse
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from page_day import MONTH
from page_steps import PATIENCE, STAY, WATCH, Visitor
from page_table import OPEN, PAGES, ROLES, path_of
from playwright.sync_api import expect
from sqlalchemy import update

from api.pages.routes import ROUTERS
from api.store.tables import ACCOUNTS

OUT = Path("out/pages")
WHOLE = os.environ.get("ROSTER_PROOF") == "1"
COMBINATIONS = tuple(itertools.product((1440, 390), ("zh", "en"), ("light", "dark")))
SEEN = [page for page in PAGES if not page.fragment and page.who]
SERIOUS = {"serious", "critical"}


class Quiet(urllib.request.HTTPErrorProcessor):
    """Answers as they are: no redirect followed, no error raised."""

    def http_response(self, request, response):
        return response

    https_response = http_response


def get(world, path, who=None) -> HTTPResponse:
    headers = {"Accept": "text/html"}
    if who:
        headers["Cookie"] = f"roster_session={world.cookie(who)}"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), Quiet)
    return opener.open(urllib.request.Request(world.base + path, headers=headers))


def test_every_page_has_its_line():
    routes = {
        (getattr(route, "path", ""), method)
        for router in ROUTERS
        for route in router.routes
        for method in getattr(route, "methods", ())
    }
    assert {path for path, method in routes if method == "GET"} - set(OPEN) == {page.route for page in PAGES}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_who_sees_what(shared, page):
    path = path_of(page, shared)
    see = [role for role in ROLES if role in page.who]
    asked = [role for role in ROLES if WHOLE or role not in see[1:-1]]
    expected = {role: page.status if role in page.who else 404 for role in asked}
    statuses = {role: get(shared, path, role) for role in asked}
    assert {role: answer.status for role, answer in statuses.items()} == expected
    nobody = get(shared, path)
    assert nobody.status == 303
    assert nobody.headers["Location"].startswith("/login")
    for answer in (*statuses.values(), nobody):
        assert "script-src 'self'; style-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_an_agents_pages_hold_no_word_of_anothers_sickness_or_protection(shared):
    sick = shared.desk.board(MONTH).case.agent_by_id[shared.people["sick"]].name
    for page in PAGES:
        if "partner" in page.who:
            text = get(shared, path_of(page, shared), "partner").read().decode()
            assert "发烧" not in text, page.path
            for line in text.splitlines():
                assert not (sick in line and "病" in line), (page.path, line)


def sample():
    """Each page as one of those who see it, in the next combination; or everything."""
    if WHOLE:
        roles = ("agent", "leader", "director", "planner", "admin")
        return [(p, r, c) for p in SEEN for r in roles if r in p.who for c in COMBINATIONS]
    return [
        (page, sorted(page.who)[number % len(page.who)], COMBINATIONS[number * 3 % 8])
        for number, page in enumerate(SEEN)
    ]


@pytest.fixture(scope="module")
def seat(browser):
    """`seat(world, role, width, theme)`: one page of a phone and one of a desktop, at which everybody sits in turn."""
    pages = {}

    def taken(world, role, width, theme):
        touch = width < 500
        if touch not in pages:
            context = browser.new_context(locale="zh-CN", has_touch=touch)
            context.add_init_script(STAY + WATCH)
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            pages[touch] = Visitor(world, page)
        visitor = pages[touch]
        visitor.wrong.clear()
        cookie = {"name": "roster_session", "value": world.cookie(role), "url": world.base}
        visitor.page.context.clear_cookies()
        visitor.page.context.add_cookies([cookie])
        visitor.page.set_viewport_size({"width": width, "height": 844})
        visitor.page.emulate_media(color_scheme=theme)
        return visitor

    yield taken
    for visitor in pages.values():
        visitor.page.context.close()


def sideways(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


TORN = """[...document.querySelectorAll("span.nowrap")].filter((day) => day.offsetParent
  && /flex|grid/.test(getComputedStyle(day.parentElement).display)
  && [...day.parentElement.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .map((day) => day.parentElement.outerHTML.slice(0, 200))"""
"""Where a day, which is kept on one line, stands apart from the sentence it belongs to."""


LIKE_THE_FIRST = "tbody ~ tbody:nth-of-type(n + 3), tbody > tr:nth-child(n + 6), li:nth-child(n + 13)"
"""What a sample leaves out of long tables and lists: they go on as they began."""


def faults(page, *rules) -> list:
    """What axe finds serious or critical, of all its rules or of those named."""
    left_out = not WHOLE and page.locator(LIKE_THE_FIRST).count() > 0
    report = Axe().run(
        page,
        context={"exclude": [[LIKE_THE_FIRST]]} if left_out else None,
        options={
            "resultTypes": ["violations"],
            **({"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}),
        },
    )
    return [
        (item["id"], item["nodes"][0]["html"][:200], item["nodes"][0].get("failureSummary", "")[:300])
        for item in report.response["violations"]
        if item["impact"] in SERIOUS
    ]


def turn(visitor, width, theme):
    """The smallest phone, twice the size, then the other width and theme, without loading the page again."""
    for narrow in (320, 720):
        visitor.page.set_viewport_size({"width": narrow, "height": 800})
        assert sideways(visitor.page) <= 0, narrow
        assert visitor.page.evaluate(TORN) == [], narrow
    visitor.page.set_viewport_size({"width": 390 if width == 1440 else 1440, "height": 844})
    visitor.page.emulate_media(color_scheme="light" if theme == "dark" else "dark")
    assert sideways(visitor.page) <= 0
    assert faults(visitor.page, "color-contrast") == []


def photograph(page, path, *called):
    name = "-".join(map(str, (path.strip("/").replace("/", "-").split("?")[0] or "home", *called)))
    OUT.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=OUT / f"{name}.png".replace("{", "").replace("}", ""), full_page=True)


@pytest.mark.parametrize(
    ("page", "role", "combination"),
    sample(),
    ids=lambda item: getattr(item, "path", None) or ("-".join(map(str, item)) if isinstance(item, tuple) else item),
)
def test_a_page_is_sound(shared, seat, page, role, combination):
    width, language, theme = combination
    with shared.parts.store.writing() as connection:
        connection.execute(update(ACCOUNTS).values(language=language))
    visitor = seat(shared, role, width, theme)
    answer = visitor.goto(path_of(page, shared))
    assert answer.status == 200
    expect(visitor.page.locator("[aria-busy]")).to_have_count(0)
    if WHOLE:
        photograph(visitor.page, page.path, role, *combination)
    assert sideways(visitor.page) <= 0
    assert visitor.page.evaluate(TORN) == []
    assert faults(visitor.page) == []
    if not WHOLE:
        turn(visitor, width, theme)
    assert visitor.violations() == []
    assert visitor.wrong == []


@pytest.mark.skipif(not WHOLE, reason="ROSTER_PROOF=1: a sample stands in what a page is turned to")
@pytest.mark.parametrize(("who", "enlarged"), [("agent", ()), ("director", (720,)), ("admin", ())])
def test_the_smallest_phone_and_twice_the_size_scroll_only_downwards(shared, as_visitor, who, enlarged):
    """320 px wide; and a desktop at 200 %, which has half its pixels."""
    with shared.parts.store.writing() as connection:
        connection.execute(update(ACCOUNTS).values(language="en"))
    with as_visitor(shared, who, width=320) as visitor:
        beyond = {}
        for path in [path_of(page, shared) for page in SEEN if who in page.who]:
            visitor.goto(path)
            for width in (320, *enlarged):
                visitor.page.set_viewport_size({"width": width, "height": 800})
                beyond[path, width] = sideways(visitor.page)
        assert len(beyond) >= 15
        assert {path: pixels for path, pixels in beyond.items() if pixels > 0} == {}


def test_whatever_scrolls_sideways_can_be_reached_by_keyboard():
    """Of every template: a `scroll-x` region takes the focus and has a name; the board's cells take it themselves."""
    for file in sorted((Path(__file__).parents[2] / "api/pages/templates").glob("*.html")):
        for tag in re.findall(r'<div class="scroll-x"[^>]*>', file.read_text(encoding="utf-8")):
            assert 'tabindex="0"' in tag, (file.name, tag)
            assert "aria-label=" in tag, (file.name, tag)
