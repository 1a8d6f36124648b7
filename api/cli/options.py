"""Arguments and options that several commands share, so that they read and mean the same everywhere."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from api.cli.speech import Lang
from api.cli.usage import BadUsage
from roster.text import Text


def whole_or_all(text: str) -> str:
    """`all`, or a whole number from 1."""
    if text != "all" and not (text.isdecimal() and 1 <= int(text) <= 1024):
        raise BadUsage(Text("应为从 1 起的整数,或 all", "a whole number from 1, or `all`"))
    return text


FORMS = frozenset({".csv", ".htm", ".html", ".json", ".pdf", ".xls", ".xlsx"})
"""Endings by which programs know what a file is."""


def written_as(*endings: str, instead: Text | None = None) -> Callable[[Path | None], Path | None]:
    """A check of `--out`: a file whose name says another form than the one written would open nowhere.

    `endings`: those of the form, the usual one first. `instead`: which command writes other forms.
    """

    def checked(path: Path | None) -> Path | None:
        if path is not None and path.suffix.casefold() in FORMS - {*endings}:
            also = instead or Text("", "")
            raise BadUsage(
                Text(
                    f"{path} 写不成 {path.suffix} 文件;文件名以 {endings[0]} 结尾{also.zh and ';' + also.zh}",
                    f"{path} cannot be written as {path.suffix}; let its name end in {endings[0]}"
                    f"{also.en and '; ' + also.en}",
                )
            )
        return path

    return checked


AS_CSV = written_as(".csv")
CaseArgument = Annotated[Path, typer.Argument(metavar="CASE", help="Case folder or .xlsx workbook. 案例文件夹或工作簿")]
RosterArgument = Annotated[Path, typer.Argument(metavar="ROSTER", help="roster.csv or roster.xlsx. 排班表文件")]
OutOption = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the results. 输出文件夹")]
SecondsOption = Annotated[
    float, typer.Option("--seconds", min=1, max=604_800, help="Time limit, from start to files written. 时间上限(秒)")
]
SearchSecondsOption = Annotated[float, typer.Option("--seconds", min=1, max=604_800, help="Time limit. 时间上限(秒)")]
SeedOption = Annotated[int, typer.Option("--seed", min=0, max=2_147_483_647, help="Random seed. 随机种子")]
WorkersOption = Annotated[
    str,
    typer.Option(
        "--workers",
        callback=whole_or_all,
        help="How many run side by side; with 1 the same input and seed give the same roster. 并行数",
    ),
]
GapOption = Annotated[
    float, typer.Option("--gap", min=0, max=1, help="Stop when (objective − bound) / objective reaches it. 允许差距")
]
LangOption = Annotated[Lang | None, typer.Option("--lang", help="Language (default: the system's). 语言(默认随系统)")]
JsonOption = Annotated[bool, typer.Option("--json", help="Results as JSON. 以 JSON 输出")]


def worker_count(text: str) -> int | None:
    """None for `all`."""
    return None if text == "all" else int(text)
