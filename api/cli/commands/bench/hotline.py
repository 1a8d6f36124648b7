"""`roster bench hotline`: generated months, of any size, measured."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from api.cli.compiling import compile_first
from api.cli.errors import reporting_errors
from api.cli.options import JsonOption, LangOption, SeedOption
from api.cli.speech import Speech
from api.cli.usage import BadUsage
from constraints import CATALOGUE
from roster.cases.hotline import FEWEST_AGENTS, MOST_AGENTS, Catalogue, Staffing
from roster.text import Text


def sizes(text: str) -> str:
    """Numbers of agents, separated by commas."""
    for part in text.split(","):
        if not part.strip().isdecimal() or not FEWEST_AGENTS <= int(part) <= MOST_AGENTS:
            raise BadUsage(
                Text(
                    f"应为从 {FEWEST_AGENTS} 到 {MOST_AGENTS} 的人数,用逗号隔开",
                    f"numbers of agents from {FEWEST_AGENTS} to {MOST_AGENTS}, separated by commas",
                )
            )
    return text


def hotline(
    agents: Annotated[
        str, typer.Option("--agents", callback=sizes, metavar="N,N,…", help="Sizes, in turn. 坐席人数")
    ] = "100,300,1000,3000",
    seconds: Annotated[
        float, typer.Option("--seconds", min=5, max=604_800, help="Time per size. 每个规模的时限(秒)")
    ] = 60,
    seed: SeedOption = 0,
    seeds: Annotated[int, typer.Option("--seeds", min=1, max=100, help="So many seeds, medians told. 种子数")] = 1,
    staffing: Annotated[
        Staffing, typer.Option("--staffing", help="How much of the agents' hours the seats need. 人手松紧")
    ] = "ample",
    catalogue: Annotated[
        Catalogue, typer.Option("--catalogue", help="All rules, or the hard ones and COVERAGE. 规则范围")
    ] = "whole",
    arrivals: Annotated[
        Path | None, typer.Option("--arrivals", metavar="FILE", exists=True, help="Real calls shape the day. 来电记录")
    ] = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """热线大月 · Generated months: seconds to a complete roster, gap over time, bound, memory, and growth."""
    speech = Speech.of(lang)
    with reporting_errors(speech):
        from roster.bench.hotline import HotlineCampaign, Measured, as_markdown, bench

        compile_first(speech)

        def tell(row: Measured) -> None:
            gap = "–" if row.gap is None else f"{100 * row.gap:.2f} %"
            line = f"{row.agents} agents, seed {row.seed}: gap {gap} after {row.seconds:.0f} s"
            speech.complain(Text(line, line))

        wanted = tuple(int(part) for part in agents.split(","))
        campaign = HotlineCampaign(
            wanted, seconds, tuple(range(seed, seed + seeds)), staffing, catalogue, arrivals=arrivals
        )
        results = bench(campaign, CATALOGUE, tell)
        if as_json:
            speech.json([{**asdict(row), "gap": row.gap} for row in results])
        else:
            print(as_markdown(results), end="")
