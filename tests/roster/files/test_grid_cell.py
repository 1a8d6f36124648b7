import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.files.grid_cell import CellDuty, duty_cell, is_leave_mark, leave_mark, read_duty

CODES = {"E", "N", "A/B", "A"}
JOBS = {"189", "B", "x/y"}


@pytest.mark.parametrize(
    ("shift", "job", "text"),
    [("E", "189", "E"), ("E", "B", "E/B"), ("A", "B", "A / B"), ("A/B", "B", "A/B/B"), ("E", "x/y", "E/x/y")],
)
def test_a_cell_names_the_job_only_where_it_is_not_the_first(shift: str, job: str, text: str) -> None:
    assert duty_cell(shift, job, "189", CODES, JOBS) == text
    assert read_duty(text, "189", CODES, JOBS) == CellDuty(shift, job)


@pytest.mark.parametrize("text", ["", "X", "E/", "/189", "E/Z", "X/189", "假"])
def test_what_names_no_duty_reads_as_none(text: str) -> None:
    assert read_duty(text, "189", CODES, JOBS) is None


@given(
    st.sets(st.text("AB/", min_size=1, max_size=3), min_size=1, max_size=4).flatmap(
        lambda codes: st.tuples(st.just(codes), st.sampled_from(sorted(codes)))
    ),
    st.sets(st.text("AB", min_size=1, max_size=2), min_size=1, max_size=3).flatmap(
        lambda jobs: st.tuples(st.just(jobs), st.sampled_from(sorted(jobs)), st.sampled_from(sorted(jobs)))
    ),
)
def test_codes_with_slashes_read_back_when_jobs_have_none(
    codes: tuple[set[str], str], jobs: tuple[set[str], str, str]
) -> None:
    text = duty_cell(codes[1], jobs[1], jobs[2], codes[0], jobs[0])
    assert read_duty(text, jobs[2], codes[0], jobs[0]) == CellDuty(codes[1], jobs[1])


@pytest.mark.parametrize("codes", [set(), {"假"}, {"假", "(假)", "leave"}])
def test_the_leave_mark_is_never_a_code_and_is_known_again(codes: set[str]) -> None:
    for language in ("zh", "en"):
        mark = leave_mark(language, codes)
        assert mark not in codes
        assert is_leave_mark(mark, codes)
        assert read_duty(mark, "189", codes, JOBS) is None


@pytest.mark.parametrize("text", ["年假", "病假", "假·年假", "Leave", " (leave) "])
def test_leave_written_by_hand_is_known(text: str) -> None:
    assert is_leave_mark(text, set())
    assert not is_leave_mark(text, {text})


@pytest.mark.parametrize("text", ["", "E", "休", "leaver"])
def test_other_texts_are_no_leave(text: str) -> None:
    assert not is_leave_mark(text, set())
