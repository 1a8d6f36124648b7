"""`roster bench`: the engine measured on standard instances and generated months, beside the peers."""

import typer

from api.cli.commands.bench import hotline as bench_hotline
from api.cli.commands.bench import prices as bench_prices
from api.cli.commands.bench import shift24 as bench_shift24

app = typer.Typer(help="测量求解引擎 · Measure the engine.", no_args_is_help=True)
app.command("shift24")(bench_shift24.shift24)
app.command("hotline")(bench_hotline.hotline)
app.command("prices")(bench_prices.prices)
