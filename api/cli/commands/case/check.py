"""`roster check`: any roster against every rule, by the independent checks."""

import typer

from api.cli.cases import load_case, load_roster
from api.cli.errors import Code, reporting_errors
from api.cli.options import CaseArgument, JsonOption, LangOption, RosterArgument
from api.cli.speech import Speech
from roster.engine.generate import check as find
from roster.files.report_json import finding_record
from roster.rule import TICKS, Finding
from roster.text import Text

HEADS = (
    Text("规则", "rule"),
    Text("依据", "clause"),
    Text("人员", "agent"),
    Text("日期", "date"),
    Text("实测", "measured"),
    Text("要求", "required"),
)


def check(case: CaseArgument, roster: RosterArgument, lang: LangOption = None, as_json: JsonOption = False) -> None:
    """独立校验一份排班 · Check any roster of a case against every rule, independently of the solver."""
    speech = Speech.of(lang)
    with reporting_errors(speech):
        read, rulebook = load_case(case, speech)
        findings = find(read, rulebook, load_roster(roster, read, rulebook, speech))
        if as_json:
            speech.json([finding_record(finding, speech.language) for finding in findings])
        else:
            _tell(findings, speech)
    if any(finding.hard for finding in findings):
        raise typer.Exit(Code.BREACHES)


def _tell(findings: list[Finding], speech: Speech) -> None:
    hard = [finding for finding in findings if finding.hard]
    soft: dict[str, list[Finding]] = {}
    for finding in findings:
        if not finding.hard:
            soft.setdefault(finding.rule, []).append(finding)
    for finding in hard:
        speech.say_line(f"{finding.rule} [{finding.clause}] {speech.to(finding.message)}")
    if soft:
        speech.table(
            (Text("软性规则", "soft rule"), Text("次数", "times"), Text("代价", "price")),
            [
                (rule, str(len(several)), f"{sum(f.cost_ticks for f in several) / TICKS:.1f}")
                for rule, several in soft.items()
            ],
            right=(1, 2),
        )
    speech.say(
        Text(f"硬性违规 {len(hard)} 项", f"{len(hard)} hard breach{'es' if len(hard) != 1 else ''}")
        if hard
        else Text("没有硬性违规", "No hard breach")
    )
