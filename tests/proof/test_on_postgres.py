"""What a change is tested with on PostgreSQL runs every statement that any test runs there; the rest passes too."""

import time

import both_databases
import pytest
from both_databases import chosen, left_out, left_to_proof, listed, normalised, uncovered
from campaign import WHOLE, tell
from fresh_store import POSTGRES
from on_postgres import record

RAN = {
    "tests/a.py::test_reads[postgres]": {"SELECT"},
    "tests/a.py::test_writes[postgres]": {"SELECT", "INSERT"},
    "tests/a.py::test_of[postgres-one]": {"SELECT"},
    "tests/a.py::test_of[two-postgres]": {"SELECT"},
    "tests/b.py::test_takes_long[postgres]": {"SELECT", "INSERT", "DELETE"},
    "tests/b.py::test_takes[postgres-one]": {"UPDATE"},
    "tests/b.py::test_takes[postgres-two]": {"SELECT"},
    "tests/proof/test_races.py::test_who_is_first[postgres]": {"LOCK"},
}
SECONDS = dict.fromkeys(RAN, 0.1) | {"tests/b.py::test_takes_long[postgres]": 9.0}


@pytest.mark.proof
@pytest.mark.skipif(not WHOLE, reason="runs every test on PostgreSQL: make proof")
@pytest.mark.skipif(not POSTGRES, reason="no PostgreSQL server is named in ROSTER_TEST_POSTGRES")
def test_what_is_left_out_passes_and_runs_no_statement_alone():
    began = time.monotonic()
    recorded = record()
    left = left_out(recorded.ran)
    missing = uncovered(recorded.ran, left)
    tell("ON_POSTGRES", len(left), f"{len(missing)} statements that they alone run", time.monotonic() - began)
    assert recorded.passed
    assert missing == {}


def test_who_adds_no_statement_for_its_seconds_is_left_out():
    assert RAN.keys() - chosen(RAN, SECONDS) == {
        "tests/a.py::test_reads[postgres]",
        "tests/a.py::test_writes[postgres]",
        "tests/a.py::test_of[postgres-one]",
        "tests/a.py::test_of[two-postgres]",
        "tests/b.py::test_takes[postgres-two]",
    }


def test_a_statement_that_none_but_those_left_out_run_is_told():
    left = {"tests/b.py::test_takes_long[postgres]", "tests/a.py::test_reads[postgres]"}
    assert uncovered(RAN, left) == {"DELETE": "tests/b.py::test_takes_long[postgres]"}


def test_the_list_says_what_was_left_out_and_a_new_test_is_not(tmp_path, monkeypatch):
    left = RAN.keys() - chosen(RAN, SECONDS)
    monkeypatch.setattr(both_databases, "LEFT", tmp_path / "left.txt")
    both_databases.LEFT.write_text(listed(left, RAN))
    new = {"tests/a.py::test_new[postgres]", "tests/b.py::test_takes[postgres-three]"}
    on_sqlite = {test.replace("postgres", "sqlite") for test in RAN}
    assert left_out(RAN.keys() | new | on_sqlite) == left


def test_two_statements_are_one_where_parameters_alone_are_others():
    one = "INSERT INTO a (b, c) VALUES (%(b__0)s::INTEGER, %(c__0)s::VARCHAR), (%(b__1)s::INTEGER, %(c__1)s::VARCHAR)"
    assert normalised(one) == normalised("INSERT INTO a (b, c)\n VALUES (%(b)s::INTEGER, %(c)s::VARCHAR)")
    several = "SELECT a FROM b WHERE c IN (%(c_1_1)s::VARCHAR, %(c_1_2)s::VARCHAR)"
    assert normalised(several) == normalised("SELECT a FROM b WHERE c IN (%(c_1_1)s::VARCHAR)")
    assert normalised(several) != normalised("SELECT a FROM b WHERE c IN (%(c_1_1)s::INTEGER)")


def test_whatever_the_list_names_is_a_test():
    gone = [
        (file, name)
        for file, name in left_to_proof()
        if f"def {name.rstrip('*').partition('[')[0]}(" not in (both_databases.ROOT / file).read_text(encoding="utf-8")
    ]
    assert gone == []
