"""What a leave costs, shown before it is decided (LEAVE-10)."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from roster.desk.board.board import Board
from roster.desk.board.seats import SeatChange
from roster.desk.clock import Clock
from roster.desk.policy.deadlines import duties_touched
from roster.desk.policy.desk_rule import Verdict, decide
from roster.desk.policy.ladder import leave_days, leave_steps, step_words
from roster.desk.swaps.suggest import Suggestion, suggest, suggest_vacant
from roster.model import Duty
from roster.model.leave_request import LeaveRequest
from roster.text import Text

MOST_COVERS = 5


@dataclass(frozen=True)
class LeaveCost:
    """The duties a leave frees, seats per interval before and after, and for each duty who could cover it, best first.

    `seat_intervals_short` counts the seats by which intervals become short, or shorter; `days` what the ladder adds up
    to, `steps` who decides, in order; `verdict` what the rules say.
    """

    duties: tuple[Duty, ...]
    seats: tuple[SeatChange, ...]
    covers: dict[Duty, tuple[Suggestion, ...]]
    days: int
    steps: tuple[Text, ...]
    verdict: Verdict

    @property
    def seat_intervals_short(self) -> int:
        """Seats by which intervals become short, or shorter."""
        return sum(max(0, change.lost_seats) for change in self.seats)


def leave_cost(board: Board, leave: LeaveRequest, clock: Clock, vacant: Collection[Duty] = ()) -> LeaveCost:
    """The cost of a leave on the roster as it stands; `vacant` are duties that it took off the roster already."""
    held = tuple(duty for duty in duties_touched(leave, board) if duty in board.duties[leave.agent_id].values())
    covers = {
        duty: suggest(board, leave.agent_id, duty.day, clock, covers=True, by_leader=True)[:MOST_COVERS]
        for duty in held
        if board.stint(duty).start > clock.now()
    }
    for duty in vacant:
        if board.stint(duty).end > clock.now():
            covers[duty] = suggest_vacant(board, duty, clock)[:MOST_COVERS]
    given_back = board.seat_changes((), vacant)
    lost = tuple(
        replace(change, before_seats=change.after_seats, after_seats=change.before_seats) for change in given_back
    )
    return LeaveCost(
        (*held, *vacant),
        board.seat_changes(held, ()) + lost,
        covers,
        leave_days(leave, board),
        tuple(step_words(step) for step in leave_steps(leave, board)),
        decide(board.rulebook, leave, board, clock),
    )
