"""How few seats a month must leave empty, proven once for all worlds of a test process: most have the same month."""

import pickle
from dataclasses import fields
from typing import Any

from roster.desk.board.month_case import MonthCase
from roster.desk.rosters import alarms


class _ByContent(dict[bytes, int | None]):
    """The desk's own memory goes by the object that a store has read, of which every world has its own."""

    def __contains__(self, month_case: object) -> bool:
        return super().__contains__(_content(month_case))

    def __getitem__(self, month_case: Any) -> int | None:
        return super().__getitem__(_content(month_case))

    def __setitem__(self, month_case: Any, proven: int | None) -> None:
        super().__setitem__(_content(month_case), proven)


def _content(month_case: Any) -> bytes:
    assert isinstance(month_case, MonthCase)
    case, rulebook = month_case.case, month_case.rulebook
    rules = tuple(type(rule).__qualname__ for rule in rulebook.rules)
    parts = tuple(getattr(case, item.name) for item in fields(case))
    return pickle.dumps((parts, rules, dict(rulebook.values), dict(rulebook.weights)))


def share_proofs() -> None:
    """In this process from now on."""
    alarms._proven = _ByContent()  # type: ignore[assignment]
