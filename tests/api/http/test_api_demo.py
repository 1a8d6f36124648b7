"""`roster demo --serve`: a month that lies ahead, an account for each role, and no start that stays half done."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient

from api import demo
from api.accounts.caller import Role
from api.app import create_app, open_services
from api.cli.commands.service.serve import link_lines
from api.operation.demo_clock import DemoClock
from api.operation.demo_links import DemoLink, DemoLinks
from api.settings import Settings
from roster.cases import bundled_folder
from roster.desk.rosters.roster_desk import versions
from roster.desk.swaps.suggest import suggest
from roster.files.read_case import read_case
from roster.model import Duty, Roster

STEPS = ("create_account", "save_draft", "publish")


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture(scope="module")
def case():
    return read_case(bundled_folder("hall"))[0]


@pytest.fixture
def rostered(case, monkeypatch):
    """Each weekday one duty for everybody: enough of a roster to swap in, without a solve; counts how often."""
    solves = []
    shift = case.shifts[0].code
    days = [day for day in case.month if day.weekday() < 5]
    roster = Roster.of(Duty(agent.agent_id, day, shift, agent.jobs[0]) for agent in case.agents for day in days)

    def generate(*_args):
        solves.append(1)
        return SimpleNamespace(roster=roster)

    monkeypatch.setattr(demo, "generate", generate)
    return solves


def opened(folder):
    clock = DemoClock()
    return open_services(Settings(data=str(folder)), clock), clock


def test_the_month_lies_ahead_whatever_the_date_and_each_role_logs_in(tmp_path, case, rostered):
    parts, clock = opened(tmp_path)
    assert clock.begin(parts.store, case.centre).date() == case.month.first - timedelta(days=4)
    people = demo.fill_demo(parts, case, 1.0)
    client = TestClient(create_app(parts), base_url="http://roster.test")
    health = client.get("/healthz").json()
    assert health["clock"] == "demo"
    assert abs(datetime.fromisoformat(health["time"]) - clock.now()) < timedelta(minutes=1)
    for username, role, _ in people:
        log_in = {"username": username, "password": demo.PASSWORD}
        assert client.post("/api/v1/sessions", json=log_in).status_code == 204
        assert client.get("/api/v1/me").json()["role"] == role.value
    client.post("/api/v1/sessions", json={"username": "demo-agent", "password": demo.PASSWORD})
    roster = client.get("/api/v1/rosters").json()["items"][0]
    assert roster["state"] == "published"
    me = client.get("/api/v1/me").json()["agent_id"]
    mine = client.get(f"/api/v1/rosters/{roster['id']}/duties", params={"agent_id": me}).json()["items"]
    # Every duty of the month is still to come.
    assert all(item["date"] > health["time"][:10] for item in mine)
    asked = client.post("/api/v1/swaps/suggest", json={"date": mine[-1]["date"]})
    assert asked.status_code == 200, asked.text
    parts.store.close()


@pytest.mark.parametrize("step", STEPS)
def test_a_start_that_was_broken_off_is_made_up_for(tmp_path, case, rostered, monkeypatch, step):
    def die(*_args, **_more):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(demo, step, die)
        parts, clock = opened(tmp_path)
        clock.begin(parts.store, case.centre)
        with pytest.raises(Killed):
            demo.fill_demo(parts, case, 1.0)
        parts.store.close()
    for _ in range(2):
        parts, clock = opened(tmp_path)
        clock.begin(parts.store, case.centre)
        assert len(demo.fill_demo(parts, case, 1.0)) == 8
        states = [version.state.value for version in versions(parts.office.desk("demo"), case.month)]
        assert states == ["published"]
        parts.store.close()
    assert len(rostered) == (2 if step == "save_draft" else 1)


def test_the_clock_goes_on_from_the_last_act(tmp_path, case, rostered):
    parts, clock = opened(tmp_path)
    clock.begin(parts.store, case.centre)
    clock._ahead += timedelta(days=10)
    before = clock.now()
    demo.fill_demo(parts, case, 1.0)
    parts.store.close()
    parts, clock = opened(tmp_path)
    assert before <= clock.begin(parts.store, case.centre) <= before + timedelta(minutes=10)
    parts.store.close()


def test_one_click_logs_in_on_this_machine_alone(tmp_path, case, rostered):
    parts, clock = opened(tmp_path)
    clock.begin(parts.store, case.centre)
    parts.demo = DemoLinks(demo.fill_demo(parts, case, 1.0), {agent.agent_id: agent.name for agent in case.agents})
    app = create_app(parts)

    def click(link, host="127.0.0.1", client="127.0.0.1"):
        browser = TestClient(app, base_url=f"http://{host}:8000", client=(client, 50000), follow_redirects=False)
        return browser, browser.get(link.path)

    for link in parts.demo.links:
        browser, answer = click(link)
        assert (answer.status_code, answer.headers["location"][0]) == (303, "/"), link
        assert browser.get("/api/v1/me").json()["username"] == link.username
    for tongue in ("en", "zh"):
        browser = TestClient(
            app, base_url="http://127.0.0.1:8000", client=("127.0.0.1", 50000), headers={"Accept-Language": tongue}
        )
        browser.get(parts.demo.links[0].path)
        assert browser.get("/api/v1/me").json()["language"] == tongue
    link = parts.demo.links[0]
    assert click(link, client="192.0.2.7")[1].status_code == 404
    assert click(link, host="evil.example")[1].status_code == 404
    assert click(DemoLink("demo-admin", Role.ADMIN, "", "", "guessed"))[1].status_code == 404
    parts.demo = None
    assert click(link)[1].status_code == 404
    parts.store.close()


def test_each_link_says_in_the_readers_language_whose_it_is(tmp_path, case, rostered):
    parts, clock = opened(tmp_path)
    clock.begin(parts.store, case.centre)
    parts.demo = DemoLinks(demo.fill_demo(parts, case, 1.0), {agent.agent_id: agent.name for agent in case.agents})
    said = {zh: list(link_lines(parts.demo.links, "http://here", zh)) for zh in ("zh", "en")}
    assert [line.split()[:-1] for line in said["zh"]][2:] == [
        ["班长", "00101", "朱敏浩", "demo-leader"],
        ["班长", *said["en"][3].split()[2:-1]],
        ["客服部主任", "demo-director"],
        ["客服中心主任", "demo-centre-director"],
        ["排班员", "demo-planner"],
        ["管理员", "demo-admin"],
    ]
    assert said["en"][2].startswith("Team leader          00101 朱敏浩")
    assert all(
        line.endswith(f"http://here{link.path}") for line, link in zip(said["zh"], parts.demo.links, strict=True)
    )
    guest = TestClient(create_app(parts), base_url="http://127.0.0.1:8000", client=("127.0.0.1", 50000))
    for language, role in (("zh", "班长"), ("en", "Team leader")):
        page = guest.get("/login", headers={"Accept-Language": language}).text
        assert f">{role}</a> 00101 朱敏浩 <small>demo-leader</small>" in page
    parts.store.close()


def test_a_roster_made_before_is_taken_and_another_cases_is_not(tmp_path, case, rostered):
    parts, clock = opened(tmp_path / "one")
    clock.begin(parts.store, case.centre)
    shift, agent = case.shifts[0], case.agents[0]
    made = tmp_path / "roster.csv"
    day = case.month.first
    made.write_text(f"agent_id,date,shift,job\n{agent.agent_id},{day},{shift.code},{agent.jobs[0]}\n")
    demo.fill_demo(parts, case, 1.0, made)
    assert rostered == []
    version = versions(parts.office.desk(demo.CENTRE), case.month)[-1]
    assert version.state.value == "published"
    parts.store.close()
    made.write_text("agent_id,date,shift,job\nnobody,2026-10-01,A,x\n")
    parts, clock = opened(tmp_path / "two")
    clock.begin(parts.store, case.centre)
    demo.fill_demo(parts, case, 1.0, made)
    assert rostered == [1]
    parts.store.close()


def test_the_two_agents_of_the_demonstration_can_swap(tmp_path):
    hotline, _ = read_case(bundled_folder("hotline"))
    parts, clock = opened(tmp_path)
    clock.begin(parts.store, hotline.centre)
    made = Path(__file__).parents[2] / "pages" / "hotline-roster.csv"
    people = {name: person for name, _, person in demo.fill_demo(parts, hotline, 1.0, made)}
    desk = parts.office.desk(demo.CENTRE)
    board = desk.board(hotline.month)
    mine, partner = people["demo-agent"], people["demo-partner"]
    assert any(suggest(board, mine, day, desk.clock, only=partner) for day in board.duties[mine])
    # A later start finds the same two, whatever was swapped meanwhile.
    again = {name: person for name, _, person in demo.fill_demo(parts, hotline, 1.0, made)}
    assert again == people
    parts.store.close()


def test_the_clock_is_set_forward_to_a_shift_so_that_its_day_can_be_run(tmp_path, case, rostered):
    parts, clock = opened(tmp_path)
    clock.begin(parts.store, case.centre)
    demo.fill_demo(parts, case, 1.0)
    day = next(day for day in case.month if day.weekday() < 5)
    shift = case.shifts[0]
    director = TestClient(create_app(parts), base_url="http://roster.test", follow_redirects=False)
    assert (
        director.post("/api/v1/sessions", json={"username": "demo-director", "password": demo.PASSWORD}).status_code
        == 204
    )
    act, page = f"/day/{day}/{shift.code}", f"/day/{day}?shift={shift.code}"
    headers = {"Origin": "http://roster.test", "Accept": "text/html"}

    def send(step, **fields):
        answer = director.post(
            f"{act}/{step}", data={"key": f"a key for {step} {clock.now()}", **fields}, headers=headers
        )
        assert answer.status_code == 303, answer.text

    before = director.get(page).text
    assert before.count("disabled") > 2
    assert "现在还不能点" in before
    assert f'action="{act}/clock"' in before
    send("clock")
    assert "现在还不能点" not in director.get(page).text
    send("roll-call", rest="1")
    send("clock")
    local = clock.now().astimezone(ZoneInfo(case.centre.timezone))
    assert (local.date(), local.hour * 60 + local.minute) == (day, shift.start_minute)
    send("note", category="incident", words="线路中断")
    upto = re.search(r'name="upto" value="(\d+)"', director.get(page).text)[1]
    send("sign", side="give", upto=upto)
    send("clock")
    assert "本班已结束" in director.get(page).text
    # No further: its last button is gone, and the clock never goes back.
    assert f"{act}/clock" not in director.get(page).text
    clock.forward(clock.now() - timedelta(days=1))
    assert clock.now().astimezone(ZoneInfo(case.centre.timezone)).date() >= day
    parts.store.close()
