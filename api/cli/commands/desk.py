"""`roster desk`, `register`, `ledger`, `attendance`, `audit`, `close`: the rest of the desk over the store."""

from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.cases import load_case, load_roster
from api.cli.commands import desk_draft
from api.cli.commands.swap import show_swaps
from api.cli.desk_options import (
    DAY,
    CentreOption,
    DayArgument,
    MonthArgument,
    StoreOption,
    day_of,
    desk_at,
    month_of,
    operator,
    store_at,
)
from api.cli.errors import Code, told
from api.cli.options import CaseArgument, JsonOption, LangOption, RosterArgument, SecondsOption, SeedOption
from api.cli.speech import Speech
from api.cli.words import word
from roster.desk import attendance_desk, close_desk, delegation, replan_desk, roster_desk, swap_desk
from roster.desk.approval import Delegation, Office
from roster.desk.ledger import ledger as ledger_of
from roster.desk.tick import tick as tick_now
from roster.desk.what_if import WhatIf, stretches, what_if
from roster.engine.outcome import Status
from roster.errors import NotFoundError
from roster.files import register_csv
from roster.files.read_attendance import read_attendance
from roster.files.write_case import write_case
from roster.model import Case, Duty
from roster.rule import TICKS, Finding
from roster.store import audit as audit_log
from roster.store.roster_rows import RosterVersion
from roster.text import Text, clock_time

app = typer.Typer(help="值班台 · The desk's store: import, draft, publish, versions, what-if …", no_args_is_help=True)
attendance_app = typer.Typer(help="考勤 · Attendance.", no_args_is_help=True)
audit_app = typer.Typer(help="审计 · The audit log.", no_args_is_help=True)
for act in (desk_draft.grants, desk_draft.grant, desk_draft.consents, desk_draft.consent):
    app.command()(act)
DEFAULT_STORE = "roster-data"
AsOption = Annotated[str, typer.Option("--as", metavar="PERSON", help="Who acts (unset: the operator). 操作人")]


def _versions(versions: tuple[RosterVersion, ...], speech: Speech, *, as_json: bool) -> None:
    if as_json:
        speech.json(
            [
                {
                    "roster_id": item.roster_id,
                    "version": item.version,
                    "state": item.state.value,
                    "revision": item.revision,
                    "created_by": item.created_by,
                    "created_at": item.created_at.isoformat(),
                    "note": item.note,
                }
                for item in versions
            ]
        )
        return
    speech.table(
        (
            Text("编号", "id"),
            Text("版本", "version"),
            Text("状态", "state"),
            Text("修订", "revision"),
            Text(
                "说明",
                "note",
            ),
        ),
        [
            (str(item.roster_id), str(item.version), word(item.state, speech), str(item.revision), item.note)
            for item in versions
        ],
        right=(0, 1, 3),
    )


@app.command("import")
def import_case(
    case: CaseArgument,
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    actor: AsOption = "",
    lang: LangOption = None,
) -> None:
    """导入案例 · Put a month's case into the store."""
    speech = Speech.of(lang)
    with told(speech):
        read, _ = load_case(case, speech)
        with desk_at(store, centre, new=True) as desk:
            month = roster_desk.import_case(desk, actor or operator(), read)
            speech.say(Text(f"已导入 {desk.centre_id} {month}", f"imported {month} of centre {desk.centre_id}"))


@app.command("plan")
def plan(
    month: MonthArgument,
    out: Annotated[Path, typer.Option("--out", help="A new folder. 输出文件夹")],
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    lang: LangOption = None,
) -> None:
    """导出排班方案 · The month's case to roster from: the year's memory, the leave that counts, pay-backs pinned."""
    speech = Speech.of(lang)
    with told(speech), desk_at(store, centre) as desk:
        case = close_desk.planning_case(desk, month_of(month))
        write_case(case, out)
        speech.say(
            Text(
                f"{out}:历史班次 {len(case.history)},固定 {len(case.pins)};先 generate,再 desk draft",
                f"{out}: {len(case.history)} duties of history, {len(case.pins)} pins; generate it, then desk draft",
            )
        )


@app.command("draft")
def draft(
    case: CaseArgument,
    roster: RosterArgument,
    re_plan: Annotated[bool, typer.Option("--re-plan", help="Re-plans the published roster. 调整已发布排班")] = False,
    note: Annotated[str, typer.Option("--note", help="说明")] = "",
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    actor: AsOption = "",
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """保存草稿 · Keep a roster file as the month's next draft."""
    speech = Speech.of(lang)
    with told(speech):
        read, rulebook = load_case(case, speech)
        found = load_roster(roster, read, rulebook, speech)
        with desk_at(store, centre) as desk:
            base = roster_desk.published_roster(desk, read.month)[0] if re_plan else None
            made = roster_desk.save_draft(desk, actor or operator(), read.month, found, note=note, re_plans=base)
            _versions((made,), speech, as_json=as_json)


@app.command("replan")
def replan(
    month: MonthArgument,
    seconds: SecondsOption = 30,
    seed: SeedOption = 0,
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    actor: AsOption = "",
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """调整排班 · Re-plan the published roster with the fewest changes; a draft, with whose consent it needs."""
    speech = Speech.of(lang)
    with told(speech), desk_at(store, centre) as desk:
        found = replan_desk.re_plan(desk, actor or operator(), month_of(month), seconds=seconds, seed=seed)
        asked = roster_desk.consents(desk, found.draft.roster_id)
        if as_json:
            speech.json(
                {
                    "status": Status.FEASIBLE.value,
                    "roster_id": found.draft.roster_id,
                    "changes": len(found.replanned.moves),
                    "fewest_changes": found.replanned.fewest_changes,
                    "for_consent": [{"agent_id": item.agent_id, "date": item.day.isoformat()} for item in asked],
                }
            )
        else:
            _versions((found.draft,), speech, as_json=False)
            changes = len(found.replanned.moves)
            speech.say(
                Text(
                    f"变动 {changes} 处(至少 {found.replanned.fewest_changes}),待同意 {len(asked)} 处",
                    f"{changes} changes (at least {found.replanned.fewest_changes}), {len(asked)} wait for consent",
                )
            )


@app.command("publish")
def publish(
    roster_id: Annotated[int, typer.Argument(metavar="ROSTER_ID", help="草稿编号")],
    accept_breaches: Annotated[bool, typer.Option("--accept-breaches", help="Though rules break. 接受违规")] = False,
    without_consent: Annotated[bool, typer.Option("--without-consent", help="未经本人同意也发布")] = False,
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    actor: AsOption = "",
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """发布 · Make a draft the roster that binds."""
    speech = Speech.of(lang)
    with told(speech), desk_at(store, centre) as desk:
        made = roster_desk.publish(
            desk,
            actor or operator(),
            roster_id,
            accept_breaches=accept_breaches,
            without_consent=without_consent,
        )
        _versions((made,), speech, as_json=as_json)


@app.command("versions")
def versions(
    month: MonthArgument,
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """全部版本 · Every version of a month's roster."""
    speech = Speech.of(lang)
    with told(speech), desk_at(store, centre) as desk:
        _versions(roster_desk.versions(desk, month_of(month)), speech, as_json=as_json)


@app.command("diff")
def diff(
    one: Annotated[int, typer.Argument(metavar="ROSTER_ID")],
    two: Annotated[int, typer.Argument(metavar="ROSTER_ID")],
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """版本差异 · What changed from one version to another."""
    speech = Speech.of(lang)
    with told(speech), desk_at(store, centre) as desk:
        found = roster_desk.compare(desk, one, two)
        rows = [(str(item.day), item.agent_id, _cell(item.before), _cell(item.after)) for item in found]
        if as_json:
            speech.json([dict(zip(("date", "agent_id", "before", "after"), row, strict=True)) for row in rows])
        else:
            heads = (Text("日期", "date"), Text("人员", "agent"), Text("原", "before"), Text("新", "after"))
            speech.table(heads, rows)


def _cell(duty: Duty | None) -> str:
    return "-" if duty is None else f"{duty.shift}/{duty.job}"


@app.command("what-if")
def what_if_(
    month: MonthArgument,
    remove: Annotated[
        list[str] | None, typer.Option("--remove", metavar="AGENT@DATE", help="A duty taken out. 去掉的班")
    ] = None,
    add: Annotated[
        list[str] | None, typer.Option("--add", metavar="AGENT@DATE@SHIFT[@JOB]", help="A duty put in. 加上的班")
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """假如 · A manual change thought through: findings before and after; nothing is written."""
    speech = Speech.of(lang)
    with told(speech), desk_at(store, centre) as desk:
        board = desk.board(month_of(month))
        removed = [board.duty(*_agent_day(text)) for text in remove or ()]
        found = what_if(board, removed, [_added(text, board.case) for text in add or ()])
        if as_json:
            speech.json(
                {
                    "before": len(found.before),
                    "after": len(found.after),
                    "points_more": found.ticks_more / TICKS,
                    "worse": _findings(found.worse, speech),
                    "better": _findings(found.better, speech),
                    "seats": [item.record for item in found.seats],
                }
            )
            return
        _tell_what_if(found, speech)


def _findings(found: tuple[Finding, ...], speech: Speech) -> list[dict[str, object]]:
    return [
        {"rule": item.rule, "clause": item.clause, "hard": item.hard, "message": speech.to(item.message)}
        for item in found
    ]


def _tell_what_if(found: WhatIf, speech: Speech) -> None:
    """What gets worse and better, the seats by stretches of one need, and the sums."""
    for title, items in ((Text("变差", "worse"), found.worse), (Text("变好", "better"), found.better)):
        if items:
            speech.say(title)
        for item, several in _gathered(items):
            more = Text("", "") if several == 1 else Text(f"(共 {several} 个时段)", f" ({several} intervals)")
            speech.say_line(f"  {'!' if item.hard else ' '} {item.rule} {speech.to(item.message)}{speech.to(more)}")
    if found.seats:
        speech.say(Text("在席", "seats"))
    for stretch in stretches(found.seats, found.interval_minutes):
        first, last = stretch[0], stretch[-1]
        end = last.minute + found.interval_minutes
        speech.say_line(
            f"  {first.day} {clock_time(first.minute)}–{clock_time(end)} {first.job}: "
            f"{first.before_seats} → {first.after_seats} / {first.required_seats}"
        )
    points, hard = found.ticks_more / TICKS, sum(item.hard for item in found.worse)
    lost = sum(item.lost_seats for item in found.seats) * found.interval_minutes / 60
    speech.say(
        Text(
            f"代价变化 {points:+.1f},缺口变化 {lost:+g} 座席小时,新增硬性违规 {hard}",
            f"price {points:+.1f} points, shortfall {lost:+g} seat-hours, new hard breaches {hard}",
        )
    )


def _gathered(found: tuple[Finding, ...]) -> list[tuple[Finding, int]]:
    """Hard ones first; what is measured alike over a day's intervals as one, with how many there are."""
    ordered = sorted(found, key=lambda item: (not item.hard, item.rule))
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for item in ordered:
        whose = item.message.en if item.agent_id is not None else ""
        groups.setdefault((item.rule, whose, item.day, item.measured, item.required), []).append(item)
    return [(items[0], len(items)) for items in groups.values()]


def _agent_day(text: str) -> tuple[str, date]:
    agent_id, _, day = text.partition("@")
    return agent_id, _date(day, text)


def _added(text: str, case: Case) -> Duty:
    agent_id, day, shift, job = (*text.split("@"), "", "", "", "")[:4]
    if agent_id not in case.agent_by_id or shift not in case.shift_by_code:
        raise NotFoundError(text)
    return Duty(agent_id, _date(day, text), shift, job or case.agent_by_id[agent_id].jobs[0])


def _date(text: str, whole: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFoundError(whole) from None


@app.command("appoint")
def appoint(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Who. 人员")],
    office: Annotated[Office, typer.Argument(metavar="OFFICE", help="department_director or centre_director")],
    dismiss: Annotated[bool, typer.Option("--dismiss", help="Take the office away. 免去")] = False,
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    actor: AsOption = "",
    lang: LangOption = None,
) -> None:
    """任命 · Give a person a director's office."""
    with told(Speech.of(lang)), desk_at(store, centre) as desk:
        roster_desk.appoint(desk, actor or operator(), person, office, holds=not dismiss)


@app.command("delegate")
def delegate(
    approver: Annotated[str, typer.Argument(metavar="APPROVER", help="Who is away. 审批人")],
    deputy: Annotated[str, typer.Argument(metavar="DEPUTY", help="Who stands in. 代理人")],
    start: DayArgument,
    end: Annotated[datetime, typer.Argument(formats=DAY, metavar="END", help="The first day after. 结束日(不含)")],
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    lang: LangOption = None,
) -> None:
    """代理 · Name a deputy for a time, on the days of the centre's zone."""
    with told(Speech.of(lang)), desk_at(store, centre) as desk:
        with desk.reading() as work:
            ground = work.board(work.known_months()[-1]).ground
        span = Delegation(approver, deputy, ground.midnight(day_of(start)), ground.midnight(day_of(end)))
        delegation.delegate(desk, approver, span)


@app.command("tick")
def tick(
    store: StoreOption = DEFAULT_STORE, centre: CentreOption = "", lang: LangOption = None, as_json: JsonOption = False
) -> None:
    """到时处理 · What time brings: expiry, pay-backs worked, absenteeism, certificates overdue."""
    speech = Speech.of(lang)
    with told(speech), desk_at(store, centre) as desk:
        done = tick_now(desk)
        if as_json:
            speech.json(done)
        else:
            speech.say_line(", ".join(f"{name} {count}" for name, count in done.items()))


def register(
    month: Annotated[str, typer.Argument(metavar="[MONTH]", help="2026-10; all months if left out. 月份")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="Write it as a .csv file. 导出文件")] = None,
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """换班登记表 · The numbered swap register."""
    speech = Speech.of(lang)
    with told(speech), desk_at(store, centre) as desk:
        rows = swap_desk.register(desk, month_of(month) if month else None)
        if out is not None:
            register_csv.write(out, rows)
            speech.say(Text(f"已写入 {out}:{len(rows)} 项", f"{out}: {len(rows)} entries"))
            return
        show_swaps(rows, speech, as_json=as_json)


def ledger(
    month: MonthArgument,
    agent: Annotated[list[str] | None, typer.Option("--agent", help="Only these. 仅列这些人")] = None,
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """台账 · Each agent's account: swaps, pay-backs, nights, weekends, holidays, leave, hours."""
    speech = Speech.of(lang)
    with told(speech), desk_at(store, centre) as desk:
        rows = ledger_of(desk, month_of(month), agent or ())
        if as_json:
            speech.json([_plain(asdict(row)) for row in rows])
            return
        speech.table(
            (
                Text("人员", "agent"),
                Text("换班", "swaps"),
                Text("余", "left"),
                Text("欠班", "owes"),
                Text("应还", "due"),
                Text("夜(均)", "nights (team)"),
                Text("周末(均)", "weekends (team)"),
                Text("节日(均)", "holidays (team)"),
                Text("请假", "leave"),
                Text("工时", "hours"),
                Text("旷工", "absent"),
                Text("违纪", "violations"),
            ),
            [
                (
                    row.agent_id,
                    str(row.swaps_used),
                    str(row.swaps_left),
                    " ".join(str(item.day) for item in row.owed),
                    " ".join(str(item.day) for item in row.due),
                    f"{row.nights} ({row.team_nights:.1f})",
                    f"{row.weekends} ({row.team_weekends:.1f})",
                    f"{row.holidays} ({row.team_holidays:.1f})",
                    str(sum(row.leave_days.values())),
                    f"{row.paid_minutes / 60:g}",
                    str(row.absences),
                    str(row.violations),
                )
                for row in rows
            ],
            right=(1, 2, 8, 9, 10, 11),
        )


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


@attendance_app.command("import")
def attendance_import(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="agent_id,date,late_minutes,away_minutes,absent")],
    month: MonthArgument,
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    actor: AsOption = "",
    lang: LangOption = None,
) -> None:
    """导入考勤 · Read an attendance file: all of it, or nothing."""
    speech = Speech.of(lang)
    with told(speech), desk_at(store, centre) as desk:
        case = roster_desk.export_case(desk, month_of(month))
        records = read_attendance(file, case)
        found = attendance_desk.record_attendance(desk, actor or operator(), records)
        counts = {kind: found.count(kind) for kind in dict.fromkeys(found)}
        speech.say_line(", ".join(f"{kind.value} {count}" for kind, count in counts.items()) or "0")


@attendance_app.command("list")
def attendance_list(
    month: MonthArgument,
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """违纪与旷工 · The violations and absenteeism of a month."""
    speech = Speech.of(lang)
    with told(speech), desk_at(store, centre) as desk:
        absences = attendance_desk.list_absences(desk, month_of(month))
        violations = attendance_desk.list_violations(desk, month_of(month))
        if as_json:
            speech.json(
                {
                    "absences": [_plain(asdict(item)) for item in absences],
                    "violations": [_plain(asdict(item)) for item in violations],
                }
            )
            return
        for item in absences:
            absent = speech.to(Text("旷工", "absent"))
            speech.say_line(f"{item.day} {item.agent_id} {absent} {word(item.state, speech)} {item.share} %")
        for breach in violations:
            speech.say_line(f"{breach.day} {breach.agent_id} {word(breach.kind, speech)} {breach.minutes} min")


@audit_app.command("verify")
def audit_verify(store: StoreOption = DEFAULT_STORE, lang: LangOption = None, as_json: JsonOption = False) -> None:
    """核验 · Prove the log intact, or name the first broken row (exit 1)."""
    speech = Speech.of(lang)
    with told(speech):
        opened = store_at(store)
        try:
            with opened.reading() as connection:
                verdict = audit_log.verify(connection)
        finally:
            opened.close()
        if as_json:
            speech.json({"intact": verdict.intact, "rows": verdict.rows, "broken": verdict.broken_seq})
        elif verdict.intact:
            speech.say(Text(f"{verdict.rows} 行完好", f"{verdict.rows} rows intact"))
        else:
            speech.say(
                Text(
                    f"第 {verdict.broken_seq} 行损坏({verdict.problem})",
                    f"row {verdict.broken_seq} is broken: {verdict.problem}",
                )
            )
    if not verdict.intact:
        raise typer.Exit(Code.BREACHES)


@audit_app.command("list")
def audit_list(
    after: Annotated[int, typer.Option("--after", min=0, help="From the row after. 起始行")] = 0,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many. 行数")] = 100,
    store: StoreOption = DEFAULT_STORE,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """列出 · The log's rows."""
    speech = Speech.of(lang)
    with told(speech):
        opened = store_at(store)
        try:
            with opened.reading() as connection:
                rows = list(audit_log.audit_rows(connection, after=after, limit=limit))
        finally:
            opened.close()
        if as_json:
            speech.json([asdict(row) for row in rows])
            return
        for row in rows:
            speech.say_line(f"{row.seq} {row.at} {row.actor} {row.action} {row.subject} {row.payload}")


def close(
    month: MonthArgument,
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    actor: AsOption = "",
    lang: LangOption = None,
) -> None:
    """月结 · Close a month: it freezes, and the next one remembers it."""
    speech = Speech.of(lang)
    with told(speech), desk_at(store, centre) as desk:
        done = close_desk.close_month(desk, actor or operator(), month_of(month))
        speech.say(
            Text(
                f"{done.month} 已月结:{done.duties} 班,{done.agents} 人",
                f"{done.month} is closed: {done.duties} duties of {done.agents} agents",
            )
        )
