"""What must hold of a desk at any moment, whatever was done to it and by how many at once."""

from collections import Counter
from dataclasses import replace

from sqlalchemy import select

from roster.desk.board.worsened import new_or_worse
from roster.model import Month
from roster.model.swap import COUNTED_SWAPS, SwapState
from roster.rule import Evidence
from roster.store import audit, quota_rows, swap_rows
from roster.store.roster_rows import RosterState
from roster.store.tables.desk import LEAVES, OBLIGATIONS, VACANCIES


class HardFindings:
    """The hard findings of rosters, each worked out once: few acts change a month, and every month is asked about."""

    def __init__(self):
        self.known = {}

    def of(self, board, roster):
        """By the rules' own checks of the whole month in focus, its neighbours' duties around it."""
        recorded = self.known.setdefault(board.month, [])
        for case, other, findings in recorded:
            if other == roster and case == board.case:
                return findings
        findings = board.rulebook.breaches(Evidence(board.case, roster))
        # The roster as it was published is asked for again and again, and the latest.
        del recorded[1:-2]
        recorded.append((board.case, roster, findings))
        return findings


REMEMBERED = ("roster", "duties", "leaves", "absent", "owing", "grades", "staff")
"""The parts of a board that the desk keeps in memory, and reads anew where something changed."""


def kinds(duties):
    return Counter((duty.day, duty.shift, duty.job) for duty in duties)


def broken(desk, month, origin, *, rules=True):
    """Everything that does not hold; empty when all is well. `origin` is the roster before anything was done to it."""
    return broken_in(desk, {month: origin}, HardFindings() if rules else None)


def broken_in(desk, origins, hard=None):
    """The same of several published months at once; the hard rules are asked where `hard` is given.

    What the desk has in memory is held against a reading of its own, which leaves that memory as it is: else every act
    would begin with an empty one.
    """
    faults = []
    with desk.reading() as work:
        warm = {month: work.board(month) for month in origins}
        in_memory = work.memory
        boards, near = {}, None
        for month in origins:
            # Of the calendar of a month that is not closed the others are pages; what is closed is history to them.
            closed = work.binding(month).state is RosterState.CLOSED
            held = near is not None and any(page.month == month and page.published for page in near.calendar.pages)
            boards[month] = near.on(month) if near and held and not closed else work.loaded(month)
            near = near if closed else boards[month]
        work.memory = in_memory
        register = swap_rows.register_rows(work.connection, desk.centre_id)
        verdict = audit.verify(work.connection)
        rows = work.connection.execute(
            select(VACANCIES)
            .join(LEAVES, LEAVES.c.leave_id == VACANCIES.c.leave_id)
            .where(LEAVES.c.centre_id == desk.centre_id)
        ).all()
        months = {
            month: (
                swap_rows.swaps_of_months(work.connection, [work.month_row(month).month_id]),
                quota_rows.used_places(work.connection, desk.centre_id, str(month)),
            )
            for month in origins
        }
    if not verdict.intact:
        faults.append(f"the log is broken at {verdict.broken_seq}")
    if [swap.number for swap in register] != list(range(1, len(register) + 1)):
        faults.append(f"the register has a gap: {[swap.number for swap in register]}")
    for month, origin in origins.items():
        board, cached = boards[month], warm[month]
        faults += _broken_duties(board, register, rows, origin)
        faults += _broken_swaps(board, register, *months[month])
        stale = [part for part in REMEMBERED if getattr(cached, part) != getattr(board, part)]
        # Of the duties around a month a board knows those that its rules look at; the rest of its case stands.
        cases = [replace(one.case, history=(), ahead=()) for one in (cached, board)]
        stale += ["case"] if cases[0] != cases[1] else []
        stale += ["swaps"] if set(cached.swaps) != set(board.swaps) else []
        if stale:
            faults.append(f"what is kept in memory is not what is in the store: {', '.join(stale)}")
        if hard is not None:
            worse = new_or_worse(hard.of(board, origin), hard.of(board, board.roster))
            if worse:
                faults.append(f"a hard rule was broken: {[(item.rule, item.agent_id, item.day) for item in worse]}")
    return faults


def _broken_duties(board, register, rows, origin):
    """Of one month's duties: what was doubled or lost."""
    faults, month = [], board.month
    cells = [(duty.agent_id, duty.day) for duty in board.roster.duties]
    if len(cells) != len(set(cells)):
        faults.append("somebody has two duties on a day")
    # A duty that leave took is vacant, or somebody covers it, or a re-plan filled it, or it was given back; of one that
    # leave cuts the rest stands. A change moves a duty to another time.
    left = [row for row in rows if row.state == "open" and row.start_minute is None and row.day in month]
    vacant = Counter((row.day, row.shift, row.job) for row in left)
    before = kinds(origin.duties)
    for swap in register:
        if swap.kind.value == "change":
            (move,) = swap.moves
            before.subtract(kinds(duty for duty in (move.given,) if duty.day in month))
            before.update(kinds(duty for duty in (move.taken,) if duty.day in month))
    if kinds(board.roster.duties) + vacant != +before:
        faults.append("a duty was lost or doubled")
    return faults


def _broken_swaps(board, register, swaps, used):
    """Of one month's swaps: register and quota."""
    faults = []
    mine = [swap for swap in register if swap.month == board.month]
    if {swap.swap_id for swap in mine} != {s.swap_id for s in swaps if s.state is SwapState.EFFECTIVE}:
        faults.append("the register is not the effective swaps")
    held = Counter()
    for swap in swaps:
        counts = not swap.by_leader and swap.kind.value != "change"
        if swap.state in COUNTED_SWAPS and counts:
            # In a cycle somebody may give up two duties; each is a swap of the month.
            twice = Counter(move.giver for move in swap.moves) if swap.kind.value == "cycle" else Counter()
            held.update({party: max(1, twice[party]) for party in swap.parties})
    if dict(held) != used:
        faults.append(f"the quota is not the swaps: {dict(held)} {used}")
    most = board.rulebook.values["max_swaps_per_month"]
    if held and max(held.values()) > most:
        faults.append(f"a quota was overrun: {held}")
    return faults


ENDS = ("worked", "agreed", "waived")


def unsettled(desk, months):
    """Pay-backs that ended otherwise than worked, re-agreed or waived, or were worked and are owed; once time ran.

    Worked: the debtor has that duty and came, or gave it to somebody by an own swap. Re-agreed: the same swap owes, or
    has had, another day instead. Each effective swap owes one day at a time.
    """
    faults = []
    with desk.reading() as work:
        boards = {month: work.board(month) for month in months}
        rows = work.connection.execute(select(OBLIGATIONS).where(OBLIGATIONS.c.centre_id == desk.centre_id)).all()
        register = swap_rows.register_rows(work.connection, desk.centre_id)
        now = work.now
    for row in rows:
        board = boards[Month.of(row.day)]
        duty = board.duties.get(row.debtor, {}).get(row.day)
        held = duty is not None and duty.shift == row.shift and board.stint(duty).end <= now
        worked = held and (row.debtor, row.day) not in board.absent
        given = any(
            (move.giver, move.given.day, move.given.shift) == (row.debtor, row.day, row.shift)
            for swap in register
            if swap.is_swap and swap.swap_id != row.swap_id
            for move in swap.moves
        )
        if row.state == "owed" and worked:
            faults.append(f"{row.debtor} worked the pay-back of {row.day} and still owes it")
        if row.state == "worked" and not worked and not given:
            faults.append(f"{row.debtor} did not work the pay-back of {row.day} and is said to have")
        if row.state not in {"owed", *ENDS}:
            faults.append(f"a pay-back is {row.state}")
    standing = Counter(row.swap_id for row in rows if row.state != "agreed")
    owing = {swap.swap_id for swap in register if swap.kind.value == "swap"}
    if standing != Counter(owing):
        faults.append(f"a swap owes more or less than one day: {standing - Counter(owing)} {Counter(owing) - standing}")
    return faults


def lost_swaps(desk, month, swap_ids):
    """Which of the swaps named are not in the store."""
    with desk.reading() as work:
        known = swap_rows.swaps_of_months(work.connection, [work.month_row(month).month_id])
    return set(swap_ids) - {swap.swap_id for swap in known}
