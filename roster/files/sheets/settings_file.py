"""A centre's settings as people write them: TOML, with Chinese keys bare and the signs of a Chinese keyboard."""

import re
import tomllib
from collections.abc import Iterator

from roster.files.remark_keys import key_for
from roster.files.report import Report
from roster.files.sheets.limits import MAX_TOML_LINE_CHARACTERS
from roster.files.sheets.sheet import SheetSettings
from roster.text import Text

_TABLE = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]")
_PART = r"""(?:[^\s=.#\[\]"'“”＝]+|"[^"]*"|'[^']*')"""
_KEYS = rf"{_PART}(?:\s*\.\s*{_PART})*"
_KEY = re.compile(rf"\s*({_KEYS})\s*=")
_LINE = re.compile(rf"(\s*)({_KEYS})\s*[=＝]\s*(.*?)\s*$")
_HEAD = re.compile(rf"(\s*)[\[［]\s*({_KEYS})\s*[\]］](.*)$")
_BARE = re.compile(r"[A-Za-z0-9_-]+|\".*\"|'.*'")
_WHY = {
    "Cannot overwrite": "同一项写了两遍",
    "Cannot declare": "同一个表写了两遍",
    "Expected newline": "值的后面还有别的字；文字要加引号",
    "Invalid value": "值写得不对；文字要加引号",
    "Invalid statement": "这一行不是“项目 = 值”",
    "Expected '='": "项目后面缺等号",
    "Unterminated string": "引号没有结束",
    "Illegal character '\\n'": "引号没有结束",
    'Expected "': "引号没有结束",
    "Unclosed": "括号没有结束",
    "a line is far too long": "有一行太长",
    "nested too deeply": "嵌套太深",
}
"""What the parser says, by how it begins, in Chinese."""


def parsed(text: str, file: str, report: Report) -> SheetSettings | None:
    """The settings with the row of each key; None where this cannot be read, which is told with the line to write."""
    row: int | None = None
    try:
        # A key of ten thousand parts would take the parser minutes.
        if max(map(len, text.splitlines()), default=0) <= MAX_TOML_LINE_CHARACTERS:
            return _read(text, file)
        why = "a line is far too long"
    except RecursionError:
        why = "nested too deeply"
    except ValueError as error:  # TOMLDecodeError, or a number of thousands of digits
        place = re.search(r"\(at line (\d+), column \d+\)", str(error))
        row = int(place[1]) if place else len(text.rstrip().splitlines()) or None
        why = re.sub(r"\s*\(at .*?\)", "", str(error))[:120]
    if why.startswith("Unclosed"):
        row = _opened(text, row)
    remedy = _remedy(text, row, why)
    chinese = next((words for begin, words in _WHY.items() if why.startswith(begin)), why)
    report.fault(file, row, None, Text(f"不符合 TOML 格式（{chinese}）", f"this is not TOML ({why})"), remedy)
    return None


def _read(text: str, file: str) -> SheetSettings:
    try:
        return SheetSettings(file, tomllib.loads(text), _key_rows(text))
    except tomllib.TOMLDecodeError:
        eased = "\n".join(map(_eased, text.splitlines()))
        return SheetSettings(file, tomllib.loads(eased), _key_rows(eased))


def _eased(line: str) -> str:
    """A line with its Chinese keys, and a text between Chinese quotation marks, in those that the format asks for."""
    if head := _HEAD.match(line):
        return f"{head[1]}[{_quoted(head[2])}]{head[3]}"
    if pair := _LINE.match(line):
        value = re.sub(r"^[“”]([^“”\"]*)[“”](\s*(?:#.*)?)$", r'"\1"\2', pair[3])
        return f"{pair[1]}{_quoted(pair[2])} = {value}"
    return line


def _quoted(keys: str) -> str:
    return re.sub(_PART, lambda part: part[0] if _BARE.fullmatch(part[0]) else f'"{part[0]}"', keys)


def _opened(text: str, row: int | None) -> int | None:
    """The row of the list that is never closed, for the parser tells where it gave up."""
    lines = text.splitlines()[:row]
    return next((place for place in range(len(lines), 0, -1) if re.search(r"[=＝]\s*\[[^\]]*$", lines[place - 1])), row)


def _remedy(text: str, row: int | None, why: str) -> Text:
    """The line as it has to stand, where quotation marks are all that it lacks."""
    if why.startswith("Cannot"):
        return Text("只留一处", "Leave one of the two")
    line = text.splitlines()[row - 1] if row is not None and row <= len(text.splitlines()) else ""
    for better in _with_quotes(line):
        try:
            tomllib.loads(_eased(better))
        except ValueError:
            continue
        return Text(f"这一行写成：{better}", f"Write this line as: {better}")
    way = key_for(line)
    return Text(
        f'每行写 项目 = 值，文字加引号，例如 月份 = "2026-10"；备注前加 #{way.zh}',
        f'Write key = value on each line, texts in quotation marks, as in month = "2026-10"; # before remarks{way.en}',
    )


def _with_quotes(line: str) -> Iterator[str]:
    pair = _LINE.match(line)
    if pair is not None and pair[3]:
        value, mark, remark = pair[3].partition(" #")
        plain = value.strip().strip("\"'“”‘’").strip()
        if re.fullmatch(r"\d+[,，]\d+", plain):
            plain = plain.replace("，", ",").replace(",", ".")
            yield f"{pair[2]} = {plain}{mark}{remark}"
        if plain[:1] == "[":
            yield f"{pair[2]} = {plain}]{mark}{remark}"
        else:
            yield f'{pair[2]} = "{plain}"{mark}{remark}'


def _key_rows(text: str) -> dict[str, int]:
    """On which row each dotted key stands, as far as a glance at the lines tells."""
    rows: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if match := _TABLE.match(line):
            table = re.sub(r"[\s\"']", "", match[1])
            rows.setdefault(table, number)
            table += "."
        elif match := _KEY.match(line):
            rows.setdefault(table + re.sub(r"[\s\"']", "", match[1]), number)
    return rows
