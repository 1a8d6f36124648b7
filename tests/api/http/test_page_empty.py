"""An empty store's pages say what to do first, under their own headings."""

import pytest
from fastapi.testclient import TestClient

from api.accounts.accounts import create_account
from api.accounts.caller import Role
from api.accounts.sessions import open_session
from api.app import create_app, open_services
from api.settings import Settings


@pytest.fixture(scope="module")
def admin(tmp_path_factory):
    folder = tmp_path_factory.mktemp("empty")
    parts = open_services(Settings(data=str(folder), database_url=f"sqlite:///{folder / 'r.sqlite'}"))
    with parts.store.writing() as connection:
        account = create_account(connection, "admin", Role.ADMIN, password_hash="-")
        secret = open_session(connection, account, 1)
    with TestClient(create_app(parts), cookies={"roster_session": secret}) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/rosters", "班表"),
        ("/coverage", "覆盖"),
        ("/rosters/new", "生成"),
        ("/quality", "质检"),
        ("/fairness", "公平"),
        ("/people", "人员"),
        ("/rules", "规则"),
    ],
)
def test_where_there_is_no_month_yet_each_place_leads_to_the_import(admin, path, heading):
    page = admin.get(path).text
    assert f"<h1>{heading}</h1>" in page
    assert 'class="button" href="/import"' in page
    assert "没有或无权查看" not in page


def test_what_is_no_place_is_not_found_still(admin):
    assert "没有或无权查看" in admin.get("/swaps/none").text


def test_the_first_steps_name_the_director(admin):
    assert "建客服部主任的账号" in admin.get("/").text
