"""Ctrl-C asks a solve to stop and keep what it has; a second one ends the program."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from api.cli.speech import Speech
from roster.text import Text


@contextmanager
def stop_on_interrupt(speech: Speech) -> Iterator[threading.Event]:
    """An event that Ctrl-C (or a polite termination) sets."""
    stop = threading.Event()

    def ask(number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        del number
        speech.complain(Text("正在停止,保留目前最好的排班…", "Stopping; the best roster so far is kept…"))

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
