"""Rate limits, kept in this process."""

import math
import threading
import time

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from api.problem import LIMITED, Problem

HASHES_AT_ONCE = 2
HASHES_WAITING = 8
HASH_WAIT_SECONDS = 10.0


class Hashing:
    """Room for password hashes: each takes 64 MiB and a core, so two run at once, a few wait, and more are refused."""

    def __init__(self) -> None:
        self._room = threading.BoundedSemaphore(HASHES_AT_ONCE)
        self._queue = threading.BoundedSemaphore(HASHES_AT_ONCE + HASHES_WAITING)

    def __enter__(self) -> None:
        """Wait for room; a problem where too many wait already."""
        if not self._queue.acquire(blocking=False):
            raise Problem(LIMITED, headers={"Retry-After": "2"})
        if not self._room.acquire(timeout=HASH_WAIT_SECONDS):
            self._queue.release()
            raise Problem(LIMITED, headers={"Retry-After": "2"})

    def __exit__(self, *_: object) -> None:
        """Make room."""
        self._room.release()
        self._queue.release()


class Limits:
    """Counts what was asked within the last minute, by kind and by whom."""

    def __init__(self) -> None:
        self._storage = MemoryStorage()
        self._limiter = SlidingWindowCounterRateLimiter(self._storage)

    def take(self, kind: str, who: str, per_minute: int) -> None:
        """Count one; a problem with Retry-After once the minute's are used up."""
        item: RateLimitItem = RateLimitItemPerMinute(per_minute)
        if not self._limiter.hit(item, kind, who):
            reset = self._limiter.get_window_stats(item, kind, who).reset_time
            wait = max(1, math.ceil(reset - time.time()))
            raise Problem(LIMITED, headers={"Retry-After": str(wait)})
