"""Leaders at once at one empty seat, and at one signature: one gets it, the rest are told (DUTY-1, DUTY-4)."""

from threading import Barrier, Thread

import pytest
from desk_store import Watch
from desk_world import DIRECTOR, on

from constraints import CATALOGUE
from roster.desk.duty_day.call_in import call_in
from roster.desk.duty_day.hand_over import read_state, sign
from roster.desk.opening import open_desk
from roster.desk.rosters.roster_desk import published_roster
from roster.errors import RosterError
from roster.model import Month
from roster.model.handover import Side
from roster.store import audit

TEXT = "a: 8E; l1: 8E; p2: 8L; l2: 8L; b: 20E; c: 21E; d: 22E"


def at_once(desk, acts):
    """What each act gave or raised, each at a desk and in a thread of its own."""
    barrier, outcomes = Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        own = open_desk(desk.store, desk.centre_id, CATALOGUE, Watch(desk.clock.now()))
        barrier.wait()
        try:
            outcomes[place] = act(own)
        except RosterError as error:
            outcomes[place] = error

    threads = [Thread(target=run, args=item) for item in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.fixture
def desk(desk_of):
    made = desk_of(TEXT)
    made.clock.to(8, "08:20")
    return made


def test_one_of_several_is_called_in_to_one_seat(desk):
    acts = [
        lambda own, who=who: call_in(own, DIRECTOR, "a", on(8), who, reason="absent") for who in ("b", "c", "d", "p2")
    ]
    outcomes = at_once(desk, acts)
    got = [item for item in outcomes if not isinstance(item, RosterError)]
    assert len(got) == 1
    holders = [duty.agent_id for duty in published_roster(desk, Month(2026, 10))[1].duties if duty.day == on(8)]
    assert sorted(holders) == sorted(["l1", "p2", "l2", got[0][1].partner])
    with desk.reading() as work:
        assert audit.verify(work.connection).intact


def test_a_hand_over_is_taken_by_one(desk):
    sign(desk, "l1", on(8), "E", Side.GIVE)
    outcomes = at_once(desk, [lambda own, who=who: sign(own, who, on(8), "E", Side.TAKE) for who in ("p2", "l2") * 2])
    taken = [item for item in outcomes if not isinstance(item, RosterError)]
    assert len(taken) == 1
    assert read_state(desk, on(8), "E").signed == taken[0]


def test_a_hand_over_is_given_under_one_log_whoever_signs_first(desk):
    outcomes = at_once(desk, [lambda own, who=who: sign(own, who, on(8), "E", Side.GIVE) for who in ("l1", DIRECTOR)])
    assert all(not isinstance(item, RosterError) for item in outcomes)
    state = read_state(desk, on(8), "E")
    assert state.intact
    assert state.signed in outcomes
