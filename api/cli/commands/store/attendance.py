"""`roster attendance`: the file of the day, what it shows, and how a failed duty is shared."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from api.cli.desk_options import (
    ActorOption,
    AsOption,
    DayArgument,
    MonthArgument,
    ReasonOption,
    day_of,
    month_of,
    operator,
)
from api.cli.over_store import At, over_store
from api.cli.words import word
from roster.desk.attendance import attendance_desk
from roster.desk.rosters import roster_desk
from roster.errors import Fault, InputError
from roster.files.read_attendance import read_attendance
from roster.text import Text

app = typer.Typer(help="考勤 · Attendance.", no_args_is_help=True)


@app.command("import")
@over_store(as_json=False)
def attendance_import(
    at: At,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A table: agent_id,date,late_minutes,away_minutes,absent. 考勤表:工号、日期、迟到分钟、离岗分钟、旷工",
        ),
    ],
    month: MonthArgument,
    actor: AsOption = "",
) -> None:
    """导入考勤 · Read an attendance file: all of it, or nothing."""
    case = roster_desk.export_case(at.desk, month_of(month))
    rows, records = read_attendance(file, case)
    found = attendance_desk.record_attendance(at.desk, actor or operator(), records, file=file.name, rows=rows)
    counts = {kind: found.count(kind) for kind in dict.fromkeys(found)}
    at.speech.say_line(", ".join(f"{kind.value} {count}" for kind, count in counts.items()) or "0")


@app.command("list")
@over_store()
def attendance_list(at: At, month: MonthArgument) -> None:
    """违纪与旷工 · The violations and absenteeism of a month."""
    absences = attendance_desk.list_absences(at.desk, month_of(month))
    violations = attendance_desk.list_violations(at.desk, month_of(month))
    if at.as_json:
        at.speech.json(
            {"absences": [asdict(item) for item in absences], "violations": [asdict(item) for item in violations]}
        )
        return
    for item in absences:
        absent = at.speech.to(Text("旷工", "absent"))
        at.speech.say_line(
            f"{item.day} {at.person(item.agent_id)} {absent} {word(item.state, at.speech)} {item.share} %"
        )
    for breach in violations:
        at.speech.say_line(
            f"{breach.day} {at.person(breach.agent_id)} {word(breach.kind, at.speech)} {breach.minutes} min"
        )


@app.command("shares")
@over_store(as_json=False)
def shares_(
    at: At,
    swap_id: Annotated[str, typer.Argument(metavar="SWAP", help="The swap whose duty failed. 换班编号")],
    day: DayArgument,
    shares: Annotated[list[str], typer.Argument(metavar="AGENT=PERCENT…", help="a=70 b=30. 责任比例")],
    actor: ActorOption,
    reason: ReasonOption = "",
) -> None:
    """调整责任 · Divide a failed swapped duty otherwise among its parties; the shares make 100 per cent."""
    divided = _shares(shares)
    attendance_desk.adjust_shares(at.desk, actor, swap_id, day_of(day), divided, reason=reason)
    told_shares = ", ".join(f"{agent} {share} %" for agent, share in divided.items())
    at.speech.say(Text(f"已记录:{told_shares}", f"noted: {told_shares}"))


def _shares(texts: list[str]) -> dict[str, int]:
    """What `a=70 b=30` says; InputError with every part that says nothing."""
    found: dict[str, int] = {}
    faults: list[Fault] = []
    for text in texts:
        agent_id, _, percent = text.rpartition("=")
        if agent_id and agent_id not in found and percent.isdecimal():
            found[agent_id] = int(percent)
        else:
            problem = Text(f"“{text}” 不是一个人的比例", f"“{text}” is no share of one person")
            remedy = Text("每人写一次,如 a=70", "Write each person once, as in a=70")
            faults.append(Fault("shares", None, None, problem, remedy))
    if faults:
        raise InputError(faults)
    return found
