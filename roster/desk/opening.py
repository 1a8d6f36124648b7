"""Opens a centre's desk: its store, catalogue and clock, what time does there, what follows duties that change."""

from collections.abc import Sequence

from roster.desk.clock import Clock, SystemClock
from roster.desk.desk import Desk
from roster.desk.quality.follow import follow_duties
from roster.desk.tick import pass_time
from roster.rule import Rule
from roster.store.connect import Store


def open_desk(store: Store, centre_id: str, catalogue: Sequence[type[Rule]], clock: Clock | None = None) -> Desk:
    """The desk of a centre, which need not exist yet; the machine's clock where none is given."""
    return Desk(store, centre_id, catalogue, pass_time, clock or SystemClock(), follow=follow_duties)
