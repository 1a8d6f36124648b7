"""Who answers for a failed duty that was got by swap (SWAP-5)."""

from collections.abc import Mapping

from roster.model import Duty
from roster.model.swap import SwapRequest


def handover_shares(swap: SwapRequest, duty: Duty) -> Mapping[str, int]:
    """Who bears a failed duty got by swap, in per cent (SWAP-5): the taker if confirmed, else giver and taker half."""
    giver = next((move.giver for move in swap.moves if move.taken == duty), duty.agent_id)
    if duty.agent_id in swap.confirmed or giver == duty.agent_id:
        return {duty.agent_id: 100}
    return {duty.agent_id: 50, giver: 50}
