"""`roster attendance`: files, check-ins, what the sources say differently, and how a failed duty is shared."""

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
from api.views.attendance import (
    absence_view,
    clause_of_absence,
    clause_of_violation,
    contradiction_view,
    violation_view,
)
from roster.desk.attendance import attendance_desk
from roster.desk.rosters import roster_desk
from roster.desk.words import duty_words
from roster.errors import Fault, InputError
from roster.files.read_attendance import read_attendance
from roster.model.attendance import Attendance
from roster.text import Text, unit_words

app = typer.Typer(help="考勤:导入、点名、缺勤的认定 · Attendance.", no_args_is_help=True)


@app.command("import")
@over_store(as_json=False)
def attendance_import(
    at: At,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A table: agent_id,date and late_minutes,away_minutes,absent,early_minutes or a clock's "
            "check_in,check_out,proxy. 考勤表",
        ),
    ],
    month: MonthArgument,
    actor: AsOption = "",
) -> None:
    """导入考勤 · Read an attendance file: all of it, or nothing."""
    case = roster_desk.export_case(at.desk, month_of(month))
    rows, records = read_attendance(file, case)
    presences = attendance_desk.record_attendance(at.desk, actor or operator(), records, file=file.name, rows=rows)
    counts = {kind: presences.count(kind) for kind in dict.fromkeys(presences)}
    at.speech.say_line(", ".join(f"{word(kind.value, at.speech)} {count}" for kind, count in counts.items()) or "0")


@app.command("list")
@over_store()
def attendance_list(at: At, month: MonthArgument) -> None:
    """违纪与旷工 · The violations and absenteeism of a month."""
    absences = attendance_desk.list_absences(at.desk, month_of(month))
    violations = attendance_desk.list_violations(at.desk, month_of(month))
    rulebook = at.desk.board(month_of(month)).rulebook
    if at.as_json:
        at.speech.json(
            {
                "absences": [asdict(item) | absence_view(item, rulebook) for item in absences],
                "violations": [asdict(item) | violation_view(item, rulebook) for item in violations],
            }
        )
        return
    for item in absences:
        absent, (_, clause) = at.speech.to(Text("旷工", "absent")), clause_of_absence(rulebook, item.cause)
        state = word(item.state, at.speech)
        at.speech.say_line(f"{item.day} {at.person(item.agent_id)} {absent} {state} {item.share} % ({clause})")
    for breach in violations:
        _, clause = clause_of_violation(rulebook, breach.kind)
        kind = word(breach.kind, at.speech)
        minutes = at.speech.to(unit_words(f"{breach.minutes} min"))
        at.speech.say_line(f"{breach.day} {at.person(breach.agent_id)} {kind} {minutes} ({clause})")
    if not (absences or violations):
        at.speech.say(Text("没有违纪与旷工", "No violation, and nobody was absent"))


@app.command("check-in")
@over_store(as_json=False)
def come(at: At, actor: ActorOption) -> None:
    """签到 · Check in for one's own duty of now."""
    _checked(at, actor, leaving=False)


@app.command("check-out")
@over_store(as_json=False)
def go(at: At, actor: ActorOption) -> None:
    """签退 · Check out of one's own duty of now."""
    _checked(at, actor, leaving=True)


def _checked(at: At, actor: str, *, leaving: bool) -> None:
    duty, record = attendance_desk.check_in(at.desk, actor, actor, leaving=leaving)
    at.speech.say_line(f"{duty_words(duty)} {word(record.presence.value, at.speech)}")


@app.command("differences")
@over_store()
def differences(at: At, month: MonthArgument) -> None:
    """考勤不一致 · What roll call, check-in and file say differently, and nobody has settled."""
    chosen = month_of(month)
    contradictory = attendance_desk.contradictions(at.desk, chosen.first, chosen.last)
    if at.as_json:
        at.speech.json([contradiction_view(item, at.speech.language) for item in contradictory])
        return
    for item in contradictory:
        at.speech.say(item.words)


@app.command("settle")
@over_store(as_json=False)
def settle(
    at: At,
    agent: Annotated[str, typer.Argument(metavar="AGENT", help="Whose duty. 人员")],
    day: DayArgument,
    actor: ActorOption,
    reason: ReasonOption,
    absent: Annotated[bool, typer.Option("--absent", help="Did not come. 未到")] = False,
    late: Annotated[int, typer.Option("--late", min=0, max=1440, help="Minutes late. 迟到分钟")] = 0,
    early: Annotated[int, typer.Option("--early", min=0, max=1440, help="Minutes left early. 早退分钟")] = 0,
    away: Annotated[int, typer.Option("--away", min=0, max=1440, help="Minutes away. 离岗分钟")] = 0,
) -> None:
    """核定考勤 · The leader says what holds of a duty; what the sources said stays on record."""
    record = Attendance(agent, day_of(day), late, away, absent, early_minutes=early)
    settled = attendance_desk.settle(at.desk, actor, record, reason=reason)
    at.speech.say_line(f"{settled.day} {at.person(settled.agent_id)} {word(settled.presence.value, at.speech)}")


@app.command("proxy")
@over_store(as_json=False)
def proxy(
    at: At,
    agent: Annotated[str, typer.Argument(metavar="AGENT", help="For whom. 被代签人")],
    by: Annotated[str, typer.Argument(metavar="BY", help="Who checked in for them. 代签人")],
    day: DayArgument,
    actor: ActorOption,
    reason: ReasonOption = "",
) -> None:
    """代签 · Somebody checked in for somebody else: a violation of both, and the check-in is void."""
    attendance_desk.report_proxy(at.desk, actor, agent, by, day_of(day), reason=reason)
    at.speech.say(
        Text(
            f"已记录:{at.person(by)} 代 {at.person(agent)} 签到",
            f"noted: {at.person(by)} checked in for {at.person(agent)}",
        )
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
    told_shares = ", ".join(f"{at.person(agent)} {share} %" for agent, share in divided.items())
    at.speech.say(Text(f"已记录:{told_shares}", f"noted: {told_shares}"))


def _shares(texts: list[str]) -> dict[str, int]:
    """What `a=70 b=30` says; InputError with every part that says nothing."""
    shares: dict[str, int] = {}
    faults: list[Fault] = []
    for text in texts:
        agent_id, _, percent = text.rpartition("=")
        if agent_id and agent_id not in shares and percent.isdecimal():
            shares[agent_id] = int(percent)
        else:
            problem = Text(f"“{text}” 不是一个人的比例", f"“{text}” is no share of one person")
            remedy = Text("每人写一次,如 a=70", "Write each person once, as in a=70")
            faults.append(Fault("shares", None, None, problem, remedy))
    if faults:
        raise InputError(faults)
    return shares
