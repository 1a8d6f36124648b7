"""A roster for an instance as JSON: {"objective": …, "bound": …, "assignments": [[employee, day, shift], …]}.

Days count from 0. `objective` is null where there is no roster, `bound` where nothing was proven.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from roster.bench.shift24.checker import Assignment
from roster.errors import Fault, InputError
from roster.text import Text


@dataclass(frozen=True, slots=True)
class Solution:
    """A roster with what its solver says of it; the checker has the last word on `objective`."""

    objective: int | None
    bound: float | None
    assignments: tuple[Assignment, ...]


def write(path: Path, solution: Solution) -> None:
    """Write the roster; an existing file is replaced whole."""
    document = {
        "objective": solution.objective,
        "bound": _number(solution.bound),
        "assignments": [list(assignment) for assignment in sorted(solution.assignments)],
    }
    path.write_text(json.dumps(document, ensure_ascii=False) + "\n", encoding="utf-8")


def read(path: Path) -> Solution:
    """The roster in a file. Raises `InputError` where the file is not of the form."""
    try:
        return from_document(json.loads(path.read_text(encoding="utf-8")), file=path.name)
    except (OSError, ValueError, RecursionError) as error:
        raise _refused(path.name, None, f"not readable as JSON: {error}") from error


def from_document(document: object, *, file: str) -> Solution:
    """The roster in a decoded JSON document. Raises `InputError`."""
    if not isinstance(document, Mapping):
        raise _refused(file, None, "not a JSON object")
    objective = document.get("objective")
    bound = document.get("bound")
    if not (objective is None or _is_int(objective)):
        raise _refused(file, "objective", "neither a whole number nor null")
    if not (bound is None or _is_int(bound) or isinstance(bound, float)):
        raise _refused(file, "bound", "neither a number nor null")
    rows = document.get("assignments")
    if not isinstance(rows, list) or not all(map(_is_assignment, rows)):
        raise _refused(file, "assignments", "not a list of [employee, day, shift]")
    return Solution(objective, _number(bound), tuple((row[0], row[1], row[2]) for row in rows))


def _is_assignment(row: Any) -> bool:
    return (
        isinstance(row, list)
        and len(row) == 3
        and isinstance(row[0], str)
        and _is_int(row[1])
        and isinstance(row[2], str)
    )


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _number(bound: float | None) -> float | None:
    """JSON knows no infinity: an unproven bound is null. A whole bound is written without a fraction."""
    if bound is None or isinstance(bound, int):
        return bound
    if not math.isfinite(bound):
        return None
    return int(bound) if bound.is_integer() else bound


def _refused(file: str, field: str | None, problem: str) -> InputError:
    remedy = 'give {"objective": …, "bound": …, "assignments": [[employee, day, shift], …]}'
    zh = '请给出 {"objective": …, "bound": …, "assignments": [[员工, 日, 班次], …]}'
    return InputError([Fault(file, None, field, Text(f"格式不符:{problem}", problem), Text(zh, remedy))])
