"""Instants as the rows hold them: UTC microseconds since 1970."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SECOND = 1_000_000


def to_micros(moment: datetime) -> int:
    """An aware instant as microseconds since 1970."""
    return (moment - EPOCH) // MICROSECOND


def from_micros(micros: int) -> datetime:
    """The instant, in UTC."""
    return EPOCH + micros * MICROSECOND


def now_micros() -> int:
    """The present."""
    return to_micros(datetime.now(UTC))
