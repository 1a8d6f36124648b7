"""换班登记表: every numbered swap with its reason, and which leaders agreed when, on the centre's clock."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from roster.desk.desk import Desk
from roster.desk.swaps.swap_reading import register
from roster.model import Month
from roster.model.approval import Approval
from roster.model.swap import SwapRequest
from roster.store import leave_rows


@dataclass(frozen=True, slots=True)
class Agreement:
    """A leader's word: whose, in whose place where it was somebody else's, and when on the centre's clock."""

    by: str
    at: datetime
    on_behalf_of: str = ""


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One line of the register. `agreed` are the leaders' words in their order; who ordered it comes first."""

    swap: SwapRequest
    filed_at: datetime
    agreed: tuple[Agreement, ...] = ()


def entries(desk: Desk, month: Month | None = None) -> tuple[RegisterEntry, ...]:
    """Every effective swap, cover and change by its number; of one month where it is named."""
    swaps, lines = register(desk, month), []
    with desk.reading() as work:
        for swap in swaps:
            zone = ZoneInfo(work.board(swap.month).case.centre.timezone)
            made = leave_rows.decisions_of(work.connection, f"swap:{swap.swap_id}")
            lines.append(entry(swap, made, zone))
        return tuple(lines)


def entry(swap: SwapRequest, made: tuple[Approval, ...], zone: ZoneInfo) -> RegisterEntry:
    """A swap's line: with the decisions made on it."""
    agreed = [Agreement(item.by, item.at.astimezone(zone), item.on_behalf_of) for item in made if item.approved]
    if swap.by_leader and swap.requester not in {item.by for item in agreed}:
        agreed.insert(0, Agreement(swap.requester, swap.filed_at.astimezone(zone)))
    return RegisterEntry(swap, swap.filed_at.astimezone(zone), tuple(agreed))
