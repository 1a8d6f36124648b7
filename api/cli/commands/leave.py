"""`roster leave`: applied for, decided step by step, certified and signed off, over the store."""

from datetime import datetime
from typing import Annotated

import typer

from api.cli.commands.swap import show_swaps
from api.cli.desk_options import (
    DAY,
    ActorOption,
    CentreOption,
    DayArgument,
    KeyOption,
    MonthArgument,
    ReasonOption,
    StoreOption,
    day_of,
    desk_at,
    month_of,
)
from api.cli.errors import told
from api.cli.options import JsonOption, LangOption
from api.cli.speech import Speech
from api.cli.words import rung, word
from roster.desk import leave_desk
from roster.desk.leave import LeaveRequest
from roster.desk.words import duty_words
from roster.text import Text, clock_time

app = typer.Typer(
    help="请假 · Leave: filed, costed, decided step by step, certified, signed off.", no_args_is_help=True
)
DEFAULT_STORE = "roster-data"
LeaveArgument = Annotated[str, typer.Argument(metavar="LEAVE", help="Its id. 编号")]


def leave_record(leave: LeaveRequest) -> dict[str, object]:
    """A leave for programs, without its reason."""
    return {
        "leave_id": leave.leave_id,
        "agent_id": leave.agent_id,
        "kind": leave.kind,
        "start": leave.start.isoformat(),
        "end": leave.end.isoformat(),
        "state": leave.state.value,
        "special": leave.special,
        "extreme": leave.extreme,
        "filed_at": leave.filed_at.isoformat(),
        "filed_by": leave.applicant,
        "vacant": [duty_words(duty) for duty in leave.vacated],
    }


def _show(leaves: tuple[LeaveRequest, ...], speech: Speech, *, as_json: bool) -> None:
    if as_json:
        speech.json([leave_record(leave) for leave in leaves])
        return
    speech.table(
        (
            Text("编号", "id"),
            Text("人员", "agent"),
            Text("类别", "kind"),
            Text("起", "start"),
            Text("止", "end"),
            Text("状态", "state"),
        ),
        [
            (
                item.leave_id,
                item.agent_id,
                word(item.kind, speech),
                str(item.start),
                str(item.end),
                word(item.state, speech),
            )
            for item in leaves
        ],
    )


@app.command("file")
def file(
    agent: Annotated[str, typer.Argument(metavar="AGENT", help="Whose leave. 请假人")],
    kind: Annotated[str, typer.Argument(metavar="KIND", help="personal, sick, emergency, business, study, annual …")],
    start: DayArgument,
    end: Annotated[datetime, typer.Argument(formats=DAY, metavar="END", help="Last day, inclusive. 最后一天")],
    reason: ReasonOption = "",
    special: Annotated[bool, typer.Option("--special", help="A special case. 特殊")] = False,
    extreme: Annotated[bool, typer.Option("--extreme", help="An extreme case. 极特殊")] = False,
    actor: Annotated[str, typer.Option("--as", metavar="PERSON", help="Who files it, if not oneself. 代办人")] = "",
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    key: KeyOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """申请请假 · Apply for leave."""
    speech = Speech.of(lang)
    with told(speech), desk_at(store, centre) as desk:
        leave = leave_desk.file_leave(
            desk,
            actor or agent,
            agent,
            kind=kind,
            start=day_of(start),
            end=day_of(end),
            reason=reason,
            special=special,
            extreme=extreme,
            key=key,
        )
        _show((leave,), speech, as_json=as_json)


@app.command("cost")
def cost(
    leave_id: LeaveArgument,
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """请假代价 · What approving costs: vacant duties, seats lost per interval, ranked covers, who decides."""
    speech = Speech.of(lang)
    with told(speech), desk_at(store, centre) as desk:
        found = leave_desk.cost_of(desk, leave_id)
        lost = [change for change in found.seats if change.lost_seats > 0]
        if as_json:
            speech.json(
                {
                    "duties": [duty_words(duty) for duty in found.duties],
                    "days": found.days,
                    "steps": list(found.steps),
                    "seat_intervals_short": found.seat_intervals_short,
                    "intervals": [
                        {
                            "date": change.day.isoformat(),
                            "minute": change.minute,
                            "job": change.job,
                            "required": change.required_seats,
                            "after": change.after_seats,
                        }
                        for change in lost
                    ],
                    "covers": {
                        duty_words(duty): [item.partner for item in covers] for duty, covers in found.covers.items()
                    },
                    "flags": [
                        {"rule": flag.rule, "message": speech.to(flag.message), "consent": flag.consent}
                        for flag in found.verdict.flags
                    ],
                }
            )
            return
        steps = " → ".join(rung(step, speech) for step in found.steps)
        speech.say(
            Text(
                f"空缺 {len(found.duties)} 班,缺座 {found.seat_intervals_short} 个时段;审批:{steps}",
                f"{len(found.duties)} duties fall vacant, {found.seat_intervals_short} seat-intervals short; "
                f"decided by {steps}",
            )
        )
        for change in lost:
            wall = clock_time(change.minute)
            speech.say_line(f"  {change.day} {wall} {change.job}: {change.after_seats}/{change.required_seats}")
        for duty, covers in found.covers.items():
            speech.say_line(f"  {duty_words(duty)} ← {', '.join(item.partner for item in covers) or '-'}")
        for flag in found.verdict.flags:
            speech.say_line(f"  {flag.rule} {speech.to(flag.message)}{' *' if flag.consent else ''}")


@app.command("approve")
def approve(
    leave_id: LeaveArgument,
    actor: ActorOption,
    consent: Annotated[bool, typer.Option("--consent", help="Express consent: late, night, holiday. 明示同意")] = False,
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    key: KeyOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """批准 · Approve on the rung that is due."""
    speech = Speech.of(lang)
    with told(speech), desk_at(store, centre) as desk:
        leave = leave_desk.decide_leave(desk, actor, leave_id, approved=True, consent=consent, key=key)
        _show((leave,), speech, as_json=as_json)


@app.command("decline")
def decline(
    leave_id: LeaveArgument,
    actor: ActorOption,
    reason: ReasonOption = "",
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    key: KeyOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """不批准 · Decline on the rung that is due."""
    speech = Speech.of(lang)
    with told(speech), desk_at(store, centre) as desk:
        leave = leave_desk.decide_leave(desk, actor, leave_id, approved=False, reason=reason, key=key)
        _show((leave,), speech, as_json=as_json)


@app.command("withdraw")
def withdraw(
    leave_id: LeaveArgument,
    actor: ActorOption,
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    key: KeyOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """撤回 · Take an undecided leave back."""
    speech = Speech.of(lang)
    with told(speech), desk_at(store, centre) as desk:
        _show((leave_desk.withdraw_leave(desk, actor, leave_id, key=key),), speech, as_json=as_json)


@app.command("cover")
def cover(
    leave_id: LeaveArgument,
    day: DayArgument,
    partner: Annotated[str, typer.Argument(metavar="PARTNER", help="Who covers it. 顶班人")],
    actor: ActorOption,
    reason: ReasonOption = "",
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    key: KeyOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """安排顶班 · Give a duty that the leave freed to somebody."""
    speech = Speech.of(lang)
    with told(speech), desk_at(store, centre) as desk:
        swap = leave_desk.cover_vacancy(desk, actor, leave_id, day_of(day), partner, reason=reason, key=key)
        show_swaps((swap,), speech, as_json=as_json)


@app.command("certificate")
def certificate(
    leave_id: LeaveArgument,
    start: DayArgument,
    end: Annotated[datetime, typer.Argument(formats=DAY, metavar="END", help="Last day, inclusive. 最后一天")],
    actor: ActorOption,
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    key: KeyOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """交医疗证明 · Hand in a medical certificate."""
    speech = Speech.of(lang)
    with told(speech), desk_at(store, centre) as desk:
        leave = leave_desk.hand_in_certificate(desk, actor, leave_id, day_of(start), day_of(end), key=key)
        _show((leave,), speech, as_json=as_json)


@app.command("return")
def return_(
    leave_id: LeaveArgument,
    actor: ActorOption,
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    key: KeyOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """销假 · Sign off the return."""
    speech = Speech.of(lang)
    with told(speech), desk_at(store, centre) as desk:
        _show((leave_desk.sign_off_return(desk, actor, leave_id, key=key),), speech, as_json=as_json)


@app.command("list")
def list_(
    month: MonthArgument,
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """当月请假 · Every leave that touches a month."""
    speech = Speech.of(lang)
    with told(speech), desk_at(store, centre) as desk:
        chosen = month_of(month)
        _show(leave_desk.list_leave(desk, chosen.first, chosen.last), speech, as_json=as_json)
