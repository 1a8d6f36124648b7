"""Minutes stayed on after duties, as the duty days told of them: orders to stay, and reliefs at the seats."""

from datetime import date, datetime

from sqlalchemy import Connection, and_, select

from roster.model import Stayed
from roster.model.overtime import OvertimeKind
from roster.store.tables.desk import OVERTIME
from roster.store.tables.duty import RELIEFS


def stayed_between(connection: Connection, centre_id: str, first: date, last: date) -> tuple[Stayed, ...]:
    """What was stayed after the duties of the days `first` … `last` (inclusive), by person and day.

    An order tells until when, a relief what it came to: of several words about one duty the last one holds. A duty
    that was left on time after all has 0.
    """
    r, o = RELIEFS.c, OVERTIME.c
    relieved = select(r.agent_id, r.day, r.shift, r.stayed_minutes.label("minutes"), r.relieved_at.label("at")).where(
        and_(r.centre_id == centre_id, r.day >= first, r.day <= last)
    )
    ordered = select(o.agent_id, o.day, o.shift, o.minutes, o.at).where(
        and_(o.centre_id == centre_id, o.day >= first, o.day <= last, o.kind == OvertimeKind.STAY.value)
    )
    stayed: dict[tuple[str, date, str], tuple[datetime, int]] = {}
    for query in (ordered, relieved):
        for row in connection.execute(query):
            duty = (row.agent_id, row.day, row.shift)
            if duty not in stayed or stayed[duty][0] <= row.at:
                stayed[duty] = (row.at, row.minutes)
    return tuple(sorted(Stayed(*duty, minutes) for duty, (_, minutes) in stayed.items()))
