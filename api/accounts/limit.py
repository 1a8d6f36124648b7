"""Rate limits, kept in this process."""

import math
import time

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from api.problem import LIMITED, Problem


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
