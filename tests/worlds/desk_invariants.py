"""What must hold of a desk at any moment, whatever was done to it and by how many at once."""

from collections import Counter

from sqlalchemy import select

from roster.desk.board.worsened import new_or_worse
from roster.model import Month
from roster.model.swap import COUNTED_SWAPS, SwapState
from roster.rule import Evidence
from roster.store import audit, quota_rows, swap_rows
from roster.store.tables.desk import LEAVES, OBLIGATIONS, VACANCIES


def hard(board, roster):
    return [finding for finding in board.rulebook.check(Evidence(board.case, roster)) if finding.hard]


def kinds(duties):
    return Counter((duty.day, duty.shift, duty.job) for duty in duties)


def broken(desk, month, origin, *, rules=True):
    """Everything that does not hold; empty when all is well. `origin` is the roster before anything was done to it."""
    found = []
    with desk.reading() as work:
        board = work.loaded(month)
        register = swap_rows.register_rows(work.connection, desk.centre_id)
        swaps = swap_rows.swaps_of_months(work.connection, [work.month_row(month).month_id])
        used = quota_rows.used_places(work.connection, desk.centre_id, str(month))
        verdict = audit.verify(work.connection)
        rows = work.connection.execute(
            select(VACANCIES)
            .join(LEAVES, LEAVES.c.leave_id == VACANCIES.c.leave_id)
            .where(LEAVES.c.centre_id == desk.centre_id)
        ).all()
        cached = work.board(month)
    cells = [(duty.agent_id, duty.day) for duty in board.roster.duties]
    if len(cells) != len(set(cells)):
        found.append("somebody has two duties on a day")
    mine = [swap for swap in register if swap.month == month]
    if all(swap.kind.value != "change" for swap in register):
        # A duty that leave took is vacant, or somebody covers it, or a re-plan filled it, or it was given back; of one
        # that leave cuts the rest stands.
        left = [row for row in rows if row.state == "open" and row.start_minute is None and row.day in month]
        vacant = Counter((row.day, row.shift, row.job) for row in left)
        if kinds(board.roster.duties) + vacant != kinds(origin.duties):
            found.append("a duty was lost or doubled")
    if [swap.number for swap in register] != list(range(1, len(register) + 1)):
        found.append(f"the register has a gap: {[swap.number for swap in register]}")
    if {swap.swap_id for swap in mine} != {s.swap_id for s in swaps if s.state is SwapState.EFFECTIVE}:
        found.append("the register is not the effective swaps")
    held = Counter()
    for swap in swaps:
        counts = not swap.by_leader and swap.kind.value != "change"
        if swap.state in COUNTED_SWAPS and counts:
            # In a cycle somebody may give up two duties; each is a swap of the month.
            twice = Counter(move.giver for move in swap.moves) if swap.kind.value == "cycle" else Counter()
            held.update({party: max(1, twice[party]) for party in swap.parties})
    if dict(held) != used:
        found.append(f"the quota is not the swaps: {dict(held)} {used}")
    most = board.rulebook.values["max_swaps_per_month"]
    if held and max(held.values()) > most:
        found.append(f"a quota was overrun: {held}")
    if not verdict.intact:
        found.append(f"the log is broken at {verdict.broken_seq}")
    if cached.roster != board.roster or set(cached.swaps) != set(board.swaps) or cached.duties != board.duties:
        found.append("what is kept in memory is not what is in the store")
    if rules:
        worse = new_or_worse(hard(board, origin), hard(board, board.roster))
        if worse:
            found.append(f"a hard rule was broken: {[(item.rule, item.agent_id, item.day) for item in worse]}")
    return found


def unsettled(desk, months):
    """Pay-backs that ended otherwise than worked, re-agreed or waived, or were worked and are owed; once time ran."""
    found = []
    with desk.reading() as work:
        boards = {month: work.loaded(month) for month in months}
        rows = work.connection.execute(select(OBLIGATIONS).where(OBLIGATIONS.c.centre_id == desk.centre_id)).all()
        now = work.now
    for row in rows:
        board = boards[Month.of(row.day)]
        duty = board.duties.get(row.debtor, {}).get(row.day)
        worked = duty is not None and duty.shift == row.shift and board.stint(duty).end <= now
        worked = worked and (row.debtor, row.day) not in board.absent
        if row.state == "owed" and worked:
            found.append(f"{row.debtor} worked the pay-back of {row.day} and still owes it")
        if row.state not in {"owed", "worked", "agreed", "waived"}:
            found.append(f"a pay-back is {row.state}")
    return found


def lost_swaps(desk, month, swap_ids):
    """Which of the swaps named are not in the store."""
    with desk.reading() as work:
        known = swap_rows.swaps_of_months(work.connection, [work.month_row(month).month_id])
    return set(swap_ids) - {swap.swap_id for swap in known}
