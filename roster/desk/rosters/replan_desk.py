"""Re-planning at the desk: after sickness, a resignation, a changed load or new leave, the least disruptive roster."""

import threading
import time
from dataclasses import dataclass
from datetime import datetime

from roster.desk.board.board import Board
from roster.desk.desk import Desk
from roster.desk.leaves.leave_desk import vacancies_of
from roster.desk.refusals import wrong_state
from roster.desk.rosters.roster_desk import save_draft
from roster.engine.replan.replan import Replanned, ReplanOptions, settle
from roster.model import Month, Roster
from roster.store.roster_rows import RosterState, RosterVersion


@dataclass(frozen=True)
class RePlan:
    """What a re-plan came to; `draft` is kept in the store."""

    replanned: Replanned
    draft: RosterVersion


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
    with desk.standing(asked.board, asked.published, asked.now) as standing:
        found = settle(standing, options, began=began)
    consent = frozenset((move.agent_id, move.day) for move in found.for_consent)
    draft = save_draft(desk, actor, month, found.roster, note=note, re_plans=asked.version, consent_for=consent)
    return RePlan(found, draft)


@dataclass(frozen=True)
class ToReplan:
    """A published month as it stands at `now`. `published` holds the duties that leave freed, too."""

    version: RosterVersion
    board: Board
    published: Roster
    now: datetime


def to_replan(desk: Desk, month: Month) -> ToReplan:
    """What a re-plan starts from; NotFoundError without a published roster, refused for a closed one."""
    with desk.reading() as work:
        version, board = work.binding(month), work.board(month)
        # What stood vacant when it began stays so: the past never moves, and its holder was on leave.
        whole = (item.duty for item in vacancies_of(work, month) if item.part is None)
        vacant = [duty for duty in whole if board.stint(duty).start > work.now]
        now = work.now
    if version.state is not RosterState.PUBLISHED:
        raise wrong_state(version.state.value, "published")
    # What leave freed is coverage that the event lost: the search sees it as published, and the leave forbids it.
    return ToReplan(version, board, Roster.of((*board.roster.duties, *vacant), board.roster.granted), now)
