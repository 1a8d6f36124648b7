"""Things worked out once for everybody who asks for them at the same time, and kept by key; safe among threads."""

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, TypeVar

from cachetools import LRUCache

Value = TypeVar("Value")


class SharedCache:
    """Values by key, the least used forgotten first once they weigh more than `most` together (by default: number).

    Who asks for a value that somebody works out already waits for it, and gets the same error where it fails.
    """

    def __init__(self, most: int, weigh: Callable[[Any], int] = lambda _: 1) -> None:
        self._weigh = weigh
        self._lock = threading.Lock()
        self._values: LRUCache[Hashable, Any] = LRUCache(most, getsizeof=weigh)
        self._pending: dict[Hashable, Future[Any]] = {}

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value of that key, made if need be."""
        with self._lock:
            if key in self._values:
                value: Value = self._values[key]
                return value
            pending = self._pending.get(key)
            mine = pending is None
            if pending is None:
                pending = self._pending[key] = Future()
        if not mine:
            shared: Value = pending.result()
            return shared
        try:
            made = make()
        except BaseException as error:
            with self._lock:
                del self._pending[key]
            pending.set_exception(error)
            raise
        with self._lock:
            del self._pending[key]
            if self._weigh(made) <= self._values.maxsize:
                self._values[key] = made
        pending.set_result(made)
        return made

    def peek(self, key: Hashable) -> Any:
        """The value of that key if it is there; None otherwise."""
        with self._lock:
            return self._values.get(key)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._values.clear()
