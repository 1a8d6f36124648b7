"""Who holds how many places in the monthly quota of swaps (SWAP-3a)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from roster.desk.board.board import Board
from roster.desk.policy.policy import Policy
from roster.model import Month
from roster.model.swap import COUNTED_SWAPS, SwapKind, SwapRequest, counts_in_quota


def counts(swap: SwapRequest, policy: Policy) -> bool:
    """Whether a request uses a place in the quota of its parties."""
    return counts_in_quota(
        swap.kind,
        by_leader=swap.by_leader,
        cover_counts=policy.cover_counts_as_swap,
        change_counts=policy.change_counts_as_swap,
    )


def places(swap: SwapRequest, policy: Policy) -> Mapping[str, int]:
    """How many places a request takes from whom: of a swap one from each party, or as the centre counts.

    `swap_counted_for` may leave the partner out, `pay_back_counts` count the pay-back as a second one. In a cycle
    everybody asked: one for each duty given up.
    """
    if swap.kind is SwapKind.CYCLE:
        taken: dict[str, int] = defaultdict(int)
        for move in swap.moves:
            taken[move.giver] += 1
        return {party: max(1, taken[party]) for party in swap.parties}
    each = 2 if policy.pay_back_counts and swap.pay_back is not None else 1
    parties = (swap.requester,) if policy.swap_counted_for == "requester" else swap.parties
    return dict.fromkeys(parties, each)


@dataclass(frozen=True)
class Quota:
    """Places held per agent and month, by request (SWAP-3a). Pending requests hold theirs."""

    held: Mapping[tuple[str, Month], Mapping[str, int]]

    @classmethod
    def of(cls, swaps: Iterable[SwapRequest], policy: Policy) -> "Quota":
        """Counted from the requests that are open or effective."""
        held: dict[tuple[str, Month], dict[str, int]] = defaultdict(dict)
        for number, swap in enumerate(swaps):
            if swap.state in COUNTED_SWAPS and counts(swap, policy):
                for party, taken in places(swap, policy).items():
                    held[party, swap.month][swap.swap_id or f"#{number}"] = taken
        return cls(held)

    def used(self, agent_id: str, month: Month, but: str = "") -> int:
        """Places held by an agent in a month, leaving out the request `but`."""
        return sum(
            taken for swap_id, taken in self.held.get((agent_id, month), {}).items() if swap_id != but or not but
        )


def quota_of(board: Board) -> Quota:
    """The places held by the swaps of a board, counted once."""
    return board.derived(_count)


def _count(board: Board) -> Quota:
    return Quota.of(board.swaps, Policy.of(board.rulebook))
