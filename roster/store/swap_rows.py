"""Swaps with their moves, parties and places in the quota."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, insert, or_, select, update

from roster.errors import NotFoundError, StaleError
from roster.model import Duty
from roster.model.swap import LaterPayBack, Move, SwapKind, SwapRequest, SwapState
from roster.store.tables import desk as t
from roster.text import Text


def _swaps_where(connection: Connection, where: ColumnElement[bool]) -> tuple[SwapRequest, ...]:
    rows = connection.execute(select(t.SWAPS).where(where).order_by(t.SWAPS.c.filed_at, t.SWAPS.c.swap_id)).all()
    if not rows:
        return ()
    chosen = select(t.SWAPS.c.swap_id).where(where)
    moves: dict[str, list[Move]] = {}
    query = select(t.SWAP_MOVES).where(t.SWAP_MOVES.c.swap_id.in_(chosen))
    for row in connection.execute(query.order_by(t.SWAP_MOVES.c.swap_id, t.SWAP_MOVES.c.position)):
        given = Duty(row.giver, row.given_day, row.given_shift, row.given_job)
        taken = Duty(row.taker, row.taken_day, row.taken_shift, row.taken_job)
        moves.setdefault(row.swap_id, []).append(Move(given, taken))
    accepted: dict[str, set[str]] = {}
    confirmed: dict[str, set[str]] = {}
    for row in connection.execute(select(t.SWAP_PARTIES).where(t.SWAP_PARTIES.c.swap_id.in_(chosen))):
        if row.accepted_at is not None:
            accepted.setdefault(row.swap_id, set()).add(row.party)
        if row.confirmed_at is not None:
            confirmed.setdefault(row.swap_id, set()).add(row.party)
    return tuple(
        SwapRequest(
            row.requester,
            SwapKind(row.kind),
            tuple(moves[row.swap_id]),
            row.reason,
            row.filed_at,
            row.swap_id,
            SwapState(row.state),
            row.by_leader,
            frozenset(accepted.get(row.swap_id, ())),
            frozenset(confirmed.get(row.swap_id, ())),
            row.number,
            None if row.later_day is None else LaterPayBack(row.later_day, row.later_shift),
            row.extreme,
        )
        for row in rows
    )


def swaps_of_months(connection: Connection, month_ids: Iterable[int]) -> tuple[SwapRequest, ...]:
    """Every swap whose first duty lies in one of the months, in the order of filing."""
    return _swaps_where(connection, t.SWAPS.c.month_id.in_(tuple(month_ids)))


def swaps_between(connection: Connection, centre_id: str, first: date, last: date) -> tuple[SwapRequest, ...]:
    """Every swap that gives up, takes or owes a duty of these days (inclusive), in the order of filing."""
    moves = t.SWAP_MOVES.c
    given = and_(moves.given_day >= first, moves.given_day <= last)
    taken = and_(moves.taken_day >= first, moves.taken_day <= last)
    moved = select(moves.swap_id).where(or_(given, taken))
    owed = and_(t.SWAPS.c.later_day >= first, t.SWAPS.c.later_day <= last)
    return _swaps_where(connection, and_(t.SWAPS.c.centre_id == centre_id, or_(t.SWAPS.c.swap_id.in_(moved), owed)))


def owed_within(connection: Connection, centre_id: str, first: date, last: date) -> tuple[SwapRequest, ...]:
    """The swaps whose later pay-back lies in these days (inclusive), in the order of filing."""
    within = and_(t.SWAPS.c.centre_id == centre_id, t.SWAPS.c.later_day >= first, t.SWAPS.c.later_day <= last)
    return _swaps_where(connection, within)


def swap_row(connection: Connection, centre_id: str, swap_id: str) -> tuple[SwapRequest, int]:
    """One swap and its month's id; NotFoundError without it."""
    where = and_(t.SWAPS.c.swap_id == swap_id, t.SWAPS.c.centre_id == centre_id)
    swaps = _swaps_where(connection, where)
    if not swaps:
        raise NotFoundError(Text(f"换班 {swap_id}", f"swap {swap_id}"))
    month_id = connection.execute(select(t.SWAPS.c.month_id).where(where)).scalar_one()
    return swaps[0], int(month_id)


def centre_of_swap(connection: Connection, swap_id: str) -> str:
    """The centre of a swap; NotFoundError without it."""
    centre_id = connection.execute(select(t.SWAPS.c.centre_id).where(t.SWAPS.c.swap_id == swap_id)).scalar_one_or_none()
    if centre_id is None:
        raise NotFoundError(swap_id)
    return str(centre_id)


def register_rows(connection: Connection, centre_id: str) -> tuple[SwapRequest, ...]:
    """The swap register: every numbered entry, in its order."""
    swaps = _swaps_where(connection, and_(t.SWAPS.c.centre_id == centre_id, t.SWAPS.c.number.is_not(None)))
    return tuple(sorted(swaps, key=lambda swap: swap.number or 0))


def add_swap(
    connection: Connection, centre_id: str, month_id: int, swap: SwapRequest, *, places: dict[str, int]
) -> None:
    """A new request; the requester has accepted it by filing."""
    connection.execute(
        insert(t.SWAPS).values(
            swap_id=swap.swap_id,
            centre_id=centre_id,
            month_id=month_id,
            kind=swap.kind.value,
            state=swap.state.value,
            requester=swap.requester,
            reason=swap.reason,
            quota_month=str(swap.month),
            by_leader=swap.by_leader,
            extreme=swap.extreme,
            filed_at=swap.filed_at,
            version=1,
            later_day=None if swap.later is None else swap.later.day,
            later_shift=None if swap.later is None else swap.later.shift,
        )
    )
    connection.execute(
        insert(t.SWAP_MOVES),
        [
            {
                "swap_id": swap.swap_id,
                "position": position,
                "giver": move.giver,
                "given_day": move.given.day,
                "given_shift": move.given.shift,
                "given_job": move.given.job,
                "taker": move.taker,
                "taken_day": move.taken.day,
                "taken_shift": move.taken.shift,
                "taken_job": move.taken.job,
            }
            for position, move in enumerate(swap.moves)
        ],
    )
    connection.execute(
        insert(t.SWAP_PARTIES),
        [
            {
                "swap_id": swap.swap_id,
                "party": party,
                "accepted_at": swap.filed_at if party in swap.accepted else None,
                "confirmed_at": None,
                "places": places.get(party, 0),
            }
            for party in swap.parties
        ],
    )


def set_swap_state(
    connection: Connection, swap: SwapRequest, state: SwapState, at: datetime, number: int | None = None
) -> None:
    """Compare-and-set of a swap's state; StaleError where somebody was quicker."""
    values: dict[str, Any] = {"state": state.value, "version": t.SWAPS.c.version + 1, "decided_at": at}
    if number is not None:
        values["number"] = number
    where = and_(t.SWAPS.c.swap_id == swap.swap_id, t.SWAPS.c.state == swap.state.value)
    if connection.execute(update(t.SWAPS).where(where).values(**values)).rowcount != 1:
        raise StaleError("the swap was decided meanwhile")


def mark_party(connection: Connection, swap_id: str, party: str, column: str, at: datetime) -> None:
    """Writes when a party accepted (`accepted_at`) or confirmed the handover (`confirmed_at`)."""
    where = and_(t.SWAP_PARTIES.c.swap_id == swap_id, t.SWAP_PARTIES.c.party == party)
    connection.execute(update(t.SWAP_PARTIES).where(where).values({column: at}))


def party_places(connection: Connection, swap_id: str) -> dict[str, int]:
    """Places in the quota that the request holds, per party."""
    query = select(t.SWAP_PARTIES.c.party, t.SWAP_PARTIES.c.places).where(t.SWAP_PARTIES.c.swap_id == swap_id)
    return {party: places for party, places in connection.execute(query) if places}


def swaps_touching(
    connection: Connection, centre_id: str, cells: Iterable[tuple[str, object]], states: Iterable[SwapState]
) -> tuple[SwapRequest, ...]:
    """The swaps in these states of which a duty given up or a day taken is one of `cells` (agent, day)."""
    cells = list(cells)
    if not cells:
        return ()
    moves = t.SWAP_MOVES
    touching = or_(
        *(
            or_(
                and_(moves.c.giver == agent_id, moves.c.given_day == day),
                and_(moves.c.taker == agent_id, moves.c.taken_day == day),
            )
            for agent_id, day in cells
        )
    )
    return _swaps_where(
        connection,
        and_(
            t.SWAPS.c.centre_id == centre_id,
            t.SWAPS.c.state.in_([state.value for state in states]),
            t.SWAPS.c.swap_id.in_(select(moves.c.swap_id).where(touching)),
        ),
    )
