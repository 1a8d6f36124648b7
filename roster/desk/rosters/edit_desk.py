"""Drafts edited by hand: all or nothing, told before it is written what it breaks, and how to take it back."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from roster.desk.board.board import Board
from roster.desk.board.edit import Effect, effect_of_edit
from roster.desk.board.worsened import discreet
from roster.desk.desk import Desk, Work
from roster.desk.refusals import wrong_state
from roster.desk.rosters.granting import draft_board as draft_of
from roster.desk.rosters.grants_desk import list_consents
from roster.desk.rosters.roster_desk import edit_case, finding_refusal, save_draft
from roster.errors import Fault, InputError, RefusedError, StaleError
from roster.model import Case, Duty
from roster.model.requests import OFF, Pin
from roster.store import case_rows, consent_rows, roster_rows
from roster.store.roster_rows import BINDING, RosterState, RosterVersion
from roster.text import Text

MOST_CELLS = 2000
"""How many cells one edit may change."""


@dataclass(frozen=True)
class Edited:
    """An edit of a draft: the version afterwards, what it did, and the board as it is now."""

    version: RosterVersion
    effect: Effect
    board: Board


def board_of(work: Work, version: RosterVersion) -> Board:
    """The month's board with this version's duties; drafts are kept in memory by revision."""
    month = work.month_of(version.month_id)
    board = work.board(month)
    if version.state in BINDING:
        return board
    within = work.desk.store.transaction
    return work.desk.drafts.board(
        version,
        board,
        lambda: draft_of(work, board, version),
        keep=within is None or not within.writes,
    )


def draft_board(desk: Desk, roster_id: int) -> tuple[RosterVersion, Board]:
    """A version and its board, read afresh where somebody changed it."""
    with desk.reading() as work:
        version = roster_rows.roster_version(work.connection, roster_id)
        return version, board_of(work, version)


def edit_cells(
    desk: Desk,
    actor: str,
    roster_id: int,
    removed: Iterable[Duty],
    added: Iterable[Duty],
    *,
    revision: int,
    accept: Collection[str] = (),
) -> Edited:
    """Exchange duties of a draft, in place.

    InputError with every duty that is not there to be removed or cannot be put in, StaleError where the draft is not
    at `revision`, RefusedError with each hard breach that is new or worse and whose rule is not among `accept`.
    """
    with desk.writing(actor, "roster.edit") as work:
        version = roster_rows.roster_version(work.connection, roster_id)
        board = board_of(work, version)
        if version.state is not RosterState.DRAFT:
            raise wrong_state(version.state.value, "draft")
        if version.revision != revision:
            raise StaleError("the draft changed meanwhile")
        effect = thought_through(board, removed, added)
        against = [item for item in effect.worse if item.rule not in accept]
        if against:
            raise RefusedError(finding_refusal(discreet(board.rulebook, item)) for item in against)
        if not effect.removed and not effect.added:
            work.silent = True
            return Edited(version, effect, board)
        cause = f"edit:{actor}"
        roster_rows.change_duties(
            work.connection, version, effect.removed, effect.added, cause=cause, at=work.now, state=RosterState.DRAFT
        )
        cells = sorted({(duty.agent_id, duty.day) for duty in (*effect.removed, *effect.added)})
        accepted = sorted({item.rule for item in effect.worse})
        work.tell(f"roster:{roster_id}", {"cells": len(cells), "accepted": accepted})
        fresh = roster_rows.roster_version(work.connection, roster_id)
        after = board.edited(effect.removed, effect.added)
        if version.based_on is not None:
            _ask_anew(work, fresh, after, cells)
    desk.store.once_committed(lambda: desk.drafts.keep(fresh, after))
    return Edited(fresh, effect, after)


def thought_through(board: Board, removed: Iterable[Duty], added: Iterable[Duty]) -> Effect:
    """What an edit would do; InputError where it does not fit the board. Nothing is written."""
    removed, added = tuple(removed), tuple(added)
    need_fitting(board, removed, added)
    return effect_of_edit(board, removed, added)


def need_fitting(board: Board, removed: tuple[Duty, ...], added: tuple[Duty, ...]) -> None:
    """InputError with every duty that cannot be taken out or put in."""
    case, gone = board.case, set(removed)
    faults = [
        _fault("removed", place, duty, Text("排班中没有这个班", "the roster holds no such duty"))
        for place, duty in enumerate(removed)
        if board.duties.get(duty.agent_id, {}).get(duty.day) != duty
    ]
    taken: set[tuple[str, date]] = set()
    for place, duty in enumerate(added):
        wrong = _wrong(case, duty)
        held = None if wrong else board.duties[duty.agent_id].get(duty.day)
        if wrong is None and ((held is not None and held not in gone) or (duty.agent_id, duty.day) in taken):
            wrong = Text("当日已有班", "there is a duty on that day already")
        if wrong is not None:
            faults.append(_fault("added", place, duty, wrong))
        taken.add((duty.agent_id, duty.day))
    if faults:
        raise InputError(faults)


def _wrong(case: Case, duty: Duty) -> Text | None:
    if duty.agent_id not in case.agent_by_id:
        return Text("本月案例中没有此人", "the month's case does not know the agent")
    if duty.shift not in case.shift_by_code:
        return Text(f"没有班次 {duty.shift}", f"there is no shift {duty.shift}")
    if duty.job not in case.jobs:
        return Text(f"没有工种 {duty.job}", f"there is no job {duty.job}")
    return None if duty.day in case.month else Text(f"不在 {case.month}", f"it is not in {case.month}")


def _fault(where: str, place: int, duty: Duty, problem: Text) -> Fault:
    remedy = Text("更正或删除此条", "Correct it or leave it out")
    return Fault(where, place + 1, f"{duty.agent_id} {duty.day}", problem, remedy)


def _ask_anew(work: Work, version: RosterVersion, board: Board, cells: Collection[tuple[str, date]]) -> None:
    """A draft of a published roster asks anew for consent to what it moves in these cells."""
    for agent_id, day in cells:
        consent_rows.forget(work.connection, version.roster_id, agent_id, day)
    published = work.board(work.month_of(version.month_id))
    list_consents(work, published, version, board.roster, frozenset(cells))


def draft_from(desk: Desk, actor: str, roster_id: int, *, note: str = "", key: str | None = None) -> RosterVersion:
    """A draft that begins as another version stands; one of the published roster is based on it, as a re-plan is."""
    with desk.reading() as work:
        version = roster_rows.roster_version(work.connection, roster_id)
        month = work.month_of(version.month_id)
        roster = roster_rows.get_roster(work.connection, version)
        base = version if version.state is RosterState.PUBLISHED else None
        if version.state is RosterState.CLOSED:
            raise wrong_state(version.state.value, "draft", "published")
        if base is None and version.based_on is not None:
            based = roster_rows.roster_version(work.connection, version.based_on)
            base = based if based.revision == version.based_revision else None
    note = note or f"from version {version.version}"
    asked = version.granted_requests
    return save_draft(desk, actor, month, roster, requests=asked, note=note, re_plans=base, key=key)


def pinned(case: Case, fixed: Iterable[Pin], freed: Iterable[tuple[str, date]]) -> Case:
    """The case with these pins set and those taken away; InputError where one speaks of nobody or nothing."""
    fixed, freed = tuple(fixed), set(freed)
    faults = []
    for place, pin in enumerate(fixed):
        duty = Duty(pin.agent_id, pin.day, pin.shift, pin.job or next(iter(case.jobs), ""))
        wrong = _wrong(case, duty) if pin.shift != OFF else _wrong(case, replace(duty, shift=case.shifts[0].code))
        if wrong is not None:
            faults.append(_fault("pins", place, duty, wrong))
    if faults:
        raise InputError(faults)
    new = {(pin.agent_id, pin.day): pin for pin in fixed}
    pins = [pin for pin in case.pins if (pin.agent_id, pin.day) not in freed | new.keys()]
    return replace(case, pins=(*pins, *new.values()))


@dataclass(frozen=True, slots=True)
class CellEvent:
    """Something that made a cell what it is: what it held before and after (shift, job), in which version, by what.

    `cause`: `draft` (a version was made: solved, copied or imported, told by its note), `edit`, `swap`, `leave`,
    `overtime` or `publish`; `subject` the swap's, leave's or call-in's id; `by` a person where one is known.
    """

    at: datetime
    version: int
    roster_id: int
    cause: str
    subject: str
    by: str
    before: tuple[str, str] | None
    after: tuple[str, str] | None
    note: str = ""


def history_of_cell(desk: Desk, roster_id: int, agent_id: str, day: date) -> tuple[CellEvent, ...]:
    """How a cell of a roster came to be what it is, oldest first: its own version and those it was made from."""
    with desk.reading() as work:
        version = roster_rows.roster_version(work.connection, roster_id)
        known = {item.roster_id: item for item in roster_rows.roster_versions(work.connection, version.month_id)}
        chain = [version]
        while chain[-1].based_on in known:
            chain.append(known[chain[-1].based_on or 0])
        changes = roster_rows.changes_of_cell(work.connection, version.month_id, agent_id, day)
        now = roster_rows.cell_in_versions(work.connection, version.month_id, agent_id, day)
    events: list[CellEvent] = []
    held: tuple[str, str] | None = None
    for item in reversed(chain):
        names = item.version, item.roster_id
        own = [change for change in changes if change.roster_id == item.roster_id]
        first = own[0].before if own else now.get(item.roster_id)
        if first != held or item is chain[-1]:
            made = CellEvent(item.created_at, *names, "draft", "", item.created_by, held, first, item.note)
            events.append(made)
        for change in own:
            kind, _, subject = change.cause.partition(":")
            by = subject if kind == "edit" else ""
            about = "" if kind == "edit" else subject
            events.append(CellEvent(change.at, *names, kind, about, by, change.before, change.after))
        if item.published_at is not None:
            last = now.get(item.roster_id)
            events.append(CellEvent(item.published_at, *names, "publish", "", "", last, last))
        held = now.get(item.roster_id)
    return tuple(sorted(events, key=lambda event: event.at))


def pin_cells(
    desk: Desk,
    actor: str,
    roster_id: int,
    fixed: Iterable[Pin],
    freed: Iterable[tuple[str, date]],
    *,
    key: str | None = None,
) -> None:
    """Fix cells of the month, or free them again: every later solve keeps them. See `pinned`."""
    with desk.reading() as work:
        month = work.month_of(roster_rows.roster_version(work.connection, roster_id).month_id)
    edit_case(desk, actor, month, lambda case: pinned(case, fixed, freed), key=key)


def pins_of(desk: Desk, roster_id: int) -> tuple[Pin, ...]:
    """The pins of a roster's month."""
    with desk.reading() as work:
        month = work.month_of(roster_rows.roster_version(work.connection, roster_id).month_id)
        return case_rows.get_case(work.connection, work.centre_id, month).pins
