"""How long a roll call takes at the desk, and whom to call in for who did not come.

    python -m benchmarks.roll_call [--agents 150] [--shifts 12]

The centre turns ten-day wheels (tests/worlds/big_world.py): of 150 people 45 work a shift. Each roll names two who did
not come and one who is late; everybody else is there. Then the covers of one absence are ranked, and one is called in.
"""

import argparse
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "worlds"))


def main():
    import desk_world
    from big_world import big_case
    from desk_store import Watch

    from constraints import CATALOGUE
    from roster.desk.desk import SYSTEM
    from roster.desk.duty_day.call_in import call_in, covers_for
    from roster.desk.duty_day.roll_call import Called, Mark, call_roll, read_roll
    from roster.desk.opening import open_desk
    from roster.desk.rosters.roster_desk import appoint, import_case, publish, save_draft
    from roster.desk.shift_log.occurrence import occurrences
    from roster.model.approval import Office
    from roster.store.connect import open_store

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--agents", type=int, default=150)
    parser.add_argument("--shifts", type=int, default=12)
    given = parser.parse_args()
    director = desk_world.DIRECTOR
    case, roster = big_case(given.agents)
    took: dict[str, list[tuple[float, float]]] = {}

    def timed(what, act):
        wall, processor = time.perf_counter(), time.process_time()
        made = act()
        took.setdefault(what, []).append((time.perf_counter() - wall, time.process_time() - processor))
        return made

    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "roll.db")
        watch = Watch(desk_world.at(1, month=9))
        desk = open_desk(store, "hotline", CATALOGUE, watch)
        import_case(desk, SYSTEM, case)
        appoint(desk, SYSTEM, director, Office.DIRECTOR)
        publish(
            desk,
            director,
            save_draft(desk, director, case.month, roster).roster_id,
            accept_breaches=True,
            reason="as drawn",
        )
        board, people, calls = desk.board(case.month), [], 0
        every = [one for day in range(10, 28) for one in occurrences(board, date(2026, 10, day))]
        for here in [one for one in every if len(one.people) >= 3][: given.shifts]:
            watch.moment = here.start + timedelta(minutes=5)
            timed("read the list", lambda here=here: read_roll(desk, here.day, here.shift))
            first, second, third = here.people[:3]
            named = [Mark(first, Called.ABSENT), Mark(second, Called.ABSENT), Mark(third, Called.LATE, 5)]
            timed(
                "call the roll",
                lambda here=here, named=named: call_roll(
                    desk, director, here.day, here.shift, named, rest_present=True
                ),
            )
            ways = timed("rank the covers", lambda here=here, first=first: covers_for(desk, director, here.day, first))
            if ways:
                calls += 1
                partner = ways[0].way.partner
                timed(
                    "call one in",
                    lambda here=here, first=first, partner=partner: call_in(
                        desk, director, first, here.day, partner, reason="absent"
                    ),
                )
            people.append(len(here.people))
        store.close()
    print(f"{given.agents} agents, {len(people)} shifts of {min(people)}-{max(people)} people, {calls} called in")
    for what, times in took.items():
        walls, processors = zip(*times, strict=True)
        print(
            f"{what:16} median {1000 * median(walls):.0f} ms, worst {1000 * max(walls):.0f} ms; "
            f"processor median {1000 * median(processors):.0f} ms"
        )


if __name__ == "__main__":
    main()
