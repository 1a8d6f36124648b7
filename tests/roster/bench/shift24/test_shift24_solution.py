"""Rosters of the standard instances, written and read back."""

import json

import pytest

from roster.bench.shift24.solution import Solution, from_document, read, write
from roster.errors import InputError


def test_a_roster_comes_back_as_it_was_written(tmp_path):
    path = tmp_path / "roster.json"
    write(path, Solution(607, 606.5, (("B", 0, "E"), ("A", 3, "L"))))
    assert read(path) == Solution(607, 606.5, (("A", 3, "L"), ("B", 0, "E")))
    assert json.loads(path.read_text())["assignments"] == [["A", 3, "L"], ["B", 0, "E"]]


def test_a_whole_bound_has_no_fraction_and_no_bound_is_null(tmp_path):
    path = tmp_path / "roster.json"
    write(path, Solution(607, 607.0, ()))
    assert '"bound": 607,' in path.read_text()
    write(path, Solution(None, float("-inf"), ()))
    assert json.loads(path.read_text()) == {"objective": None, "bound": None, "assignments": []}


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ([], None),
        ({"objective": "607", "bound": 1, "assignments": []}, "objective"),
        ({"objective": True, "bound": 1, "assignments": []}, "objective"),
        ({"objective": 607, "bound": "x", "assignments": []}, "bound"),
        ({"objective": 607, "bound": 1}, "assignments"),
        ({"objective": 607, "bound": 1, "assignments": [["A", "0", "E"]]}, "assignments"),
        ({"objective": 607, "bound": 1, "assignments": [["A", 0]]}, "assignments"),
    ],
)
def test_another_form_is_refused_by_its_field(document, field):
    with pytest.raises(InputError) as caught:
        from_document(document, file="roster.json")
    assert [fault.field for fault in caught.value.faults] == [field]


def test_a_file_that_is_no_json_is_refused(tmp_path):
    path = tmp_path / "roster.json"
    path.write_text('{"objective": ')
    with pytest.raises(InputError, match="not readable as JSON"):
        read(path)
