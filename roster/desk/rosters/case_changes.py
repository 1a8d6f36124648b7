"""What an edit changes in a month's case, in words for the log: fields with both values, private ones as `changed`."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from roster.model import Agent, Case, Shift

PRIVATE_FIELDS = frozenset({"protections"})
TABLES = ("load", "seats", "leaves", "later_leaves", "wishes", "availability", "history", "pins")


def case_changes(before: Case, after: Case) -> dict[str, Any]:
    """The differences: people and shifts by id and field, rules and weights by name, of other tables which differ."""
    changes = {
        "agents": _changed(before.agent_by_id, after.agent_by_id),
        "shifts": _changed(before.shift_by_code, after.shift_by_code),
        "rules": _differing(before.centre.rules, after.centre.rules),
        "weights": _differing(before.centre.weights, after.centre.weights),
        "tables": [name for name in TABLES if getattr(before, name) != getattr(after, name)],
    }
    return {name: what for name, what in changes.items() if what}


def agent_changes(before: Case, after: Case) -> dict[str, Any]:
    """The differences of people alone: `added`, `removed`, or their fields."""
    return _changed(before.agent_by_id, after.agent_by_id)


def _changed(before: Mapping[str, Agent] | Mapping[str, Shift], after: Mapping[str, Any]) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        if old is None or new is None:
            changes[key] = "added" if old is None else "removed"
        elif old != new:
            changes[key] = {
                item.name: "changed" if item.name in PRIVATE_FIELDS else [_plain(one), _plain(two)]
                for item in fields(old)
                if (one := getattr(old, item.name)) != (two := getattr(new, item.name))
            }
    return changes


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    names = sorted({*before, *after})
    return {
        name: [_plain(before.get(name)), _plain(after.get(name))]
        for name in names
        if before.get(name) != after.get(name)
    }


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, tuple | list | frozenset | set):
        return [_plain(item) for item in value]
    return str(value)
