"""`roster bench prices`: what-if prices checked by solving again."""

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.cases import load_case
from api.cli.compiling import compile_first
from api.cli.errors import reporting_errors
from api.cli.options import CaseArgument, JsonOption, LangOption, SeedOption
from api.cli.speech import Speech
from roster.text import clock_time

if TYPE_CHECKING:
    from roster.engine.bounds.what_if_prices import WhatIfPrices
    from roster.engine.problem.problem import Problem
    from roster.rule import MonthContext


def prices(
    case: CaseArgument,
    sample: Annotated[int, typer.Option("--sample", min=1, max=1000, help="So many of a kind. 每类抽查数量")] = 10,
    seed: SeedOption = 0,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """影子价格抽查 · What-if prices of seats, wishes and agents, a sample checked by solving the relaxation again."""
    speech = Speech.of(lang)
    with reporting_errors(speech):
        from roster.engine.bounds.aggregate import aggregate
        from roster.engine.bounds.what_if_prices import prices as prices_of
        from roster.engine.bounds.what_if_prices import solved_again
        from roster.engine.pricing.label_choice import labelled_workforce
        from roster.engine.problem.problem import Problem
        from roster.errors import InternalError
        from roster.rule import MonthContext
        from roster.rule.ticks import TICKS

        compile_first(speech)
        month, rulebook = load_case(case, speech)
        context = MonthContext(month)
        problem = Problem.of(context, rulebook.encode(context))
        relaxation = aggregate(problem)
        if relaxation is None:
            raise InternalError("the relaxation of this month was not solved")
        known = prices_of(problem, labelled_workforce(problem), relaxation)
        rows = []
        for kind, what, price, changed in _drawn(problem, known, context, random.Random(seed), sample):
            more = solved_again(changed, relaxation.bound_ticks)
            solved = None if more is None else round(more / TICKS, 2)
            rows.append({"kind": kind, **what, "price": round(price / TICKS, 2), "solved_again": solved})
        if as_json:
            speech.json(rows)
            return
        print("| kind | what | price | solved again |\n| --- | --- | --: | --: |")
        for row in rows:
            told_of = [str(value) for key, value in row.items() if key not in {"kind", "price", "solved_again"}]
            print(f"| {row['kind']} | {' '.join(told_of)} | {row['price']} | {row['solved_again']} |")


def _drawn(
    problem: "Problem", known: "WhatIfPrices", context: "MonthContext", draw: random.Random, most: int
) -> Iterator[tuple[str, dict[str, object], float, "Problem"]]:
    """Some prices of each kind, with the problem in which what they price has come about."""
    from roster.engine.bounds.what_if_prices import UNKNOWN_TICKS, granting, joined, moved

    for seat in draw.sample(known.seats, min(most, len(known.seats))):
        day, times = context.date_of(seat.day).isoformat(), " ".join(map(clock_time, seat.minutes))
        yield "seat", {"date": day, "job": seat.job, "times": times}, seat.ticks, moved(problem, seat, 1)
    for wish in draw.sample(known.wishes, min(most, len(known.wishes))):
        who, day = context.agents[wish.agent].agent_id, context.date_of(wish.day).isoformat()
        yield "wish", {"rule": wish.rule, "agent_id": who, "date": day}, wish.ticks, granting(problem, wish)
    able = [agent for agent, ticks in enumerate(known.agent_ticks) if ticks < UNKNOWN_TICKS]
    for agent in draw.sample(able, min(most, len(able))):
        yield "holder", {"like": context.agents[agent].agent_id}, known.agent_ticks[agent], joined(problem, agent)
