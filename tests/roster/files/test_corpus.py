"""Files as supervisors have them, each with the case or the faults that it should give."""

import pytest
from corpus import SAME, SAMPLES
from corpus.base import folder
from small_case import faults

from roster.files.grid_header import weekday_said
from roster.files.read_case import read_case


@pytest.fixture(scope="module")
def standard(tmp_path_factory):
    case, notices = read_case(folder(tmp_path_factory.mktemp("standard"), {}))
    assert notices == ()
    return case


def test_the_corpus_is_large_and_each_sample_has_its_name():
    assert len(SAMPLES) >= 60
    assert len({sample.name for sample in SAMPLES}) == len(SAMPLES)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_a_file_as_supervisors_have_it(tmp_path, standard, sample):
    path = sample.make(tmp_path)
    if sample.expect == "refused":
        lines = faults(path)
    else:
        case, notices = read_case(path)
        lines = [notice.line() for notice in notices]
        assert (case == standard) is (sample.expect == SAME)
    assert len(lines) == len(sample.lines), lines
    for line, begins in zip(lines, sample.lines, strict=True):
        assert line.startswith(begins)


@pytest.mark.parametrize(
    ("head", "weekday"),
    [
        *(
            (head, 7)
            for head in ("4(日)", "10/4 周日", "10月4日(日)", "10月4日 星期日", "2026-10-04 周日", "10月4日日")
        ),
        *((head, 4) for head in ("1 四", "1\n四", "10/1(四)", "10月1日 四", "2026-10-01 Thu", "1日（周四）")),
        *((head, None) for head in ("4", "4日", "4 日", "10月4日", "10月4 日", "2026-10-04", "10/4", "备注", "")),
    ],
)
def test_the_weekday_in_a_head(head, weekday):
    assert weekday_said(head, beside=False) == weekday
