"""What is planned on duties follows them: breaks that were told and quality samples, when duties change (BREAK, 质检).

Nobody else's break moves and no other sample: within the act that changes the duties, or says that somebody did not
come, a newcomer's breaks are placed beside those that were told, and what can no longer be heard is heard on other
duties. Placing the whole day or month anew is an act of its own (`place_breaks`, `plan_quality`).
"""

from collections import Counter
from collections.abc import Collection
from datetime import date

from roster.breaks import keep_breaks
from roster.desk.board.board import Board
from roster.desk.desk import Days, Work
from roster.desk.quality.break_desk import day_evidence, eve_breaks, is_over, stored_breaks
from roster.desk.quality.qa_desk import policy_of, present_evidence, stands
from roster.qa import Sample, plan_samples
from roster.store.break_rows import breaks_between, put_breaks
from roster.store.qa_rows import put_samples, samples_of


def follow_duties(work: Work, moved: Days, missed: Days) -> None:
    """Duties of some days have changed, or were missed: their breaks and samples follow, those that lie ahead.

    The breaks of who did not come just end: whether the others' day is placed anew is for a leader to say.
    """
    for month in sorted({*moved, *missed}):
        days = moved.get(month, ())
        days_placed = set()
        if days:
            placed = breaks_between(work.connection, work.centre_id, min(days), max(days))
            days_placed = {item[0].day for item in placed}
        planned = samples_of(work.connection, work.centre_id, month)
        if not days_placed and not planned:
            continue
        board = work.board(month)
        ahead = (day for day in sorted(days_placed.intersection(days)) if not is_over(board, day, work.now))
        changed = [_breaks_follow(work, board, day) for day in ahead]
        changed.append(_samples_follow(work, board, planned))
        if any(changed):
            work.changed(month, board=board)


def _breaks_follow(work: Work, board: Board, day: date) -> bool:
    earlier = stored_breaks(work, day, day)
    plan = keep_breaks(day_evidence(board, day), day, earlier, work.now, eve_breaks(work, day))
    if set(plan.placed) == set(earlier):
        return False
    put_breaks(work.connection, work.centre_id, day, ((item.duty, item.start, item.minutes) for item in plan.placed))
    gone = len({item.duty for item in earlier} - {item.duty for item in plan.placed})
    come = len({item.duty for item in plan.placed} - {item.duty for item in earlier})
    work.tell(f"breaks:{day}", {"gone": gone, "come": come, "short_minutes": plan.short_minutes})
    return True


def _samples_follow(work: Work, board: Board, planned: Collection[Sample]) -> bool:
    lost = [item for item in planned if item.start >= work.now and not stands(board, item)]
    if not lost:
        return False
    standing = [item for item in planned if item not in set(lost)]
    people = {item.agent.agent_id for item in lost}
    wanted = Counter(item.agent.agent_id for item in planned if item.agent.agent_id in people)
    plan = plan_samples(present_evidence(board), policy_of(board), wanted, standing, work.now, keep=True)
    put_samples(work.connection, work.centre_id, board.month, plan.samples)
    work.tell(f"qa:{board.month}", {"moved": len(lost), "lost": len(planned) - len(plan.samples)})
    return True
