"""`roster`: the commands, gathered; what goes wrong, told without a traceback."""

import sys
from importlib.metadata import version
from typing import Annotated

import typer

from api.cli import clock
from api.cli.errors import reporting_errors
from api.cli.lazy import LazyGroup
from api.cli.options import LangOption
from api.cli.outlets import hold_streams
from api.cli.speech import speaking

DISTRIBUTION = "roster-desk"
"""The name under which the package is installed; `roster` alone belongs to another project."""

app = typer.Typer(
    name="roster",
    cls=LazyGroup,
    help="客服中心排班:生成、校验、说明,换班与请假照章处理 · Month rosters for customer-service centres: "
    "generated, checked, explained; swaps and leave by the book.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _tell_version(asked: bool) -> None:
    if asked:
        print(f"roster {version(DISTRIBUTION)}")
        raise typer.Exit


@app.callback()
def _roster(
    lang: LangOption = None,
    told_version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Show the version. 显示版本")
    ] = False,
) -> None:
    """What stands before a command."""


def run() -> None:
    """Run the command that was asked for."""
    if not clock.started():
        clock.start()
        hold_streams()
    with speaking(sys.argv[0], sys.argv[1:]), reporting_errors():
        try:
            app()
        finally:
            sys.stdout.flush()  # what is kept back is written while a full disk can still be told


if __name__ == "__main__":
    run()
