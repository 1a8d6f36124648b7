"""Opens the desk of a centre: its store, its catalogue, its clock, and what time does there by itself."""

from collections.abc import Sequence

from roster.desk.clock import Clock, SystemClock
from roster.desk.desk import Desk
from roster.desk.tick import pass_time
from roster.rule import Rule
from roster.store.connect import Store


def open_desk(store: Store, centre_id: str, catalogue: Sequence[type[Rule]], clock: Clock | None = None) -> Desk:
    """The desk of a centre, which need not exist yet; the machine's clock where none is given."""
    return Desk(store, centre_id, catalogue, pass_time, clock or SystemClock())
