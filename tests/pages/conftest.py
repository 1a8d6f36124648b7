"""A browser and a served centre; skipped with a reason where there is no Chromium or nothing that drives it."""

import re
import shutil
from contextlib import contextmanager

import pytest
from page_steps import PATIENCE, STAY, WATCH, Visitor

pytest.importorskip("playwright", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# What Chromium says of an answer that a test asked for.
EXPECTED = re.compile(r"status of (401|403|404|409|412|413|415|422|429)|ERR_INTERNET_DISCONNECTED")


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/pages/" in item.nodeid:
            item.add_marker(pytest.mark.chromium)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="needs Debian's chromium"))


@pytest.fixture(scope="module", autouse=True)
def quick_passwords():
    """Passwords are hashed in a millisecond: how slow a hash is for who guesses is no matter of pages."""
    from pwdlib import PasswordHash
    from pwdlib.hashers.argon2 import Argon2Hasher

    from api.accounts import secrets

    quick = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(secrets, "_hasher", lambda: quick)
        yield


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as driver:
        made = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield made
        made.close()


@pytest.fixture
def centre(tmp_path):
    """A centre of the test's own."""
    from page_world import page_world

    made = page_world(tmp_path)
    yield made
    made.stop()


@pytest.fixture
def working_centre(tmp_path):
    """A centre of the test's own that solves too."""
    from page_world import page_world

    made = page_world(tmp_path, work=True)
    yield made
    made.stop()


@pytest.fixture
def small_centre(tmp_path):
    """A centre of a few people that solves at once."""
    from page_world import small_world

    made = small_world(tmp_path)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def shared_centre(tmp_path_factory):
    """A centre that a module's tests only read."""
    from page_world import page_world

    made = page_world(tmp_path_factory.mktemp("pages"))
    yield made
    made.stop()


@pytest.fixture
def visit(browser):
    """`visit(centre, who, path, …)`: a page of somebody logged in. At the end nothing may stand in the console."""
    from api.accounts.sessions import open_session
    from api.store.account_rows import account_named

    contexts, trouble = [], []

    def go(centre, who, path, *, width=1440, height=900, js=True, touch=False):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="zh-CN",
            java_script_enabled=js,
            has_touch=touch,
            base_url=centre.address,
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.add_init_script(STAY)
        with centre.parts.store.writing() as connection:
            secret = open_session(connection, account_named(connection, who).id, 12)
        context.add_cookies([{"name": "roster_session", "value": secret, "url": centre.address}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on(
            "console",
            lambda message: (
                trouble.append(message.text)
                if message.type in {"error", "warning"} and not EXPECTED.search(message.text)
                else None
            ),
        )
        page.goto(path)
        return page

    yield go
    for context in contexts:
        context.close()
    assert trouble == []


def draft_of(made, visit):
    """The month board of the draft, as a planner opens it."""
    from playwright.sync_api import expect

    page = visit(made, "planner", f"/rosters/{made.draft}")
    expect(page.locator("table.grid")).to_be_visible()
    return page


@pytest.fixture
def board(centre, visit):
    return draft_of(centre, visit)


@pytest.fixture
def read_board(shared_centre, visit):
    """A board on which nothing is saved."""
    return draft_of(shared_centre, visit)


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """A working day that a module's tests only read."""
    from page_day import working_day

    made = working_day(tmp_path_factory.mktemp("day"))
    yield made
    made.stop()


@pytest.fixture
def world(tmp_path):
    """A working day of the test's own."""
    from page_day import working_day

    made = working_day(tmp_path)
    yield made
    made.stop()


@pytest.fixture
def as_visitor(browser):
    """Open a browser as somebody: `with as_visitor(world, "agent", width=390) as visitor`; None: not logged in."""

    @contextmanager
    def opened(world, who=None, *, width=1440, theme="light", scripts=True):
        context = browser.new_context(
            viewport={"width": width, "height": 844},
            color_scheme=theme,
            locale="zh-CN",
            java_script_enabled=scripts,
            has_touch=width < 500,
        )
        if scripts:
            context.add_init_script(STAY + WATCH)
        if who is not None:
            context.add_cookies([{"name": "roster_session", "value": world.cookie(who), "url": world.base}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        try:
            yield Visitor(world, page)
        finally:
            context.close()

    return opened
