"""What is said in English is English: no Chinese term is left in a sentence for who does not read it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CHINESE = re.compile(r"[一-鿿]")
HEADS = {("roster/files/tables/demand_grid.py", "Head it ")}
"""What a head of somebody's table may be called, whatever it is told in: file and how the sentence begins."""


def mixed(source: str) -> Iterator[tuple[int, str]]:
    """The line and the English of each text whose English holds Chinese characters."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or getattr(node.func, "id", "") != "Text" or len(node.args) != 2:
            continue
        english = node.args[1]
        written = [part.value for part in ast.walk(english) if isinstance(part, ast.Constant)]
        said = "".join(part for part in written if isinstance(part, str))
        if CHINESE.search(said):
            yield node.lineno, said


@pytest.mark.parametrize("room", ["api", "constraints", "roster"])
def test_no_chinese_stands_in_english(room):
    found = [
        f"{place}:{line}: {said}"
        for path in sorted((ROOT / room).rglob("*.py"))
        for place in [str(path.relative_to(ROOT))]
        for line, said in mixed(path.read_text(encoding="utf-8"))
        if not any(place == file and said.startswith(begin) for file, begin in HEADS)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("source", "is_mixed"),
    [
        ('Text("调班", "a move (调班)")', True),
        ('Text(f"{day} 调班", f"moved on {day} (调班)")', True),
        ('Text("调班", "a move")', False),
    ],
)
def test_the_search_finds_what_it_is_to_find(source, is_mixed):
    assert bool(list(mixed(source))) == is_mixed
