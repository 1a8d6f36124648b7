"""Who decides: the directors' offices, and deputies for a time."""

from datetime import datetime
from typing import Annotated

import typer

from api.cli.desk_options import DAY, AsOption, DayArgument, a_day, day_of, operator
from api.cli.over_store import At, over_store
from api.cli.words import said_as
from roster.desk import delegation
from roster.desk.grades.grade_desk import set_grade
from roster.desk.policy.ladder import OFFICE_WORDS
from roster.desk.rosters import roster_desk
from roster.desk.words import grade_words
from roster.errors import Fault, InputError
from roster.model import Grade
from roster.model.approval import Delegation, Office
from roster.text import Text

GradeArgument = Annotated[
    Grade,
    typer.Argument(
        metavar="GRADE",
        parser=said_as(Grade, {grade: grade_words(grade) for grade in Grade}, "grade"),
        help="junior, intermediate or senior. 级别:初级、中级或高级",
    ),
]


@over_store(as_json=False)
def appoint(
    at: At,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Who. 人员")],
    office: Annotated[
        Office,
        typer.Argument(
            metavar="OFFICE",
            parser=said_as(Office, OFFICE_WORDS),
            help="department_director or centre_director. 职务:客服部主任或客服中心主任",
        ),
    ],
    dismiss: Annotated[bool, typer.Option("--dismiss", help="Take the office away. 免去")] = False,
    actor: AsOption = "",
) -> None:
    """任命 · Give a person a director's office."""
    unrostered = not dismiss and person not in at.names
    if unrostered:
        _need_sound(person)
    roster_desk.appoint(at.desk, actor or operator(), person, office, holds=not dismiss)
    if unrostered:
        at.speech.complain(
            Text(
                f"人员表中没有 {person},按不排班的人任命;以后以 --as {person} 审批",
                f"{person} is not in the agents' table and is appointed unrostered; they decide with --as {person}",
            )
        )
    name, words = at.person(person), OFFICE_WORDS[office]
    at.speech.say(
        Text(f"{name} 不再任{words.zh}", f"{name} is no longer {words.en}")
        if dismiss
        else Text(f"{name} 任{words.zh}", f"{name} is {words.en}")
    )


def _need_sound(person: str) -> None:
    """InputError for a name that nobody has: a director need not be rostered, but then has an id."""
    if not person.isascii() or " " in person:
        problem = Text(f"没有叫 {person} 的人", f"nobody is called {person}")
        remedy = Text(
            "写人员表中的工号或姓名;不排班的主任,写 @登录名 或自定的编号(字母、数字,如 D01)",
            "Name an id or name of the agents' table; for a director who is not rostered, @ and the user name, or an "
            "id of your own (letters and digits, as D01)",
        )
        raise InputError([Fault("PERSON", None, None, problem, remedy)])


@over_store(as_json=False)
def grade(
    at: At,
    agent: Annotated[str, typer.Argument(metavar="AGENT", help="Whose grade. 人员")],
    level: GradeArgument,
    since: DayArgument,
    actor: AsOption = "",
) -> None:
    """定级 · A grade that holds from a day on; a director decides it."""
    unfit = set_grade(at.desk, actor or operator(), agent, day_of(since), level)
    words = grade_words(level)
    at.speech.say(
        Text(
            f"{at.person(agent)} 自 {day_of(since)} 起为{words.zh}",
            f"{at.person(agent)} is {words.en} from {day_of(since)}",
        )
    )
    if unfit:
        days = " ".join(str(day) for day in unfit)
        at.speech.say(Text(f"已发布的这些班与新级别不符,请调整:{days}", f"published duties that no longer fit: {days}"))


@over_store(as_json=False)
def delegate(
    at: At,
    approver: Annotated[str, typer.Argument(metavar="APPROVER", help="Who is away. 审批人")],
    deputy: Annotated[str, typer.Argument(metavar="DEPUTY", help="Who stands in. 代理人")],
    start: DayArgument,
    end: Annotated[
        datetime, typer.Argument(formats=DAY, parser=a_day, metavar="END", help="The first day after. 结束日(不含)")
    ],
) -> None:
    """代理 · Name a deputy for a time, on the days of the centre's zone."""
    with at.desk.reading() as work:
        month_case = work.board(work.latest_month()).month_case
    span = Delegation(approver, deputy, month_case.midnight(day_of(start)), month_case.midnight(day_of(end)))
    delegation.delegate(at.desk, approver, span)
    one, two, first, last = at.person(approver), at.person(deputy), day_of(start), day_of(end)
    at.speech.say(
        Text(
            f"{first} 起至 {last}(不含),{two} 代 {one} 审批",
            f"{two} decides for {one} from {first} until {last}, that day not included",
        )
    )


@over_store()
def delegations(at: At) -> None:
    """代理一览 · Every deputy that was named, with the days, past ones too."""
    with at.desk.reading() as work:
        board = work.board(work.latest_month())
    names = ("delegation_id", "approver", "deputy", "start", "end")
    rows = [
        (
            str(item.delegation_id),
            item.approver,
            item.deputy,
            str(board.month_case.local(item.start).date()),
            str(board.month_case.local(item.end).date()),
        )
        for item in board.staff.delegations
    ]
    if at.as_json:
        at.speech.json([{**dict(zip(names, row, strict=True)), names[0]: int(row[0])} for row in rows])
        return
    heads = (Text("编号", "id"), Text("审批人", "approver"), Text("代理人", "deputy"))
    shown = [(row[0], at.person(row[1]), at.person(row[2]), *row[3:]) for row in rows]
    at.speech.table((*heads, Text("起", "start"), Text("止(不含)", "end (exclusive)")), shown, right=(0,))


@over_store(as_json=False)
def end_delegation(
    at: At,
    delegation_id: Annotated[int, typer.Argument(metavar="DELEGATION", help="Its id. 编号")],
    actor: AsOption = "",
) -> None:
    """结束代理 · The approver is back: the deputy decides nothing from now on."""
    delegation.end_delegation(at.desk, actor or operator(), delegation_id)
    at.speech.say(Text(f"代理 {delegation_id} 已结束", f"delegation {delegation_id} is ended"))
