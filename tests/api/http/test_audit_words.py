"""Every act and every subject that the desk writes in its log has words on the page of the log."""

import ast
from pathlib import Path

from api.pages.audit import ACTS, SUBJECTS
from roster.model.handover import Side
from roster.model.shift_log import Follow

ROOT = Path(__file__).parents[3]


def written():
    """The acts and the kinds of subjects in the source: of `writing(actor, act)` and of `tell(f"kind:…")`."""
    acts, kinds = set(), set()
    for folder in ("roster", "api"):
        for file in (ROOT / folder).rglob("*.py"):
            for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
                    continue
                strings = [
                    item.value
                    for argument in call.args[:2]
                    for item in ast.walk(argument)
                    if isinstance(item, ast.Constant) and isinstance(item.value, str)
                ]
                if call.func.attr == "writing":
                    acts.update(strings)
                if call.func.attr == "tell":
                    kinds.update(text.partition(":")[0] for text in strings[:1] if ":" in text)
    return acts, kinds


def test_the_log_is_told_in_words():
    acts, kinds = written()
    whole = {act for act in acts if not act.endswith(".")}
    # Two acts are put together from a word of the log's own.
    assert acts - whole == {"log.", "handover."}
    whole |= {f"log.{how.value}" for how in Follow} | {f"handover.{side.value}" for side in Side}
    assert len(whole) > 60
    assert whole - set(ACTS) == set()
    assert len(kinds) > 15
    assert kinds - set(SUBJECTS) == set()
