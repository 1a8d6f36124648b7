"""A browser and a served centre; skipped with a reason where there is no Chromium or nothing that drives it."""

import re
import shutil

import pytest

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
EXPECTED = re.compile(r"status of (401|403|404|409|412|413|415|422|429)")


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/pages/" in item.nodeid:
            item.add_marker(pytest.mark.chromium)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="needs Debian's chromium"))


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

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
    from page_world import PASSWORD

    contexts, trouble = [], []

    def go(centre, who, path, *, width=1440, height=900, language="zh", theme="light", js=True, touch=False):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            locale="zh-CN" if language == "zh" else "en-GB",
            java_script_enabled=js,
            has_touch=touch,
            base_url=centre.address,
            reduced_motion="reduce",
        )
        contexts.append(context)
        origin = {"Origin": centre.address}
        answer = context.request.post("/api/v1/sessions", data={"username": who, "password": PASSWORD}, headers=origin)
        assert answer.ok, answer.text()
        assert context.request.patch("/api/v1/me", data={"language": language}, headers=origin).ok
        page = context.new_page()
        page.set_default_timeout(20_000)
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
