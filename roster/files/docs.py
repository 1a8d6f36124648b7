"""The page of every file, column and word in both languages, from the one table: `python -m roster.files.docs`.

A test holds docs/files.md to what this makes.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from roster.files.tables.columns_of import COLUMNS_OF
from roster.words import KEYS, TABLES, VALUES, FileWord, column_word

PAGE = Path(__file__).parents[2] / "docs" / "files.md"
BEGIN, END = "<!-- begin: made from roster/words/table.py -->", "<!-- end -->"
_TITLES: Mapping[str, str] = {
    "role": "Roles 职务",
    "grade": "Grades 级别",
    "status": "Where a leave stands 状态",
    "leave": "Kinds of leave 类别",
    "truth": "Yes and no 是与否",
    "shift": "Instead of a shift 休与班",
    "day": "Days of the holiday table 节假日表",
    "days": "Kinds of days in a grid of seats 座席需求表的日子",
    "weekday": "Weekdays 星期",
    "task_role": "Whose a task is 由谁",
    "every": "How often a task comes 周期",
    "roll": "A task on a day off 遇休息日",
}


_ABOUT = ("also read 亦可", "what 说明")


def tables() -> str:
    """The tables of the page, as Markdown."""
    parts = ["## Files and sheets 文件与工作表", *_rows(("English", "中文", *_ABOUT), TABLES.values())]
    for name, columns in COLUMNS_OF.items():
        parts += ["", f"## {TABLES[name].zh} · {name}"]
        named = [column_word(column.name, name) for column in columns]
        marks = ["*" if column.required else "" for column in columns]
        parts += _rows(("column", "列", *_ABOUT), named, marks)
    parts += ["", "## Keys of the centre 中心的项目", *_rows(("key", "项目", *_ABOUT), KEYS.values())]
    for about, words in VALUES.items():
        parts += ["", f"## {_TITLES[about]}", *_rows(("word", "词", *_ABOUT), words.values())]
    return "\n".join(parts) + "\n"


def _rows(heads: Sequence[str], words: Iterable[FileWord], marks: Sequence[str] = ()) -> list[str]:
    lines = ["", f"| {' | '.join(heads)} |", "| --- | --- | --- | --- |"]
    for place, word in enumerate(words):
        mark = marks[place] if marks else ""
        hint = f"{word.hint.zh} · {word.hint.en}" if word.hint.zh else ""
        also = "、".join(word.also).replace("|", "\\|")
        lines.append(f"| `{word.en}`{mark} | {word.zh} | {also} | {hint} |")
    return lines


def page(text: str) -> str:
    """The page with its tables as they are now; what people wrote around them stays."""
    before, _, rest = text.partition(BEGIN)
    return f"{before}{BEGIN}\n\n{tables()}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
