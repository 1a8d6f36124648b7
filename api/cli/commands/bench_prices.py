import random
from typing import Annotated

import typer

from api.cli.cases import load_case
from api.cli.errors import told
from api.cli.options import CaseArgument, JsonOption, LangOption, SeedOption
from api.cli.speech import Speech
from roster.text import clock_time


def prices(
    case: CaseArgument,
    sample: Annotated[int, typer.Option("--sample", min=1, max=1000, help="So many seats, drawn. 抽查数量")] = 10,
    seed: SeedOption = 0,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """影子价格抽查 · What-if prices of seats, a sample of them checked by solving the relaxation again."""
    speech = Speech.of(lang)
    with told(speech):
        from roster.engine.aggregate import aggregate
        from roster.engine.prices import seat_prices, solved_again
        from roster.engine.problem import Problem
        from roster.rule import Frame
        from roster.rule.ticks import TICKS

        month, rulebook = load_case(case, speech)
        frame = Frame(month)
        problem = Problem.of(frame, rulebook.encode(frame))
        found = aggregate(problem)
        known = seat_prices(problem, found.row_price) if found is not None else ()
        rows = []
        for seat in random.Random(seed).sample(known, min(sample, len(known))):
            again = solved_again(problem, seat, found.bound_ticks) if found is not None else None
            rows.append(
                {
                    "date": frame.date_of(seat.day).isoformat(),
                    "minutes": list(seat.minutes),
                    "job": seat.job,
                    "price": round(seat.ticks / TICKS, 2),
                    "solved_again": None if again is None else round(again / TICKS, 2),
                }
            )
        if as_json:
            speech.json(rows)
            return
        print("| date | intervals | job | price | solved again |\n| --- | --- | --- | --: | --: |")
        for row in rows:
            minutes = seat_times(row["minutes"])
            print(f"| {row['date']} | {minutes} | {row['job']} | {row['price']} | {row['solved_again']} |")


def seat_times(minutes: object) -> str:
    """Starts of intervals as wall times."""
    assert isinstance(minutes, list)
    return " ".join(clock_time(minute) for minute in minutes)
