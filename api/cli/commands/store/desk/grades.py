"""`roster desk grades`: the monthly tests, what they speak for, and the director's decisions."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.commands.store.desk.offices import GradeArgument
from api.cli.desk_options import ActorOption, DayArgument, KeyOption, MonthArgument, ReasonOption, day_of, month_of
from api.cli.over_store import At, over_store
from api.cli.words import word
from api.views.grades import grade_line_view, graded_view
from roster.desk.grades.grade_desk import Graded, decide_grade, grade_lines, record_results, take_proposals
from roster.desk.words import grade_words
from roster.files.read_grades import read_grade_results
from roster.model.grade_test import GradeResult
from roster.text import Text, counted

app = typer.Typer(help="月度考核与定级 · Monthly grade tests.", no_args_is_help=True)
AgentArgument = Annotated[str, typer.Argument(metavar="AGENT", help="Who was tested. 人员")]


@app.command("list")
@over_store()
def grades_list(at: At, month: MonthArgument) -> None:
    """考核一览 · The month's tests: what was reached, what it speaks for, what was decided, who missed it."""
    lines = grade_lines(at.desk, month_of(month))
    if at.as_json:
        at.speech.json([grade_line_view(line) for line in lines])
        return
    heads = (
        Text("人员", "agent"),
        Text("现级别", "held"),
        Text("字/分钟", "a minute"),
        Text("业务考试", "exam"),
        Text("建议", "proposed"),
        Text("状态", "state"),
        Text("核定", "decided"),
    )
    passed, failed = Text("合格", "passed"), Text("不合格", "failed")
    rows = [
        (
            at.person(line.agent_id),
            at.speech.to(grade_words(line.held)),
            str(line.result.characters) if line.result else "–",
            at.speech.to(passed if line.result.exam else failed) if line.result else "–",
            at.speech.to(grade_words(line.proposed)) if line.result else "–",
            word(line.state, at.speech),
            f"{at.speech.to(grade_words(line.decision.grade))} {line.decision.since}" if line.decision else "–",
        )
        for line in lines
    ]
    at.speech.table(heads, rows, right=(2,))


@app.command("record")
@over_store(as_json=False)
def grades_record(
    at: At,
    agent: AgentArgument,
    day: DayArgument,
    characters: Annotated[int, typer.Argument(metavar="CHARACTERS", min=0, max=1000, help="A minute. 每分钟字数")],
    actor: ActorOption,
    failed: Annotated[bool, typer.Option("--failed", help="The business exam was not passed. 业务考试不合格")] = False,
    key: KeyOption = None,
) -> None:
    """登记成绩 · Write one result: characters a minute; the business exam was passed unless said otherwise."""
    record_results(at.desk, actor, [GradeResult(agent, day_of(day), characters, not failed)], key=key)
    at.speech.say(Text(f"已登记 {at.person(agent)} 的成绩", f"{at.person(agent)}'s result is written"))


@app.command("import")
@over_store(as_json=False)
def grades_import(
    at: At,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="agent_id,date,characters,exam. 成绩表")],
    month: MonthArgument,
    actor: ActorOption,
    key: KeyOption = None,
) -> None:
    """导入成绩 · Read a file of the month's results; all of it, or nothing."""
    read = read_grade_results(file, at.desk.board(month_of(month)).case)
    count = record_results(at.desk, actor, read, key=key)
    at.speech.say(Text(f"已登记 {count} 人的成绩", f"{counted(count, 'result')} written"))


@app.command("decide")
@over_store()
def grades_decide(
    at: At,
    agent: AgentArgument,
    month: MonthArgument,
    level: GradeArgument,
    since: DayArgument,
    actor: ActorOption,
    reason: ReasonOption = "",
    key: KeyOption = None,
) -> None:
    """核定级别 · Decide a grade on the month's result, in force from a day on; another than proposed needs --reason."""
    made = decide_grade(at.desk, actor, month_of(month), agent, level, day_of(since), reason=reason, key=key)
    _tell(at, [made])


@app.command("take")
@over_store()
def grades_take(
    at: At,
    month: MonthArgument,
    since: DayArgument,
    actor: ActorOption,
    agent: Annotated[list[str] | None, typer.Option("--agent", metavar="AGENT", help="Only these. 仅这些人")] = None,
    key: KeyOption = None,
) -> None:
    """按建议核定 · Decide what the month's results speak for, for everybody who waits or for some."""
    made = take_proposals(at.desk, actor, month_of(month), day_of(since), agents=agent, key=key)
    _tell(at, made)


def _tell(at: At, made: "list[Graded] | tuple[Graded, ...]") -> None:
    if at.as_json:
        at.speech.json([graded_view(item) for item in made])
        return
    for item in made:
        decision = item.line.decision
        assert decision is not None, "a decided line tells the decision"
        who, grade = at.person(item.line.agent_id), grade_words(decision.grade)
        at.speech.say(Text(f"{who} 自 {decision.since} 起为{grade.zh}", f"{who} is {grade.en} from {decision.since}"))
        if item.unfit:
            days = " ".join(str(day) for day in item.unfit)
            at.speech.say(
                Text(f"  已发布的这些班与新级别不符,请调整:{days}", f"  published duties that no longer fit: {days}")
            )
    if not made:
        at.speech.say(Text("没有待核定的建议", "nothing waits to be decided"))
