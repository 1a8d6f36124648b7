"""Tables in a narrow terminal: no word is folded within, and nothing is lost."""

import io
import re

import pytest
from rich.cells import cell_len
from rich.console import Console

from api.cli.narrow import column_widths, print_table

HEADS = ("rule", "who", "what is wrong", "hours")
ROWS = (
    ("COVERAGE", "0001 Ann", "nobody is there at eight in the morning", "12.5"),
    ("REST", "", "eleven hours are required", "9"),
    ("HOURS", "0002 Bob", "", "176"),
)
CHINESE = (("换班制度", "0001 王建国", "这一天早上八点没有人在岗,需要两个座席", "12.5"),)


def printed(width: int, rows=ROWS) -> list[str]:
    out = io.StringIO()
    print_table(Console(file=out, width=width, highlight=False), HEADS, rows, (3,))
    return out.getvalue().splitlines()


@pytest.mark.parametrize("rows", [ROWS, CHINESE, ROWS + CHINESE])
@pytest.mark.parametrize("width", [20, 30, 40, 60, 80, 200])
def test_no_line_is_too_long_and_no_word_is_folded(width, rows):
    lines = printed(width, rows)
    assert max(map(cell_len, lines)) <= width
    words = {word for line in lines for word in re.findall(r"[A-Za-z0-9.]+", line)}
    assert words >= {word for row in rows for cell in row for word in re.findall(r"[A-Za-z0-9.]+", cell)}


def test_what_is_wide_enough_is_as_wide_as_its_texts():
    assert printed(80) == [
        "rule      who       what is wrong                            hours",
        "COVERAGE  0001 Ann  nobody is there at eight in the morning   12.5",
        "REST                eleven hours are required                    9",
        "HOURS     0002 Bob                                             176",
    ]


def test_the_widest_column_gives_way_first():
    assert column_widths([("a", "0001 Ann", "nobody is there at eight")], 28) == [1, 8, 15]


def test_where_words_do_not_fit_side_by_side_a_row_is_a_block():
    assert printed(20)[:4] == ["COVERAGE", "  who: 0001 Ann", "  what is wrong:", "  nobody is there at"]


def test_a_word_beyond_all_measure_is_folded():
    assert column_widths([("a", "x" * 90)], 40) == [1, 37]
