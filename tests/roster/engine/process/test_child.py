"""A solver's process: it hears its work, and Ctrl-C is the parent's alone."""

import multiprocessing
import os
import signal

import pytest

from roster.engine.process.child import Child, Done, Failed, Mailbox, one_ready

LARGE = bytes(4_000_000)
"""More than a pipe holds while nobody reads."""


def size(mailbox: Mailbox, work: bytes) -> tuple[int, bool]:
    """How much work arrived, and whether Ctrl-C is kept away."""
    del mailbox
    os.kill(os.getpid(), signal.SIGINT)
    return len(work), signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def fail(mailbox: Mailbox) -> None:
    """Raise."""
    raise ValueError("said so")


def test_work_larger_than_a_pipe_arrives_and_ctrl_c_does_not() -> None:
    child = Child("large", size, LARGE)
    assert child.receive() == Done((len(LARGE), True))
    child.kill()


def test_a_child_killed_before_it_has_read_its_work_is_gone() -> None:
    child = Child("killed", size, LARGE)
    child.kill()
    assert child.finished


def test_failure_is_told() -> None:
    child = Child("failing", fail)
    message = child.receive()
    child.kill()
    assert isinstance(message, Failed)
    assert "said so" in message.trace


def test_ctrl_c_while_a_child_starts_is_heard_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    from multiprocessing.context import SpawnProcess

    start = SpawnProcess.start

    def interrupted(process: SpawnProcess) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        start(process)

    monkeypatch.setattr(SpawnProcess, "start", interrupted)
    # A shell that starts tests in the background has them ignore Ctrl-C.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            Child("interrupted", fail)
    finally:
        signal.signal(signal.SIGINT, before)


def test_work_that_cannot_be_sent_is_told_to_the_caller() -> None:
    with pytest.raises(AttributeError, match=r"local object|lambda"):
        Child("unsendable", lambda mailbox: mailbox)


def process(mailbox: Mailbox) -> int:
    """Which process this is."""
    del mailbox
    return os.getpid()


def nothing() -> None:
    """What a process that waits for work may call first."""


def test_the_first_child_takes_the_process_that_was_made_ready() -> None:
    before = multiprocessing.active_children()
    with one_ready(nothing):
        (spare,) = [child for child in multiprocessing.active_children() if child not in before]
        first, second = Child("first", process), Child("second", process)
        messages = [child.receive() for child in (first, second)]
        assert messages[0] == Done(spare.pid)
        assert messages[1] != messages[0]
        for child in (first, second):
            child.kill()


def test_a_process_made_ready_that_nobody_takes_ends() -> None:
    before = multiprocessing.active_children()
    with one_ready(nothing):
        (spare,) = [child for child in multiprocessing.active_children() if child not in before]
        pid = spare.pid
    assert pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_failure_to_make_ready_is_told_like_any_other() -> None:
    with one_ready(unready):
        child = Child("unready", process)
        message = child.receive()
        child.kill()
    assert isinstance(message, Failed)
    assert "not today" in message.trace


def unready() -> None:
    """Raise."""
    raise OSError("not today")
