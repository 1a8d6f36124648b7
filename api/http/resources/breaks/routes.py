"""The breaks of a published day: read, placed, and placed anew with the fewest changes (BREAK)."""

from datetime import date as Day  # noqa: N812 - a parameter is called `date`
from typing import Annotated

from fastapi import Query, Response

from api.accounts.caller import Right
from api.http.dependencies import CentreQuery, Me, Parts, Planner, centre_of
from api.http.replies import answer
from api.http.resources.breaks.bodies import BreaksOut, PlaceBody, PlacedOut
from api.http.routing import resource
from api.views.quality import breaks_view
from roster.desk.quality.break_desk import breaks_of, place_breaks

router = resource("/breaks", "breaks")


@router.get("", response_model=BreaksOut)
def read(
    parts: Parts, caller: Me, date: Annotated[Day, Query(description="The day")], centre_id: CentreQuery = None
) -> Response:
    """The breaks told for a day: one's own, or everybody's for who leads or plans."""
    view = breaks_view(breaks_of(parts.office.desk(centre_of(caller, centre_id)), date))
    if not caller.may(Right.PLAN):
        for name in ("breaks", "unplaced"):
            view[name] = [item for item in view[name] if item["agent_id"] == caller.agent_id]
    return answer(view)


@router.post("", response_model=PlacedOut)
def place(parts: Parts, caller: Planner, body: PlaceBody) -> Response:
    """Place a day's breaks so that the fewest seats are short, then with the fewest changes to those told."""
    desk = parts.office.desk(centre_of(caller, body.centre_id))
    plan = place_breaks(desk, caller.person, body.date)
    view = breaks_view(breaks_of(desk, body.date))
    names = ("short_minutes", "bound_minutes", "short_without_minutes", "changed")
    return answer({**view, **{name: getattr(plan, name) for name in names}})
