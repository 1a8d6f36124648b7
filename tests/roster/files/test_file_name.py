"""Any text as one safe, short and distinct file name."""

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.files.file_name import safe_stem, safe_stems


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("007", "007"),
        ("A-1_b.c", "A-1_b.c"),
        ("早班1组", "早班1组"),
        ("../../etc/passwd", "%2E.%2F..%2Fetc%2Fpasswd"),
        ("..", "%2E."),
        ("", "%"),
        ("-rf", "%2Drf"),
        ("a b", "a%20b"),
        ("100%", "100%25"),
        ("a~b", "a%7Eb"),
        ("con", "%63on"),
        ("NUL.x", "%4EUL.x"),
        ("console", "console"),
        ("a\r\nb", "a%0D%0Ab"),
        ("a\0b", "a%00b"),
        ("C:\\x", "C%3A%5Cx"),
        ("e\u0301", "e%CC%81"),
    ],
)
def test_what_is_no_safe_file_name_is_percent_encoded(text: str, stem: str) -> None:
    assert safe_stem(text) == stem


@given(st.text(max_size=300))
def test_every_text_becomes_one_short_path_component(text: str) -> None:
    stem = safe_stem(text)
    assert 0 < len(stem.encode()) <= 220
    assert not re.search(r'[/\\:*?"<>|\x00-\x1f ]', stem)
    assert stem[0] not in ".-"


@given(st.text(alphabet="aA.~%/é早-", max_size=12))
def test_the_text_can_be_read_off_its_stem(text: str) -> None:
    assert unquote(safe_stem(text)) == (text or "%")


def test_long_texts_that_begin_alike_stay_apart() -> None:
    assert safe_stem("早" * 300) != safe_stem("早" * 301)


def test_ids_that_differ_only_by_case_get_files_that_differ_by_more() -> None:
    stems = safe_stems(["a1", "A1", "B2"])
    assert stems == {"a1": "a1", "A1": "%411", "B2": "B2"}
