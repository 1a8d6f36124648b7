"""Compare two versions of a month, see what stands in the way, publish; close a month that is over."""

from collections import Counter
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Response

from api.accounts.caller import Right
from api.http.resources.edits.routes import readable
from api.http.resources.rosters.compare import comparison_of
from api.office.office import StoredRoster, is_id
from api.pages.asked import decides_grant
from api.pages.board_seen import Seen, in_month, seen
from api.pages.forms import Form
from api.pages.imports import month_to_open
from api.pages.me import here_name
from api.pages.problems import Trouble
from api.pages.shell import Here, PageRoute, Shell
from api.pages.times import short_day
from api.pages.views.board import BoardView, board_view, places
from api.views.refusals import refusals_view
from roster.desk.policy.ladder import step_words
from roster.desk.rosters.close_desk import close_month, over_from
from roster.desk.rosters.grants_desk import consents, decide_grants, waiting_grants
from roster.desk.rosters.roster_desk import InTheWay, publish, publish_preview
from roster.errors import StaleError
from roster.model import Duty
from roster.rule import TICKS
from roster.store.roster_rows import RosterState
from roster.text import Text

router = APIRouter(route_class=PageRoute, include_in_schema=False)
MOST_ROWS = 600
"""So many changes are listed; a longer list is read in the table that the API gives."""


@router.get("/compare")
def open_comparison(here: Here) -> Response:
    """What binds beside the newest draft."""
    here.need(Right.PLAN)
    listed: list[StoredRoster] = []
    if here.month is not None:
        with here.parts.store.reading() as connection:
            listed, _ = here.parts.office.list_stored(connection, here.centre_id, here.month, list(RosterState), 0, 100)
    draft = next((stored for stored in listed if stored.version.state is RosterState.DRAFT), None)
    binding = next((stored for stored in listed if stored.binds), None)
    if draft is not None:
        return here.see(f"/rosters/{(binding or draft).roster_id}/compare/{draft.roster_id}")
    over = binding is not None and _over(here, binding)
    return here.render("compare_none.html", binding=binding, over=over, next_month=month_to_open(here))


def _over(here: Shell, stored: StoredRoster) -> bool:
    """Whether the month may be closed now."""
    if stored.version.state is not RosterState.PUBLISHED or here.now.astimezone(here.zone).date() <= stored.month.last:
        return False
    with here.parts.office.desk(stored.centre_id).reading() as work:
        return here.now >= over_from(work.board(stored.month))


@router.get("/rosters/{one_id:int}/compare/{two_id:int}")
def compare(here: Here, one_id: int, two_id: int) -> Response:
    """Two versions side by side; of a draft, what publishing it would meet."""
    here.need(Right.PLAN)
    return _page(here, one_id, two_id)


def _page(here: Shell, one_id: int, two_id: int, problem: Trouble | None = None) -> Response:
    one, two = seen(here, str(one_id)), seen(here, str(two_id))
    here = in_month(here, two.stored)
    same, asked_for = one_id == two_id, here.request.query_params
    comparison = comparison_of(here.parts, here.caller, str(one_id), str(two_id))
    desk = here.parts.office.desk(two.stored.centre_id)
    preview = publish_preview(desk, two_id) if two.is_draft else None
    asked = consents(desk, two_id) if two.is_draft else ()
    titles = {rule.id: here.say(rule.title) for rule in two.board.rulebook.rules}
    return here.render(
        "compare.html",
        problem=problem,
        here="/compare",
        one=one.stored,
        two=two.stored,
        same=same,
        draft=two.is_draft,
        comparison=comparison,
        rows=_rows(here, two, comparison.changes),
        more=max(0, len(comparison.changes) - MOST_ROWS),
        whole=_whole(one, two) if "asked" in asked_for and "changed" not in asked_for else None,
        before=_sums(comparison.before),
        after=_sums(comparison.after),
        moved=[(titles.get(rule, rule), round(ticks / TICKS, 1)) for rule, ticks in comparison.ticks_more.items()],
        preview=preview,
        checks=_checks(here, two, preview) if preview else None,
        agreed=sum(item.state == "agreed" for item in asked),
        asked=len(asked),
        grants=_grants(here, two, two_id) if two.is_draft else None,
        notified=len(preview.people) if preview else 0,
        may_publish=here.may(Right.PUBLISH),
        directors=[
            here_name(here, one) for one in sorted(two.board.staff.directors | two.board.staff.centre_directors)
        ],
        nobody=not two.board.staff.directors | two.board.staff.centre_directors,
        leads=here.may(Right.LEAD),
        tag=two.stored.etag,
        style=f"/rosters/{two_id}/shifts.css?v={two.stored.version.revision}&view=month&date=",
        over=_over(here, two.stored),
    )


def _whole(one: Seen, two: Seen) -> BoardView:
    """The second version's month, the cells that differ from the first marked."""
    return board_view(two.board, replace(two.sight, published=one.board.roster), two.hours, two.by_shift)


def _grants(here: Shell, two: Seen, roster_id: int) -> dict[str, Any]:
    """Of the leave that the draft would grant: how many wait for whose word, and for the caller's."""
    desk = here.parts.office.desk(two.stored.centre_id)
    board, due = desk.board(two.stored.month), Counter[Text]()
    waiting = waiting_grants(desk, roster_id)
    due.update(step_words(item.due) for item in waiting)
    return {
        "count": len(waiting),
        "due": list(due.items()),
        "later": list(Counter(step_words(step) for item in waiting for step in item.later).items()),
        "mine": sum(decides_grant(here, board, item) for item in waiting),
    }


def _sums(sums: Any) -> dict[str, Any]:
    return {
        "points": round(sums.ticks / TICKS),
        "breaches": sums.breaches,
        "short": round(sums.short_minutes / 60, 1),
    }


def _rows(here: Shell, two: Seen, changes: Any) -> list[dict[str, Any]]:
    number, people = places(two.case), two.case.agent_by_id

    def held(duty: Duty | None) -> dict[str, Any]:
        return {"code": duty.shift if duty else "", "place": number.get(duty.shift) if duty else None}

    ordered = sorted(changes, key=lambda item: (people[item.agent_id].team, item.agent_id, item.day))
    return [
        {
            "agent_id": item.agent_id,
            "name": people[item.agent_id].name,
            "team": people[item.agent_id].team,
            "day": here.say(short_day(item.day)),
            "cell": f"{item.agent_id}.{item.day}",
            "before": held(item.before),
            "after": held(item.after),
        }
        for item in ordered[:MOST_ROWS]
    ]


def _checks(here: Shell, two: Seen, obstacles: InTheWay) -> dict[str, Any]:
    breaches = [readable(here.caller, two.board, item) for item in obstacles.breaches]
    return {
        "stale": obstacles.stale,
        "alarms": refusals_view(obstacles.alarms, here.language),
        "accepted": len(obstacles.accepted),
        "breaches": [
            {"text": item.message.to(here.language), "clause": item.clause, "who": item.agent_id, "day": item.day}
            for item in breaches
        ],
        "left_out": refusals_view(obstacles.left_out, here.language),
        "grants": refusals_view(obstacles.grants, here.language),
        "consents": refusals_view(obstacles.consents, here.language),
    }


@router.post("/rosters/{roster_id:int}/publish")
def do_publish(here: Here, form: Form, roster_id: int) -> Response:
    """Make the draft the roster that binds."""
    here.need(Right.PUBLISH)
    shown = seen(here, str(roster_id))
    one = form.get("one")

    def act() -> Response:
        if form.etag is not None and form.etag != shown.stored.etag:
            raise StaleError("the draft changed meanwhile")
        accept, without = form.ticked("accept"), form.ticked("without")
        publish(
            here.parts.office.desk(shown.stored.centre_id),
            here.caller.person,
            roster_id,
            revision=shown.stored.version.revision,
            accept_breaches=accept,
            without_consent=without,
            reason=form.get("reason"),
        )
        return here.see(f"/rosters/{roster_id}", "published")

    back = int(one) if is_id(one) else roster_id
    return here.attempt(act, lambda problem: _page(here, back, roster_id, problem), form)


@router.post("/rosters/{roster_id:int}/grants")
def grant(here: Here, form: Form, roster_id: int) -> Response:
    """Decide the leave that the draft would grant, on the rung that is one's own."""
    here.need(Right.LEAD)
    shown = seen(here, str(roster_id))
    one = form.get("one")
    back = int(one) if is_id(one) else roster_id

    def act() -> Response:
        decide_grants(here.parts.office.desk(shown.stored.centre_id), here.caller.person, roster_id, approved=True)
        return here.see(f"/rosters/{back}/compare/{roster_id}", "approved")

    return here.attempt(act, lambda problem: _page(here, back, roster_id, problem), form)


@router.post("/rosters/{roster_id:int}/close")
def close(here: Here, form: Form, roster_id: int) -> Response:
    """Close a month that is over."""
    here.need(Right.PUBLISH)
    shown = seen(here, str(roster_id))

    def act() -> Response:
        close_month(here.parts.office.desk(shown.stored.centre_id), here.caller.person, shown.stored.month)
        return here.see(f"/rosters/{roster_id}", "closed")

    def again(problem: Trouble) -> Response:
        around = replace(here, asked_month=str(shown.stored.month))
        return around.render("compare_none.html", problem=problem, binding=shown.stored, over=True, next_month=None)

    return here.attempt(act, again, form)
