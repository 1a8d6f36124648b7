"""`roster import`: a roster edited by hand, brought back."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.cases import load_case
from api.cli.errors import reporting_errors
from api.cli.options import LangOption, OutOption, RosterArgument
from api.cli.speech import Speech
from api.cli.spelling import shell_word
from roster.files.import_roster import FILE, import_roster
from roster.files.notice import Notice
from roster.text import Text, counted


def import_(
    roster: RosterArgument,
    case: Annotated[Path, typer.Option("--case", metavar="CASE", help="The case it belongs to. 所属案例")],
    out: OutOption,
    lang: LangOption = None,
) -> None:
    """读回手工修改过的排班 · Bring back a roster.xlsx or roster.csv edited by hand, as roster.csv in --out."""
    speech = Speech.of(lang)
    with reporting_errors(speech):
        read, _ = load_case(case, speech)
        said: list[Notice] = []
        imported = import_roster(roster, read, out, said)
        for notice in said:
            speech.complain_line(notice.line(speech.language))
        count = len(imported.duties)
        speech.say(
            Text(f"{count} 个班次写入 {out / FILE}", f"{counted(count, 'duty', 'duties')} written to {out / FILE}")
        )
        command = f"roster check {shell_word(case)} {shell_word(out / FILE)}"
        speech.complain(Text(f"下一步:{command}", f"Next: {command}"))
