"""Rate limits, kept in this process."""

import math
import threading
import time
from collections.abc import Callable

from api.accounts.secrets import hash_password, password_fits
from api.problem import LIMITED, Problem

HASHES_AT_ONCE = 2
HASHES_WAITING = 8
HASH_WAIT_SECONDS = 10.0
WINDOW_SECONDS = 60.0


class Room:
    """Room for so many at once; some wait so long for it, and more are refused."""

    def __init__(self, at_once: int, waiting: int = 0, seconds: float = 0.0) -> None:
        self._room = threading.BoundedSemaphore(at_once)
        self._queue = threading.BoundedSemaphore(at_once + waiting)
        self._seconds = seconds

    def __enter__(self) -> None:
        """Wait for room; a problem where too many wait already."""
        if not self._queue.acquire(blocking=False):
            raise Problem(LIMITED, headers={"Retry-After": "2"})
        if not self._room.acquire(timeout=self._seconds):
            self._queue.release()
            raise Problem(LIMITED, headers={"Retry-After": "2"})

    def __exit__(self, *_: object) -> None:
        """Make room."""
        self._room.release()
        self._queue.release()


class Hashing(Room):
    """Room for password hashes: each takes 64 MiB and a core, so two run at once, and a few wait."""

    def __init__(self) -> None:
        super().__init__(HASHES_AT_ONCE, HASHES_WAITING, HASH_WAIT_SECONDS)

    def hashed(self, password: str) -> str:
        """The hash of a password, once there is room."""
        with self:
            return hash_password(password)

    def fits(self, password: str, password_hash: str | None) -> bool:
        """Whether it is the password, once there is room; it takes as long where there is none."""
        with self:
            return password_fits(password, password_hash)


class RateLimits:
    """Counts what was asked within the last minute, by kind and by whom: this window and a share of the one before.

    By a clock that never jumps, so that setting the machine's shuts nobody out.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._window = 0
        self._now: dict[tuple[str, str], int] = {}
        self._before: dict[tuple[str, str], int] = {}

    def take(self, kind: str, who: str, per_minute: int) -> None:
        """Count one; a problem with Retry-After once the minute's are used up."""
        key = (kind, who)
        with self._lock:
            window, into = divmod(self._clock(), WINDOW_SECONDS)
            if window != self._window:
                self._before = self._now if window == self._window + 1 else {}
                self._now, self._window = {}, int(window)
            counted = self._now.get(key, 0)
            left = 1.0 - into / WINDOW_SECONDS
            if counted + self._before.get(key, 0) * left < per_minute:
                self._now[key] = counted + 1
                return
        raise Problem(LIMITED, headers={"Retry-After": str(max(1, math.ceil(WINDOW_SECONDS - into)))})
