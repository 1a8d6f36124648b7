"""Log-in: the one-time password, where it leads, forms of old browsers, languages and themes."""

from urllib.parse import urlsplit

import pytest
from page_day import PASSWORD


def log_in(visitor, username="agent", password=PASSWORD, path="/login"):
    visitor.goto(path)
    visitor.page.fill("#f-username", username)
    visitor.page.fill("#f-password", password)
    visitor.follow(visitor.page.locator("button.primary"))


def where(visitor):
    return urlsplit(visitor.page.url).path


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_one_time_password_leads_home_by_a_new_one(world, as_visitor, scripts):
    world.set_password("agent", "one-time-pass", one_time=True)
    with as_visitor(world, width=390, scripts=scripts) as visitor:
        log_in(visitor, password="one-time-pass")
        assert where(visitor) == "/password"
        visitor.goto("/me/month")
        assert where(visitor) == "/password"
        visitor.page.fill("#f-current_password", "one-time-pass")
        visitor.page.fill("#f-new_password", "another fine phrase")
        visitor.follow(visitor.page.locator("button.primary"))
        assert where(visitor) == "/"
        assert "15:00–23:00" in visitor.text()


def test_a_wrong_password_keeps_the_name_and_says_so(shared, as_visitor):
    shared.set_password("agent")
    with as_visitor(shared) as visitor:
        log_in(visitor, password="nonsense-nonsense")
        assert "用户名或密码不对" in visitor.page.inner_text("#problem")
        assert visitor.page.input_value("#f-username") == "agent"
        assert visitor.page.input_value("#f-password") == ""


@pytest.mark.parametrize(
    ("next_", "leads"),
    [("/me/month", "/me/month"), ("//evil.example", "/"), ("https://evil.example", "/"), ("/\\evil.example", "/")],
)
def test_only_addresses_of_this_site_are_gone_on_to(shared, as_visitor, next_, leads):
    shared.set_password("agent")
    with as_visitor(shared) as visitor:
        log_in(visitor, path=f"/login?next={next_}")
        assert where(visitor) == leads


def test_who_is_not_logged_in_comes_back_to_where_they_wanted(shared, as_visitor):
    shared.set_password("agent")
    with as_visitor(shared) as visitor:
        visitor.goto("/ledger?month=2026-10")
        assert where(visitor) == "/login"
        visitor.page.fill("#f-username", "agent")
        visitor.page.fill("#f-password", PASSWORD)
        visitor.follow(visitor.page.locator("button.primary"))
        assert visitor.page.url.endswith("/ledger?month=2026-10")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "{base}"}, 303),
        ({}, 303),
        ({"Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
    ],
    ids=["old browser", "no header", "other origin", "other site"],
)
def test_forms_count_from_this_site_alone(shared, headers, status):
    from fastapi.testclient import TestClient

    from api.app import create_app

    client = TestClient(create_app(shared.parts), base_url=shared.base)
    client.cookies.set("roster_session", shared.cookie("agent"))
    sent = {name: value.format(base=shared.base) for name, value in headers.items()}
    data = {"language": "en", "email": ""}
    assert client.post("/me", data=data, headers=sent, follow_redirects=False).status_code == status


def test_language_and_theme_are_chosen_anywhere(world, as_visitor):
    with as_visitor(world, "agent") as visitor:
        visitor.goto("/me/month")
        visitor.follow(visitor.page.locator("form[action='/language'] button"))
        assert visitor.page.locator("html").get_attribute("lang") == "en"
        assert "October 2026" in visitor.text()
        visitor.follow(visitor.page.locator("form[action='/theme'] button"))
        assert visitor.page.locator("html").get_attribute("data-theme") == "dark"
        assert where(visitor) == "/me/month"


def test_logged_out_everywhere(world, as_visitor):
    other = world.cookie("agent")
    world.cookies.pop("agent")
    with as_visitor(world, "agent") as visitor:
        visitor.goto("/me")
        visitor.page.get_by_role("button", name="退出所有设备").click()
        visitor.follow(visitor.page.locator("dialog[open]").get_by_role("button", name="退出所有设备"))
        assert where(visitor) == "/login"
    world.cookies["agent"] = other
    with as_visitor(world, "agent") as visitor:
        visitor.goto("/me")
        assert where(visitor) == "/login"


def test_what_was_typed_when_the_log_in_ended_is_there_after_the_next_one(world, as_visitor):
    world.set_password("agent")
    with as_visitor(world) as visitor:
        page = visitor.page
        log_in(visitor, path="/login?next=/leave/new")
        page.fill("#f-reason", "家里搬家")
        page.evaluate("document.querySelector('[name=special]').checked = true")
        world.set_password("agent")
        visitor.follow(page.get_by_role("button", name="发出"))
        assert "您的登录已结束,请重新登录" in visitor.text()
        page.fill("#f-username", "agent")
        page.fill("#f-password", PASSWORD)
        visitor.follow(page.locator("button.primary"))
        assert where(visitor) == "/leave/new"
        assert page.input_value("#f-reason") == "家里搬家"
        assert page.is_checked("[name=special]")
