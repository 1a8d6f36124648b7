"""How fast the desk answers: check, suggest and match on a centre whose roster is in memory.

    python -m benchmarks.desk [--agents 500] [--wishes 1000]

The centre turns ten-day wheels (tests/worlds/big_world.py), so its roster is legal whatever its size.
"""

import argparse
import resource
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "worlds"))


def milliseconds(act, times):
    taken, worked = [], []
    for item in times:
        start, used = time.perf_counter(), time.process_time()
        act(item)
        taken.append(1000 * (time.perf_counter() - start))
        worked.append(1000 * (time.process_time() - used))
    return (
        f"median {statistics.median(taken):.1f} ms, worst {max(taken):.1f} ms of {len(taken)}; of the processor "
        f"median {statistics.median(worked):.1f} ms, worst {max(worked):.1f} ms"
    )


def processor_seconds():
    """Of this process and of those it has ended."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def main():
    from big_world import big_board

    from roster.desk.clock import FixedClock
    from roster.desk.matching.match import match
    from roster.desk.swaps.suggest import suggest
    from roster.desk.swaps.swap_ask import check_swap, swap_between
    from roster.model.swap_wish import SwapWish

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--agents", type=int, default=500)
    parser.add_argument("--wishes", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--longest", type=int, help="most wishes in one cycle (unset: any)")
    given = parser.parse_args()
    clock = FixedClock(datetime(2026, 10, 1, tzinfo=UTC))
    start = time.perf_counter()
    board = big_board(given.agents)
    assert board.sheet.move_screen
    board.seats.short_minutes()
    print(f"{given.agents} agents, {len(board.roster.duties)} duties: in memory in {time.perf_counter() - start:.2f} s")
    draw = np.random.default_rng(0)
    late = [duty for duty in board.roster.duties if duty.day.day >= 9]
    chosen = [late[int(place)] for place in draw.choice(len(late), 200, replace=False)]
    print("suggest:", milliseconds(lambda duty: suggest(board, duty.agent_id, duty.day, clock), chosen))
    pairs = [(one, two) for one, two in zip(chosen[:100], chosen[100:], strict=True) if one.agent_id != two.agent_id]
    by_the_book = [
        (duty, way.pay_back) for duty in chosen[:100] for way in suggest(board, duty.agent_id, duty.day, clock)[:1]
    ]
    verdicts = []

    def check(pair):
        one, two = pair
        swap = swap_between(board, one.agent_id, one.day, two.agent_id, two.day, reason="x", clock=clock)
        verdicts.append(check_swap(board, swap, clock))

    print("check of what is allowed:", milliseconds(check, by_the_book))
    assert all(verdict.allowed for verdict in verdicts)
    verdicts.clear()
    print("check of any two duties, with the nearest ways:", milliseconds(check, pairs))
    print(f"of these, refused: {sum(not verdict.allowed for verdict in verdicts)}")
    wishes = []
    kinds = (("E", "D"), ("L",), ("N",), ("E", "D", "L"))
    for place in draw.choice(len(late), given.wishes, replace=False):
        duty, week = late[int(place)], timedelta(days=7)
        wishes.append(SwapWish(duty.agent_id, duty.day, duty.day - week, duty.day + week, kinds[int(draw.integers(4))]))
    start, used = time.perf_counter(), processor_seconds()
    matched = match(board, wishes, clock, seconds=given.seconds, longest=given.longest)
    proven = "proven the most" if matched.optimal else f"bound {matched.bound}"
    print(
        f"match: {len(matched.granted)} of {len(wishes)} wishes in {len(matched.cycles)} cycles, {proven}, "
        f"{time.perf_counter() - start:.1f} s, {processor_seconds() - used:.1f} s of a processor"
    )


if __name__ == "__main__":
    main()
