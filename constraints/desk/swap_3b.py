"""SWAP-3b: no consecutive swaps."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.board.screen import Bools
from roster.desk.board.sides import Sides
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Flag, Request, verdict_of
from roster.desk.policy.ladder import who_leads
from roster.desk.policy.neighbours import apart, swapped_neighbours, undoing
from roster.desk.policy.policy import Policy
from roster.desk.policy.proposals import SwapProposals
from roster.desk.policy.quota import counts
from roster.desk.words import duty_words, swap_words
from roster.model import Duty
from roster.model.swap import Move, SwapKind, SwapRequest
from roster.rule import Example, Parameter, Refusal
from roster.text import Text


class NoConsecutiveSwaps(DeskRule):
    """Two duties touched by two different swaps are not neighbours, and a duty got by swap is not swapped again."""

    id: ClassVar[str] = "SWAP-3b"
    title: ClassVar[Text] = Text("不得连续换班", "No consecutive swaps")
    clause: ClassVar[str] = "换班制度 §3"
    about: ClassVar[tuple[type, ...]] = (SwapRequest,)
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
            Text(
                "“连续”指班次相邻、日期相邻,或前一次尚未还班",
                "whether consecutive means neighbouring duties, adjacent days, or a swap not yet paid back",
            ),
            "换班制度 §3",
            choices=("duty", "day", "open"),
            readings=(
                Text("前后相邻的两个班次", "duties next to each other"),
                Text("相邻的两天", "adjacent days"),
                Text("前一次还班之前不得再换", "no new swap until the last one is paid back"),
            ),
        ),
        Parameter(
            "allow_reswap",
            False,
            "yes/no",
            Text("换来的班可否再换", "whether a duty got by swap may be swapped again"),
            "换班制度 §3",
            readings=(Text("换来的班不得再换", "a duty got by swap stays"), Text("可以再换", "it may be swapped on")),
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

    def screen(self, proposals: SwapProposals, board: Board, clock: Clock) -> Bools:
        """Refuses duties got by swap, and neighbours of what other swaps touched; looks at those who swapped alone."""
        fine, touched = proposals.all, board.touched
        requests = proposals.requests() if touched else ()
        if not requests or not counts(requests[0], Policy.of(board.rulebook)):
            return fine
        reswaps, arcs = self.flag("allow_reswap"), proposals.kind is SwapKind.CYCLE
        for row, request in enumerate(requests):
            # To whom the own duty of an arc goes is open: the other half of it is another arc.
            near = [party for party in request.parties[: 1 if arcs else None] if party in touched]
            fine[row] = not any(
                any(True for _ in swapped_neighbours(board, request, party, clock.now())) for party in near
            ) and (reswaps or not any(True for _ in self._reswapped(request, board)))
        return fine

    def screen_pairs(self, one: Sides, two: Sides, board: Board) -> Bools:
        """Refuses two swaps of one person that touch neighbouring duties."""
        return apart(one, two, board, self.word("consecutive_by"))

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Refuses duties got by swap, and neighbours in the merged sequence that other swaps touched."""
        if not isinstance(request, SwapRequest) or not counts(request, Policy.of(board.rulebook)):
            return
        undone = undoing(board, request)
        if undone is not None and not self.flag("allow_reswap"):
            number, back = swap_words(undone), self._moved_back(undone, board, clock)
            refusal = self.refuse(
                Text(
                    f"这是把{number.zh}换班换回去;换来的班不得再换",
                    f"this undoes swap {number.en}, and a duty got by swap is not swapped again",
                ),
                number,
                Text("非换来的班", "a duty not got by swap"),
                Text("确需恢复的,请班长把两个班各调回(调班)", "let the leader move both duties back") if back else None,
            )
            yield replace(refusal, offers=back)
            return
        if not self.flag("allow_reswap"):
            yield from self._reswapped(request, board)
        reading = self.word("consecutive_by")
        for party in request.parties:
            judged: set[str] = set()
            for own, other, swap in swapped_neighbours(board, request, party, clock.now()):
                if swap.swap_id in judged:
                    continue
                judged.add(swap.swap_id)
                near = _near(party, own, other, swap, reading)
                yield self.refuse(near, f"{own.day} / {other.day}", _APART[reading], party=party)

    def _moved_back(self, undone: SwapRequest, board: Board, clock: Clock) -> tuple[SwapRequest, ...]:
        """The two changes by which leaders undo a swap; empty where a rule forbids one of them."""
        earlier: list[SwapRequest] = []
        held, lost = board, {move.giver: move.given for move in undone.moves}
        for move in undone.moves:
            own = lost.get(move.taker)
            leader = who_leads(board, move.taker, clock.now())
            if own is None or leader is None:
                return ()
            change = SwapRequest(
                leader, SwapKind.CHANGE, (Move(move.taken, own),), "-", clock.now(), by_leader=True, swap_id=f"#{own}"
            )
            if not verdict_of(board.rulebook, change, held, clock).allowed:
                return ()
            held = held.after(change.moves, change)
            earlier.append(change)
        return tuple(earlier)

    def _reswapped(self, request: SwapRequest, board: Board) -> Iterable[Refusal]:
        for duty in request.given:
            swap = board.touched.get(duty.agent_id, {}).get(duty)
            if swap is not None and swap.swap_id != request.swap_id and duty in swap.got:
                number = swap_words(swap)
                yield self.refuse(
                    Text(
                        f"{duty.agent_id} 的 {duty_words(duty)} 班是换来的({number.zh}),不得再换",
                        f"{duty_words(duty)} of {duty.agent_id} was got by swap {number.en} and is not swapped again",
                    ),
                    number,
                    Text("非换来的班", "a duty not got by swap"),
                    party=duty.agent_id,
                )


_APART = {
    "duty": Text("相隔一个普通班", "an ordinary duty between them"),
    "day": Text("相隔一天", "a day between them"),
    "open": Text("先还班", "the last swap paid back first"),
}


def _near(party: str, own: Duty, other: Duty, swap: SwapRequest, reading: str) -> Text:
    number = swap_words(swap)
    if reading == "open":
        return Text(f"{party} 的{number.zh}换班尚未还班", f"swap {number.en} of {party} is not paid back yet")
    if own == other:
        return Text(
            f"{party} 的 {duty_words(own)} 班已在{number.zh}换班中换过",
            f"{duty_words(own)} of {party} was part of swap {number.en} already",
        )
    return Text(
        f"{party} 的 {duty_words(own)} 班与已换班的 {duty_words(other)} 班({number.zh})相邻",
        f"{duty_words(own)} of {party} is next to {duty_words(other)}, which swap {number.en} touched",
    )
