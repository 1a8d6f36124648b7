"""Group robots of WeCom, DingTalk and Feishu: each service's own form and signature, its refusals, whose they are."""

import base64
import hashlib
import hmac
import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from receivers import Robot
from sqlalchemy import select, update

from api.notices import robots
from api.notices.deliver import deliver_due
from api.notices.tell import tell_news
from api.store.tables import DELIVERIES, WEBHOOKS

SECRET = "SEC5f0c"
TEAM = "T1"
ADDRESS = "https://robots.example.com/send?key=abc"


@pytest.fixture
def robot():
    made = Robot()
    yield made
    made.close()


def add(world, robot, who, **body):
    """A robot of the service, its address then moved to the receiver on loopback."""
    made = world.post(who, "/robots", {"kind": "wecom", "url": ADDRESS, **body})
    assert made.status_code == 201, made.text
    url = f"{robot.url}?key=abc"
    with world.parts.store.writing() as connection:
        connection.execute(update(WEBHOOKS).where(WEBHOOKS.c.id == made.json()["id"]).values(url=url))
    return made.json()


def settled(world):
    return world.parts.settings.model_copy(update={"webhook_networks": "127.0.0.0/8"})


def tell_all(world):
    while tell_news(world.parts.office, mail=False):
        pass
    while deliver_due(world.parts.store, settled(world)):
        pass


def check_wecom(_target, body):
    assert body == {"msgtype": "markdown", "markdown": {"content": body["markdown"]["content"]}}
    content = body["markdown"]["content"]
    assert len(content.encode()) <= 4096
    return re.sub(r"\\(.)", r"\1", content.splitlines()[0]), re.search(r"\]\((.*)\)", content)[1]


def check_dingtalk(target, body):
    query = parse_qs(urlsplit(target).query)
    stamp = query["timestamp"][0]
    assert len(stamp) == 13
    signed = hmac.new(SECRET.encode(), f"{stamp}\n{SECRET}".encode(), hashlib.sha256).digest()
    assert query["sign"] == [base64.b64encode(signed).decode()]
    assert query["key"] == ["abc"]
    assert set(body) == {"msgtype", "markdown"}
    assert body["msgtype"] == "markdown"
    assert set(body["markdown"]) == {"title", "text"}
    text = body["markdown"]["text"]
    return re.sub(r"\\(.)", r"\1", text.split("\n\n")[1]), re.search(r"\]\((.*)\)", text)[1]


def check_feishu(_target, body):
    signed = hmac.new(f"{body['timestamp']}\n{SECRET}".encode(), b"", hashlib.sha256).digest()
    assert body["sign"] == base64.b64encode(signed).decode()
    assert len(body["timestamp"]) == 10
    assert body["msg_type"] == "post"
    assert set(body["content"]["post"]) == {"zh_cn"}
    text, link = body["content"]["post"]["zh_cn"]["content"][0]
    assert (text["tag"], link["tag"]) == ("text", "a")
    return text["text"].strip(), link["href"]


CHECKS = {"wecom": check_wecom, "dingtalk": check_dingtalk, "feishu": check_feishu}


@pytest.mark.parametrize("kind", robots.KINDS)
def test_a_team_is_told_once_in_the_form_of_its_service(world, robot, kind):
    add(world, robot, "leader", kind=kind, secret=SECRET, **{"for": "team", "team": TEAM})
    published = world.publish()
    tell_all(world)
    ((target, headers, body),) = robot.got
    assert headers["Content-Type"].startswith("application/json")
    text, link = CHECKS[kind](target, json.loads(body))
    assert text == "排班已发布:2026-10"
    assert link == f"{world.parts.settings.public_url.rstrip('/')}/rosters/{published}"


def test_ones_own_robot_says_what_ones_own_notice_says(world, robot):
    add(world, robot, "agent")
    world.publish()
    tell_all(world)
    assert len(robot.got) == 1
    assert check_wecom("", json.loads(robot.got[0][2]))[0].startswith("排班已发布:2026-10")


def test_a_service_that_refuses_with_status_200_is_tried_again(world, robot):
    robot.answers = [{"errcode": 45009, "errmsg": "api freq out of limit"}]
    add(world, robot, "agent")
    world.publish()
    tell_all(world)
    assert robot.got == []
    with world.parts.store.writing() as connection:
        assert connection.execute(select(DELIVERIES.c.state)).scalars().all() == ["waiting"]
        connection.execute(update(DELIVERIES).values(due_at=0))
    deliver_due(world.parts.store, settled(world))
    assert len(robot.got) == 1


@pytest.mark.parametrize(
    ("answer", "against"),
    [
        (b'{"errcode":0,"errmsg":"ok"}', None),
        (b'{"StatusCode":0,"StatusMessage":"success","code":0}', None),
        (b'{"code":19021,"msg":"sign match fail"}', "19021 sign match fail"),
        (b'{"errcode":310000,"errmsg":"keywords not in content"}', "310000 keywords not in content"),
        (b"<html>", "its answer is no JSON"),
        (b"[]", "its answer is no object"),
    ],
)
def test_what_an_answer_says(answer, against):
    assert robots.refused(answer) == against


def test_a_trial_tells_what_the_service_says(world, robot, monkeypatch):
    monkeypatch.setattr(world.parts, "settings", settled(world))
    made = add(world, robot, "director", **{"for": "centre"})
    assert world.post("director", f"/robots/{made['id']}/trial").json() == {"taken": True, "error": None}
    robot.answers = [{"errcode": 93000, "errmsg": "invalid webhook url"}]
    answer = world.post("director", f"/robots/{made['id']}/trial").json()
    assert answer == {"taken": False, "error": "93000 invalid webhook url"}
    assert "试发" in check_wecom("", json.loads(robot.got[0][2]))[0]


def test_of_a_leave_a_group_hears_only_that_there_is_one(world):
    text = robots.message("wecom", ADDRESS, "", "a*b[c](d)", "https://x/", "en", 0).body.decode()
    assert json.loads(text)["markdown"]["content"].startswith(r"a\*b\[c\](d)")


def test_robots_are_their_owners(world, robot):
    mine = add(world, robot, "agent")
    team = add(world, robot, "leader", **{"for": "team", "team": TEAM})
    assert mine["for"] == "me"
    assert "abc" not in mine["address"].replace("…", "")[:-3]
    listed = {who: {item["id"] for item in world.get(who, "/robots").json()["items"]} for who in ("agent", "leader")}
    assert listed == {"agent": {mine["id"]}, "leader": {team["id"]}}
    assert world.post("agent", "/robots", {"kind": "wecom", "url": ADDRESS, "for": "centre"}).status_code == 404
    refused = world.post("agent", "/robots", {"kind": "wecom", "url": ADDRESS, "for": "team", "team": TEAM})
    assert refused.status_code == 404
    assert world.call("agent", "DELETE", f"/robots/{team['id']}").status_code == 404
    assert world.call("admin", "DELETE", f"/webhooks/{team['id']}").status_code == 404
    assert world.get("admin", "/webhooks").json()["items"] == []
    assert world.call("director", "DELETE", f"/robots/{team['id']}").status_code == 204
    assert world.get("leader", "/robots").json()["items"] == []


@pytest.mark.parametrize("url", ["http://127.1/x"])
def test_no_robot_leads_inside(world, url):
    answer = world.post("agent", "/robots", {"kind": "feishu", "url": url})
    assert answer.status_code == 422


def test_the_command_adds_tries_and_drops(tmp_path, robot, monkeypatch):
    from typer.testing import CliRunner

    from api.app import open_services
    from api.cli.commands.service.robot import app
    from api.settings import load_settings
    from roster.cases import write_starter
    from roster.desk.rosters.roster_desk import import_case
    from roster.files.read_case import read_case

    monkeypatch.setenv("ROSTER_DATA", str(tmp_path))
    monkeypatch.setenv("ROSTER_WEBHOOK_NETWORKS", "127.0.0.0/8")
    write_starter(tmp_path / "case")
    case, _ = read_case(tmp_path / "case")
    parts = open_services(load_settings())
    import_case(parts.office.new_desk("shop"), "test", case)
    parts.store.close()

    def run(*args):
        return CliRunner().invoke(app, list(args))

    where = (robot.url, "--centre", "shop")
    assert run("add", "wecom", *where, "--team", "nowhere").exit_code != 0
    assert run("add", "irc", *where).exit_code != 0
    done = run("add", "wecom", *where, "--team", case.teams[0])
    assert done.exit_code == 0, done.output
    number = done.output.split()[-1]
    listed = run("list").output
    assert number in listed
    assert robot.url not in listed
    assert run("try", number).exit_code == 0
    robot.answers = [{"errcode": 93000, "errmsg": "invalid webhook url"}]
    assert run("try", number).exit_code == 1
    assert run("drop", number).exit_code == 0
    assert run("list").output == ""
    assert len(robot.got) == 1
