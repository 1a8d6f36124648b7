"""`roster generate`: a month rostered, with all its files."""

import time
from dataclasses import replace
from pathlib import Path

import typer

from api.cli import clock
from api.cli.cases import judged_case, load_case
from api.cli.commands.case.explain import first_cause, part_words
from api.cli.compiling import compile_first
from api.cli.errors import Code, reporting_errors
from api.cli.interrupt import stop_on_interrupt
from api.cli.options import (
    CaseArgument,
    GapOption,
    JsonOption,
    LangOption,
    OutOption,
    SecondsOption,
    SeedOption,
    WorkersOption,
    worker_count,
)
from api.cli.progress import ProgressView
from api.cli.speech import Lang, Speech
from api.cli.spelling import shell_word
from api.cli.summary import summarise, tell_costs, tell_verdict
from roster.engine.generate import GenerateOptions
from roster.engine.generate import generate as solve
from roster.engine.portfolio.precompile import load
from roster.engine.problem.outcome import Level, Result, Status
from roster.engine.process.child import one_ready
from roster.engine.process.crowding import Crowding
from roster.files.atomic import require_writable
from roster.files.outputs import REPORT, write_outputs
from roster.model import Case
from roster.rule import Rulebook
from roster.text import Text

CODES = {
    Status.OPTIMAL: Code.CLEAN,
    Status.FEASIBLE: Code.CLEAN,
    Status.INFEASIBLE: Code.NO_ROSTER,
    Status.TIMEOUT: Code.NONE_FOUND,
}


def generate(
    case: CaseArgument,
    *,
    out: OutOption,
    seconds: SecondsOption = 60,
    seed: SeedOption = 0,
    workers: WorkersOption = "all",
    gap: GapOption = 0,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """生成一个月的排班 · Roster a month: write roster, workbook, report and calendars to --out."""
    run(case, out, seconds=seconds, seed=seed, workers=workers, gap=gap, lang=lang, as_json=as_json)


MORE = 4
"""So many times the time given is proposed where a roster is far from what is possible."""


def run(
    path: Path, out: Path, *, seconds: float, seed: int, workers: str, gap: float, lang: Lang | None, as_json: bool
) -> None:
    """Generate, write, tell; ends the process with the status's code."""
    speech = Speech.of(lang)
    with reporting_errors(speech):
        compile_first(speech, lambda: judged_case(path))
    began = clock.began()
    with reporting_errors(speech), one_ready(load):
        crowding = Crowding()
        case, rulebook = load_case(path, speech)
        require_writable(out)
        with stop_on_interrupt(speech) as stop, ProgressView(speech, seconds) as view:
            options = GenerateOptions(
                seconds=seconds,
                seed=seed,
                workers=worker_count(workers),
                gap=gap,
                began=began,
                reserve_seconds=writing_seconds(len(case.agents), case.month.days, seconds, crowding),
                crowding=crowding,
                on_progress=view.show,
                stop=stop,
            )
            result = solve(case, rulebook, options)
        result = replace(result, seconds=time.monotonic() - began)
        write_outputs(out, case, rulebook, result, speech.language)
        if as_json:
            print((out / REPORT).read_text(encoding="utf-8"))
            tell_verdict(result, path, speech, to_err=True)
        else:
            summarise(case, result, path, out, speech)
            tell_costs(result, rulebook, speech)
            if not code_of(result):
                _tell_next(path, out, speech)
            elif code_of(result) is Code.NO_ROSTER:
                _tell_cause(case, rulebook, path, speech)
            elif code_of(result) is Code.FAR:
                again = (
                    f"roster generate {shell_word(path)} --out {shell_word(out)} --seconds {max(300, MORE * seconds):g}"
                )
                speech.say(Text(f"接着多给些时间:{again}", f"Next, give it more time: {again}"))
    code = code_of(result)
    if code:
        raise typer.Exit(code)


def _tell_next(path: Path, out: Path, speech: Speech) -> None:
    """Where the roster is looked at, and how it comes to the desk."""
    commands = (
        f"roster desk import {shell_word(path)}; roster desk draft {shell_word(path)} {shell_word(out / 'roster.csv')}"
    )
    book = out / "roster.xlsx"
    speech.say(
        Text(
            f"接着:打开 {book} 核对、打印;要发布并办理换班、请假:{commands}",
            f"Next: look {book} over and print it; to publish it, with swaps and leave: {commands}",
        )
    )


CAUSE_SECONDS = 20
"""To find the first demand that cannot hold; what would help is the other command's."""
MOST_NAMED = 3


def _tell_cause(case: Case, rulebook: Rulebook, path: Path, speech: Speech) -> None:
    """What cannot hold where no roster exists, and the command that says what would help."""
    cause = first_cause(case, rulebook, CAUSE_SECONDS)
    parts = () if cause is None else cause.conflict
    if parts:
        speech.say(Text("不能同时成立的是:", "What cannot hold together:"))
    for part in parts[:MOST_NAMED]:
        speech.say_line(f"  - {part_words(part, speech)}")
    if len(parts) > MOST_NAMED:
        rest = len(parts) - MOST_NAMED
        speech.say(Text(f"  - 另有 {rest} 项", f"  - {rest} more"))
    command = f"roster explain {shell_word(path)}"
    speech.say(Text(f"接着:{command}(解决办法)", f"Next, what would help: {command}"))


def code_of(result: Result) -> Code:
    """What a solve's end tells the shell: a roster that is far from what is possible is none to build on."""
    far = result.verdict is not None and result.verdict.level is Level.FAR
    return Code.FAR if far else CODES[result.status]


MOST_WRITING = 0.3
"""Of the time, at most, for writing on a crowded machine: the search must have its turn."""


def writing_seconds(agents: int, days: int, seconds: float, crowding: Crowding) -> float:
    """Time to keep back for writing the files of a month, of `seconds` in all."""
    return crowding.stretched(1.0 + agents * days / 4000, MOST_WRITING * seconds)
