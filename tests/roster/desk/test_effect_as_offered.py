"""What a way is offered with is what its yes is told to do: seats, points, hours, of every kind of exchange."""

import pytest
from desk_world import on

from roster.desk.inbox.waiting import waiting_for
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.leaves.vacancy_desk import cover_vacancy, covers_of_vacancy
from roster.desk.swaps.suggest import suggest
from roster.desk.swaps.swap_filing import request_cover, request_swap
from roster.desk.swaps.swap_reading import effect
from roster.model import Month

OCTOBER = Month(2026, 10)
TEXT = "a: 9E 12E; b: 19E 20E 24E; c: 8E 21E 22E; d: 13L; l1: 22E; l2: 23E"
SEATS = tuple((on(9), minute, "189", 1) for minute in range(480, 1440, 30))


def offered(ways, partner, back=None):
    """A way as it is listed: seats lost, points."""
    way = next(way for way in ways if way.partner == partner and (back is None or way.pay_back.day == back))
    return way.seats_lost, round(way.fairness_points + way.wish_points + way.other_points, 3)


def told(desk, swap):
    did = effect(desk, swap.swap_id)[1]
    return (did.seats_lost, round(sum(did.points.values()), 3)), did


def swapped(desk):
    ways = suggest(desk.board(OCTOBER), "a", on(9), desk.clock)
    way = max(ways, key=lambda way: abs(way.other_points))
    return offered(ways, way.partner, way.pay_back.day), request_swap(
        desk, "a", on(9), way.partner, way.pay_back.day, reason="family"
    )


def covered(desk):
    ways = suggest(desk.board(OCTOBER), "a", on(9), desk.clock, covers=True)
    return offered(ways, "c"), request_cover(desk, "a", "a", on(9), "c", reason="family")


def ordered(desk):
    ways = suggest(desk.board(OCTOBER), "a", on(9), desk.clock, covers=True, by_leader=True)
    return offered(ways, "c"), request_cover(desk, "l1", "a", on(9), "c", reason="ill")


def filled(desk, **hours):
    leave = file_leave(desk, "a", "a", kind="sick", start=on(9), end=on(9), reason="", **hours)
    ways = covers_of_vacancy(desk, leave.leave_id, on(9))
    return offered(ways, "c"), cover_vacancy(desk, "l1", leave.leave_id, on(9), "c", reason="ill")


@pytest.mark.parametrize("asked", [swapped, covered, ordered, filled])
def test_a_way_does_what_it_was_offered_with(desk_of, asked):
    way, swap = asked(desk := desk_of(TEXT, seats=SEATS))
    assert way[1] != 0
    assert told(desk, swap)[0] == way


def test_who_is_on_leave_gives_up_nothing_more(desk_of):
    desk = desk_of(TEXT, seats=SEATS)
    (lost, _), did = told(desk, filled(desk)[1])
    # The E from 08:00 to 16:00 fills a seat in each of its 16 half hours.
    assert lost == -16
    assert (did.paid_minutes["a"], did.paid_minutes["c"] > 0) == (0, True)


def test_the_inbox_tells_who_is_asked_to_fill_a_vacancy(desk_of):
    desk = desk_of(TEXT, seats=SEATS)
    leave = file_leave(desk, "a", "a", kind="sick", start=on(9), end=on(9), reason="")

    def vacant():
        return [item.asked for item in waiting_for(desk, "l1") if item.kind == "vacancy"]

    assert vacant() == [""]
    cover_vacancy(desk, "l1", leave.leave_id, on(9), "c", reason="ill")
    assert vacant() == ["c"]
