"""`roster`: the commands, gathered; what goes wrong, told without a traceback."""

import typer

from api.cli import clock
from api.cli.errors import told
from api.cli.lazy import LazyGroup

app = typer.Typer(
    name="roster",
    cls=LazyGroup,
    help="Month rosters for customer-service centres: generated, checked, explained. 客服中心排班。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.callback()
def _roster() -> None:
    """A group also where there is no command of its own."""


def run() -> None:
    """Run the command that was asked for."""
    if not clock.started():
        clock.start()
    with told():
        app()


if __name__ == "__main__":
    run()
