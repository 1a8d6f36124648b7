"""The standard streams of the console script: whatever a shell made of them, a command runs to its own exit code."""

import codecs
import io
import json
import os
import sys
from pathlib import Path
from typing import Any, TextIO

RESULTS, COMPLAINTS = 1, 2
NAMES = {RESULTS: "<stdout>", COMPLAINTS: "<stderr>"}
ESCAPED = "roster-escaped"
"""How what an encoding lacks is written: as JSON writes it in ASCII, so that JSON stays JSON."""


class _Outlet(io.FileIO):
    """A stream whose reader may go: what is written from then on leads nowhere, and the command goes on."""

    def write(self, data: Any) -> int:
        """Write some bytes; OSError, named as the stream, where the disk refuses."""
        try:
            return super().write(data)
        except BrokenPipeError:
            _lead_nowhere(self.fileno())
            return len(data)
        except OSError as error:
            # Nothing is left to be tried again when the program ends: that would hide its exit code.
            number = self.fileno()
            _lead_nowhere(number)
            raise OSError(error.errno, error.strerror, NAMES[number]) from error


def hold_streams() -> None:
    """Let the standard streams be there, outlive their readers, and write what their encoding lacks as escapes.

    A stream that was closed leads nowhere: else the next file that is opened would take its place, and be written to.
    Streams that somebody else has put in their place stay.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
    if sys.stdin is None:
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - for as long as the program runs
    if sys.stdout is sys.__stdout__:
        sys.stdout = _outlet(RESULTS, sys.stdout)
    if sys.stderr is sys.__stderr__:
        sys.stderr = _outlet(COMPLAINTS, sys.stderr)


def _escaped(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


codecs.register_error(ESCAPED, _escaped)


def _outlet(number: int, before: TextIO | None) -> TextIO:
    raw: Any = _Outlet(number, "w", closefd=False)
    encoding = "utf-8" if before is None else before.encoding
    if number == COMPLAINTS:
        # Unbuffered: Ctrl-C is answered from within whatever is being written, which a buffer does not allow.
        return io.TextIOWrapper(raw, encoding, ESCAPED, write_through=True)
    return io.TextIOWrapper(io.BufferedWriter(raw), encoding, ESCAPED, line_buffering=raw.isatty())


def _lead_nowhere(number: int) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, number)
    os.close(nowhere)
