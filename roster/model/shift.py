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
    `breaks` are placed within it when the day is planned, in this order. A split duty (两头班) has a `pause` in wall
    minutes as the other two, [end of its first span, start of its second): nobody works, is paid or fills a seat then.
    """

    code: str
    start_minute: int
    end_minute: int
    name: str = ""
    break_minutes: int = 0
    jobs: tuple[str, ...] = ()
    night: bool | None = None
    breaks: tuple[Break, ...] = ()
    pause: tuple[int, int] | None = None

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The wall minutes in which the duty is worked, [start, end): two spans of a split duty, else one."""
        if self.pause is None:
            return ((self.start_minute, self.end_minute),)
        return ((self.start_minute, self.pause[0]), (self.pause[1], self.end_minute))

    @property
    def wall_minutes(self) -> int:
        """How long the duty is by the clock, without its pause."""
        return sum(end - start for start, end in self.spans)

    @property
    def is_night(self) -> bool:
        """夜班: flagged, or else more than 2 h between 22:00 and 06:00 (rulebook, vocabulary)."""
        if self.night is not None:
            return self.night
        dark = sum(
            max(0, min(last, end) - max(first, start))
            for first, last in self.spans
            for start, end in ((-120, 360), (1320, 1800), (2760, 3240))
        )
        return dark > 120

    def serves(self, job: str) -> bool:
        """Whether a duty on this shift may serve `job`."""
        return not self.jobs or job in self.jobs
