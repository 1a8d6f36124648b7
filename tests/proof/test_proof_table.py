"""What `make proof` runs and how it counts: nothing that runs more under it is forgotten, no part is the whole."""

import json
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from campaign import GOALS


@pytest.fixture(scope="module")
def proof():
    spec = spec_from_file_location("whole_proof", Path(__file__).with_name("__main__.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_campaigns_beside_what_they_test_are_run_too(proof):
    files = proof.elsewhere()
    assert {"tests/roster/desk/test_duty_states.py", "tests/roster/files/test_fuzz_files.py"} <= set(files)
    assert not [file for file in files if file.startswith("tests/proof/")]


def test_every_row_is_some_campaigns_own(proof):
    texts = [file.read_text() for file in Path(__file__).parents[1].rglob("test_*.py")]

    def is_told(key: str) -> bool:
        by_database = f'f"{key.rpartition("_")[0]}_{{'
        return any(f'"{key}"' in text or by_database in text for text in texts)

    assert [key for key in GOALS if not is_told(key)] == []


def test_a_campaign_in_parts_is_as_good_as_its_worst(proof):
    def row(part, count, seeded):
        told = {"key": "RACE_DESK", "part": part, "count": count, "found": part, "seconds": 2, "seeded": seeded}
        return json.dumps(told)

    lines = [row("duty", 3, None), row("quota", 500, False), row("duty", 500, None)]
    assert proof.rows_of(lines) == {"RACE_DESK": {"count": 500, "found": "duty; quota", "seconds": 4, "seeded": False}}
    assert proof.rows_of([*lines, row("quota", 400, True)])["RACE_DESK"]["seeded"] is True
    assert proof.rows_of([*lines, row("quota", 400, True)])["RACE_DESK"]["count"] == 400
