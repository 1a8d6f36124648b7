"""Shift wishes for a month that is not rostered yet: an agent says what is wanted, the solver weighs it (WISH)."""

from dataclasses import replace
from datetime import date

from roster.desk.desk import Desk
from roster.desk.once import once
from roster.desk.refusals import bad_request, wrong_state
from roster.errors import NotFoundError
from roster.model import Month, Wish
from roster.store import case_rows, roster_rows
from roster.text import Text

OFF = "off"
WEIGHT = 1
"""What an agent's own wish weighs; a planner may weigh it otherwise, and that stands."""


def wishes_of(desk: Desk, month: Month, agent_id: str) -> tuple[Wish, ...]:
    """An agent's wishes for a month, by day."""
    with desk.reading() as work:
        case = case_rows.get_case(work.connection, work.centre_id, month)
        return tuple(sorted((wish for wish in case.wishes if wish.agent_id == agent_id), key=lambda wish: wish.day))


def open_months(desk: Desk) -> tuple[Month, ...]:
    """The months to come for which no roster binds yet."""
    with desk.reading() as work:
        today = work.today
        return tuple(
            month
            for month in work.known_months()
            if month.last >= today
            and roster_rows.binding_version(work.connection, work.month_row(month).month_id) is None
        )


@once
def set_wishes(
    desk: Desk, actor: str, month: Month, wanted: dict[date, tuple[str, bool]], *, key: str | None = None
) -> None:
    """The actor's wishes for a month in place of the earlier ones: per day a shift (or `off`), and whether wanted.

    InputError for a day outside the month or a shift that there is not; refused once a roster of the month binds.
    """
    with desk.writing(actor, "wishes.set", key) as work:
        case = case_rows.get_case(work.connection, work.centre_id, month)
        if actor not in case.agent_by_id:
            raise NotFoundError(Text(f"坐席 {actor}", f"agent {actor}"))
        version = roster_rows.binding_version(work.connection, work.month_row(month).month_id)
        if version is not None:
            raise wrong_state(version.state.value, "draft")
        known = {(wish.day, wish.shift): wish for wish in case.wishes if wish.agent_id == actor}
        fresh = []
        for day, (shift, wants) in sorted(wanted.items()):
            if day not in month:
                raise bad_request(
                    "date", Text(f"{day} 不在 {month}", f"{day} is not in {month}"), Text("改日期", "Correct it")
                )
            if shift != OFF and shift not in case.shift_by_code:
                raise bad_request(
                    "shift", Text(f"没有班次 {shift}", f"no shift {shift}"), Text("用已有代码", "Use a code there is")
                )
            before = known.get((day, shift))
            weight = abs(before.weight) if before is not None else WEIGHT
            fresh.append(Wish(actor, day, shift, weight if wants else -weight))
        others = [wish for wish in case.wishes if wish.agent_id != actor]
        case_rows.put_case(work.connection, work.centre_id, replace(case, wishes=(*others, *fresh)), work.now)
        work.tell(f"month:{month}", {"agent": actor, "wishes": len(fresh)})
        work.changed(month)
