from collections.abc import Iterable
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.neighbours import swapped_neighbours
from roster.desk.policy.policy import Policy
from roster.desk.policy.quota import counts
from roster.desk.words import duty_words, swap_words
from roster.model.swap import SwapRequest
from roster.rule import Example, Parameter, Refusal
from roster.text import Text


class NoConsecutiveSwaps(DeskRule):
    """Two duties touched by two different swaps are not neighbours, and a duty got by swap is not swapped again."""

    id: ClassVar[str] = "SWAP-3b"
    title: ClassVar[Text] = Text("不得连续换班", "No consecutive swaps")
    clause: ClassVar[str] = "换班制度 §3"
    summary: ClassVar[Text] = Text(
        "按双方换班前后合并的班次顺序判断:不同换班涉及的两个班次不得相邻,休息日不隔开;换来的班不得再换。",
        "In each party's duties before and after, merged, two duties touched by different swaps are not neighbours; "
        "rest days do not separate them, and a duty got by swap is not swapped again.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "consecutive_by",
            "duty",
            "choice",
            Text("相邻的判断方式", "what makes two swapped duties neighbours"),
            "换班制度 §3",
            choices=("duty", "day"),
        ),
        Parameter(
            "allow_reswap",
            False,
            "yes/no",
            Text("换来的班可否再换", "whether a duty got by swap may be swapped again"),
            "换班制度 §3",
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text(
            "5 日换出一班,下一班 7 日又换",
            "The duty of the 5th was swapped, and the next one, on the 7th, is swapped too",
        ),
        good=Text(
            "5 日与 8 日换班,其间 7 日有一正常班次",
            "Swaps on the 5th and the 8th with an ordinary duty on the 7th between them",
        ),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Refuses duties got by swap, and neighbours in the merged sequence that other swaps touched."""
        del clock
        if not isinstance(request, SwapRequest) or not counts(request, Policy.of(board.rulebook)):
            return
        if not self.flag("allow_reswap"):
            yield from self._reswapped(request, board)
        by_day = self.word("consecutive_by") == "day"
        for party in request.parties:
            for own, other, swap in swapped_neighbours(board, request, party, by_day=by_day):
                yield self.refuse(
                    Text(
                        f"{party} 的 {duty_words(own)} 班与已换班的 {duty_words(other)} 班({swap_words(swap)})相邻",
                        f"{duty_words(own)} of {party} is next to {duty_words(other)}, which swap {swap_words(swap)} "
                        "touched",
                    ),
                    f"{own.day} / {other.day}",
                    Text("相隔一天", "a day between them")
                    if by_day
                    else Text("相隔一个普通班", "an ordinary duty between them"),
                )

    def _reswapped(self, request: SwapRequest, board: Board) -> Iterable[Refusal]:
        for duty in request.given:
            swap = board.touched.get(duty.agent_id, {}).get(duty)
            if swap is not None and swap.swap_id != request.swap_id and duty in swap.got:
                yield self.refuse(
                    Text(
                        f"{duty.agent_id} 的 {duty_words(duty)} 班是换来的({swap_words(swap)}),不得再换",
                        f"{duty_words(duty)} of {duty.agent_id} was got by swap {swap_words(swap)} and is not "
                        "swapped again",
                    ),
                    swap_words(swap),
                    Text("非换来的班", "a duty not got by swap"),
                )
