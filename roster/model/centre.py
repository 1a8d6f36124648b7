"""A month, and the centre's settings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "Month":
        """From `2026-10`; ValueError on anything else."""
        year, dash, number = text.strip().partition("-")
        if dash != "-" or len(year) != 4 or not (year + number).isdecimal() or len(number) != 2:
            raise ValueError(text)
        month = cls(int(year), int(number))
        date(month.year, month.number, 1)
        return month

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month that holds `day`."""
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        """The month's first day."""
        return date(self.year, self.number, 1)

    @property
    def end(self) -> date:
        """The first day after the month."""
        return date(self.year + self.number // 12, self.number % 12 + 1, 1)

    @property
    def last(self) -> date:
        """The month's last day."""
        return self.end - timedelta(days=1)

    @property
    def before(self) -> "Month":
        """The month before."""
        return Month.of(self.first - timedelta(days=1))

    @property
    def next(self) -> "Month":
        """The month after."""
        return Month.of(self.end)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.first).days

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(days=offset) for offset in range(self.days))

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day < self.end

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


@dataclass(frozen=True, slots=True)
class Service:
    """What callers are promised: `level` of the calls answered within `seconds`.

    `patience_seconds` is the mean patience of a caller (None: nobody hangs up, Erlang C), `shrinkage` the share of
    paid time away from the seat, `break_shrinkage` the part of it in breaks that a day's plan places (None: what the
    shifts' breaks take), `max_occupancy` the cap on the share of time an agent talks.
    """

    level: float = 0.8
    seconds: float = 15.0
    patience_seconds: float | None = None
    shrinkage: float = 0.1
    max_occupancy: float = 0.9
    break_shrinkage: float | None = None


@dataclass(frozen=True, slots=True)
class Centre:
    """The organisation that is rostered: one time zone, one holiday calendar, one month at a time.

    `rules` and `weights` hold only what the case sets, keyed by parameter name (`rules` also by `RULE-ID.name`);
    the catalogue knows the defaults.
    """

    name: str
    timezone: str
    month: Month
    country: str | None = None
    interval_minutes: int = 30
    service: Service = Service()
    rules: Mapping[str, object] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
