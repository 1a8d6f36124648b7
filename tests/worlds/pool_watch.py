"""Watches the connection pools of a test run: no thread may hold two connections of one pool at a time."""

import threading
from collections import Counter
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.pool import Pool


class NestedConnectionError(AssertionError):
    """A thread that holds a connection asked for another one."""


@contextmanager
def watched():
    """Within it, whoever nests connections fails there and then."""
    held, lock, owner = Counter(), threading.Lock(), {}

    def out(_, record, proxy):
        key = (threading.get_ident(), id(getattr(proxy, "_pool", None) or record))
        with lock:
            if held[key]:
                raise NestedConnectionError("a connection within a connection: the pool can run dry")
            held[key] += 1
            owner[id(record)] = key

    def back(_, record):
        with lock:
            key = owner.pop(id(record), None)
            if key is not None:
                held[key] -= 1

    event.listen(Pool, "checkout", out)
    event.listen(Pool, "checkin", back)
    try:
        yield
    finally:
        event.remove(Pool, "checkout", out)
        event.remove(Pool, "checkin", back)
