"""`roster export`: the files of any roster."""

from datetime import datetime
from typing import Annotated

import typer

from api.cli.cases import load_case, load_roster
from api.cli.errors import reporting_errors
from api.cli.options import CaseArgument, LangOption, OutOption, RosterArgument
from api.cli.speech import Speech
from roster.files.outputs import export_roster
from roster.text import Text


def export(
    case: CaseArgument,
    roster: RosterArgument,
    out: OutOption,
    breaks: Annotated[
        list[datetime] | None,
        typer.Option("--breaks", formats=["%Y-%m-%d"], metavar="DATE", help="This day's breaks too. 另排这一天的休息"),
    ] = None,
    lang: LangOption = None,
) -> None:
    """把任意排班写成工作簿、CSV 与日历 · The workbook, CSV and calendars of any roster, one edited by hand included."""
    speech = Speech.of(lang)
    with reporting_errors(speech):
        read, rulebook = load_case(case, speech)
        days = [moment.date() for moment in breaks or ()]
        export_roster(
            out, read, rulebook, load_roster(roster, read, rulebook, speech), speech.language, break_days=days
        )
        speech.say(Text(f"文件在 {out}", f"The files are in {out}"))
