"""A month's case in the store: brought in, planned from the month before, changed."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from api.cli.cases import load_case, tell_left_aside
from api.cli.desk_options import (
    DEFAULT_STORE,
    AsOption,
    CentreOption,
    MonthArgument,
    StoreOption,
    desk_at,
    month_of,
    operator,
)
from api.cli.errors import reporting_errors
from api.cli.next_steps import appointing, open_before
from api.cli.options import CaseArgument, LangOption
from api.cli.over_store import At, over_store
from api.cli.people import person_of
from api.cli.speech import Speech
from api.cli.spelling import shell_word
from roster.desk.desk import Desk
from roster.desk.policy.ladder import step_words
from roster.desk.rosters import close_desk, month_desk, roster_desk
from roster.errors import InputError
from roster.files.case_target import refuse_target, write_to
from roster.model import Month
from roster.model.approval import Office, Step
from roster.text import Text, counted


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
