"""Statements put into SQL once for all stores of a test process, as every test has a store of its own."""

from typing import Any

from sqlalchemy import Engine, create_engine

from roster.store import connect

_FIRST: dict[str, Engine] = {}
"""The first engine of each driver, whose dialect and compiled statements the others share."""


def _engine(url: Any, **given: Any) -> Engine:
    made = create_engine(url, **given)
    first = _FIRST.setdefault(made.dialect.name, made)
    made.dialect, made._compiled_cache = first.dialect, first._compiled_cache
    return made


def share_statements() -> None:
    """In this process from now on."""
    connect.create_engine = _engine
