"""Re-planning at the desk: after sickness, a resignation, a changed load or new leave, the least disruptive roster."""

import threading
import time
from dataclasses import dataclass
from datetime import datetime

from roster.desk.board.board import Board
from roster.desk.clock import FixedClock
from roster.desk.desk import Desk
from roster.desk.leaves.vacancy_desk import vacancies_of
from roster.desk.leaves.vacant import covers_of
from roster.desk.rosters.roster_desk import save_draft
from roster.desk.swaps.suggest import Suggestion
from roster.engine.replan.replan import Replanned, ReplanOptions, settle
from roster.model import Month, Roster
from roster.model.leave_request import Vacancy
from roster.store.roster_rows import RosterVersion


@dataclass(frozen=True)
class RePlan:
    """What a re-plan came to; `draft` is kept in the store.

    `left` are the hours that leave took of duties which otherwise stand, each with who could cover them on the new
    roster, best first: a re-plan moves whole duties and leaves a cut one where it is, so these a leader gives out.
    """

    replanned: Replanned
    draft: RosterVersion
    left: tuple[tuple[Vacancy, tuple[Suggestion, ...]], ...] = ()


def re_plan(
    desk: Desk,
    actor: str,
    month: Month,
    *,
    seconds: float = 30.0,
    seed: int = 0,
    note: str = "re-planned",
    stop: threading.Event | None = None,
) -> RePlan:
    """Searches on the month as it stands and keeps the result as a draft of the published roster.

    The first re-plan of a month prepares it (a second or two for 300 agents); the next ones find it in memory.

    The search holds no lock: where the published roster changes meanwhile, publishing the draft is refused as stale.
    Moves for somebody else's sake wait for their agent's consent; those that could not stay as they were do not.
    NotFoundError without a published roster.
    """
    asked = to_replan(desk, month)
    options = ReplanOptions(now=asked.now, seconds=seconds, seed=seed, stop=stop or threading.Event())
    began = time.monotonic()
    with desk.replan_session(asked.board, asked.published, asked.now) as session:
        replanned = settle(session, options, began=began)
    consent = frozenset((move.agent_id, move.day) for move in replanned.for_consent)
    draft = save_draft(desk, actor, month, replanned.roster, note=note, re_plans=asked.version, consent_for=consent)
    return RePlan(replanned, draft, left_to_cover(asked, replanned.roster))


def left_to_cover(asked: "ToReplan", roster: Roster) -> tuple[tuple[Vacancy, tuple[Suggestion, ...]], ...]:
    """The hours of cut duties that a re-planned roster leaves vacant, each with who could cover them, best first."""
    after = asked.board.with_roster(roster)
    return tuple((item, covers_of(after, item, FixedClock(asked.now))) for item in asked.cut)


@dataclass(frozen=True)
class ToReplan:
    """A published month as it stands at `now`. `published` holds the duties that leave freed, too.

    `cut` are the vacant hours of duties of which the rest stands.
    """

    version: RosterVersion
    board: Board
    published: Roster
    now: datetime
    cut: tuple[Vacancy, ...]


def to_replan(desk: Desk, month: Month) -> ToReplan:
    """What a re-plan starts from; NotFoundError without a published roster, refused for a closed one."""
    with desk.reading() as work:
        version, board = work.published(month), work.board(month)
        # What stood vacant when it began stays so: the past never moves, and its holder was on leave.
        open_ones = vacancies_of(work, month)
        vacant = [item.duty for item in open_ones if item.part is None and board.stint(item.duty).start > work.now]
        cut = tuple(
            item
            for item in open_ones
            if item.part is not None and board.month_case.wall(item.duty.day, item.part[1]) > work.now
        )
        now = work.now
    # What leave freed is coverage that the event lost: the search sees it as published, and the leave forbids it.
    return ToReplan(version, board, Roster.of((*board.roster.duties, *vacant), board.roster.granted), now, cut)
