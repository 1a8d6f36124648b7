"""A roster as the caller may see it: what is read off it, and what the address narrows it to."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from api.accounts.caller import Right, Role
from api.http.lookup import roster_of
from api.http.people import sees_person
from api.http.resources.rosters.routes import may_read
from api.office.office import StoredRoster
from api.pages.shell import Shell
from api.pages.views.board import Choice, Sight
from api.store.job_rows import UNFINISHED, jobs
from roster.desk.board.board import Board
from roster.desk.board.worsened import WITHHELD
from roster.desk.rosters.edit_desk import draft_board
from roster.errors import NotFoundError
from roster.model import Agent, Case
from roster.model.leave_request import LeaveState
from roster.model.swap import OPEN_SWAPS
from roster.report import HoursAccount, ShiftDay, coverage, hours, shift_days
from roster.rule import Finding
from roster.store.roster_rows import RosterState
from roster.text import Text


@dataclass(frozen=True)
class Seen:
    """A roster that the caller may see, with what is read off it (kept in memory by revision)."""

    here: Shell
    stored: StoredRoster
    board: Board

    @property
    def case(self) -> Case:
        """The month's case."""
        return self.board.case

    @property
    def is_draft(self) -> bool:
        """Whether it may be worked at."""
        return self.stored.version.state is RosterState.DRAFT

    @property
    def editable(self) -> bool:
        """Whether the caller may change its cells now."""
        return self.is_draft and self.here.may(Right.PLAN) and self.job is None

    @cached_property
    def _read(self) -> tuple[Any, Any, Any]:
        def work() -> tuple[Any, Any, Any]:
            evidence = self.board.evidence(self.board.roster)
            return self.case, hours(evidence), shift_days(evidence, coverage(evidence))

        read: tuple[Any, Any, Any] = self.here.parts.office.remember(("board", self.stored.key, id(self.case)), work)
        return read

    @property
    def hours(self) -> dict[str, HoursAccount]:
        """Everybody's hours."""
        accounts: dict[str, HoursAccount] = self._read[1]
        return accounts

    @property
    def by_shift(self) -> dict[tuple[str, date], ShiftDay]:
        """Each shift's days."""
        days: dict[tuple[str, date], ShiftDay] = self._read[2]
        return days

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the checks found, as far as the caller may read it."""
        caller, own = self.here.caller, self.own
        every = self.here.parts.office.findings(self.stored, self.board.roster, self.board)
        team = own.team if own else None
        return tuple(item for item in every if may_read(caller, self.case, team, item))

    @cached_property
    def titles(self) -> dict[str, str]:
        """The rules' names in the reader's language, and what stands for one that is not the reader's to know."""
        named = {rule.id: self.here.say(rule.title) for rule in self.board.rulebook.rules}
        return named | {WITHHELD: self.here.say(Text("不能上该班", "Not available"))}

    @property
    def own(self) -> Agent | None:
        """The caller as a person of the month."""
        return self.case.agent_by_id.get(self.here.caller.agent_id or "")

    @cached_property
    def job(self) -> Any:
        """The solve that is filling this draft now."""
        parts = self.here.parts
        if not self.here.may(Right.PLAN):
            return None
        with parts.store.reading() as connection:
            rows, _ = jobs(connection, self.stored.centre_id, 0, 20)
        mine = (row for row in rows if row.roster_id == self.stored.roster_id and row.kind == "solve")
        return next((row for row in mine if row.status in UNFINISHED), None)

    @cached_property
    def sight(self) -> Sight:
        """What the caller sees of it. An agent: the own team, and of others neither hours nor findings."""
        here, caller = self.here, self.here.caller
        agent = caller.role is Role.AGENT
        own = self.own
        month_board = here.desk.board(self.stored.month)
        published = month_board.roster if self.is_draft and month_board.published else None
        pins = frozenset((pin.agent_id, pin.day) for pin in self.case.pins) if here.may(Right.PLAN) else frozenset()
        return Sight(
            here.language,
            (own.team if own else "") if agent else None,
            frozenset({caller.agent_id or ""}) if agent else None,
            [item for item in self.findings if not agent or item.agent_id == caller.agent_id],
            pins,
            frozenset(self._pending()),
            published,
        )

    def _pending(self) -> set[tuple[str, date]]:
        caller, case = self.here.caller, self.case
        if not self.stored.binds:
            return set()
        cells = {
            (duty.agent_id, duty.day)
            for swap in self.board.swaps
            if swap.state in OPEN_SWAPS
            for duty in swap.given
            if sees_person(caller, case, duty.agent_id)
        }
        for leave in self.board.leaves:
            if leave.state is LeaveState.PENDING and sees_person(caller, case, leave.agent_id):
                cells |= {(leave.agent_id, day) for day in leave.days}
        return cells

    def shows(self, agent_id: str) -> bool:
        """Whether the person's row is the caller's to see."""
        agent = self.case.agent_by_id.get(agent_id)
        return agent is not None and (self.sight.team is None or agent.team == self.sight.team)


def seen(here: Shell, roster_id: str) -> Seen:
    """The roster of the address; NotFoundError where the caller may not see it."""
    with here.parts.store.reading() as connection:
        stored = roster_of(here.parts, here.caller, connection, roster_id)
    return Seen(here, stored, draft_board(here.parts.office.desk(stored.centre_id), stored.roster_id)[1])


def in_month(here: Shell, stored: StoredRoster) -> Shell:
    """The shell of a page about a roster: its centre and month are those shown, whatever the address says."""
    return replace(here, centre_id=stored.centre_id, asked_month=str(stored.month))


def day_asked(given: str | None, shown: Seen, here: Shell) -> date:
    """The day of the address, else today, else the month's first."""
    today = here.now.astimezone(here.zone).date()
    if given:
        try:
            asked = date.fromisoformat(given)
        except ValueError:
            asked = today
        if asked in shown.case.month:
            return asked
    return today if today in shown.case.month else shown.case.month.first


def choice_of(query: Any) -> Choice:
    """What the board is narrowed to, from the address."""
    return Choice(
        query.get("team", "")[:200],
        query.get("job", "")[:200],
        query.get("grade", "")[:20],
        query.get("shift", "")[:200],
        query.get("find", "")[:200].strip(),
        bool(query.get("breaches")),
        bool(query.get("changed")),
    )


def teams_of(shown: Seen) -> list[tuple[str, int]]:
    """The teams that the caller sees, with their sizes."""
    names = [agent.team for agent in shown.case.agents_by_team if shown.shows(agent.agent_id)]
    return [(name, names.count(name)) for name in dict.fromkeys(names)]


def cell_of(shown: Seen, text: str) -> tuple[str, date]:
    """The person and day of `0005.2026-10-20`; NotFoundError for what the caller does not see."""
    agent_id, _, day = text.rpartition(".")
    try:
        when = date.fromisoformat(day)
    except ValueError as error:
        raise NotFoundError(text) from error
    if not shown.shows(agent_id) or when not in shown.case.month:
        raise NotFoundError(text)
    return agent_id, when
