"""`roster check`: any roster against every rule, by the independent checks."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from api.cli.cases import load_case, load_roster
from api.cli.errors import Code, reporting_errors
from api.cli.options import AS_CSV, CaseArgument, JsonOption, LangOption, RosterArgument
from api.cli.speech import Speech
from api.views.rules import STRENGTHS, clause_words
from roster.engine.generate import check as find
from roster.files.csv_file import csv_file
from roster.files.plain_text import guarded
from roster.files.report_json import finding_record
from roster.rule import TICKS, Finding, Strength
from roster.text import Text, counted, unit_words

HEADS = (
    Text("规则", "rule"),
    Text("名称", "title"),
    Text("依据", "clause"),
    Text("强度", "strength"),
    Text("人员", "agent"),
    Text("日期", "date"),
    Text("说明", "message"),
    Text("实际", "measured"),
    Text("要求", "required"),
)
MOST_SAID = 3
"""Breaches of one rule that are told in full; where all of them are is written to a file."""

ListOption = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="FILE", callback=AS_CSV, help="Write every finding to a .csv file. 全部违规写入 .csv 文件"
    ),
]


def check(
    case: CaseArgument,
    roster: RosterArgument,
    out: ListOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """独立校验一份排班 · Check any roster of a case against every rule, independently of the solver."""
    speech = Speech.of(lang)
    with reporting_errors(speech):
        read, rulebook = load_case(case, speech)
        findings = find(read, rulebook, load_roster(roster, read, rulebook, speech))
        titles = {rule.id: rule.title for rule in rulebook.rules}
        if out is not None:
            _write(out, findings, titles, speech)
        if as_json:
            speech.json([finding_record(finding, speech.language) for finding in findings])
        else:
            _tell(findings, titles, speech, written=out is not None)
    if any(finding.hard for finding in findings):
        raise typer.Exit(Code.BREACHES)


def _write(path: Path, findings: Sequence[Finding], titles: Mapping[str, Text], speech: Speech) -> None:
    """Every finding with its place, a row each, as UTF-8 with the mark that spreadsheets need."""
    with csv_file(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([speech.to(head) for head in HEADS])
        for item in findings:
            day = "" if item.day is None else item.day.isoformat()
            measured, required = speech.to(unit_words(item.measured)), speech.to(unit_words(item.required))
            strength = STRENGTHS[Strength.HARD if item.hard else Strength.SOFT]
            words = [speech.to(words) for words in (titles[item.rule], clause_words(item.clause), strength)]
            row = (item.rule, *words, item.agent_id or "", day, speech.to(item.message), measured, required)
            writer.writerow([guarded(cell) for cell in row])


def _tell(findings: Sequence[Finding], titles: Mapping[str, Text], speech: Speech, *, written: bool) -> None:
    hard = [finding for finding in findings if finding.hard]
    soft: dict[str, list[Finding]] = {}
    for finding in findings:
        if not finding.hard:
            soft.setdefault(finding.rule, []).append(finding)
    by_rule: dict[str, list[Finding]] = {}
    for finding in hard:
        by_rule.setdefault(finding.rule, []).append(finding)
    for rule, several in by_rule.items():
        for finding in several[:MOST_SAID]:
            speech.say_line(f"{rule} [{speech.to(clause_words(finding.clause))}] {speech.told(finding.message)}")
        if len(several) > MOST_SAID:
            _tell_further(titles[rule], several, speech, written=written)
    if soft:
        speech.table(
            (Text("软性规则", "soft rule"), Text("次数", "times"), Text("代价", "price")),
            [
                (
                    f"{rule} {speech.to(titles[rule])}",
                    str(len(several)),
                    f"{sum(f.cost_ticks for f in several) / TICKS:.1f}",
                )
                for rule, several in soft.items()
            ],
            right=(1, 2),
        )
    speech.say(
        Text(f"硬性违规 {len(hard)} 项", f"{len(hard)} hard breach{'es' if len(hard) != 1 else ''}")
        if hard
        else Text("没有硬性违规", "No hard breach")
    )


def _tell_further(title: Text, several: Sequence[Finding], speech: Speech, *, written: bool) -> None:
    """How many breaches of one rule there are beyond those told, when, and where all of them are listed."""
    days = sorted({finding.day for finding in several if finding.day is not None})
    when = Text(
        f",{days[0]} 至 {days[-1]} 的 {len(days)} 天", f", on {counted(len(days), 'day')} from {days[0]} to {days[-1]}"
    )
    if not days:
        when = Text("", "")
    more = len(several) - MOST_SAID
    where = Text("", "") if written else Text(";全部列出:加 --out 违规.csv", "; all of them: --out breaches.csv")
    rule = several[0].rule
    speech.say(
        Text(
            f"{rule} {title.zh}:另有 {more} 处,共 {len(several)} 处{when.zh}{where.zh}",
            f"{rule} {title.en}: {more} more, {len(several)} in all{when.en}{where.en}",
        )
    )
