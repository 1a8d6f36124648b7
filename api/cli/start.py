"""The console script: the clock starts, and Ctrl-C ends even the loading of libraries without a traceback."""

import sys

from api.cli import clock
from api.cli.outlets import hold_streams

INTERRUPTED = 130
"""What shells expect of a program that Ctrl-C has ended."""


def run() -> None:
    """Load the commands, and run the one that was asked for."""
    clock.start()
    hold_streams()
    try:
        # The commands bring their libraries: their loading is part of what Ctrl-C may end.
        from api.cli.main import run as run_commands

        run_commands()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
