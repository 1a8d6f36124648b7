"""How quick the month board is in Chromium: loaded, one arrow key, a cell's options, a phone that scrolls.

    python -m benchmarks.pages [--agents 300]

The centre turns ten-day wheels (tests/worlds/big_world.py); the browser is Debian's, the service runs beside it.
"""

import argparse
import gzip
import json
import shutil
import socket
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "worlds"))

FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")
PASSWORD = "correct horse battery"
SLOWED, PATIENCE = 4, 180_000
FRAMES = """async () => {
    const box = document.getElementById('board'), frames = [];
    let last = performance.now();
    for (let step = 0; step < 60; step += 1) {
        box.scrollTop += 120;
        await new Promise(requestAnimationFrame);
        const now = performance.now();
        frames.push(now - last);
        last = now;
    }
    return frames.slice(2);
}"""
ARROW = """async () => {
    const cell = document.querySelector('tbody td[tabindex="0"]');
    cell.focus();
    const times = [];
    for (let step = 0; step < 60; step += 1) {
        const began = performance.now();
        const key = step % 2 ? 'ArrowDown' : 'ArrowRight';
        document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        times.push(performance.now() - began);
    }
    return times;
}"""

OPTIONS = """async ([address, cells]) => {
    const times = [];
    for (const cell of cells) {
        const began = performance.now();
        const answer = await fetch(address, {
            method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(cell),
        });
        await answer.json();
        if (!answer.ok) throw new Error(answer.status);
        times.push(performance.now() - began);
    }
    return times;
}"""


def serve(agents, folder):
    import uvicorn
    from big_world import big_case
    from page_world import Clock

    from api.accounts.accounts import create_account
    from api.accounts.caller import Role
    from api.app import create_app, open_services
    from api.settings import Settings
    from roster.desk.rosters.roster_desk import import_case, save_draft

    case, roster = big_case(agents)
    settings = Settings(data=str(folder), requests_per_minute=100_000)
    parts = open_services(settings, Clock())
    desk = parts.office.new_desk("big")
    import_case(desk, "benchmark", case)
    with parts.store.writing() as connection:
        create_account(connection, "planner", Role.PLANNER, centre_id="big", password=PASSWORD)
    draft = save_draft(desk, "@planner", case.month, roster).roster_id
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(parts), log_config=None, access_log=False))
    threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True).start()
    while not server.started:
        time.sleep(0.01)
    return server, f"http://127.0.0.1:{listening.getsockname()[1]}", draft


def print_times(name, values):
    print(f"{name}: median {statistics.median(values):.0f} ms, worst {max(values):.0f} ms of {len(values)}")


def scroll_slowed(phone, path):
    """Frames as they come: on a quiet machine."""
    phone.goto(path)
    phone.context.new_cdp_session(phone).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    print_times("frames of a phone slowed four times, scrolled at once", phone.evaluate(FRAMES))
    to_the_top(phone)
    print_times("and scrolled again", phone.evaluate(FRAMES))


def scroll_traced(phone, path):
    """What the main thread works a task, times four: processor time, which says something on a busy machine too."""
    print("what the main thread works a task, times four:")
    with_load = traced(phone, lambda: phone.goto(path))
    print_times("  until the board stands", with_load)
    print_times("  scrolled at once", traced(phone, lambda: phone.evaluate(FRAMES)))
    to_the_top(phone)
    print_times("  scrolled again", traced(phone, lambda: phone.evaluate(FRAMES)))


def to_the_top(phone):
    """Back at the first row."""
    phone.evaluate("document.getElementById('board').scrollTop = 0")


def traced(page, act):
    """What the main thread's tasks of a millisecond and more take of the processor during an act, times four, in ms."""
    browser = page.context.browser
    browser.start_tracing(page=page, categories=["toplevel"])
    act()
    events = json.loads(browser.stop_tracing())["traceEvents"]
    mains = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    works = {main: [] for main in mains}
    until = dict.fromkeys(mains, 0)
    for event in sorted((one for one in events if "dur" in one), key=lambda one: (one["ts"], -one["dur"])):
        thread = event["pid"], event["tid"]
        # A task within a task is part of it.
        if thread in mains and event["name"].endswith("RunTask") and event["ts"] >= until[thread]:
            until[thread] = event["ts"] + event["dur"]
            works[thread].append(SLOWED * event.get("tdur", 0) / 1000)
    return [work for work in max(works.values(), key=sum) if work >= SLOWED]


def main():
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--agents", type=int, default=300)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as driver:
        server, address, draft = serve(given.agents, Path(name))
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=address)
        log_in = {"username": "planner", "password": PASSWORD}
        assert context.request.post("/api/v1/sessions", data=log_in, headers={"Origin": address}).ok
        path = f"/rosters/{draft}"
        text = context.request.get(path).body()
        print(f"{given.agents} × 31: {len(text) / 1000:.0f} kB, {len(gzip.compress(text, 5)) / 1000:.0f} kB packed")
        page = context.new_page()
        loads = []
        for _ in range(5):
            began = time.perf_counter()
            page.goto(path, wait_until="domcontentloaded")
            page.wait_for_selector("tbody td[tabindex='0']")
            loads.append(1000 * (time.perf_counter() - began))
        print_times("usable after", loads)
        print_times("arrow key, to the next frame", page.evaluate(ARROW))
        cells = [
            {"agent_id": f"{number * 7 % given.agents:04d}", "date": f"2026-10-{number + 5:02d}"}
            for number in range(21)
        ]
        first, *options = page.evaluate(OPTIONS, [f"/api/v1{path}/options", cells])
        print(f"a cell's options, the first since the service began: {first:.0f} ms")
        print_times("a cell's options, as the page fetches them", options)
        for slowed in (False, True):
            phone = context.new_page()
            phone.set_default_timeout(PATIENCE)
            phone.set_viewport_size({"width": 390, "height": 844})
            scrolled = scroll_slowed if slowed else scroll_traced
            scrolled(phone, f"{path}?view=month")
            phone.close()
        browser.close()
        server.should_exit = True


if __name__ == "__main__":
    main()
