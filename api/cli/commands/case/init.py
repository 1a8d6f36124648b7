"""`roster init`: a small case to edit, or next month's from this month's."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.cases import load_case, load_roster
from api.cli.desk_options import told_month
from api.cli.errors import reporting_errors
from api.cli.options import LangOption
from api.cli.speech import Speech, asked_for
from api.cli.spelling import shell_word
from api.cli.usage import BadUsage
from roster.cases.init_case import init_case
from roster.files.next_month import next_month_case
from roster.model import Month
from roster.text import Language, Text


def _today() -> date:
    """The day on this machine; a test sets another."""
    return datetime.now().astimezone().date()


def init(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR|FILE.xlsx", help="New case folder, or one workbook to fill in. 新案例文件夹或工作簿"
        ),
    ],
    before: Annotated[
        tuple[Path, Path] | None,
        typer.Option(
            "--from",
            metavar="CASE ROSTER",
            help="The month before: its case, and its roster.csv or .xlsx. 上月案例与排班表",
        ),
    ] = None,
    month: Annotated[
        str | None, typer.Option(metavar="MONTH", help="Its month (default: the next one). 月份(默认下个月)")
    ] = None,
    lang: LangOption = None,
) -> None:
    """写出一个可编辑的小案例,或由本月生成下月案例 · Write a small case to edit, or next month's from this month's."""
    speech = Speech.of(lang)
    # Files are named in Chinese where it is asked for, not where the terminal happens to speak it: scripts read them.
    chosen: Language | None = None if (lang or asked_for()) is None else speech.language
    if before is not None and month is not None:
        raise BadUsage(Text("月份已由 --from 决定", "--from gives the month"), param_hint="--month")
    with reporting_errors(speech):
        if before is None:
            init_case(folder, told_month(month, _today(), speech) if month else Month.of(_today()).next, chosen)
        else:
            case, rulebook = load_case(before[0], speech)
            roster = load_roster(before[1], case, rulebook, speech)
            following = next_month_case(case, roster, folder, chosen or "en")
            speech.complain(
                Text(
                    f"{following.month} 的座席需求按星期几由 {case.month} 推算，请核对",
                    f"The seats of {following.month} are a first guess by weekday from {case.month}: look them over",
                )
            )
        for file in sorted(folder.iterdir()) if folder.is_dir() else [folder]:
            if not file.name.startswith("."):
                speech.say_line(str(file))
        command = f"roster generate {shell_word(folder)} --out out"
        speech.complain(Text(f"下一步:{command}", f"Next: {command}"))
