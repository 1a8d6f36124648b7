"""A month's rosters: drafts kept, edited and re-planned, published, and what tells versions apart."""

import time
from pathlib import Path
from typing import Annotated

import typer

from api.cli.cases import load_case, load_roster
from api.cli.commands.store.desk.consents import DraftArgument
from api.cli.commands.store.desk.what_if import AddOption, RemoveOption, added, held
from api.cli.compiling import compile_first
from api.cli.desk_options import (
    AsOption,
    MonthArgument,
    ReasonOption,
    month_of,
    operator,
)
from api.cli.errors import Code
from api.cli.next_steps import tell_before_publishing, tell_waiting, unsettled_leave
from api.cli.options import CaseArgument, RosterArgument, SecondsOption, SeedOption
from api.cli.over_store import At, over_store
from api.cli.speech import Speech
from api.cli.words import word
from api.views.duties import change_view
from api.views.leaves import part_words
from api.views.rosters import replan_counts, replanned_view, roster_views
from roster.desk.rosters import grants_desk, roster_desk
from roster.desk.swaps.suggest import Suggestion
from roster.desk.words import duty_words, note_words
from roster.engine.problem.outcome import GIVEN, Level, Result, Status
from roster.errors import RefusedError
from roster.model import Case, Duty, Roster
from roster.model.leave_request import Vacancy
from roster.rule import Rulebook
from roster.store.roster_rows import RosterVersion
from roster.text import Text, counted

MOST_LEFT = 3
"""Who could cover that are named for each vacant part."""


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


@over_store()
def edit(
    at: At,
    roster_id: DraftArgument,
    remove: RemoveOption = None,
    add: AddOption = None,
    actor: AsOption = "",
) -> None:
    """改草稿 · Some duties of a draft exchanged by hand, as a new draft; the first stays as it was."""
    version, roster = roster_desk.read_roster(at.desk, roster_id)
    with at.desk.reading() as work:
        case = work.months.case_for(work.month_of(version.month_id))
    removed = [held(text, roster) for text in remove or ()]
    made = roster_desk.edit_draft(at.desk, actor or operator(), roster_id, removed, [added(t, case) for t in add or ()])
    _versions((made,), at)
    _tell_next(made, at)


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


@over_store()
def publish(
    at: At,
    roster_id: DraftArgument,
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


@over_store()
def versions(at: At, month: MonthArgument) -> None:
    """全部版本 · Every version of a month's roster."""
    _versions(roster_desk.versions(at.desk, month_of(month)), at)


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
