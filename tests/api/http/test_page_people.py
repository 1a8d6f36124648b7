"""What a page says to people: names beside ids, hours that lack seats, the language that was chosen."""

import re
from datetime import date

import pytest
from api_world import local
from test_api_home import page

from api.accounts.accounts import check_password, create_account
from api.accounts.caller import Role
from api.pages.views.board import beside, week_of
from api.pages.views.inbox import short_spans_on
from api.views.people import Namer
from roster.errors import InputError
from roster.report import coverage
from roster.rule import Evidence
from roster.text import clock_time

NAMES = {
    "0002": "林悦博",
    "0004": "梁军宁",
    "12": "任梅娜",
    "a": "Anna",
    "2026": "陈静",
    "9001": "9001",
    "@wang": "王主任",
}


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("0002 在 2026-10-02 N 班后休息", "林悦博 0002 在 2026-10-02 N 班后休息"),
        ("0004 would have 3 swaps", "梁军宁 0004 would have 3 swaps"),
        ("0002、0004 尚未接受", "林悦博 0002、梁军宁 0004 尚未接受"),
        ("梁军宁 0004 1/2", "梁军宁 0004 1/2"),
        ("0004 梁军宁", "0004 梁军宁"),
        ("@wang instead of 0004", "王主任 instead of 梁军宁 0004"),
        ("wang@wang.example", "wang@wang.example"),
        ("a's duty", "Anna a's duty"),
        ("at 12 o'clock 2026-10-02 10:12", "at 12 o'clock 2026-10-02 10:12"),
        ("2026 年", "2026 年"),
        ("9001 on 10-12", "9001 on 10-12"),
        ("x0004y 0004.5", "x0004y 0004.5"),
    ],
)
def test_a_sentence_names_whom_it_tells_of_by_an_id(sentence, told):
    assert Namer.of(NAMES)(sentence) == told


def test_the_weeks_beside_a_week_lie_in_its_month(shared):
    case = shared.parts.office.board("hotline").case
    weeks = [week_of(case, date(2026, 10, day)) for day in (1, 14, 31)]
    assert [beside(case, days) for days in weeks] == [
        (None, date(2026, 10, 5)),
        (date(2026, 10, 11), date(2026, 10, 19)),
        (date(2026, 10, 25), None),
    ]
    address = f"/rosters/{shared.roster_id}?view=week&date=2026-10-14"
    links = re.findall(r'<a rel="(\w+)" href="([^"]*)"', page(shared, "planner", address))
    assert [(rel, re.findall(r"date=([-\d]+)", link)) for rel, link in links] == [
        ("prev", ["2026-10-11"]),
        ("next", ["2026-10-19"]),
    ]


def test_the_first_page_tells_every_hour_that_coverage_shows_short(shared):
    board = shared.parts.office.desk("hotline").board(shared.parts.office.board("hotline").case.month)
    table = coverage(Evidence(board.case, board.roster))
    for day in board.case.month:
        told = {
            (job, minute)
            for job, start, end, most in short_spans_on(board, day)
            for minute in range(0, 1440, table.interval_minutes)
            if start <= clock_time(minute) < end and most > 0
        }
        shown = {
            (job, minute)
            for row, job in enumerate(table.jobs)
            for place, (on, minute, _, _) in enumerate(table.intervals)
            if on == day and table.short[row, place]
        }
        assert told == shown


@pytest.mark.parametrize("password", ["0123456789", "9876543210", "1234567890", "abcdefghijkl", "a" * 12, "12345" * 2])
def test_a_run_or_a_repeat_is_no_password(password):
    with pytest.raises(InputError):
        check_password(password)


def test_a_phrase_is_a_password():
    check_password("aaaa bbbb cccc")
    check_password("0123456780")


def test_the_language_chosen_at_the_door_stays(world):
    phrase = "quiet river stone"
    with world.parts.store.writing() as connection:
        create_account(connection, "clerk", Role.PLANNER, password=phrase, centre_id="hotline")
    world.clock.at = local(12)
    client, here = world.client, {"Origin": str(world.client.base_url)}
    client.post("/language", data={"language": "en", "next": "/login"}, headers=here)
    client.post("/login", data={"username": "clerk", "password": phrase, "next": "/"}, headers=here)
    assert client.get("/api/v1/me").json()["language"] == "en"
