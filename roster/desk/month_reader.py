"""The months of a centre read from its store: cases with the year's memory, pages, and boards of what they touch."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from roster.desk.board.board import Board, counted_leave, page_of
from roster.desk.board.calendar import Calendar
from roster.desk.board.sheet import Page
from roster.desk.board.staff import Staff
from roster.desk.memory import Memory, Revisions
from roster.model import Agent, Case, Duty, Leave, LeaveStatus, Month, PastContract, Roster
from roster.model.approval import Office
from roster.model.leave_request import COUNTING_LEAVE, LeaveRequest
from roster.rule import Rule, Rulebook
from roster.rule.fairness import contract_minutes, with_grants
from roster.store import absence_rows, case_rows, leave_rows, obligation_rows, roster_rows, staff_rows, swap_rows
from roster.store.connect import Connection
from roster.store.stayed_rows import stayed_between

NEAR = timedelta(days=62)
"""How far around the months of a calendar swaps, leave and absences are read."""


@dataclass(frozen=True, slots=True)
class MonthReader:
    """Reads one centre's months within a transaction. `catalogue` are the rules that its rulebook is made of."""

    connection: Connection
    centre_id: str
    catalogue: Sequence[type[Rule]]

    def board(self, month: Month, revisions: Revisions, memory: Memory) -> Board:
        """The calendar: this month and every published one that is not closed, with all that touches them."""
        connection = self.connection
        self._month_id(month)
        states = roster_rows.binding_states(connection, self.centre_id)
        published = roster_rows.RosterState.PUBLISHED
        months = [other for other, _ in revisions if other == month or states.get(str(other)) is published]
        first, last = months[0].first - NEAR, months[-1].last + NEAR
        leaves = leave_rows.leaves_between(connection, self.centre_id, first, last)
        pages = [self._page(other, revision, leaves, memory) for other, revision in revisions if other in months]
        swaps = swap_rows.swaps_between(connection, self.centre_id, first, last)
        calendar = Calendar(pages, owed=(swap.pay_back for swap in swaps if swap.is_owed_later and swap.pay_back))
        people = next(page.month_case.case.agent_by_id for page in pages if page.month == month)
        limited = any(page.month_case.case.entitlements for page in pages)
        requests, elsewhere, spans = self._year_leave(pages) if limited else ((), (), {})
        return Board(
            calendar,
            month,
            tuple(swap for swap in swaps if all(calendar.knows(duty) for duty in (*swap.given, *swap.got))),
            tuple(leave for leave in leaves if leave.agent_id in calendar.duties),
            self.staff(people),
            case_rows.grade_history(connection, self.centre_id),
            self.absent(pages),
            requests,
            elsewhere,
            spans,
            self.owing(),
        )

    def _year_leave(
        self, pages: Sequence[Page]
    ) -> tuple[tuple[LeaveRequest, ...], tuple[Leave, ...], Mapping[tuple[str, date], tuple[tuple[int, int], ...]]]:
        """All leave of the pages' years: requests at the desk, and what counts of the other months' cases.

        With it the wall minutes of those months' duties that leave with times may have cut.
        """
        years = {page.month.year for page in pages}
        first, last = date(min(years), 1, 1), date(max(years), 12, 31)
        beside: list[Leave] = []
        requests = leave_rows.leaves_between(self.connection, self.centre_id, first, last)
        spans: dict[tuple[str, date], tuple[tuple[int, int], ...]] = {}
        for month in case_rows.months_of(self.connection, self.centre_id):
            if month.year not in years or any(page.month == month for page in pages):
                continue
            case = case_rows.get_people(self.connection, self.centre_id, month)
            version = roster_rows.binding_version(self.connection, self._month_id(month))
            roster = Roster(()) if version is None else roster_rows.get_roster(self.connection, version)
            beside += [
                leave
                for index, leave in enumerate(case.leaves)
                if leave.status is LeaveStatus.APPROVED or index in roster.granted
            ]
            spans.update(self._cut_spans(month, roster, (*requests, *beside)))
        return requests, tuple(beside), spans

    def _cut_spans(
        self, month: Month, roster: Roster, leaves: Sequence[LeaveRequest | Leave]
    ) -> Iterator[tuple[tuple[str, date], tuple[tuple[int, int], ...]]]:
        """The wall minutes of a month's duties on days (and eves) on which leave with times begins or ends."""
        cut = {
            (leave.agent_id, day - timedelta(days=eve))
            for leave in leaves
            if leave.is_timed
            for day in (leave.start, leave.end)
            for eve in (0, 1)
        }
        near = {place for place in cut if place[1] in month}
        if not near:
            return
        case = case_rows.get_case(self.connection, self.centre_id, month)
        freed = (duty for leave in leaves if isinstance(leave, LeaveRequest) for duty in leave.vacated)
        for duty in (*freed, *roster.duties):
            if (duty.agent_id, duty.day) in near and duty.shift in case.shift_by_code:
                yield (duty.agent_id, duty.day), case.shift_by_code[duty.shift].spans

    def _page(self, month: Month, revision: int, leaves: tuple[LeaveRequest, ...], memory: Memory) -> Page:
        """A month's page, from memory where neither it nor the leave that counts in it changed."""
        known = memory.pages.get(month)
        if known is not None and known[0] == revision:
            page = known[1]
            case = page.month_case.case
            if page.counted == counted_leave(leaves, case) and case.stayed == self._stayed(case).stayed:
                return page
        case = self.case_for(month)
        version = roster_rows.binding_version(self.connection, self._month_id(month))
        roster = Roster(()) if version is None else roster_rows.get_roster(self.connection, version)
        rulebook = Rulebook.of(self.catalogue, case.centre)
        return page_of(case, rulebook, roster, leaves, published=version is not None)

    def case_for(self, month: Month) -> Case:
        """The month's case with the year's memory: the duties that earlier months' rosters left behind, and overtime.

        Of the closed months within a year; what the case gives for a person's day itself stands.
        """
        case = case_rows.get_case(self.connection, self.centre_id, month)
        given = {(duty.agent_id, duty.day) for duty in case.history}
        carried: list[Duty] = []
        for other in case_rows.months_of(self.connection, self.centre_id):
            if not Month(month.year - 1, month.number) <= other < month:
                continue
            version = roster_rows.binding_version(self.connection, self._month_id(other))
            if version is None or version.state is not roster_rows.RosterState.CLOSED:
                continue
            carried.extend(
                duty
                for duty in roster_rows.get_roster(self.connection, version).duties
                if duty.agent_id in case.agent_by_id
                and duty.shift in case.shift_by_code
                and (duty.agent_id, duty.day) not in given
            )
        contracts = self._earlier_contracts(case)
        case = self._stayed(case)
        if not carried and not contracts:
            return case
        return replace(case, history=(*case.history, *carried), contracts=(*case.contracts, *contracts))

    def _stayed(self, case: Case) -> Case:
        """The case with the minutes stayed on that the duty days around it told of; they stand before its own."""
        month = case.month
        recorded = stayed_between(self.connection, self.centre_id, month.first - NEAR, month.last + NEAR)
        stayed_known = {(item.agent_id, item.day, item.shift): item for item in (*case.stayed, *recorded)}
        known = (item for item in stayed_known.values() if item.agent_id in case.agent_by_id)
        stayed = tuple(sorted(item for item in known if item.minutes and item.shift in case.shift_by_code))
        return case if stayed == case.stayed else replace(case, stayed=stayed)

    def _earlier_contracts(self, case: Case) -> tuple[PastContract, ...]:
        """What contracts were in the year's earlier months that the store knows, leave that counted taken off."""
        known = {(item.agent_id, item.month) for item in case.contracts}
        oldest = Month(case.month.year - 1, case.month.number)
        contracts = []
        for month in case_rows.months_of(self.connection, self.centre_id):
            if not oldest <= month < case.month:
                continue
            then = case_rows.get_people(self.connection, self.centre_id, month)
            counted = tuple(
                leave.as_leave()
                for leave in leave_rows.leaves_between(self.connection, self.centre_id, month.first, month.last)
                if leave.state in COUNTING_LEAVE
            )
            version = roster_rows.binding_version(self.connection, self._month_id(month))
            then = with_grants(then, () if version is None else version.granted)
            minutes = contract_minutes(replace(then, leaves=(*then.leaves, *counted)))
            contracts += [
                PastContract(agent_id, month, own)
                for agent_id, own in minutes.items()
                if agent_id in case.agent_by_id and (agent_id, month) not in known
            ]
        return tuple(contracts)

    def staff(self, agents: Mapping[str, Agent]) -> Staff:
        """Who holds which office now."""
        return Staff(
            agents,
            staff_rows.office_holders(self.connection, self.centre_id, Office.DIRECTOR),
            staff_rows.office_holders(self.connection, self.centre_id, Office.CENTRE_DIRECTOR),
            staff_rows.delegations_of(self.connection, self.centre_id),
            staff_rows.proxies_of(self.connection, self.centre_id),
        )

    def absent(self, pages: Sequence[Page]) -> frozenset[tuple[str, date]]:
        """Who did not come, and on which day."""
        first, last = pages[0].month.first - NEAR, pages[-1].month.last + NEAR
        return absence_rows.missed_days(self.connection, self.centre_id, first, last)

    def owing(self) -> frozenset[tuple[str, date, str]]:
        """The pay-backs owed, as person, day and shift."""
        owed = obligation_rows.owed(self.connection, self.centre_id)
        return frozenset((item.debtor, item.day, item.shift) for item in owed)

    def _month_id(self, month: Month) -> int:
        month_id: int = case_rows.month_row(self.connection, self.centre_id, month).month_id
        return month_id
