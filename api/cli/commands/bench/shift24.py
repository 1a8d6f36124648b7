"""`roster bench shift24`: the standard instances of Curtois and Qu."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.cli.compiling import compile_first
from api.cli.errors import Code, reporting_errors
from api.cli.options import JsonOption, LangOption, SeedOption
from api.cli.speech import Speech
from constraints import CATALOGUE
from roster.bench.shift24.instance import Instance
from roster.errors import Fault, InputError
from roster.text import Text


def shift24(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="An instance, or a folder of them. 算例或其文件夹")],
    seconds: Annotated[float, typer.Option("--seconds", min=1, max=604_800, help="Time per run. 每次时限(秒)")] = 60.0,
    seed: SeedOption = 0,
    seeds: Annotated[int, typer.Option("--seeds", min=1, max=100, help="So many seeds, medians told. 种子数")] = 1,
    peers: Annotated[bool, typer.Option("--peers", help="The peers beside it, in turn. 同时测量其他求解器")] = False,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Our roster as JSON. 写入文件")] = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """标准算例 · The standard instances of Curtois and Qu: objective, bound, times, gap to the best known."""
    speech = Speech.of(lang)
    with reporting_errors(speech):
        # The solvers load only where they are used: `roster --help` need not wait for them.
        from roster.bench.shift24.peers import available_peers
        from roster.bench.shift24.run import Campaign, bench, read_all
        from roster.bench.shift24.solution import write
        from roster.bench.shift24.table import MeasuredInstance, as_json_rows, as_markdown

        compile_first(speech)
        instances = read_all(path)
        if out is not None:
            _only_one(path, instances)

        def tell(row: MeasuredInstance) -> None:
            objective = "–" if row.objective is None else str(row.objective)
            proven = "–" if row.bound is None else f"{row.bound:g}"
            line = f"{row.instance} {row.solver} seed {row.seed}: {objective} (bound {proven})"
            speech.complain(Text(line, line))

        campaign = Campaign(seconds, tuple(range(seed, seed + seeds)), available_peers() if peers else ())
        result = bench(instances, CATALOGUE, campaign, tell)
        if out is not None and result.best:
            write(out, result.best[instances[0].name])
        if as_json:
            speech.json(as_json_rows(result.measured))
        else:
            print(as_markdown(result.measured), end="")
        if any(solution.objective is None for solution in result.best.values()):
            sys.exit(Code.NONE_FOUND)


def _only_one(path: Path, instances: list[Instance]) -> None:
    if len(instances) > 1:
        problem = Text(f"有 {len(instances)} 个算例,--out 只写一个", f"{len(instances)} instances, and --out takes one")
        remedy = Text("给出一个算例文件,或去掉 --out", "name one file, or leave --out away")
        raise InputError([Fault(str(path), None, "--out", problem, remedy)])
