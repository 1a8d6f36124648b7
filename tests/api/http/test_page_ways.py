"""The nearest way that a refusal offers, as the address of a form that is filled in with it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from api.pages.views.ways import told_refusals, ways_of
from roster.model import Duty
from roster.model.leave_request import LeaveRequest
from roster.model.refusal import SAY_WHY, Refusal
from roster.model.swap import Move, SwapKind, SwapRequest
from roster.text import Text, both

NOW = datetime(2026, 10, 1, tzinfo=UTC)
WAY = Text("另一种", "another")


def refused(*offers, way=WAY):
    return Refusal("R", "§", both("no"), both("1"), both("0"), way, offers=offers)


def leave(first, last, **more):
    given = {"agent_id": "a", "kind": "personal", "reason": "搬家", "filed_at": NOW, **more}
    return LeaveRequest(start=date(2026, 10, first), end=date(2026, 10, last), **given)


def asked(refusal, person="a"):
    ways = []
    for words, to in ways_of(refusal, person):
        parts = urlsplit(to)
        ways.append((words.en, parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()}))
    return ways


def test_leave_in_parts_is_a_form_for_each_and_no_address_holds_a_reason():
    fields = {"kind": "personal", "start": "2026-10-08", "end": "2026-10-09"}
    later = {"kind": "personal", "start": "2026-10-12", "end": "2026-10-12", "start_time": "13:30", "special": "1"}
    parts = refused(leave(8, 9), leave(12, 12, start_minute=810, special=True))
    assert asked(parts) == [
        ("Fill it in: 10-08 – 10-09", "/leave/new", fields),
        ("Fill it in: 10-12", "/leave/new", later),
    ]
    (view,) = told_refusals([parts], "a", "zh")
    assert view["ways"][0]["words"] == "照此填写:10-08 – 10-09"


def test_a_swap_is_asked_of_its_partner_for_its_pay_back():
    given, back = Duty("a", date(2026, 10, 8), "E", "189"), Duty("b", date(2026, 10, 9), "L", "189")
    moves = (Move(given, replace(given, agent_id="b")), Move(back, replace(back, agent_id="a")))
    swap = SwapRequest("a", SwapKind.SWAP, moves, "-", NOW)
    fields = {"date": "2026-10-08", "partner": "b"}
    assert asked(refused(swap)) == [("Fill it in", "/swaps/new", {**fields, "payback": "2026-10-09"})]
    cover = SwapRequest("a", SwapKind.COVER, moves[:1], "-", NOW)
    assert asked(refused(cover)) == [("Fill it in", "/swaps/new", {**fields, "cover": "1"})]


@pytest.mark.parametrize(
    "refusal",
    [
        refused(leave(8, 8), way=SAY_WHY),  # the form has a place for it
        refused(leave(8, 8, agent_id="b")),  # for the other to ask
        refused(object()),
        refused(),
    ],
)
def test_what_one_cannot_ask_oneself_is_no_link(refusal):
    assert asked(refusal) == []
