"""`roster`: the commands, gathered; what goes wrong, told without a traceback."""

import typer

from api.cli import clock
from api.cli.commands import register_all
from api.cli.errors import told

app = typer.Typer(
    name="roster",
    help="Month rosters for customer-service centres: generated, checked, explained. 客服中心排班。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
register_all(app)


def run() -> None:
    """Run the command that was asked for."""
    if not clock.started():
        clock.start()
    with told():
        app()


if __name__ == "__main__":
    run()
