"""Settings of a centre as plain data that JSON carries without loss."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from roster.errors import StorageError
from roster.model import Centre, HolidayCalendar, Month, Protection, Service
from roster.text import Text


def to_plain(value: object) -> Any:
    """Numbers, texts, switches, lists, tuples and mappings; StorageError for anything else."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, list):
        return [to_plain(item) for item in value]
    if isinstance(value, tuple):
        return {"tuple": [to_plain(item) for item in value]}
    if isinstance(value, Mapping):
        return {"map": {str(key): to_plain(item) for key, item in value.items()}}
    raise StorageError(f"a setting of type {type(value).__name__} cannot be kept")


def from_plain(value: Any) -> Any:
    """The value that `to_plain` was given."""
    if isinstance(value, list):
        return [from_plain(item) for item in value]
    if isinstance(value, dict):
        if "tuple" in value:
            return tuple(from_plain(item) for item in value["tuple"])
        return {key: from_plain(item) for key, item in value["map"].items()}
    return value


def centre_to_plain(centre: Centre) -> dict[str, Any]:
    """A centre's settings."""
    service = centre.service
    return {
        "name": centre.name,
        "timezone": centre.timezone,
        "country": centre.country,
        "interval_minutes": centre.interval_minutes,
        "service": {name: getattr(service, name) for name in Service.__dataclass_fields__},
        "rules": to_plain(dict(centre.rules)),
        "weights": to_plain(dict(centre.weights)),
    }


def centre_from_plain(plain: Mapping[str, Any], month: Month) -> Centre:
    """The centre of a month."""
    return Centre(
        plain["name"],
        plain["timezone"],
        month,
        plain["country"],
        plain["interval_minutes"],
        Service(**plain["service"]),
        from_plain(plain["rules"]),
        from_plain(plain["weights"]),
    )


def calendar_to_plain(calendar: HolidayCalendar) -> dict[str, Any]:
    """A holiday calendar."""

    def named(days: Mapping[Any, Text]) -> dict[str, list[str]]:
        return {str(day): [name.zh, name.en] for day, name in days.items()}

    return {
        "country": calendar.country,
        "off": named(calendar.off),
        "work": named(calendar.work),
        "weekend": sorted(calendar.weekend),
        "provisional": named(calendar.provisional),
        "bridges": sorted(str(day) for day in calendar.bridges),
    }


def calendar_from_plain(plain: Mapping[str, Any]) -> HolidayCalendar:
    """The calendar again."""
    return HolidayCalendar(
        plain["country"],
        {date.fromisoformat(day): Text(*name) for day, name in plain["off"].items()},
        {date.fromisoformat(day): Text(*name) for day, name in plain["work"].items()},
        frozenset(plain["weekend"]),
        {int(year): Text(*name) for year, name in plain["provisional"].items()},
        frozenset(date.fromisoformat(day) for day in plain.get("bridges", ())),
    )


def protections_to_plain(protections: tuple[Protection, ...]) -> list[list[str | None]]:
    """Protections with their ends."""
    return [[item.reason, item.until.isoformat() if item.until else None] for item in protections]


def protections_from_plain(plain: list[list[str | None]]) -> tuple[Protection, ...]:
    """The protections again."""
    return tuple(Protection(reason or "", date.fromisoformat(until) if until else None) for reason, until in plain)
