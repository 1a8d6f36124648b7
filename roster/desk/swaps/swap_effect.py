"""What a swap would do, shown before it is decided (SWAP-7)."""

from dataclasses import dataclass
from itertools import pairwise

from roster.desk.board.board import Board
from roster.desk.board.exchanged import prices
from roster.desk.board.seats import SeatChange
from roster.desk.board.sides import Exchange, Sides
from roster.desk.swaps.swap_held import freed_duties
from roster.model.swap import SwapRequest
from roster.rule import TICKS, Finding


@dataclass(frozen=True)
class SwapEffect:
    """What a swap does to coverage, rules, rest, hours and fairness.

    `seats` are the intervals whose seats change, `findings` the hard ones that are new or worse; per party `rest_hours`
    is the shortest gap beside a duty taken and `paid_minutes` what is worked more; `points` per rule what is charged
    more (negative: less).
    """

    seats: tuple[SeatChange, ...]
    findings: tuple[Finding, ...]
    rest_hours: dict[str, float]
    paid_minutes: dict[str, int]
    points: dict[str, float]

    @property
    def seats_lost(self) -> int:
        """Seat-intervals lost on balance."""
        return sum(change.lost_seats for change in self.seats)


def effect_of(board: Board, swap: SwapRequest) -> SwapEffect:
    """The effect on coverage, rest, hours and fairness: nobody gives up what leave has freed already."""
    freed = frozenset(freed_duties(board, swap))
    gone = [duty for duty in swap.given if duty not in freed]
    rest: dict[str, float] = {}
    paid: dict[str, int] = {}
    points: dict[str, float] = {}
    for party in swap.parties:
        taken = [move.taken for move in swap.moves if move.taker == party]
        given = [move.given for move in swap.moves if move.giver == party and move.given not in freed]
        paid[party] = sum(board.stint(duty).paid_minutes for duty in taken) - sum(
            board.stint(duty).paid_minutes for duty in given
        )
        ordered = [board.stint(duty) for duty in board.line_after(party, swap.moves)]
        ordered.sort(key=lambda stint: stint.start)
        gaps = [
            (after.start - before.off).total_seconds() / 3600
            for before, after in pairwise(ordered)
            if before.duty in taken or after.duty in taken
        ]
        if gaps:
            rest[party] = round(min(gaps), 2)
        if len(taken) > 1 or len(given) > 1:
            continue
        exchange = Exchange(party, given[0] if given else None, taken[0] if taken else None)
        for rule, ticks in prices(board, Sides.of([exchange])).items():
            points[rule] = points.get(rule, 0.0) + int(ticks[0]) / TICKS
    return SwapEffect(
        board.seat_changes(gone, swap.taken),
        board.new_findings(swap.moves),
        rest,
        paid,
        {rule: round(value, 3) for rule, value in sorted(points.items()) if value},
    )
