"""The one table of words: complete, without two meanings for one word, and told on its page."""

import importlib
import pkgutil
import sys

import pytest

import roster.files
from roster.files.columns.column import TableColumn
from roster.files.docs import PAGE, page
from roster.words import COLUMNS, KEYS, TABLES, VALUES, column_word, folded, key_word, normal, spoken, value_word


def columns():
    """Every column that any reader of files knows, with its module."""
    for module in pkgutil.walk_packages(roster.files.__path__, "roster.files."):
        if module.name.endswith("unpack"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if (
                name.endswith("COLUMNS")
                and isinstance(value, tuple)
                and all(isinstance(one, TableColumn) for one in value)
            ):
                yield module.name, value


def test_every_column_of_every_reader_has_a_chinese_name():
    lacking = {column.name for _, heads in columns() for column in heads if column.name not in COLUMNS}
    assert lacking == set()


@pytest.mark.parametrize("table", ["", *TABLES])
def test_no_head_means_two_columns_of_a_table(table):
    for module, heads in columns():
        if table and not module.endswith(f".{table}"):
            continue
        names = [column_word(column.name, table) for column in heads]
        both = [(one.en, other.en) for one in names for other in names if one.en < other.en and one.forms & other.forms]
        assert both == [], module


@pytest.mark.parametrize("words", [TABLES, KEYS, *VALUES.values()], ids=["tables", "keys", *VALUES])
def test_the_two_names_of_a_word_are_its_own(words):
    names = [folded(name) for word in words.values() for name in {word.en, word.zh}]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("about", VALUES)
def test_what_is_spoken_reads_back(about):
    for word in VALUES[about]:
        assert [value_word(about, spoken(about, word, language)) for language in ("zh", "en")] == [word, word]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("０００３", "0003"),
        ("8：00", "8:00"),
        ("Zoe\u0308", "Zo\u00eb"),
        ("　一班 ", "一班"),
        ("①㈱½", "①㈱½"),
        ("ｱ", "ア"),
    ],
)
def test_texts_that_look_alike_are_one(text, plain):
    assert normal(text) == plain


def test_keys_of_the_centre_in_chinese():
    assert [key_word(key) for key in ("名称", "服务水平", "服务.损耗率", "规则.NIGHT.max", "name", "level")] == [
        "name",
        "service.level",
        "service.shrinkage",
        "rules.NIGHT.max",
        "name",
        "level",
    ]


def test_the_page_tells_the_table_as_it_is():
    text = PAGE.read_text(encoding="utf-8")
    assert page(text) == text


def test_the_normal_form_of_a_normal_form_is_itself():
    # A non-breaking hyphen became another hyphen, and only that one a minus: what was written was not found again.
    signs = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    assert [sign for sign in signs if normal(normal(f"0{sign}0")) != normal(f"0{sign}0")] == []
    assert normal("0\u2011") == "0-"
