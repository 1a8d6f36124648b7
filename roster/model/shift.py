"""A named span of work, and the breaks inside it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Break:
    """A break of `minutes` that lies whole between two wall minutes of the shift's day (beyond 1440: of the next)."""

    minutes: int
    earliest_minute: int
    latest_end_minute: int


@dataclass(frozen=True, slots=True)
class Shift:
    """A named span of work in wall time; it belongs to the day on which it starts.

    `start_minute` counts from 00:00 (0–1439), `end_minute` likewise and lies after it: a shift that ends at or before
    its start ends on the next day (up to 2880). `jobs` empty: any. `night` None: derived, see `is_night`.
    `breaks` are placed within it when the day is planned, in this order.
    """

    code: str
    start_minute: int
    end_minute: int
    name: str = ""
    break_minutes: int = 0
    jobs: tuple[str, ...] = ()
    night: bool | None = None
    breaks: tuple[Break, ...] = ()

    @property
    def is_night(self) -> bool:
        """夜班: flagged, or else more than 2 h between 22:00 and 06:00 (rulebook, vocabulary)."""
        if self.night is not None:
            return self.night
        dark = sum(
            max(0, min(self.end_minute, end) - max(self.start_minute, start))
            for start, end in ((-120, 360), (1320, 1800), (2760, 3240))
        )
        return dark > 120

    def serves(self, job: str) -> bool:
        """Whether a duty on this shift may serve `job`."""
        return not self.jobs or job in self.jobs
