"""Wherever a page tells points it tells what they are, and leads to what each costs."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).parents[3] / "api" / "pages" / "templates"
TOLD = ("points_told(", "/rules?group=weights")
ELSEWHERE = {"solve.html"}
"""What costs how many points stands there itself."""


def test_points_are_explained_where_they_are_read():
    told = {
        page.name: page.read_text(encoding="utf-8")
        for page in sorted(TEMPLATES.glob("*.html"))
        if re.search(r"\bw\.points|say\('分', 'Points'\)", page.read_text(encoding="utf-8"))
    }
    assert {"board.html", "cell.html", "leave.html", "swap_parts.html", "swap_partner.html"} <= set(told)
    silent = {name for name, text in told.items() if not any(words in text for words in TOLD)}
    assert silent <= ELSEWHERE, silent - ELSEWHERE
    assert "每项多少分" in (TEMPLATES / "macros.html").read_text(encoding="utf-8")
