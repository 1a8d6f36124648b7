"""A solver in a process of its own: it can be stopped, killed and limited without harm to the parent.

A solver's own stop is not to be relied on (it works only during its search, and limits overrun at times), and its
memory is not ours to bound. So each runs in a child that speaks over a pipe, ignores the terminal's Ctrl-C (the
parent decides), and ends by itself when the parent is gone.
"""

import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from multiprocessing.reduction import ForkingPickler
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from roster.engine.problem.problem import Plan
from roster.engine.process.usage import resident_megabytes


@dataclass(frozen=True, slots=True)
class SoundPlan:
    """A plan that keeps every hard piece, and its ticks."""

    plan: Plan
    ticks: int


@dataclass(frozen=True, slots=True)
class Bound:
    """No plan costs fewer ticks."""

    ticks: int


@dataclass(frozen=True, slots=True)
class Done:
    """The child has finished; `result` is what its target returned."""

    result: Any


@dataclass(frozen=True, slots=True)
class Failed:
    """The child's target raised; `trace` tells where."""

    trace: str


@dataclass(frozen=True, slots=True)
class News:
    """Anything else that a target has to say on its way."""

    content: Any


@dataclass(frozen=True, slots=True)
class Duals:
    """Prices that prove a bound, as plain arrays: another search may begin from them."""

    arrays: tuple[NDArray[np.float64], ...]


Message = SoundPlan | Bound | Duals | News | Done | Failed
Shared = SoundPlan | Bound | Duals
"""What one solver's child says that concerns the others."""


class Mailbox:
    """The child's end of the pipe: what it tells, and what it has been told."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sending = threading.Lock()
        self.stop = threading.Event()
        self.best: SoundPlan | None = None
        self.bound: int | None = None
        self._duals: Duals | None = None
        self._fresh = False

    def send(self, message: Message) -> None:
        """Tell the parent; without one there is nothing left to do."""
        try:
            with self._sending:
                self._connection.send(message)
        except (BrokenPipeError, ConnectionError, OSError):
            os._exit(1)

    def offered(self) -> Plan | None:
        """The best plan that others found, once; None when there is none newer than the last one taken."""
        if not self._fresh:
            return None
        self._fresh = False
        return None if self.best is None else self.best.plan

    def duals(self) -> tuple[NDArray[np.float64], ...] | None:
        """Another's newest prices, once; None when there are none newer than the last ones taken."""
        latest, self._duals = self._duals, None
        return None if latest is None else latest.arrays

    def proven(self) -> int | None:
        """The best bound of the others, in ticks."""
        return self.bound

    def listen(self) -> None:
        """Take in what the parent says, until it is gone."""
        while True:
            try:
                message = self._connection.recv()
            except (EOFError, OSError):
                os._exit(1)
            if isinstance(message, SoundPlan):
                if self.best is None or message.ticks < self.best.ticks:
                    self.best = message
                    self._fresh = True
            elif isinstance(message, Bound):
                self.bound = message.ticks if self.bound is None else max(self.bound, message.ticks)
            elif isinstance(message, Duals):
                self._duals = message
            else:
                self.stop.set()


Target = Callable[..., object]
"""Called in the child with its mailbox and the arguments; a function of a module, so that it can be named there."""


def _main(connection: Connection, prepare: Callable[[], None] | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    mailbox = Mailbox(connection)
    try:
        if prepare is not None:
            prepare()
        target, arguments = connection.recv()
        threading.Thread(target=mailbox.listen, daemon=True).start()
        result = target(mailbox, *arguments)
    except BaseException:  # noqa: BLE001 - whatever it is, the parent reports it
        mailbox.send(Failed(traceback.format_exc()))
    else:
        mailbox.send(Done(result))


class Child:
    """The parent's handle of one solver process. `name` tells people which solver it is."""

    def __init__(self, name: str, target: Target, *arguments: object) -> None:
        self.name = name
        self.finished = False
        # Sent by the poster: the pipe holds little, and the child loads its libraries before it reads.
        self._work = ForkingPickler.dumps((target, arguments))
        self._gone = False
        self.process, self.connection = _ready.pop() if _ready else _started(None)
        self.process.name = f"roster-{name}"
        self._outbox: dict[str, Shared | None] = {}
        self._posted = threading.Condition()
        self._poster = threading.Thread(target=self._post, daemon=True)
        self._poster.start()

    def receive(self) -> Message | None:
        """The next message; None when the child is gone without a word."""
        try:
            message = self.connection.recv()
        except (EOFError, OSError):
            self.finished = True
            return None
        if isinstance(message, Done | Failed):
            self.finished = True
        assert isinstance(message, SoundPlan | Bound | Duals | News | Done | Failed)
        return message

    def tell(self, message: Shared | None) -> None:
        """Share news with the child; None asks it to stop. Never waits: only the newest of a kind is sent."""
        with self._posted:
            self._outbox[type(message).__name__] = message
            self._posted.notify()

    def _post(self) -> None:
        try:
            self.connection.send_bytes(self._work)
        except (OSError, ValueError, TypeError):  # the last when it is closed while it is being written to
            return
        del self._work
        while True:
            with self._posted:
                while not self._outbox:
                    if self.finished:
                        return
                    self._posted.wait(1.0)
                messages = list(self._outbox.values())
                self._outbox.clear()
            try:
                for message in messages:
                    self.connection.send(message)
            except (OSError, ValueError):
                return

    def resident_megabytes(self) -> float:
        """Memory it holds now; 0 once it has ended, and where the system does not tell."""
        if self._gone or self.process.pid is None:
            return 0.0
        return resident_megabytes(self.process.pid)

    def kill(self) -> None:
        """End it now, and wait until it has. A child that said it is done gets a moment to leave by itself."""
        if self._gone:
            return
        self._gone = True
        if self.finished:
            self.process.join(0.5)
        if self.process.is_alive():
            self.process.kill()
        self.process.join()
        self.finished = True
        # Its pipe is broken now, so the poster ends; closed under its hands, the number could be somebody else's file.
        with self._posted:
            self._posted.notify()
        self._poster.join()
        self.connection.close()
        self.process.close()


Started = tuple[SpawnProcess, Connection]

_ready: list[Started] = []
"""Processes that wait for the work of the next child."""


@contextmanager
def one_ready(prepare: Callable[[], None]) -> Iterator[None]:
    """Starts a process that calls `prepare` meanwhile; the first `Child` takes it, or it ends with the context.

    To load what a solver needs takes a second, as long as to read a case.
    """
    _ready.append(spare := _started(prepare))
    try:
        yield
    finally:
        if spare in _ready:
            _ready.remove(spare)
            process, connection = spare
            process.kill()
            process.join()
            connection.close()
            process.close()


def _started(prepare: Callable[[], None] | None) -> Started:
    """A process that waits for its work, and the pipe to it."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_main, args=(theirs, prepare), name="roster-solver")
    with _quietly():
        process.start()
    theirs.close()
    return process, ours


_starting = threading.Lock()


@contextmanager
def _quietly() -> Iterator[None]:
    """While a child starts, Ctrl-C waits: the child inherits the mask and is born deaf to it, we hear it afterwards.

    The caller's main module is out of sight too: a child needs nothing of it, and would run a plain script again.
    """
    with _starting:
        resource_tracker.ensure_running()  # starting it inside would undo the mask
        main = sys.modules["__main__"]
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
