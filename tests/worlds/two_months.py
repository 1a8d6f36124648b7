"""The small centre of `desk_world` with October and November published; days go on: 32 is the first of November."""

from dataclasses import replace
from datetime import timedelta

from desk_world import CENTRE_DIRECTOR, DIRECTOR, MONTH, case, on

from constraints import CATALOGUE
from roster.desk.board.board import Board, page_of
from roster.desk.board.staff import Staff
from roster.model import Centre, Duty, Roster
from roster.model.swap import SwapKind, SwapRequest, SwapState, handed
from roster.rule import Rulebook


def day_of(number):
    return on(1) + timedelta(days=number - 1)


def duties(text):
    """`a: 31E 33N` as duties of either month; the job is 189."""
    listed = []
    for part in text.split(";"):
        agent_id, _, days = part.partition(":")
        for word in days.split():
            shift = word.lstrip("0123456789")
            listed.append(Duty(agent_id.strip(), day_of(int(word[: -len(shift)])), shift, "189"))
    return tuple(listed)


def november(**given):
    whole = case(**given)
    return replace(whole, centre=Centre("Hotline", "Asia/Shanghai", MONTH.next, country="CN", rules=whole.centre.rules))


def both(text, *, swaps=(), requests=(), **given):
    """A board with October in focus and November beside it."""
    here, there = case(**given), november(**given)
    held = duties(text)
    rulebook = Rulebook.of(CATALOGUE, there.centre)
    page = page_of(there, rulebook, Roster.of(duty for duty in held if duty.day in MONTH.next), requests)
    staff = Staff(here.agent_by_id, frozenset({DIRECTOR}), frozenset({CENTRE_DIRECTOR}))
    return Board.of(
        here,
        Rulebook.of(CATALOGUE, here.centre),
        Roster.of(duty for duty in held if duty.day in MONTH),
        swaps=swaps,
        leaves=requests,
        staff=staff,
        beside=(page,),
    )


def swap(mine, theirs, filed, *, state=SwapState.REQUESTED, number=None, swap_id=""):
    (one,), (two,) = duties(mine), duties(theirs)
    moves = (handed(one, two.agent_id), handed(two, one.agent_id))
    return SwapRequest(one.agent_id, SwapKind.SWAP, moves, "family", filed, swap_id=swap_id, state=state, number=number)
