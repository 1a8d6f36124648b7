"""A list in a sentence of a page is written as its language writes lists."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from crawl_world import Stage, at_stage

from api.pages.render import unbroken
from roster.desk.duty_day.roll_call import Called, Mark, call_roll
from roster.model import Month

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


def test_no_page_of_a_language_holds_a_raw_word_of_the_others(tmp_path):
    """A clause in its regulation's English title, a token's scope: what is kept as a code is shown in words."""
    stage = Stage("Asia/Shanghai", ((Month(2026, 10), True),))
    world = at_stage(stage, tmp_path, datetime(2026, 10, 12, 7, 55, tzinfo=UTC))
    call_roll(world.desk, "@director", date(2026, 10, 12), "E", [Mark("0001", Called.LATE, 30)], rest_present=True)
    world.speak("en")
    assert "请假制度" not in world.ask("director", "GET", "/day/2026-10-12?shift=E").text
    world.speak("zh")
    assert "只读" in world.ask("agent", "GET", "/me").text
    scopes = re.findall(r'<small class="muted">(.*?) · ', world.ask("agent", "GET", "/me").text)
    assert scopes
    assert set(scopes) <= {"只读", "读写"}
