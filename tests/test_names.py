"""Every public class has a name of its own, so that a name found anywhere leads to one place."""

import ast
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).parent.parent
FLOORS = ("roster", "constraints", "api", "benchmarks", "examples")
TWO_MEANINGS = {
    # Words of two fields each: the solver's problem and RFC 9457's; what one is in a team, what an account may do.
    "Problem": {"roster/engine/problem/problem.py", "api/problem.py"},
    "Role": {"roster/model/people.py", "api/accounts/caller.py"},
}


def classes(folder):
    """Name → the modules that define a public class of it."""
    modules = defaultdict(set)
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                modules[node.name].add(path.relative_to(HERE).as_posix())
    return modules


def test_every_public_class_has_a_name_of_its_own():
    modules = defaultdict(set)
    for floor in FLOORS:
        for name, places in classes(HERE / floor).items():
            modules[name] |= places
    assert len(modules) > 500
    assert {name: places for name, places in modules.items() if len(places) > 1} == TWO_MEANINGS


def test_no_text_is_taken_for_a_number_that_int_refuses():
    # "²".isdigit() is true and int("²") an error; isdecimal() says what int() reads.
    named = [
        path for folder in FLOORS for path in (HERE / folder).rglob("*.py") if "isdigit" in path.read_text("utf-8")
    ]
    assert named == []


def test_no_test_begins_a_loop_beside_a_browsers():
    # Where a browser test has run in the same process, its loop runs on in the test's thread.
    named = [
        path.name
        for path in (HERE / "tests").glob("**/test_*.py")
        if "io.run(" in path.read_text("utf-8") and path != Path(__file__)
    ]
    assert named == []
