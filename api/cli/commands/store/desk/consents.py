"""What a draft waits for before it is published: the chain's word on its grants, and people's on their moved duties."""

from typing import Annotated

import typer

from api.cli.desk_options import ActorOption, DayArgument, KeyOption, day_of
from api.cli.next_steps import tell_before_publishing
from api.cli.over_store import At, over_store
from api.cli.words import word
from api.views.rosters import consent_view, grant_view
from roster.desk.policy.ladder import step_words
from roster.desk.rosters import grants_desk
from roster.text import Text

DraftArgument = Annotated[
    int,
    typer.Argument(metavar="ROSTER_ID", help="The draft's id, as `desk versions` tells it. 草稿编号(见 desk versions)"),
]
DeclineOption = Annotated[bool, typer.Option("--decline", help="Say no. 不同意")]


@over_store()
def grants(at: At, roster_id: DraftArgument) -> None:
    """拟批请假 · The leave that a draft would grant and the chain has yet to approve, with who is next."""
    waiting = grants_desk.waiting_grants(at.desk, roster_id)
    if at.as_json:
        at.speech.json([grant_view(item, at.speech.language) for item in waiting])
        return
    at.speech.table(
        (
            Text("编号", "which"),
            Text("人员", "agent"),
            Text("类别", "kind"),
            Text("起", "start"),
            Text("止", "end"),
            Text("待审批", "next"),
        ),
        [
            (
                str(item.grant),
                at.person(item.leave.agent_id),
                word(item.leave.kind, at.speech),
                item.leave.first_text,
                item.leave.last_text,
                at.speech.to(step_words(item.due)),
            )
            for item in waiting
        ],
    )
    tell_before_publishing(roster_id, at)


@over_store()
def grant(
    at: At,
    roster_id: DraftArgument,
    actor: ActorOption,
    only: Annotated[list[str] | None, typer.Option("--only", help="Only this; unset: all due. 编号")] = None,
    decline: DeclineOption = False,
    key: KeyOption = None,
) -> None:
    """审批拟批请假 · Decide, on the rung that is due, the leave that a draft would grant; a declined one leaves it."""
    chosen = [int(item) if item.isdecimal() else item for item in only or ()] or None
    decided = grants_desk.decide_grants(at.desk, actor, roster_id, approved=not decline, only=chosen, key=key)
    left = len(grants_desk.waiting_grants(at.desk, roster_id))
    if at.as_json:
        at.speech.json({"decided": list(decided), "waiting": left})
        return
    at.speech.say(
        Text(f"已决定 {len(decided)} 个,尚待审批 {left} 个", f"{len(decided)} decided, {left} wait for the chain")
    )
    tell_before_publishing(roster_id, at)


@over_store()
def consents(at: At, roster_id: DraftArgument) -> None:
    """征求同意 · What a re-planned draft asks of whom, and what they said."""
    asked = grants_desk.consents(at.desk, roster_id)
    if at.as_json:
        at.speech.json([consent_view(item) for item in asked])
        return
    heads = (Text("日期", "date"), Text("人员", "agent"), Text("原", "before"), Text("新", "after"))
    at.speech.table(
        (*heads, Text("答复", "answer")),
        [
            (
                str(item.day),
                at.person(item.agent_id),
                _cell(item.before),
                _cell(item.after),
                word(item.state, at.speech),
            )
            for item in asked
        ],
    )
    tell_before_publishing(roster_id, at)


def _cell(duty: tuple[str, str] | None) -> str:
    return "-" if duty is None else "/".join(duty)


@over_store(as_json=False)
def consent(
    at: At,
    roster_id: DraftArgument,
    day: DayArgument,
    actor: ActorOption,
    decline: DeclineOption = False,
    key: KeyOption = None,
) -> None:
    """答复 · Agree to what a draft changes on a day of one's own, or decline it."""
    grants_desk.answer_consent(at.desk, actor, roster_id, day_of(day), agrees=not decline, key=key)
    waiting = [item for item in grants_desk.consents(at.desk, roster_id) if item.state != "agreed"]
    at.speech.say(Text(f"已记录,尚缺同意 {len(waiting)} 处", f"noted; {len(waiting)} not agreed to yet"))
