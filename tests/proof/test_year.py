"""A year from the bundled case, month after month: solved, published, swapped, closed, the next made from the store.

A sample of two months of a small centre in every run; the twelve months of the hotline with ROSTER_PROOF=1.
"""

import os
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from desk_store import Watch
from desk_world import DIRECTOR

import roster.cases
from constraints import CATALOGUE
from roster.desk.desk import SYSTEM
from roster.desk.opening import open_desk
from roster.desk.rosters.close_desk import close_month, planning_case
from roster.desk.rosters.month_desk import open_month
from roster.desk.rosters.roster_desk import appoint, import_case, publish, save_draft
from roster.engine.generate import GenerateOptions, generate
from roster.engine.problem.outcome import Level
from roster.files.read_case import read_case
from roster.model import LeaveStatus
from roster.model.approval import Office
from roster.rule import Rulebook
from roster.store.connect import open_store

WHOLE = os.environ.get("ROSTER_PROOF") == "1"
MONTHS, SECONDS, GAP = (12, 120.0, 0.05) if WHOLE else (2, 120.0, 0.5)


def test_a_year_without_touching_a_file(tmp_path):
    store = open_store(tmp_path / "roster.db")
    case, _ = read_case(Path(roster.cases.__file__).parent / "bundled" / ("hotline" if WHOLE else "hall"))
    # Requests wait for the ladder, which is proven elsewhere; here the months go on.
    case = replace(case, leaves=tuple(leave for leave in case.leaves if leave.status is LeaveStatus.APPROVED))
    zone = ZoneInfo(case.centre.timezone)
    watch = Watch(datetime.combine(case.month.first, time(), zone) - timedelta(days=9))
    desk = open_desk(store, "year", CATALOGUE, watch)
    import_case(desk, SYSTEM, case)
    month = case.month
    appoint(desk, SYSTEM, DIRECTOR, Office.DIRECTOR)
    for turn in range(MONTHS):
        assert open_month(desk, SYSTEM, month) is (turn > 0)
        planned = planning_case(desk, month)
        result = generate(planned, Rulebook.of(CATALOGUE, planned.centre), GenerateOptions(seconds=SECONDS, gap=GAP))
        assert result.roster is not None
        assert result.verdict is not None
        assert result.verdict.level is not Level.FAR
        assert not any(finding.hard for finding in result.findings)
        draft = save_draft(desk, SYSTEM, month, result.roster)
        publish(desk, DIRECTOR, draft.roster_id)
        watch.moment = datetime.combine(month.next.first, time(), zone)
        close_month(desk, DIRECTOR, month)
        month = month.next
    assert open_month(desk, SYSTEM, month)
    history = {duty.day for duty in planning_case(desk, month).history}
    assert min(history) <= case.month.first <= month.first - timedelta(days=1) == max(history)
    store.close()
