"""Forecasts, rosters, prices columns and re-plans a little, and prints what this process had to compile for it."""

import tempfile
import time
from dataclasses import replace
from pathlib import Path

from label_world import half_year, world

from constraints import CATALOGUE
from roster.cases.hotline import write_hotline
from roster.compiled import compiled_folder
from roster.engine.columns.generation import improve_by_columns
from roster.engine.portfolio.improve import improve
from roster.engine.problem.problem import Problem
from roster.engine.problem.translate import roster_of
from roster.engine.replan.replan import ReplanOptions, replan
from roster.engine.search.callbacks import Callbacks
from roster.engine.search.prepared import PreparedSearch
from roster.files.read_case import read_case
from roster.load.erlang import answer_rate, occupancy, service_level
from roster.model import Leave, LeaveStatus
from roster.rule import MonthContext, Rulebook

cache = compiled_folder()
before = set(cache.rglob("*.nbc"))
for patience in (None, 120):
    service_level(80, 200, 15, interval_minutes=30, seconds=20, patience_seconds=patience)
    answer_rate(80, 200, 15, interval_minutes=30, patience_seconds=patience)
    occupancy(80, 200, 15, interval_minutes=30, patience_seconds=patience)

plans = []
callbacks = Callbacks(lambda plan, _: plans.append(plan), lambda _: None, lambda: False)
for problem in (world(4, agents=3), half_year()):
    improve_by_columns(PreparedSearch(problem), callbacks, time.monotonic() + 60, 3, None, work_seconds=0.5)

with tempfile.TemporaryDirectory() as folder:
    write_hotline(Path(folder), agents=20)
    case, _ = read_case(Path(folder))
rulebook = Rulebook.of(CATALOGUE, case.centre)
context = MonthContext(case)
plans.clear()
while not plans:
    improve(Problem.of(context, rulebook.encode(context)), callbacks, deadline=time.monotonic() + 1.0)
published = roster_of(context, plans[-1])
day = published.duties[len(published.duties) // 2].day
away = sorted({duty.agent_id for duty in published.duties if duty.day == day})[:3]
model = case.leaves[0]
leaves = tuple(Leave(agent, model.kind, day, day, LeaveStatus.APPROVED, model.priority) for agent in away)
replan(replace(case, leaves=(*case.leaves, *leaves)), rulebook, published, ReplanOptions(seconds=3.0))

print(*sorted(path.name for path in set(cache.rglob("*.nbc")) - before), sep="\n")
