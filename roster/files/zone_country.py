"""The country in which a time zone lies, by the tables of the zone database."""

from functools import lru_cache
from importlib.resources import files

_ZONES = files("tzdata") / "zoneinfo"


def country_of(timezone: str) -> str | None:
    """The ISO 3166 code of the zone's country (`Asia/Shanghai`: CN); None for zones of no country (`UTC`)."""
    countries, names = _tables()
    return countries.get(names.get(timezone, timezone))


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    """Zone to country, and further names of zones (`PRC`) to the ones that the first table has."""
    rows = [line.split("\t") for line in _lines("zone.tab") if line and not line.startswith("#")]
    links = [line.split() for line in _lines("tzdata.zi") if line.startswith("L ")]
    return {row[2]: row[0] for row in rows}, {alias: target for _, target, alias in links}


def _lines(name: str) -> list[str]:
    return (_ZONES / name).read_text(encoding="utf-8").splitlines()
