"""What is counted in English agrees with one: a number before a plural noun is worded by `roster.text.counted`."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# No noun that is a verb too (it changes, it leaves).
_COUNTED = re.compile(
    r" (?:earlier |paid |whole )?(?:agents|breaches|cells|columns|days|duties|files|grades|intervals|leaders|"
    r"months|nights|people|places|requests|rows|samples|seats|seniors|shifts|swaps|times|weekends|weeks)\b"
)

AT_LEAST_TWO = {
    ("api/http/routing.py", "times"),  # given once is no fault
    ("api/jobs/book.py", "number - 1"),  # said in a log, after the last of several tries
    ("roster/desk/words.py", "amount"),  # the very words of days, one of them apart
    ("roster/files/tables/requests.py", "said"),  # more than the dates' days, or a part of one
    ("roster/files/tables/demand.py", "erlangs"),  # more than any centre has
    ("roster/load/arrivals.py", "last - first + 1"),  # beyond what is allowed
    ("roster/words/people.py", "len(ids)"),  # several of one name
}
"""Where a number is never one, or one is worded apart: file and expression."""


def counts(source: str) -> Iterator[tuple[int, str]]:
    """The line and the expression of each number that a sentence puts bare before a plural noun."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.JoinedStr):
            continue
        for value, after in zip(node.values, node.values[1:], strict=False):
            if not isinstance(value, ast.FormattedValue) or not isinstance(after, ast.Constant):
                continue
            said = ast.unparse(value.value)
            if _COUNTED.match(str(after.value)) and not said.startswith("counted(") and not said.isupper():
                yield node.lineno, said


@pytest.mark.parametrize("room", ["api", "constraints", "roster"])
def test_no_number_stands_bare_before_a_plural_noun(room):
    found = [
        f"{path.relative_to(ROOT)}:{line}: {said}"
        for path in sorted((ROOT / room).rglob("*.py"))
        if "bench" not in path.parts and path.name != "__main__.py"  # tables for engineers
        for line, said in counts(path.read_text(encoding="utf-8"))
        if (str(path.relative_to(ROOT)), said) not in AT_LEAST_TWO
    ]
    assert found == []


@pytest.mark.parametrize(
    ("source", "bare"),
    [
        ('f"{number} days"', True),
        ('f"{len(rows)} rows of leave"', True),
        ('f"{number} earlier duties"', True),
        ("f\"{counted(number, 'day')} off\"", False),
        ('f"at most {MOST} days"', False),
        ('f"{who} works"', False),
    ],
)
def test_a_bare_number_is_found(source, bare):
    assert bool(list(counts(source))) is bare
