"""A list in a sentence of a page is written as its language writes lists."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).parents[3] / "api" / "pages" / "templates"
LISTED = re.compile(r"\|\s*join\('、'\)")


def test_no_template_lists_in_chinese_whatever_the_language():
    assert [file.name for file in sorted(TEMPLATES.glob("*.html")) if LISTED.search(file.read_text("utf-8"))] == []
