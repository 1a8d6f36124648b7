"""A list in a sentence of a page is written as its language writes lists."""

import re
from pathlib import Path

import pytest

from api.pages.render import unbroken

TEMPLATES = Path(__file__).parents[3] / "api" / "pages" / "templates"
LISTED = re.compile(r"\|\s*join\('、'\)")


def test_no_template_lists_in_chinese_whatever_the_language():
    assert [file.name for file in sorted(TEMPLATES.glob("*.html")) if LISTED.search(file.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<p>于10-20–10-22。</p>", "<p>于|10-20|–|10-22|。</p>"),
        ("<p>until 2026-10-20 08:00, of 2026-10.</p>", "<p>until |2026-10-20| 08:00, of 2026-10.</p>"),
        ("<title>10-20</title><option>10-20</option><svg><text>10-20</text></svg>", None),
        ('<table class="grid"><td>08-16</td></table><p title="10-20">x10-20 10-20-3</p>', None),
    ],
)
def test_a_day_in_a_text_stays_on_one_line(html, kept):
    parts = (kept or html).split("|")
    marked = "".join(f'<span class="nowrap">{part}</span>' if place % 2 else part for place, part in enumerate(parts))
    assert unbroken(html) == marked
