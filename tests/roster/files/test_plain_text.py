"""Cells that a spreadsheet would run are text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.files.plain_text import guarded, unguarded

LIVE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\rx", "  =1", "　=1", "'=1", "''@x"]


@pytest.mark.parametrize("text", LIVE)
def test_a_text_that_a_spreadsheet_would_run_begins_with_an_apostrophe(text: str) -> None:
    assert guarded(text).startswith("'")
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["", "007", "A-1", "'tis", "早", "a=b"])
def test_an_ordinary_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text


@given(st.text(alphabet="'=+-@\t\r a1", max_size=8))
def test_nothing_is_lost(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text).lstrip()[:1] not in {"=", "+", "-", "@"}
