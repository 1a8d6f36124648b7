"""`roster desk`, `register`, `ledger`, `close`: months with their rosters in the store, and what is kept of them."""

import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from api.cli.cases import load_case, load_roster, tell_left_aside
from api.cli.commands.store import (
    desk_draft,
    desk_grades,
    desk_month,
    desk_offices,
    desk_quality,
    desk_swap,
    desk_tasks,
)
from api.cli.compiling import compile_first
from api.cli.desk_options import (
    DEFAULT_STORE,
    AsOption,
    CentreOption,
    MonthArgument,
    ReasonOption,
    StoreOption,
    desk_at,
    month_of,
    operator,
)
from api.cli.errors import Code, reporting_errors
from api.cli.next_steps import appointing, open_before, tell_before_publishing, tell_waiting, unsettled_leave
from api.cli.options import AS_CSV, CaseArgument, LangOption, RosterArgument, SecondsOption, SeedOption
from api.cli.over_store import At, over_store
from api.cli.people import person_of
from api.cli.speech import Speech
from api.cli.spelling import shell_word
from api.cli.swaps import show_register
from api.cli.words import word
from api.views.duties import change_view
from api.views.leaves import part_words
from api.views.records import ledger_view
from api.views.rosters import replan_counts, replanned_view, roster_views, what_if_view
from roster.desk.board.what_if import WhatIf, stretches, what_if
from roster.desk.desk import Desk
from roster.desk.ledger import ledger as ledger_of
from roster.desk.policy.ladder import step_words
from roster.desk.rosters import close_desk, grants_desk, month_desk, roster_desk
from roster.desk.swaps import register_csv
from roster.desk.swaps.register import entries
from roster.desk.swaps.suggest import Suggestion
from roster.desk.tick import tick as tick_now
from roster.desk.words import duty_words, note_words
from roster.engine.problem.outcome import GIVEN, Level, Result, Status
from roster.errors import Fault, InputError, NotFoundError, RefusedError
from roster.files.case_target import refuse_target, write_to
from roster.model import Case, Duty, Month, Roster
from roster.model.approval import Office, Step
from roster.model.leave_request import Vacancy
from roster.rule import TICKS, Finding, Rulebook
from roster.store.roster_rows import RosterVersion
from roster.text import Text, clock_time, counted

MOST_LEFT = 3
"""Who could cover that are named for each vacant part."""
app = typer.Typer(
    help="值班台:导入、草稿、发布、版本、假如 … · The desk's store: import, draft, publish, versions, what-if …",
    no_args_is_help=True,
)

RemoveOption = Annotated[
    list[str] | None, typer.Option("--remove", metavar="AGENT@DATE", help="A duty taken out. 去掉的班")
]
AddOption = Annotated[
    list[str] | None, typer.Option("--add", metavar="AGENT@DATE@SHIFT[@JOB]", help="A duty put in. 加上的班")
]


def _versions(versions: tuple[RosterVersion, ...], at: At) -> None:
    if at.as_json:
        # Beside the view's `id` and `label`, the names under which scripts find them: ROSTER_ID and --note.
        views = zip(roster_views(at.desk, versions), versions, strict=True)
        at.speech.json([{**view, "roster_id": item.roster_id, "note": item.note} for view, item in views])
    else:
        _tell_versions(versions, at.speech)


def _tell_next(draft: RosterVersion, at: At, *, judged: bool = False) -> None:
    """What a draft waits for before it is published, and the commands; alarms too, unless a verdict told them."""
    if not at.as_json:
        tell_before_publishing(draft.roster_id, at, alarms=not judged)


def _tell_versions(versions: tuple[RosterVersion, ...], speech: Speech) -> None:
    speech.table(
        (
            Text("编号", "id"),
            Text("版本", "version"),
            Text("状态", "state"),
            Text("修订", "revision"),
            Text("说明", "note"),
        ),
        [
            (
                str(item.roster_id),
                str(item.version),
                word(item.state, speech),
                str(item.revision),
                speech.to(note_words(item.note)),
            )
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
    with reporting_errors(speech):
        read, _ = load_case(case, speech)
        with desk_at(store, centre, new=True) as desk:
            # Who brings the first case is named in it alone.
            names = {**{agent.agent_id: agent.name for agent in read.agents}, **At(desk, speech, as_json=False).names}
            left_aside = roster_desk.import_case(desk, person_of(actor, names) if actor else operator(), read)
            month, name = read.month, read.centre.name
            speech.say(
                Text(
                    f"已导入 {name}(中心编号 {desk.centre_id}){month}",
                    f"imported {month} of {name} (centre {desk.centre_id})",
                )
            )
            tell_left_aside(left_aside, speech)
            _tell_offices(desk, month, speech)
            made, kept = _made_and_kept(case, month)
            speech.say(
                Text(
                    f"接着:{made};{kept}(已经排出班表的,只需第二条,写上它的 roster.csv)",
                    f"Next: {made}; {kept} (where a roster is made already: only the second, of its roster.csv)",
                )
            )


@app.command("plan")
@over_store(as_json=False)
def plan(
    at: At,
    month: MonthArgument,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", help="A folder, or a new workbook NAME.xlsx (default: case-MONTH here). 输出文件夹或新工作簿"
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write over the case that is there already. 覆盖已有的案例")
    ] = False,
    actor: AsOption = "",
) -> None:
    """准备某月的排班方案 · The month's case to roster from, made from the month before where there is none yet.

    With the year's memory, the leave that counts, and pay-backs pinned.
    """
    wanted = month_of(month)
    folder = out or Path(f"case-{wanted}")
    if not force:
        _need_free(folder)
    made = month_desk.open_month(at.desk, actor or operator(), wanted)
    case = close_desk.planning_case(at.desk, wanted)
    # What ended before the month, or begins after its last night, is no part of its table of leave.
    touching = tuple(item for item in case.leaves if item.end >= wanted.first and item.start <= wanted.end)
    write_to(folder, replace(case, leaves=touching), at.speech.written)
    if made:
        at.speech.say(
            Text(
                f"{wanted} 的案例由上月生成:人员 {len(case.agents)},班次 {len(case.shifts)};座席需求照同类日期,请核对",
                f"the case of {wanted} follows from the month before: {counted(len(case.agents), 'person', 'people')}, "
                f"{counted(len(case.shifts), 'shift')}; seats are those of the same kind of days, look them over",
            )
        )
    for line in open_before(wanted, at):
        at.speech.say(line)
    solved, kept = _made_and_kept(folder, wanted)
    at.speech.say(
        Text(
            f"{folder}:历史班次 {len(case.history)},固定 {len(case.pins)}\n接着:{solved},再 {kept}",
            f"{folder}: {counted(len(case.history), 'duty', 'duties')} of history, "
            f"{counted(len(case.pins), 'pin')}\nnext: {solved}, then {kept}",
        )
    )


def _made_and_kept(case: Path, month: Month) -> tuple[str, str]:
    """The commands that roster a case, and keep the roster as a draft."""
    where = shell_word(case)
    return f"roster generate {where} --out out-{month}", f"roster desk draft {where} out-{month}/roster.csv"


def _tell_offices(desk: Desk, month: Month, speech: Speech) -> None:
    """Which offices of the ladder of approvals nobody holds yet: leave and grants wait for them later."""
    staff = desk.board(month).staff
    lacking = [step for step in map(Step, (Office.DIRECTOR, Office.CENTRE_DIRECTOR)) if not staff.holders(step)]
    if lacking:
        zh = "、".join(step_words(step).zh for step in lacking)
        en = ", ".join(step_words(step).en for step in lacking)
        how = appointing(lacking[0])
        speech.say(
            Text(
                f"批假除班长外还要经{zh},目前无人任职;任命:{how.zh}",
                f"Leave is approved by the {en} too, whom nobody is yet; appoint somebody: {how.en}",
            )
        )


def _need_free(folder: Path) -> None:
    """InputError where the target holds something: what was changed in it by hand would be lost."""
    try:
        refuse_target(folder)
    except InputError as error:
        remedy = Text(
            "手工改动会丢失:换一个位置(--out),或加 --force 覆盖",
            "what was changed in it by hand would be lost: name another place (--out), or write over it with --force",
        )
        fault = error.faults[0]
        raise InputError([replace(fault, remedy=remedy)]) from None


@app.command("draft")
@over_store()
def draft(
    at: At,
    case: CaseArgument,
    roster: RosterArgument,
    re_plan: Annotated[bool, typer.Option("--re-plan", help="Re-plans the published roster. 调整已发布排班")] = False,
    note: Annotated[str, typer.Option("--note", help="A word on it. 说明")] = "",
    actor: AsOption = "",
) -> None:
    """保存草稿 · Keep a roster file as the month's next draft."""
    read, rulebook = load_case(case, at.speech, known=True)
    given = load_roster(roster, read, rulebook, at.speech)
    base = roster_desk.published_roster(at.desk, read.month)[0] if re_plan else None
    made = roster_desk.save_draft(
        at.desk, actor or operator(), read.month, given, leaves=read.leaves, note=note, re_plans=base
    )
    _versions((made,), at)
    verdict = None if re_plan else _judge(case, read, rulebook, given, at)
    _tell_next(made, at, judged=verdict is not None)
    if verdict is Level.FAR:
        raise typer.Exit(Code.FAR)


JUDGED_SECONDS = 8.0
"""How long the fewest seats that must stay empty may be looked for, before a draft is judged without that number."""


def _judge(path: Path, case: Case, rulebook: Rulebook, roster: Roster, at: At) -> Level | None:
    """Tells what the end of a solve would say of this roster; where it is in JSON, beside it."""
    from api.cli.summary import tell_verdict
    from roster.engine.diagnosis.verdict import judged

    given = Result(Status.FEASIBLE, roster, None, None, 0.0, GIVEN, 0)
    result = judged(case, rulebook, given, time.monotonic() + JUDGED_SECONDS)
    tell_verdict(result, path, at.speech, to_err=at.as_json)
    return None if result.verdict is None else result.verdict.level


@app.command("amend")
@over_store(as_json=False)
def amend(at: At, case: CaseArgument, actor: AsOption = "") -> None:
    """更改案例 · Change load, seats, people or rules under the published roster; a re-plan follows."""
    read, _ = load_case(case, at.speech)
    left_aside = roster_desk.edit_case(at.desk, actor or operator(), read.month, lambda _: read)
    tell_left_aside(left_aside, at.speech)
    at.speech.say(
        Text(
            f"{read.month} 的案例已更改;接着:roster desk replan {read.month}",
            f"the case of {read.month} is changed; next: roster desk replan {read.month}",
        )
    )


@app.command("edit")
@over_store()
def edit(
    at: At,
    roster_id: desk_draft.DraftArgument,
    remove: RemoveOption = None,
    add: AddOption = None,
    actor: AsOption = "",
) -> None:
    """改草稿 · Some duties of a draft exchanged by hand, as a new draft; the first stays as it was."""
    version, roster = roster_desk.read_roster(at.desk, roster_id)
    with at.desk.reading() as work:
        case = work.months.case_for(work.month_of(version.month_id))
    removed = [_held(text, roster) for text in remove or ()]
    made = roster_desk.edit_draft(
        at.desk, actor or operator(), roster_id, removed, [_added(t, case) for t in add or ()]
    )
    _versions((made,), at)
    _tell_next(made, at)


@app.command("replan")
@over_store()
def replan(
    at: At, month: MonthArgument, seconds: SecondsOption = 30, seed: SeedOption = 0, actor: AsOption = ""
) -> None:
    """调整排班 · Re-plan the published roster with the fewest changes; a draft, with whose consent it needs."""
    compile_first(at.speech)
    from roster.desk.rosters.replan_desk import re_plan

    replanned = re_plan(at.desk, actor or operator(), month_of(month), seconds=seconds, seed=seed)
    asked = grants_desk.consents(at.desk, replanned.draft.roster_id)
    if at.as_json:
        board = at.desk.board(month_of(month))
        at.speech.json(
            {
                "status": Status.FEASIBLE.value,
                "roster_id": replanned.draft.roster_id,
                **replanned_view(replan_counts(replanned.replanned), asked, replanned.left, board),
            }
        )
    else:
        _tell_versions((replanned.draft,), at.speech)
        changes = len(replanned.replanned.moves)
        at.speech.say(
            Text(
                f"变动 {changes} 处(至少 {replanned.replanned.fewest_changes}),待同意 {len(asked)} 处",
                f"{counted(changes, 'change')} (at least {replanned.replanned.fewest_changes}), {len(asked)} "
                "for consent",
            )
        )
        for item, ways in replanned.left:
            _tell_left(item, ways, at)
        _tell_next(replanned.draft, at)


def _tell_left(item: Vacancy, ways: tuple[Suggestion, ...], at: At) -> None:
    """The hours of a cut duty that a re-plan leaves to a leader."""
    duty, people = item.duty, [at.person(way.partner) for way in ways[:MOST_LEFT]]
    hours = f"{at.person(duty.agent_id)} {duty_words(duty)} {part_words(item)}"
    if people:
        named, command = ", ".join(people), f"roster leave cover {item.leave_id} {duty.day} {ways[0].partner}"
        next_act = Text(f"{command} --as 班长工号", f"{command} --as LEADER")
        at.speech.say(
            Text(
                f"仍空缺:{hours}(整班不动,只缺这一段);可顶:{named} → {next_act.zh}",
                f"still vacant: {hours} (the rest of the duty stands); could cover: {named} → {next_act.en}",
            )
        )
    else:
        at.speech.say(
            Text(
                f"仍空缺:{hours}(整班不动,只缺这一段);没有合适的班次或无人可顶,这一段缺员",
                f"still vacant: {hours} (the rest of the duty stands); no shift fits or nobody can: it is short",
            )
        )


@app.command("publish")
@over_store()
def publish(
    at: At,
    roster_id: desk_draft.DraftArgument,
    accept_breaches: Annotated[
        bool, typer.Option("--accept-breaches", help="Though rules break or days stay empty. 有违规或整天无人也发布")
    ] = False,
    without_consent: Annotated[
        bool, typer.Option("--without-consent", help="Though people have not agreed. 未经本人同意也发布")
    ] = False,
    reason: ReasonOption = "",
    actor: AsOption = "",
) -> None:
    """发布 · Make a draft the roster that binds."""
    try:
        made = roster_desk.publish(
            at.desk,
            actor or operator(),
            roster_id,
            accept_breaches=accept_breaches,
            without_consent=without_consent,
            reason=reason,
        )
    except RefusedError:
        tell_waiting(roster_id, at)
        raise
    _versions((made,), at)
    if not at.as_json:
        with at.desk.reading() as work:
            month = work.month_of(made.month_id)
        commands = f"roster desk show {month}; roster desk export {month}; roster desk print {month}"
        for line in unsettled_leave(month, at):
            at.speech.say(line)
        today = at.desk.board(month).month_case.local(at.desk.clock.now()).date()
        if today > month.first:
            gone = min((today - month.first).days, month.days)
            at.speech.say(
                Text(
                    f"注意:{month} 已过去 {gone} 天(今天 {today});过去的日子按此班表记入台账",
                    f"note: {counted(gone, 'day')} of {month} {'is' if gone == 1 else 'are'} past (today is "
                    f"{today}); the ledger takes them from this roster",
                )
            )
        at.speech.say(Text(f"已发布;查看与分发:{commands}", f"Published; see it and hand it out: {commands}"))


@app.command("versions")
@over_store()
def versions(at: At, month: MonthArgument) -> None:
    """全部版本 · Every version of a month's roster."""
    _versions(roster_desk.versions(at.desk, month_of(month)), at)


@app.command("diff")
@over_store()
def diff(
    at: At,
    one: Annotated[int, typer.Argument(metavar="ROSTER_ID", help="The version before. 原版本编号")],
    two: Annotated[int, typer.Argument(metavar="ROSTER_ID", help="The version after. 新版本编号")],
) -> None:
    """版本差异 · What changed from one version to another."""
    comparison = roster_desk.compare(at.desk, one, two)
    if at.as_json:
        at.speech.json([change_view(item.agent_id, item.day, item.before, item.after) for item in comparison])
    else:
        heads = (Text("日期", "date"), Text("人员", "agent"), Text("原", "before"), Text("新", "after"))
        rows = [(str(item.day), at.person(item.agent_id), _cell(item.before), _cell(item.after)) for item in comparison]
        at.speech.table(heads, rows)


def _cell(duty: Duty | None) -> str:
    return "-" if duty is None else f"{duty.shift}/{duty.job}"


@app.command("what-if")
@over_store()
def what_if_(
    at: At,
    month: MonthArgument,
    remove: RemoveOption = None,
    add: AddOption = None,
) -> None:
    """假如 · A manual change thought through: findings before and after; nothing is written."""
    board = at.desk.board(month_of(month))
    removed = [board.duty(*_agent_day(text)) for text in remove or ()]
    effect = what_if(board, removed, [_added(text, board.case) for text in add or ()])
    if at.as_json:
        view = what_if_view(effect, effect.worse, effect.better, at.speech.language)
        at.speech.json({**view, "before": len(effect.before), "after": len(effect.after)})
        return
    _tell_what_if(effect, at.speech)


def _tell_what_if(effect: WhatIf, speech: Speech) -> None:
    """What gets worse and better, the seats by stretches of one need, and the sums."""
    for title, items in ((Text("变差", "worse"), effect.worse), (Text("变好", "better"), effect.better)):
        if items:
            speech.say(title)
        for item, several in _gathered(items):
            more = (
                Text("", "") if several == 1 else Text(f"(共 {several} 个时段)", f" ({counted(several, 'interval')})")
            )
            speech.say_line(f"  {'!' if item.hard else ' '} {item.rule} {speech.told(item.message)}{speech.to(more)}")
    if effect.seats:
        speech.say(Text("在席", "seats"))
    for stretch in stretches(effect.seats, effect.interval_minutes):
        first, last = stretch[0], stretch[-1]
        end = last.minute + effect.interval_minutes
        speech.say_line(
            f"  {first.day} {clock_time(first.minute)}–{clock_time(end)} {first.job}: "
            f"{first.before_seats} → {first.after_seats} / {first.required_seats}"
        )
    points, hard = effect.ticks_more / TICKS, sum(item.hard for item in effect.worse)
    lost = sum(item.lost_seats for item in effect.seats) * effect.interval_minutes / 60
    speech.say(
        Text(
            f"代价变化 {points:+.1f},缺口变化 {lost:+g} 座席小时,新增硬性违规 {hard}",
            f"price {points:+.1f} points, shortfall {lost:+g} seat-hours, new hard breaches {hard}",
        )
    )


def _gathered(findings: tuple[Finding, ...]) -> list[tuple[Finding, int]]:
    """Hard ones first; what is measured alike over a day's intervals as one, with how many there are."""
    ordered = sorted(findings, key=lambda item: (not item.hard, item.rule))
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for item in ordered:
        whose = item.message.en if item.agent_id is not None else ""
        groups.setdefault((item.rule, whose, item.day, item.measured, item.required), []).append(item)
    return [(items[0], len(items)) for items in groups.values()]


def _agent_day(text: str) -> tuple[str, date]:
    agent_id, _, day = text.partition("@")
    return agent_id, _date(day, text)


def _held(text: str, roster: Roster) -> Duty:
    agent_id, day = _agent_day(text)
    for duty in roster.duties:
        if (duty.agent_id, duty.day) == (agent_id, day):
            return duty
    raise NotFoundError(Text(f"{agent_id} 在 {day} 的班次", f"a duty of {agent_id} on {day}"))


def _added(text: str, case: Case) -> Duty:
    agent_id, day, shift, job = (*text.split("@"), "", "", "", "")[:4]
    if agent_id not in case.agent_by_id:
        raise NotFoundError(Text(f"坐席 {agent_id}", f"agent {agent_id}"))
    if shift not in case.shift_by_code:
        raise NotFoundError(Text(f"班次 {shift or '?'}({text})", f"shift {shift or '?'} ({text})"))
    return Duty(agent_id, _date(day, text), shift, job or case.agent_by_id[agent_id].jobs[0])


def _date(text: str, whole: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        problem = Text(f"“{whole}” 里没有日期", f"“{whole}” names no date")
        remedy = Text(
            "写成 坐席@日期,加班次时写 坐席@日期@班次,如 a@2026-10-31@E",
            "Write AGENT@DATE, and AGENT@DATE@SHIFT for a duty added: a@2026-10-31@E",
        )
        raise InputError([Fault("what-if", None, None, problem, remedy)]) from None


@app.command("tick")
@over_store()
def tick(at: At) -> None:
    """到时处理 · What time brings: expiry, pay-backs worked, absenteeism, certificates overdue."""
    done = tick_now(at.desk)
    if at.as_json:
        at.speech.json(done)
    else:
        told = [Text(f"{TICKED.get(name, name)} {count}", f"{name} {count}") for name, count in done.items()]
        at.speech.say(Text(",".join(one.zh for one in told), ", ".join(one.en for one in told)))


TICKED = {
    "expired": "过期换班",
    "settled": "还班了结",
    "provisional": "暂定旷工",
    "final": "认定旷工",
    "lapsed": "到期失效",
    "reminded": "催销假",
    "recorded": "未销假",
    "overdue": "逾期任务",
}
"""What time has brought, by the desk's word for it."""


app.command("show")(desk_month.show)
app.command("export")(desk_month.export)
app.command("print")(desk_month.print_)
for act in (desk_draft.grants, desk_draft.grant, desk_draft.consents, desk_draft.consent):
    app.command()(act)
for act in (
    desk_offices.appoint,
    desk_offices.grade,
    desk_offices.delegate,
    desk_offices.delegations,
    desk_offices.end_delegation,
):
    app.command()(act)
app.command()(desk_swap.suggest)
app.command()(desk_swap.check)
app.command()(desk_quality.breaks)
app.add_typer(desk_quality.qa_app, name="qa")
app.add_typer(desk_grades.app, name="grades")
app.add_typer(desk_tasks.app, name="tasks")
app.add_typer(desk_tasks.meetings_app, name="meetings")


@over_store()
def register(
    at: At,
    month: Annotated[str, typer.Argument(metavar="[MONTH]", help="2026-10; all months if left out. 月份")] = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", callback=AS_CSV, help="Write it as a .csv file. 导出文件")
    ] = None,
) -> None:
    """换班登记表:按编号列出 · The numbered swap register."""
    rows = entries(at.desk, month_of(month) if month else None)
    if out is not None:
        register_csv.write(out, rows, at.speech.language)
        at.speech.say(Text(f"已写入 {out}:{len(rows)} 项", f"{out}: {counted(len(rows), 'entry', 'entries')}"))
        return
    show_register(rows, at)


@over_store()
def ledger(
    at: At,
    month: MonthArgument,
    agent: Annotated[list[str] | None, typer.Option("--agent", metavar="AGENT", help="Only these. 仅列这些人")] = None,
) -> None:
    """台账:每人的班与假 · Each agent's account: swaps, pay-backs, nights, weekends, holidays, leave, hours."""
    rows = ledger_of(at.desk, month_of(month), agent or ())
    if at.as_json:
        at.speech.json([ledger_view(row) for row in rows])
        return
    at.speech.table(
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
                at.person(row.agent_id),
                str(row.swaps_used),
                str(row.swaps_left),
                " ".join(str(item.day) for item in row.owed),
                " ".join(str(item.day) for item in row.due),
                f"{row.nights} ({row.team_nights:.1f})",
                f"{row.weekends} ({row.team_weekends:.1f})",
                f"{row.holidays} ({row.team_holidays:.1f})",
                f"{round(sum(row.leave_days.values()), 2):g}",
                f"{row.paid_minutes / 60:g}",
                str(row.absences),
                str(row.violations),
            )
            for row in rows
        ],
        right=(1, 2, 8, 9, 10, 11),
    )
    at.speech.say(
        Text(
            "换班、请假、工时是本月的;夜、周末、节日是今年到本月的累计,括号内是按合同工时应摊的。"
            "余:本月还能换几次;欠班:欠别人的班;应还:别人欠的班",
            "Swaps, leave and hours are the month's; nights, weekends and holidays add up the year so far, in brackets "
            "the even part. Left: swaps that the month still allows; owes and due: duties to be paid back",
        )
    )


@over_store(as_json=False)
def close(at: At, month: MonthArgument, actor: AsOption = "") -> None:
    """月结:冻结一个月,由下个月记住 · Close a month: it freezes, and the next one remembers it."""
    done = close_desk.close_month(at.desk, actor or operator(), month_of(month))
    at.speech.say(
        Text(
            f"{done.month} 已月结:{done.duties} 班,{done.agents} 人;接着排下个月:roster desk plan {done.month.next}",
            f"{done.month} is closed: {counted(done.duties, 'duty', 'duties')} of "
            f"{counted(done.agents, 'agent')}; next, the month after: "
            f"roster desk plan {done.month.next}",
        )
    )
