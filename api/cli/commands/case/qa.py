"""`roster qa`: a month's samples on a finished roster, and what the marks say."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, TextIO

import typer

from api.cli.cases import load_case, load_roster
from api.cli.errors import reporting_errors
from api.cli.options import AS_CSV, CaseArgument, JsonOption, LangOption, RosterArgument
from api.cli.speech import Speech
from api.cli.usage import BadUsage
from roster.errors import Fault, InputError
from roster.files.csv_file import csv_file
from roster.files.qa_files import read_marks, write_plan, write_summary
from roster.model import Case
from roster.qa import QaPlan, QaPolicy, plan_samples, wanted_samples
from roster.qa.summary import monthly, weekly
from roster.rule import Evidence
from roster.text import Text, counted

app = typer.Typer(
    name="qa",
    no_args_is_help=True,
    help="质检:谁听谁的录音 · Quality: who listens to whom on the finished roster, and what the marks say.",
)
FileOption = Annotated[Path | None, typer.Option("--out", metavar="FILE", callback=AS_CSV, help="Write here. 写入文件")]


@app.command()
def plan(
    case: CaseArgument,
    roster: RosterArgument,
    marks: Annotated[
        Path | None,
        typer.Option("--marks", metavar="FILE", help="Last month's marks: poor ones count double. 上月成绩"),
    ] = None,
    now: Annotated[
        datetime | None, typer.Option("--now", metavar="TIME", help="Plan only what starts from then on. 只排此刻以后")
    ] = None,
    out: FileOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """按班表安排本月质检 · A month's samples on the roster: everybody at least once, loads even, proven the best."""
    speech = Speech.of(lang)
    with reporting_errors(speech):
        read, rulebook = load_case(case, speech)
        policy = QaPolicy.of(rulebook)
        evidence = Evidence(read, load_roster(roster, read, rulebook, speech))
        if not any(duty.job == policy.job for duty in evidence.roster.duties):
            raise InputError([_no_monitors(roster, policy)])
        last = [mark for mark in read_marks(marks, read) if mark.day < read.month.first] if marks else []
        wanted = wanted_samples(read.agents, policy, read.month, last)
        qa_plan = plan_samples(evidence, policy, wanted, now=evidence.aware(now) if now is not None else None)
        if as_json:
            speech.json(as_record(qa_plan))
        if out is not None or not as_json:
            with _file(out) as file:
                write_plan(file, evidence, qa_plan, speech.language)
        speech.complain_line(speech.to(sentence(qa_plan, read)))


@app.command()
def summary(
    case: CaseArgument,
    marks: Annotated[Path, typer.Argument(metavar="MARKS", help="date,monitor_id,agent_id,points,faults. 质检成绩")],
    by: Annotated[str, typer.Option("--by", help="week or month. 按周或按月")] = "week",
    out: FileOption = None,
    lang: LangOption = None,
) -> None:
    """质检周小结与月汇总 · What the marks say by week or month: means, faults by kind, the poorest first."""
    speech = Speech.of(lang)
    if by not in {"week", "month"}:
        raise BadUsage(Text("应为 week 或 month", "week or month"), param_hint="--by")
    with reporting_errors(speech):
        read, rules = load_case(case, speech)
        heard = read_marks(marks, read)
        points = QaPolicy.of(rules).pass_points
        with _file(out) as file:
            write_summary(file, read, (weekly if by == "week" else monthly)(heard, points), speech.language)


@contextmanager
def _file(out: Path | None) -> Iterator[TextIO]:
    if out is None:
        yield sys.stdout
        return
    with csv_file(out) as file:
        yield file


def _no_monitors(roster: Path, policy: QaPolicy) -> Fault:
    return Fault(
        roster.name,
        None,
        "job",
        Text(f"没有工种为 {policy.job} 的当班,无人质检", f"no duty has the job {policy.job}: nobody monitors"),
        Text(
            "给质检员排此工种的班,或在 [rules] 中设 qa_job",
            "Give monitors duties of that job, or set qa_job in [rules]",
        ),
    )


def sentence(qa_plan: QaPlan, case: Case) -> Text:
    """What the plan reaches."""
    asked, planned = sum(qa_plan.wanted.values()), sum(qa_plan.planned.values())
    zh = f"安排 {planned} 次(目标 {asked}),已证明最优"
    en = f"{counted(planned, 'sample')} planned of {asked} wanted, proven the best"
    if qa_plan.unheard:
        names = [f"{name} {case.agent_by_id[name].name}" for name in qa_plan.unheard[:10]]
        more = len(qa_plan.unheard) - len(names)
        zh += f"；{len(qa_plan.unheard)} 人未达最少次数：{'、'.join(names)}{'…' if more else ''}"
        en += f"; {len(qa_plan.unheard)} below the least: {', '.join(names)}{' …' if more else ''}"
    return Text(f"{zh}。", f"{en}.")


def as_record(qa_plan: QaPlan) -> dict[str, object]:
    """The plan for programs."""
    return {
        "cost": qa_plan.cost,
        "bound": qa_plan.bound,
        "wanted": dict(qa_plan.wanted),
        "planned": dict(qa_plan.planned),
        "unheard": list(qa_plan.unheard),
        "samples": [
            {
                "start": sample.start.isoformat(),
                "monitor_id": sample.monitor.agent_id,
                "agent_id": sample.agent.agent_id,
                "shift": sample.agent.shift,
                "minutes": sample.minutes,
            }
            for sample in qa_plan.samples
        ],
    }
