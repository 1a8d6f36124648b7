"""One shift of the bundled hotline as its people run it, read back as log, register, attendance and calendars.

`python -m examples.duty_day CASE ROSTER.csv DATE SHIFT`: two absences (one covered by a call-in, one who came after
all), one late, an incident that is open over the hand-over, two signatures. Prints the shift's log and what was
compared; exit 1 where anything read back is not what was done.
"""

import sys
import tempfile
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from constraints import CATALOGUE
from roster.desk.attendance.attendance_desk import list_absences, list_attendance, list_violations
from roster.desk.desk import SYSTEM, Desk
from roster.desk.duty_day.call_in import call_in, covers_for
from roster.desk.duty_day.hand_over import follow, note, read_state, relieve, sign
from roster.desk.duty_day.roll_call import Called, Mark, call_roll
from roster.desk.opening import open_desk
from roster.desk.rosters.roster_desk import appoint, import_case, publish, published_roster, save_draft
from roster.desk.shift_log.log import read_log
from roster.desk.shift_log.occurrence import duty_leaders, next_of, occurrence
from roster.desk.swaps.swap_reading import register
from roster.errors import RefusedError
from roster.files.calendars.duties import agent_events
from roster.files.read_case import read_case
from roster.files.read_roster import read_roster
from roster.model import Case, Month, Roster
from roster.model.approval import Office
from roster.model.handover import Side
from roster.model.shift_log import Category, Follow, Gravity
from roster.rule import Evidence
from roster.store import audit
from roster.store.connect import open_store

DIRECTOR = "director"
MINUTE = timedelta(minutes=1)


@dataclass
class DutyWatch:
    """The day's clock."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


@dataclass
class Day:
    """What was done, and what was read back otherwise."""

    did: dict[str, object] = field(default_factory=dict)
    read: dict[str, object] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)

    @property
    def differs(self) -> list[str]:
        """The names of what was read back and is not what was done."""
        return [name for name, value in self.did.items() if self.read.get(name) != value]


def run_day(desk: Desk, watch: DutyWatch, day: date, shift: str) -> Day:
    """A shift from the roll call to the hand-over, and all of it read back."""
    board = desk.board(Month.of(day))
    here = occurrence(board, day, shift)
    after = next_of(board, here)
    assert after is not None
    leader, taker = duty_leaders(board, here)[0], duty_leaders(board, after)[0]
    people = [who for who in here.people if who not in duty_leaders(board, here)]
    gone, back, late = people[:3]

    watch.moment = here.start - 10 * MINUTE
    call_roll(desk, leader, day, shift, [Mark(gone, Called.ABSENT), Mark(back, Called.ABSENT)])
    watch.moment = here.start + 12 * MINUTE
    call_roll(desk, leader, day, shift, [Mark(late, Called.LATE, 12)], rest_present=True)
    partner = covers_for(desk, DIRECTOR, day, gone)[0].way.partner
    cover, called = call_in(desk, DIRECTOR, gone, day, partner, reason="absent")
    watch.moment = here.start + 30 * MINUTE
    call_roll(desk, leader, day, shift, [Mark(back, Called.LATE, 30)])
    watch.moment = called.due_at
    call_roll(desk, leader, day, shift, [Mark(partner, Called.PRESENT)])
    watch.moment = here.end - 60 * MINUTE
    incident = note(desk, leader, day, shift, "189 线路中断", category=Category.INCIDENT, gravity=Gravity.MAJOR)
    watch.moment = here.end
    blocked: list[str] = []
    try:
        sign(desk, leader, day, shift, Side.GIVE)
    except RefusedError as refused:
        blocked = [f"{item.rule} {item.measured.zh}" for item in refused.refusals]
    sign(desk, leader, day, shift, Side.GIVE, accept=[incident])
    sign(desk, taker, day, shift, Side.TAKE, accept=[incident])
    watch.moment = here.end + 5 * MINUTE
    reliefs = relieve(desk, leader, day, shift)
    watch.moment = here.end + 80 * MINUTE
    follow(
        desk,
        taker,
        day,
        after.shift,
        incident,
        how=Follow.CLOSE,
        cause="光缆被挖断",
        course="改走备用",
        result="已熔接恢复",
    )

    kinds = ["absent", "absent", "late", "roll-call", "cover", "call-in", "late", "roll-call", "roll-call", "incident"]
    day_run = Day()
    day_run.did = {
        "log": [*kinds, *["accept"] * 2, *["relief"] * len(reliefs)],
        "register": [(cover.number, gone, partner)],
        "attendance": sorted([(gone, "absent"), (back, "late"), (late, "late"), (partner, "on time")]),
        "absences": [(gone, "provisional"), (back, "cleared")],
        "violations": [(back, "late", 30)],
        "duties": (False, True),
        "calendars": (False, True),
        "refused": [f"DUTY-3 #{incident}"],
        "stayed": {5},
        "hand-over": (leader, taker, True),
        "open": 0,
        "audit": True,
    }
    _read_back(desk, day_run, day, shift, (gone, back, late, partner))
    day_run.read["refused"] = blocked
    day_run.read["stayed"] = {item.stayed_minutes for item in reliefs}
    return day_run


def _read_back(desk: Desk, day_run: Day, day: date, shift: str, people: tuple[str, str, str, str]) -> None:
    """Log, register, attendance, absenteeism, violations, duties, calendars, signatures and the audit chain."""
    gone, back, _, partner = people
    month = Month.of(day)
    board, state = desk.board(month), read_state(desk, day, shift)
    lines = read_log(desk, day, shift).lines
    day_run.log = [f"{board.month_case.local(one.entry.at):%H:%M} {one.entry.words.zh}" for one in lines]
    seen = {item.agent_id: presence.value for item, presence in list_attendance(desk, day, day)}
    holders = {duty.agent_id for duty in published_roster(desk, month)[1].duties if duty.day == day}
    signed = state.signed
    order = {gone: 0, back: 1}
    absences = sorted(list_absences(desk, month), key=lambda item: order.get(item.agent_id, 2))
    with desk.reading() as work:
        intact = audit.verify(work.connection).intact
    day_run.read = {
        "log": [line.entry.kind for line in lines],
        "register": [(swap.number, swap.moves[0].giver, swap.moves[0].taker) for swap in register(desk, month)],
        "attendance": sorted((who, seen.get(who, "")) for who in people),
        "absences": [(item.agent_id, item.state) for item in absences],
        "violations": [(item.agent_id, item.kind, item.minutes) for item in list_violations(desk, month)],
        "duties": (gone in holders, partner in holders),
        "calendars": tuple(_in_calendar(desk, who, day) for who in (gone, partner)),
        "hand-over": None if signed is None else (signed.given_by, signed.taken_by, state.intact),
        "open": len(state.log.open),
        "audit": intact,
    }


def _in_calendar(desk: Desk, who: str, day: date) -> bool:
    """Whether somebody's calendar has a duty that begins on the day."""
    board = desk.board(Month.of(day))
    events = agent_events(Evidence(board.case, board.roster), who, desk.clock.now())
    zone = board.month_case.zone
    return any(isinstance(event.start, datetime) and event.start.astimezone(zone).date() == day for event in events)


def prepared(folder: Path, case: Case, roster: Roster) -> tuple[Desk, DutyWatch]:
    """A desk of its own with the roster published."""
    watch = DutyWatch(datetime(case.month.year, case.month.number, 1, 9).astimezone() - timedelta(days=20))
    desk = open_desk(open_store(folder / "day.sqlite"), "hotline", CATALOGUE, watch)
    import_case(desk, SYSTEM, case)
    appoint(desk, SYSTEM, DIRECTOR, Office.DIRECTOR)
    draft = save_draft(desk, SYSTEM, case.month, Roster.of(roster.duties))
    publish(desk, DIRECTOR, draft.roster_id, accept_breaches=True, without_consent=True, reason="as drawn")
    return desk, watch


def main(folder: str, roster_file: str, day: str, shift: str) -> int:
    """Runs the shift and prints it; 1 where anything read back differs."""
    case, _ = read_case(Path(folder))
    with tempfile.TemporaryDirectory() as made:
        desk, watch = prepared(Path(made), case, read_roster(Path(roster_file), case))
        day_run = run_day(desk, watch, date.fromisoformat(day), shift)
        desk.store.close()
    print("\n".join(day_run.log))
    for name, value in day_run.did.items():
        print(f"{name}: {value if name not in day_run.differs else f'{day_run.read.get(name)} instead of {value}'}")
    return 1 if day_run.differs else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:5]))
