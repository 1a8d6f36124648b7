"""How fast a published month is re-planned: one absence, and many on one day, on a month that is in memory.

    python -m benchmarks.replan [--agents 300] [--seeds 5] [--absences 1,20] [--search 60] [--processor]

Draws a hotline month (roster/cases/hotline.py), rosters it for `--search` seconds, prepares it once, and then settles
one event per seed: people with a duty on a day drawn at random have an approved leave of that day. Each settled roster
has passed every rule's hard check; the full check, with prices, sentences and reasons, is timed apart. The second
absence of a seed stands on the same published roster as the first. With `--processor` the seconds are those that the
processor gave, so a busy machine does the same as an idle one, only later.
"""

import argparse
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from constraints import CATALOGUE
from roster.cases.hotline import write_hotline
from roster.engine.portfolio.improve import improve
from roster.engine.problem.problem import Problem
from roster.engine.problem.translate import roster_of
from roster.engine.replan.replan import ReplanOptions, settle
from roster.engine.replan.session import ReplanSession
from roster.engine.search.callbacks import Callbacks
from roster.files.read_case import read_case
from roster.model import Leave, LeaveStatus
from roster.rule import MonthContext, Rulebook


def month(agents, seconds):
    """A case, its rulebook and a roster of it."""
    with tempfile.TemporaryDirectory() as folder:
        write_hotline(Path(folder) / "case", agents=agents)
        case, _ = read_case(Path(folder) / "case")
    rulebook = Rulebook.of(CATALOGUE, case.centre)
    context = MonthContext(case)
    problem = Problem.of(context, rulebook.encode(context))
    plans = []
    callbacks = Callbacks(lambda plan, _: plans.append(plan), lambda _: None, lambda: False)
    improve(problem, callbacks, deadline=time.monotonic() + seconds)
    if not plans:
        sys.exit("no roster found: give more --search seconds")
    return case, rulebook, roster_of(context, plans[-1])


def event(case, roster, seed, absences):
    """The case with so many people on leave on one day of the month's second half, and the evening before."""
    draw = np.random.default_rng(seed)
    day = case.month.first + timedelta(days=int(draw.integers(case.month.days // 2, case.month.days - 1)))
    on_duty = sorted({duty.agent_id for duty in roster.duties if duty.day == day})
    chosen = draw.choice(len(on_duty), absences, replace=False)
    model = case.leaves[0]
    leaves = tuple(
        Leave(on_duty[place], model.kind, day, day, LeaveStatus.APPROVED, model.priority) for place in chosen
    )
    now = datetime.combine(day - timedelta(days=1), datetime.min.time()) + timedelta(hours=18)
    return replace(case, leaves=(*case.leaves, *leaves)), now


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--agents", type=int, default=300)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--absences", default="1,20")
    parser.add_argument("--search", type=float, default=60)
    parser.add_argument("--seconds", type=float, default=3, help="time given to each re-plan")
    parser.add_argument("--processor", action="store_true", help="count the processor's seconds, not the clock's")
    given = parser.parse_args()
    case, rulebook, roster = month(given.agents, given.search)
    if given.processor:
        time.monotonic = time.perf_counter = time.process_time
    began = time.perf_counter()
    session = ReplanSession(case, rulebook, roster, None)
    print(f"{given.agents} agents, {len(roster.duties)} duties; prepared in {time.perf_counter() - began:.2f} s")
    settle(session, ReplanOptions(seconds=given.seconds))
    print("| absences | settled s: median | worst | CPU s | full check s | changes | proven least | seats lost |")
    print("| --: | --: | --: | --: | --: | --: | --: | --: |")
    for absences in (int(text) for text in given.absences.split(",")):
        rows = []
        for seed in range(given.seeds):
            changed, now = event(case, roster, seed, absences)
            wall, work, asked = time.perf_counter(), time.process_time(), time.monotonic()
            session.stand(changed, roster, now)
            replanned = settle(session, ReplanOptions(now=now, seconds=given.seconds, seed=seed), began=asked)
            settled, used = time.perf_counter() - wall, time.process_time() - work
            wall = time.perf_counter()
            assert not any(finding.hard for finding in replanned.result.findings)
            rows.append((settled, used, time.perf_counter() - wall, replanned))
        several = [row[3] for row in rows]
        print(
            f"| {absences} | {statistics.median(row[0] for row in rows):.2f} | {max(row[0] for row in rows):.2f} "
            f"| {statistics.median(row[1] for row in rows):.2f} | {statistics.median(row[2] for row in rows):.2f} "
            f"| {', '.join(str(len(one.moves)) for one in several)} "
            f"| {', '.join(str(one.fewest_changes) for one in several)} "
            f"| {', '.join(str(one.lost_seat_intervals) for one in several)} |"
        )
    print(f"prepared {session.prepared} time(s)")


if __name__ == "__main__":
    main()
