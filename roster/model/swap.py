"""A swap, cover, change or cycle: its moves, its states, and the pay-back that it owes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from roster.model import Duty, Month


class SwapKind(StrEnum):
    """换班, 顶班, 调班, and the longer cycle of a match."""

    SWAP = "swap"
    COVER = "cover"
    CHANGE = "change"
    CYCLE = "cycle"


class SwapState(StrEnum):
    """Where a request stands. The first two are open; EFFECTIVE has its register number; the rest are ends."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    EFFECTIVE = "effective"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    VOID = "void"


OPEN_SWAPS = frozenset({SwapState.REQUESTED, SwapState.ACCEPTED})
"""Undecided: they hold their place in the quota."""

COUNTED_SWAPS = OPEN_SWAPS | {SwapState.EFFECTIVE}
"""What fills the quota (SWAP-3a)."""


@dataclass(frozen=True, slots=True)
class Move:
    """One duty as it is (`given`) and as it shall be (`taken`): another person's, or at another time."""

    given: Duty
    taken: Duty

    @property
    def giver(self) -> str:
        """Who works it now."""
        return self.given.agent_id

    @property
    def taker(self) -> str:
        """Who shall work it."""
        return self.taken.agent_id


def handed(duty: Duty, taker: str) -> Move:
    """The duty as it stands, given to `taker`."""
    return Move(duty, Duty(taker, duty.day, duty.shift, duty.job))


@dataclass(frozen=True, slots=True)
class LaterPayBack:
    """A pay-back in a month without a roster: on that day the requester works this shift in the partner's place."""

    day: date
    shift: str


@dataclass(frozen=True, slots=True)
class SwapRequest:
    """A swap, cover, change or cycle. The first move gives up the requester's duty; a swap's second is the pay-back.

    A swap with a `later` pay-back has one move only: the second half is owed until that month is rostered.

    `by_leader`: ordered by a leader: uses no quota, needs no partner's favour (COVER-1, CHANGE-1). `extreme`: the
    grounds of LEAVE-7, which a cover ordered or a change needs to take somebody off a holiday duty (SWAP-9).
    `accepted` are the parties who agreed, the requester among them; `confirmed` those who confirmed the handover
    of the duty they take (SWAP-5). `filed_at` is an instant. `number` is the register's, from 1, once effective.
    """

    requester: str
    kind: SwapKind
    moves: tuple[Move, ...]
    reason: str
    filed_at: datetime
    swap_id: str = ""
    state: SwapState = SwapState.REQUESTED
    by_leader: bool = False
    accepted: frozenset[str] = frozenset()
    confirmed: frozenset[str] = frozenset()
    number: int | None = None
    later: LaterPayBack | None = None
    extreme: bool = False

    @property
    def pay_back(self) -> Duty | None:
        """The requester's duty in return, wherever it lies; None where nothing is owed."""
        if self.kind is not SwapKind.SWAP:
            return None
        if self.later is not None:
            return Duty(self.requester, self.later.day, self.later.shift, self.moves[0].given.job)
        return self.moves[1].taken

    @property
    def is_owed_later(self) -> bool:
        """Whether it is in the register and its pay-back was promised for a month without a roster."""
        return self.later is not None and self.state is SwapState.EFFECTIVE

    @property
    def got(self) -> tuple[Duty, ...]:
        """The duties that somebody has by it, a later pay-back among them."""
        owed = self.pay_back
        return (*self.taken, owed) if self.later is not None and owed is not None else self.taken

    @property
    def is_swap(self) -> bool:
        """Whether it is a 换班, or an own cover that needs one's checks: what a leader orders, and a 调班, are none."""
        return self.kind is not SwapKind.CHANGE and not self.by_leader

    @property
    def parties(self) -> tuple[str, ...]:
        """Everybody whose duties change, the requester first."""
        named = dict.fromkeys(person for move in self.moves for person in (move.giver, move.taker))
        return tuple(named)

    @property
    def month(self) -> Month:
        """The month in whose quota it counts: that of the requester's duty given up (SWAP-3a)."""
        return Month.of(self.moves[0].given.day)

    @property
    def given(self) -> tuple[Duty, ...]:
        """The duties as they are."""
        return tuple(move.given for move in self.moves)

    @property
    def taken(self) -> tuple[Duty, ...]:
        """The duties as they shall be."""
        return tuple(move.taken for move in self.moves)

    def touched_by(self, agent_id: str) -> frozenset[Duty]:
        """The duties given up and taken by one party, each as the party's own."""
        return frozenset(duty for duty in (*self.given, *self.taken) if duty.agent_id == agent_id)


class PayBackState(StrEnum):
    """Where a pay-back stands: OWED until worked; AGREED where another day took its place; WAIVED by whom it is due.

    VOID stands in the records of earlier versions alone.
    """

    OWED = "owed"
    WORKED = "worked"
    AGREED = "agreed"
    WAIVED = "waived"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class PayBack:
    """A duty to be worked in return: by whom, for whom, when, and where it stands."""

    swap_id: str
    debtor: str
    creditor: str
    day: date
    shift: str
    state: PayBackState = PayBackState.OWED


def counts_in_quota(kind: SwapKind, *, by_leader: bool, cover_counts: bool, change_counts: bool) -> bool:
    """Whether a request of this kind uses a place in the monthly quota (SWAP-3a, COVER-1, CHANGE-1)."""
    if by_leader:
        return False
    if kind is SwapKind.COVER:
        return cover_counts
    if kind is SwapKind.CHANGE:
        return change_counts
    return True


def affected(moves: Iterable[Move]) -> frozenset[str]:
    """Everybody whose month changes."""
    return frozenset(person for move in moves for person in (move.giver, move.taker))
