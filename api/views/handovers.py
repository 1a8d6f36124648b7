"""Hand-overs as programs get them."""

from typing import Any

from api.views.duties import duty_view
from api.views.shifts import entry_view
from roster.desk.duty_day.hand_over import State, WatchedSeat
from roster.model.handover import Handover, Relief
from roster.text import Language


def state_view(state: State, language: Language) -> dict[str, Any]:
    """How the hand-over of a shift stands."""
    to = state.to
    return {
        "date": state.here.day.isoformat(),
        "shift": state.here.shift,
        "to": None if to is None else {"date": to.day.isoformat(), "shift": to.shift},
        "upto": state.upto,
        "open": [entry_view(line, language) for line in state.log.open],
        "blocking": [line.entry.entry_id for line in state.blocking],
        "checked": sorted(state.checked),
        "unchecked": list(state.unchecked),
        "unmarked": list(state.unmarked),
        "seats": [seat_view(seat) for seat in state.seats],
        "signed": None if state.signed is None else signed_view(state.signed),
        "intact": state.intact,
    }


def seat_view(seat: WatchedSeat) -> dict[str, Any]:
    """A seat of the ending shift."""
    return {
        "duty": duty_view(seat.duty),
        "proposed": seat.proposed or None,
        "relief": None if seat.relief is None else relief_view(seat.relief),
    }


def relief_view(relief: Relief) -> dict[str, Any]:
    """A seat handed to a relief."""
    return {
        "agent_id": relief.agent_id,
        "relief": relief.relief,
        "relieved_at": relief.relieved_at.isoformat(),
        "stayed_minutes": relief.stayed_minutes,
        "by": relief.by,
    }


def signed_view(signed: Handover) -> dict[str, Any]:
    """The signatures of a shift."""
    return {
        "date": signed.day.isoformat(),
        "shift": signed.shift,
        "upto": signed.upto,
        "digest": signed.digest,
        "given_by": signed.given_by,
        "given_at": signed.given_at.isoformat(),
        "taken_by": signed.taken_by,
        "taken_at": None if signed.taken_at is None else signed.taken_at.isoformat(),
    }
