"""Clauses of the rules, of the bundled tasks and in templates are told in the reader's language."""

import csv
import re
from pathlib import Path

import pytest

from api.pages.render import PageWords
from constraints import CATALOGUE
from roster.cases import BUNDLED, bundled_folder

HAN = re.compile("[\u4e00-\u9fff]")
TEMPLATES = Path(__file__).parents[2] / "api" / "pages" / "templates"


def clauses():
    for rule in CATALOGUE:
        yield rule.clause
        yield from (item.source for item in rule.parameters if item.source)
    for name in BUNDLED:
        with (bundled_folder(name) / "tasks.csv").open(encoding="utf-8-sig") as file:
            yield from (row["clause"] for row in csv.DictReader(file))


@pytest.mark.parametrize("clause", sorted(set(clauses())))
def test_a_clause_is_told_in_english(clause):
    assert not HAN.search(PageWords("en", str).clause(clause))


def test_every_clause_of_a_template_is_told_in_words():
    bare = re.compile(r'class="clause">[^{<]*[^{<\s]')
    assert not [page.name for page in TEMPLATES.glob("*.html") if bare.search(page.read_text(encoding="utf-8"))]
