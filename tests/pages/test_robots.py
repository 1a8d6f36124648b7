"""A group robot set up on the page: added, tried, told no, taken away."""

import json

import pytest
from receivers import Robot


@pytest.fixture
def robot():
    made = Robot()
    yield made
    made.close()


def test_a_robot_is_added_tried_and_taken_away(world, as_visitor, robot, monkeypatch):
    settings = world.parts.settings.model_copy(update={"webhook_networks": "127.0.0.0/8"})
    monkeypatch.setattr(world.parts, "settings", settings)
    with as_visitor(world, "leader", width=390) as leader:
        leader.goto("/me")
        form = leader.page.locator("#robots form.stack")
        assert "全中心" not in form.inner_text()
        form.get_by_label("软件").select_option(label="企业微信")
        form.get_by_label("发什么").select_option(index=1)
        form.get_by_label("机器人地址").fill(robot.url)
        leader.follow(form.get_by_role("button", name="添加机器人"))
        listed = leader.page.locator("#robots .list")
        assert "班组" in listed.inner_text()
        assert robot.url not in leader.page.content()
        leader.follow(listed.get_by_role("button", name="试发"))
        assert "已发出" in leader.page.inner_text("#robots [role=status]")
        assert "试发" in json.loads(robot.got[0][2])["markdown"]["content"]
        robot.answers = [{"errcode": 93000, "errmsg": "invalid webhook url"}]
        leader.follow(leader.page.locator("#robots .list").get_by_role("button", name="试发"))
        assert "93000" in leader.page.inner_text("#robots [role=status]")
        leader.page.locator("#robots .list").get_by_text("停用").first.click()
        leader.follow(leader.page.locator("dialog[open]").get_by_role("button", name="停用"))
        assert leader.page.locator("#robots .list").count() == 0


def test_an_address_inside_is_refused_and_kept(world, as_visitor):
    with as_visitor(world, "agent", width=390, scripts=False) as me:
        me.goto("/me")
        me.page.get_by_label("机器人地址").fill("http://127.0.0.1/x")
        me.follow(me.page.get_by_role("button", name="添加机器人"))
        assert "地址不可用" in me.text()
        assert me.page.get_by_label("机器人地址").input_value() == "http://127.0.0.1/x"
