"""An act with a key is done once, and answers again with its first answer."""

import importlib
import inspect
import pkgutil

import pytest
from desk_store import opened
from desk_world import on

import api.office
import roster.desk
from roster.desk.desk import SYSTEM
from roster.desk.once import once, stored_as
from roster.desk.rosters.roster_desk import publish, save_draft
from roster.desk.swaps.swap_decision import accept_swap, withdraw_swap
from roster.desk.swaps.swap_filing import request_swap
from roster.desk.swaps.swap_reading import list_swaps, read_swap
from roster.errors import InputError, RefusedError, StaleError
from roster.model import Month, Roster
from roster.model.swap import SwapState
from roster.store import key_rows

OCTOBER = Month(2026, 10)
TEXT = "a: 8E 14E 20E 28E; b: 12E 17E 24E"


def modules():
    for package in (roster.desk, api.office):
        for item in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(item.name)


def acts():
    """Every function of the desk that takes a key."""
    by_name = {}
    for module in modules():
        for name, value in vars(module).items():
            own = inspect.isfunction(value) and value.__module__ == module.__name__
            if own and "key" in inspect.signature(value).parameters:
                by_name[f"{module.__name__}.{name}"] = value
    return by_name


def is_once(act):
    return getattr(act, "__wrapped__", None) is not None


def writes(act):
    return ".writing(actor" in inspect.getsource(inspect.unwrap(act))


def test_every_act_that_writes_with_a_key_is_done_once():
    known_acts = acts()
    assert len(known_acts) > 25
    assert [name for name, act in known_acts.items() if writes(act) and not is_once(act)] == []


def test_every_answer_can_be_kept():
    for name, act in acts().items():
        if is_once(act):
            assert stored_as(act) is not None, name


def ask(desk, **given):
    return request_swap(desk, "a", on(8), "b", on(12), reason="family", **given)


def test_repeated_it_gives_its_first_answer_though_the_world_moved_on(lite):
    desk = opened(lite, TEXT)
    first = ask(desk, key="k")
    accept_swap(desk, "b", first.swap_id)
    assert ask(desk, key="k") == first
    assert read_swap(desk, first.swap_id).state is SwapState.ACCEPTED
    assert len(list_swaps(desk, OCTOBER)) == 1


def test_what_was_refused_may_be_tried_again_with_its_key(lite):
    desk = opened(lite, TEXT)
    with pytest.raises(RefusedError):
        request_swap(desk, "a", on(8), "b", on(12), reason=" ", key="k")
    assert ask(desk, key="k").state is SwapState.REQUESTED


def test_a_key_of_another_act_is_refused(lite):
    desk = opened(lite, TEXT)
    made = ask(desk, key="k")
    with pytest.raises(InputError, match="used for another act"):
        withdraw_swap(desk, "a", made.swap_id, key="k")
    assert withdraw_swap(desk, "a", made.swap_id, key="other").state is SwapState.WITHDRAWN


def test_keys_belong_to_a_person(lite):
    desk = opened(lite, TEXT)
    made = ask(desk, key="k")
    assert accept_swap(desk, "b", made.swap_id, key="k").state is SwapState.ACCEPTED


def test_an_answer_that_an_earlier_version_kept_is_not_taken_for_one(lite):
    desk = opened(lite, TEXT)
    made = ask(desk, key="k")
    with lite.writing() as connection:
        key_rows.keep_answer(connection, desk.centre_id, "a", "k", f"swap:{made.swap_id}")
    with pytest.raises(InputError, match="used for another act"):
        ask(desk, key="k")
    assert len(list_swaps(desk, OCTOBER)) == 1


def test_a_version_is_given_back_as_it_was(lite):
    desk = opened(lite, TEXT, publishes=False)
    one = save_draft(desk, SYSTEM, OCTOBER, Roster(()), key="d")
    publish(desk, SYSTEM, one.roster_id, accept_breaches=True, reason="as drawn")
    assert save_draft(desk, SYSTEM, OCTOBER, Roster(()), key="d") == one


def test_an_act_without_an_answer_is_done_once_too(lite):
    desk = opened(lite, TEXT)
    done = []

    @once
    def mark(desk, actor, *, key=None) -> None:
        with desk.writing(actor, "mark", key):
            done.append(actor)

    assert mark(desk, "a", key="k") is None
    assert mark(desk, "a", key="k") is None
    assert done == ["a"]


def test_a_failure_after_the_act_leaves_neither_effect_nor_key(lite):
    desk = opened(lite, TEXT)

    def spoilt():
        with lite.writing():
            ask(desk, key="k")
            raise StaleError("something else of the same transaction")

    with pytest.raises(StaleError):
        spoilt()
    assert list_swaps(desk, OCTOBER) == ()
    assert ask(desk, key="k").state is SwapState.REQUESTED
