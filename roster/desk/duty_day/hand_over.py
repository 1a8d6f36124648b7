"""交接班: entries by hand, reliefs at the seats, and the two signatures under a shift's log (DUTY-2 to DUTY-4)."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

from roster.desk.board.board import Board
from roster.desk.desk import Desk, Work
from roster.desk.duty_day.roll_call import roll_of
from roster.desk.once import once
from roster.desk.policy.desk_rule import Verdict, decide
from roster.desk.policy.leave_hours import hours_off, worked_span
from roster.desk.policy.policy import Policy
from roster.desk.refusals import not_now
from roster.desk.shift_log.log import ShiftLog, enter, enter_staff, log_of, person_words
from roster.desk.shift_log.occurrence import Occurrence, near, next_of, occurrence
from roster.desk.words import duty_words
from roster.model import Duty, Month
from roster.model.handover import Handover, LogAct, Relief, ReliefAct, Side, SignAct
from roster.model.shift_log import Category, Follow, Gravity, LogEntry, LogLine
from roster.store import handover_rows, log_rows
from roster.store.types import canonical
from roster.text import Text, both

ITEM = "item"
"""The kind of an entry that checks one thing of the list."""


@dataclass(frozen=True, slots=True)
class WatchedSeat:
    """A seat of the ending shift: its holder's duty, the relief proposed for it, and the one who took it."""

    duty: Duty
    proposed: str = ""
    relief: Relief | None = None


@dataclass(frozen=True, slots=True)
class State:
    """How the hand-over of a shift stands: to which shift, what is open, unchecked and unrelieved, who has signed."""

    here: Occurrence
    to: Occurrence | None
    log: ShiftLog
    seats: tuple[WatchedSeat, ...]
    checked: Mapping[str, LogLine]
    unchecked: tuple[str, ...]
    signed: Handover | None
    intact: bool = True
    """Whether the entries signed are as they were signed."""
    unmarked: tuple[str, ...] = ()
    """Of whom nothing is known yet: no roll call, no check-in, no word of a leader."""

    @property
    def blocking(self) -> tuple[LogLine, ...]:
        """The open entries that keep the shift from being handed over (DUTY-3)."""
        return tuple(line for line in self.log.open if line.entry.blocks)

    @property
    def upto(self) -> int:
        """The number of the log's last entry; 0 for an empty one."""
        return _last(self.log)


def state_of(work: Work, board: Board, here: Occurrence) -> State:
    """The hand-over of a shift as it stands."""
    log = log_of(work, board, here.day, here.shift)
    checked = {line.entry.subject.partition(":")[2]: line for line in log.lines if line.entry.kind == ITEM}
    items = Policy.of(board.rulebook).checklist
    signed = handover_rows.handover_row(work.connection, work.centre_id, here.day, here.shift)
    intact = signed is None or _digest(log, signed.upto) == signed.digest
    return State(
        here,
        next_of(board, here),
        log,
        _seats(work, board, here),
        checked,
        tuple(item for item in items if item not in checked),
        signed,
        intact,
        tuple(line.duty.agent_id for line in roll_of(work, board, here).lines if line.state is None),
    )


def read_state(desk: Desk, day: date, shift: str) -> State:
    """The hand-over of a shift; NotFoundError where no published roster has it."""
    with desk.reading() as work:
        board = work.board(Month.of(day))
        return state_of(work, board, occurrence(board, day, shift))


def _last(log: ShiftLog) -> int:
    return max((line.entry.entry_id for line in log.lines), default=0)


def _digest(log: ShiftLog, upto: int) -> str:
    """A hash of the entries up to one, as they stand."""
    entries = [asdict(line.entry) for line in log.lines if line.entry.entry_id <= upto]
    plain = [{name: str(value) for name, value in entry.items()} for entry in entries]
    return hashlib.sha256(canonical(plain).encode()).hexdigest()


def _seats(work: Work, board: Board, here: Occurrence) -> tuple[WatchedSeat, ...]:
    """Each seat of the shift that somebody holds, with its relief: proposed of those who begin, in the same job.

    Whoever did not come, or has gone on leave, hands nothing over: the seat stands empty.
    """
    done = {
        item.agent_id: item for item in handover_rows.reliefs(work.connection, work.centre_id, here.day, here.shift)
    }
    used = {item.relief for item in done.values()}
    free = [duty for duty in incoming(board, here) if duty.agent_id not in used]
    seats = []
    for duty in here.duties:
        if board.is_missed(duty) or worked_span(board, duty)[1] < here.end:
            continue
        relief = done.get(duty.agent_id)
        fitting = None if relief is not None else next((one for one in free if one.job == duty.job), None)
        if fitting is not None:
            free.remove(fitting)
        seats.append(WatchedSeat(duty, "" if fitting is None else fitting.agent_id, relief))
    return tuple(seats)


def incoming(board: Board, here: Occurrence) -> tuple[Duty, ...]:
    """The duties of the shifts that began after this one and are there when it ends.

    Not those of who did not come, or is on leave then.
    """
    later = (one for one in near(board, here.day) if here.start < one.start <= here.end < one.end)
    return tuple(
        duty
        for one in later
        for duty in one.duties
        if not board.is_missed(duty) and not any(begin <= here.end < end for begin, end in hours_off(board, duty))
    )


@once
def relieve(
    desk: Desk,
    actor: str,
    day: date,
    shift: str,
    pairs: Mapping[str, str] | None = None,
    *,
    key: str | None = None,
) -> tuple[Relief, ...]:
    """Hands seats of the ending shift to their reliefs, by person; all that are open as proposed where none is named.

    Who stayed beyond the end until relieved has the minutes recorded, where it is noted while the relief is on duty.
    RefusedError by DUTY-2; all or nothing.
    """
    with desk.writing(actor, "relief", key) as work:
        board = work.board(Month.of(day))
        here = occurrence(board, day, shift)
        seats = {seat.duty.agent_id: seat for seat in _seats(work, board, here)}
        if pairs is None:
            pairs = {person: seat.proposed for person, seat in seats.items() if seat.proposed}
        there = {duty.agent_id: duty for duty in incoming(board, here)}
        busy = {seat.relief.relief for seat in seats.values() if seat.relief is not None}
        reliefs = []
        for person, relief in pairs.items():
            seat = seats.get(person)
            if seat is None or seat.relief is not None:
                raise not_now(
                    Text(f"{person} 的席位已交接或不在本班", f"{person} has no seat of this shift to hand over"),
                    person,
                    Text("本班未交接的席位", "a seat of this shift that is open"),
                )
            act = ReliefAct(seat.duty, relief, there.get(relief), actor, relief in busy)
            decide(board.rulebook, act, board, work.clock).enforce()
            busy.add(relief)
            done = Relief(person, relief, work.now, _stayed_minutes(work, board, here, there[relief]), actor)
            handover_rows.add_relief(work.connection, work.centre_id, day, shift, done)
            enter_staff(work, seat.duty, "relief", f"agent:{person}", _relief_words(board, seat.duty, done))
            reliefs.append(done)
        work.tell(f"shift:{day}:{shift}", {"reliefs": len(reliefs)})
        work.changed(Month.of(day))
        return tuple(reliefs)


def _stayed_minutes(work: Work, board: Board, here: Occurrence, relieving: Duty) -> int:
    """How long beyond the shift's end it took; 0 once the relief has gone too: what is noted then tells no time."""
    if work.now >= board.stint(relieving).end:
        return 0
    return max(0, int((work.now - here.end) / timedelta(minutes=1)))


def _relief_words(board: Board, duty: Duty, done: Relief) -> Text:
    who, relief = person_words(board, done.agent_id), person_words(board, done.relief)
    stayed = (
        Text(f",多留 {done.stayed_minutes} 分钟", f"; stayed {done.stayed_minutes} min longer")
        if done.stayed_minutes
        else Text("", "")
    )
    return Text(
        f"{who} {duty_words(duty)} 的席位由 {relief} 接岗{stayed.zh}",
        f"{relief} relieves {who} of {duty_words(duty)}{stayed.en}",
    )


@once
def note(
    desk: Desk,
    actor: str,
    day: date,
    shift: str,
    words: str,
    *,
    category: Category,
    gravity: Gravity = Gravity.ORDINARY,
    opens: bool = False,
    cause: str = "",
    course: str = "",
    key: str | None = None,
) -> int:
    """An entry by hand in the log of a shift; its number. What is grave stays open. RefusedError by DUTY-4."""
    with desk.writing(actor, "log.note", key) as work:
        board = work.board(Month.of(day))
        decide(board.rulebook, LogAct(day, shift, actor, category, words), board, work.clock).enforce()
        number = enter(
            work,
            day,
            shift,
            category=category,
            kind=category.value,
            words=both(words.strip()),
            gravity=gravity,
            opens=opens or gravity is not Gravity.ORDINARY,
            cause=cause,
            course=course,
        )
        _note_entry(work, day, number)
        return number


@once
def check_item(
    desk: Desk,
    actor: str,
    day: date,
    shift: str,
    item: str,
    *,
    fault: str = "",
    key: str | None = None,
) -> int:
    """One thing of the list is checked: in order, or with a fault, which then stays open. The entry's number."""
    words = fault.strip() or "✓"
    with desk.writing(actor, "log.check", key) as work:
        board = work.board(Month.of(day))
        decide(board.rulebook, LogAct(day, shift, actor, Category.INVENTORY, words), board, work.clock).enforce()
        sentence = Text(f"{item}:{fault or '完好'}", f"{item}: {fault or 'in order'}")
        number = enter(
            work,
            day,
            shift,
            category=Category.EQUIPMENT if fault else Category.INVENTORY,
            kind=ITEM,
            words=sentence,
            subject=f"item:{item}",
            opens=bool(fault),
        )
        _note_entry(work, day, number)
        return number


@once
def follow(
    desk: Desk,
    actor: str,
    day: date,
    shift: str,
    about: int,
    *,
    how: Follow,
    words: str = "",
    cause: str = "",
    course: str = "",
    result: str = "",
    key: str | None = None,
) -> int:
    """A further entry closes or corrects an earlier one, in the log of the shift in which that happens; its number.

    RefusedError by DUTY-4: a problem is closed with its cause and its result; NotFoundError without the entry.
    """
    with desk.writing(actor, f"log.{how.value}", key) as work:
        board = work.board(Month.of(day))
        line = log_rows.entry_of(work.connection, work.centre_id, about)
        act = LogAct(day, shift, actor, line.entry.category, words or result, how, line, cause, result)
        decide(board.rulebook, act, board, work.clock).enforce()
        number = _follow(work, day, shift, line.entry, how, words=words, cause=cause, course=course, result=result)
        _note_entry(work, day, number)
        return number


def _follow(
    work: Work,
    day: date,
    shift: str,
    entry: LogEntry,
    how: Follow,
    *,
    words: str = "",
    cause: str = "",
    course: str = "",
    result: str = "",
) -> int:
    verb = {
        Follow.CLOSE: Text("已结", "closed"),
        Follow.ACCEPT: Text("已知并接受", "accepted"),
        Follow.CORRECT: Text("更正", "corrected"),
    }[how]
    more = words.strip() or result.strip()
    sentence = Text(
        f"#{entry.entry_id} {verb.zh}{f':{more}' if more else ''}",
        f"#{entry.entry_id} {verb.en}{f': {more}' if more else ''}",
    )
    return enter(
        work,
        day,
        shift,
        category=entry.category,
        kind=how.value,
        words=sentence,
        subject=f"entry:{entry.entry_id}",
        about=entry.entry_id,
        follow=how,
        cause=cause,
        course=course,
        result=result,
    )


def _note_entry(work: Work, day: date, number: int) -> None:
    work.tell(f"entry:{number}", {})
    work.changed(Month.of(day))


@once
def sign(
    desk: Desk,
    actor: str,
    day: date,
    shift: str,
    side: Side,
    *,
    accept: Collection[int] = (),
    upto: int | None = None,
    key: str | None = None,
) -> Handover:
    """A leader signs the hand-over of a shift: first who hands it over, then who takes it, under the same entries.

    `accept` names open entries that the leader lets pass (DUTY-3); `upto` is the last entry that was read (None: as it
    stands). RefusedError by DUTY-3 and DUTY-4, and where the log has grown since it was read or since it was given.
    """
    with desk.writing(actor, f"handover.{side.value}", key) as work:
        board = work.board(Month.of(day))
        here = occurrence(board, day, shift)
        state = state_of(work, board, here)
        sign_verdict(work, board, state, actor, side, accept=accept, upto=upto).enforce()
        signed = state.signed
        for line in state.blocking:
            if line.entry.entry_id in accept:
                _follow(work, day, shift, line.entry, Follow.ACCEPT)
        log = log_of(work, board, day, shift)
        done = Handover(day, shift, _last(log), _digest(log, _last(log)), actor, work.now)
        if side is Side.GIVE:
            handover_rows.give(work.connection, work.centre_id, done)
        else:
            assert signed is not None
            done = replace(done, given_by=signed.given_by, given_at=signed.given_at)
            handover_rows.take(work.connection, work.centre_id, done, actor, work.now)
            done = replace(done, taken_by=actor, taken_at=work.now)
        work.tell(f"shift:{day}:{shift}", {"side": side.value, "upto": done.upto, "digest": done.digest})
        work.changed(Month.of(day))
        return done


def sign_verdict(
    work: Work,
    board: Board,
    state: State,
    actor: str,
    side: Side,
    *,
    accept: Collection[int] = (),
    upto: int | None = None,
) -> Verdict:
    """What speaks against a signature of `actor` as things stand, and what the signer should know; nothing is written.

    `accept` and `upto` as `sign` takes them.
    """
    signed = state.signed
    if signed is not None and signed.is_signed:
        by = Text(f"{signed.given_by}、{signed.taken_by}", f"{signed.given_by}, {signed.taken_by}")
        correction = Text("更正请另记一条", "a correction is a further entry")
        return Verdict(not_now(Text("本班已由双方签字", "both have signed already"), by, correction).refusals)
    act = SignAct(
        state.here.day,
        state.here.shift,
        None if state.to is None else (state.to.day, state.to.shift),
        actor,
        side,
        state.log.open,
        frozenset(accept),
        state.unchecked,
        None if signed is None else signed.given_by,
        state.unmarked,
    )
    verdict = decide(board.rulebook, act, board, work.clock)
    read = signed.upto if side is Side.TAKE and signed is not None else upto
    if verdict.allowed and read is not None and read != state.upto:
        grown = Text("日志又有新记录,请交班方重新签字", "the log has grown since: it is to be read and given anew")
        return Verdict(not_now(grown, f"#{state.upto}", f"#{read}").refusals, verdict.flags)
    return verdict


def list_handovers(desk: Desk, start: date, end: date) -> tuple[Handover, ...]:
    """The hand-overs of the shifts of the days `start` … `end` (inclusive)."""
    with desk.reading() as work:
        return handover_rows.handovers(work.connection, work.centre_id, start, end)
