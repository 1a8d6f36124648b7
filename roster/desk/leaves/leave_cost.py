"""What a leave costs, shown before it is decided (LEAVE-10)."""

from collections.abc import Collection
from dataclasses import dataclass

from roster.desk.board.board import Board
from roster.desk.board.seats import SeatChange
from roster.desk.clock import Clock
from roster.desk.leaves.leave_ask import ask_leave
from roster.desk.leaves.vacant import covers_of, vacancy_of
from roster.desk.policy.deadlines import duties_touched
from roster.desk.policy.desk_rule import Verdict
from roster.desk.policy.freed import minutes_freed, seats_lost
from roster.desk.policy.ladder import leave_days, leave_steps, step_words, word_asked
from roster.desk.policy.leave_hours import is_cut
from roster.desk.swaps.suggest import Suggestion, suggest, suggest_vacant
from roster.model import Duty
from roster.model.leave_request import COUNTING_LEAVE, LeaveRequest, Vacancy
from roster.text import Text

MOST_COVERS = 5
"""So many of those who could cover a duty are named where not all are; more are counted."""


@dataclass(frozen=True)
class LeaveCost:
    """The duties a leave frees, seats per interval before and after, and for each duty who could cover it, best first.

    `seat_intervals_short` counts the seats by which intervals become short, or shorter; `days` what the ladder adds up
    to, `steps` who decides, in order; `verdict` what the rules say; `minutes` how much of each duty it takes; `word`
    what each of `steps` does about it: decides, or takes note of sickness. Of a duty that it cuts the covers are for
    the rest, where a shift fits.
    """

    duties: tuple[Duty, ...]
    seats: tuple[SeatChange, ...]
    covers: dict[Duty, tuple[Suggestion, ...]]
    days: float
    steps: tuple[Text, ...]
    verdict: Verdict
    minutes: dict[Duty, int]
    word: Text

    @property
    def seat_intervals_short(self) -> int:
        """Seats by which intervals become short, or shorter."""
        return sum(max(0, change.lost_seats) for change in self.seats)


def leave_cost(board: Board, leave: LeaveRequest, clock: Clock, vacant: Collection[Vacancy] = ()) -> LeaveCost:
    """The cost of a leave on the roster as it stands; `vacant` is what it took off the roster already."""
    gone = [item.duty for item in vacant if item.part is None]
    touched = duties_touched(leave, board)
    held = tuple(duty for duty in touched if duty in board.duties[leave.agent_id].values())
    counts = leave.state in COUNTING_LEAVE
    # Of leave that counts already what it cuts is off the roster: what nobody covers of it still costs.
    open_parts = {item.duty for item in vacant if item.part is not None}
    if counts:
        held = tuple(duty for duty in held if duty in open_parts or not is_cut(leave, duty, board))
    covers: dict[Duty, tuple[Suggestion, ...]] = {}
    for duty in held:
        if is_cut(leave, duty, board):
            covers[duty] = covers_of(board, vacancy_of(leave, duty, board), clock)
        elif board.stint(duty).start > clock.now():
            covers[duty] = suggest(board, leave.agent_id, duty.day, clock, covers=True, by_leader=True)
    for duty in gone:
        if board.stint(duty).end > clock.now():
            covers[duty] = suggest_vacant(board, duty, clock)
    return LeaveCost(
        (*held, *gone),
        seats_lost(leave, board, () if counts else held, vacant),
        covers,
        leave_days(leave, board),
        tuple(step_words(step) for step in leave_steps(leave, board)),
        ask_leave(board, leave, clock),
        {duty: minutes_freed(leave, duty, board) for duty in (*held, *gone)},
        word_asked(leave),
    )
