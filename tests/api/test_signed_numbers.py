"""Differences stand with one sign for minus on every page."""

from pathlib import Path

import pytest

from api.pages import render
from roster.text import signed

PAGES = Path(render.__file__).parent


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [(2, None, "+2"), (-8.0, None, "−8"), (0, None, "±0"), (-0.5, None, "−0.5"), (-1.26, 1, "−1.3"), (0.0, 1, "+0.0")],
)
def test_a_difference_has_its_sign(number, decimals, text):
    assert signed(number, decimals) == text


@pytest.mark.parametrize(
    "path", sorted(PAGES.rglob("*.html")) + sorted(PAGES.rglob("*.py")), ids=lambda path: path.name
)
def test_no_page_words_a_sign_by_itself(path):
    text = path.read_text(encoding="utf-8")
    assert "%+" not in text
    assert ":+g}" not in text


def test_the_modules_word_a_sign_in_one_place():
    found = [path.name for path in PAGES.rglob("*.js") if '> 0 ? "+"' in path.read_text(encoding="utf-8")]
    assert found == []
