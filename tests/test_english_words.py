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


def told(tree: ast.Module) -> set[str]:
    """The functions of a module that give a text in both languages."""
    defined = (node for node in tree.body if isinstance(node, ast.FunctionDef))
    return {node.name for node in defined if node.returns and ast.unparse(node.returns).split(" |")[0] == "Text"}


def unsaid(tree: ast.Module, texts: set[str]) -> Iterator[tuple[int, str]]:
    """The line and the name of each such function whose text stands in a sentence without its language."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.FormattedValue) or not isinstance(node.value, ast.Call):
            continue
        called = node.value.func
        if isinstance(called, ast.Name) and called.id in texts:
            yield node.lineno, called.id


def test_no_text_stands_in_a_sentence_without_its_language():
    """Such a text would be English in the Chinese sentence."""
    trees = {
        path.relative_to(ROOT): ast.parse(path.read_text(encoding="utf-8"))
        for room in ("api", "constraints", "roster")
        for path in sorted((ROOT / room).rglob("*.py"))
    }
    of_module = {".".join(path.with_suffix("").parts): told(tree) for path, tree in trees.items()}
    assert "swap_words" in of_module["roster.desk.words"]
    found = []
    for path, tree in trees.items():
        taken = {
            name.asname or name.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for name in node.names
            if name.name in of_module.get(node.module or "", ())
        }
        found += [f"{path}:{line}: {name}" for line, name in unsaid(tree, taken | told(tree))]
    assert found == []
