"""The months of a centre side by side: every published duty, whichever month it is in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from roster.desk.board.month_case import MonthCase
from roster.desk.board.seats import SeatChange
from roster.desk.board.sheet import Compiled, MonthSheet, Page, between
from roster.desk.board.worsened import new_or_worse
from roster.model import Duty, Leave, Month, Roster, Stayed
from roster.model.swap import Move, affected
from roster.rule import Finding, Stint
from roster.rule.timetable import LOOKAHEAD_DAYS, LOOKBACK_DAYS

Line = tuple[Duty, ...]
"""Duties of one person, in time's order."""


@dataclass
class _Known:
    """What has been worked out of a calendar so far."""

    sheets: dict[Month, MonthSheet] = field(default_factory=dict)
    duties: Mapping[str, Mapping[date, Duty]] | None = None
    beyond: Mapping[str, Line] | None = None
    stints: dict[Duty, Stint] = field(default_factory=dict)
    leaves: dict[Month, Mapping[str, tuple[tuple[int, Leave], ...]]] = field(default_factory=dict)


class Calendar:
    """Months as sheets of one calendar. `pages` are in order; what no page holds is told by the cases' edges.

    `owed` are pay-backs promised for months without a roster: fixed ahead.

    Never changed: `edited` gives the next one and shares what stays.
    """

    def __init__(self, pages: Iterable[Page], known: "_Known | None" = None, *, owed: Iterable[Duty] = ()) -> None:
        self.pages = tuple(sorted(pages, key=lambda page: page.month.first))
        bound = [page for page in self.pages if page.published]
        self.owed = tuple(duty for duty in owed if not any(duty.day in page.month for page in bound))
        self._known = known or _Known()
        self._places: dict[date, int] = {}

    def page(self, day: date) -> Page | None:
        """The page that holds a day."""
        page = self.page_near(day)
        return page if page.month.first <= day <= page.month.last else None

    def page_near(self, day: date) -> Page:
        """The page that holds a day, or else the one that tells of it: the next page, or the last."""
        place = self._places.get(day)
        if place is None:
            place = next(
                (place for place, page in enumerate(self.pages) if day <= page.month.last), len(self.pages) - 1
            )
            self._places[day] = place
        return self.pages[place]

    def place(self, day: date) -> int:
        """Where among the pages the one is that holds a day, or is next to it."""
        self.page_near(day)
        return self._places[day]

    def stint(self, duty: Duty) -> Stint:
        """A duty of any month as a span of UTC instants."""
        stint = self._known.stints.get(duty)
        if stint is None:
            stint = self._known.stints[duty] = self._month_case_of(duty).stint(duty)
        return stint

    def _month_case_of(self, duty: Duty) -> MonthCase:
        """The month that knows a duty's person and shift: its own, or the nearest whose edge tells of it."""
        near = self.page_near(duty.day)
        if near.month_case.knows(duty):
            return near.month_case
        away = sorted(self.pages, key=lambda page: abs((page.month.first - duty.day).days))
        return next((page.month_case for page in away if page.month_case.knows(duty)), near.month_case)

    def leaves_of(self, month: Month, agent_id: str) -> tuple[tuple[int, Leave], ...]:
        """One person's leaves in a page's case, with their index there."""
        leaves = self._known.leaves.get(month)
        if leaves is None:
            listed: dict[str, list[tuple[int, Leave]]] = {}
            for index, leave in enumerate(self._page(month).month_case.case.leaves):
                listed.setdefault(leave.agent_id, []).append((index, leave))
            leaves = self._known.leaves[month] = {agent: tuple(items) for agent, items in listed.items()}
        return leaves.get(agent_id, ())

    def _page(self, month: Month) -> Page:
        return next(page for page in self.pages if page.month == month)

    def sheet(self, month: Month) -> MonthSheet:
        """A month between its neighbours; KeyError where no page is of it."""
        sheet = self._known.sheets.get(month)
        if sheet is None:
            page = next((page for page in self.pages if page.month == month), None)
            if page is None:
                raise KeyError(month)
            compiled = Compiled(
                between(page, self.pages, filter(page.month_case.knows, self.owed)), page.month_case.rulebook
            )
            sheet = self._known.sheets[month] = MonthSheet(page, compiled)
        return sheet

    @property
    def duties(self) -> Mapping[str, Mapping[date, Duty]]:
        """Each agent's duties of every page by day; agents without any have an empty entry."""
        if self._known.duties is None:
            self._known.duties = self._duties()
        return self._known.duties

    def _duties(self) -> Mapping[str, Mapping[date, Duty]]:
        own: dict[str, dict[date, Duty]] = {}
        for page in self.pages:
            for agent in page.month_case.case.agents:
                own.setdefault(agent.agent_id, {})
            for duty in page.roster.duties:
                own[duty.agent_id][duty.day] = duty
        return own

    @property
    def beyond(self) -> Mapping[str, Line]:
        """Each agent's duties that no page holds: history, and what is fixed ahead, as far as the rules look."""
        if self._known.beyond is None:
            self._known.beyond = self._beyond()
        return self._known.beyond

    def _beyond(self) -> Mapping[str, Line]:
        own: dict[str, dict[date, Duty]] = {}
        for page in self.pages:
            case, first, last = page.month_case.case, page.month.first, page.month.last
            for duty in (*case.history, *case.ahead, *self.owed):
                near = (first - duty.day).days <= LOOKBACK_DAYS and (duty.day - last).days <= LOOKAHEAD_DAYS
                if near and self.page(duty.day) is None:
                    own.setdefault(duty.agent_id, {}).setdefault(duty.day, duty)
        return {agent_id: tuple(days[day] for day in sorted(days)) for agent_id, days in own.items()}

    def line(self, agent_id: str) -> Line:
        """All of one person's duties, those that no page holds among them."""
        own = self.duties.get(agent_id, {}).values()
        return tuple(sorted((*self.beyond.get(agent_id, ()), *own), key=_by_day))

    def duties_after(self, agent_id: str, moves: Iterable[Move]) -> Line:
        """One agent's duties of the pages once the moves are carried out; two on one day where they clash."""
        moves = tuple(moves)
        gone = {move.given for move in moves if move.giver == agent_id}
        remaining = [duty for duty in self.duties.get(agent_id, {}).values() if duty not in gone]
        return tuple(sorted((*remaining, *(move.taken for move in moves if move.taker == agent_id)), key=_by_day))

    def line_after(self, agent_id: str, moves: Iterable[Move]) -> Line:
        """All of one person's duties once the moves are carried out."""
        return tuple(sorted((*self.beyond.get(agent_id, ()), *self.duties_after(agent_id, moves)), key=_by_day))

    def own_findings(self, agent_id: str, month: Month) -> tuple[Finding, ...]:
        """The hard findings of one agent's month as it stands."""
        return self.sheet(month).own_findings(agent_id, self.line(agent_id))

    def new_findings(self, moves: Iterable[Move], promised: Duty | None = None) -> tuple[Finding, ...]:
        """The hard findings that the moves would add or worsen, in every month they reach; each once (SWAP-8).

        `promised` is a pay-back in a month that has no roster, as far as that month is known.
        """
        moves = tuple(moves)
        findings: list[Finding] = []
        for agent_id in sorted(affected(moves)):
            given = [move.given for move in moves if move.giver == agent_id]
            taken = [move.taken for move in moves if move.taker == agent_id]
            if promised is not None and promised.agent_id == agent_id:
                findings.extend(self._worse_promised(given, taken, promised))
            else:
                findings.extend(self.worse(agent_id, given, taken))
        return (*findings, *self.new_shared_findings(moves))

    def worse(self, agent_id: str, removed: Iterable[Duty], added: Iterable[Duty]) -> tuple[Finding, ...]:
        """One person's hard findings, new or worse, once own duties are exchanged; each once, in every month."""
        return self.compared(agent_id, removed, added)[0]

    def _worse_promised(self, given: list[Duty], taken: list[Duty], promised: Duty) -> tuple[Finding, ...]:
        """The debtor's hard findings, new or worse, with a pay-back promised for a month that has no roster.

        That month is judged by the case nearest to it: what is known around its edge, and what its person may work on
        that day.
        """
        near, debtor, added = self.page_near(promised.day).month_case, promised.agent_id, (*taken, promised)
        centre = replace(near.case.centre, month=Month.of(promised.day))
        leaves = (*near.case.leaves, *near.case.later_leaves)
        case = replace(near.case, centre=centre, leaves=leaves, seats=(), load=(), pins=(), history=(), ahead=())
        there = MonthSheet(Page(MonthCase(case, near.rulebook), Roster(())), Compiled(case, near.rulebook))
        line = self.line(debtor)
        after = tuple(sorted((*(duty for duty in line if duty not in given), *added), key=_by_day))
        own = new_or_worse(there.findings(debtor, line), there.findings(debtor, after))
        found = (*self.worse(debtor, given, added), *own)
        return tuple({_identity(finding): finding for finding in found}.values())

    def worse_staying(self, duty: Duty, minutes: int) -> tuple[Finding, ...]:
        """One person's hard findings, new or worse, once they work so many minutes beyond the end of a duty."""
        after = self.staying(Stayed(duty.agent_id, duty.day, duty.shift, minutes))
        line = self.line(duty.agent_id)
        worse: dict[tuple[object, ...], Finding] = {}
        for sheet in self.reached([duty.day]):
            if duty.agent_id in sheet.month_case.case.agent_by_id:
                then = after.sheet(sheet.month).findings(duty.agent_id, line)
                for finding in new_or_worse(sheet.own_findings(duty.agent_id, line), then):
                    worse.setdefault(_identity(finding), finding)
        return tuple(worse.values())

    def compared(
        self, agent_id: str, removed: Iterable[Duty], added: Iterable[Duty]
    ) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
        """One person's hard findings once own duties are exchanged: those new or worse, those gone or less bad."""
        removed, added = frozenset(removed), tuple(added)
        line = self.line(agent_id)
        after = tuple(sorted((*(duty for duty in line if duty not in removed), *added), key=_by_day))
        worse: dict[tuple[object, ...], Finding] = {}
        better: dict[tuple[object, ...], Finding] = {}
        for sheet in self.reached([duty.day for duty in (*removed, *added)]):
            if agent_id in sheet.month_case.case.agent_by_id:
                now, then = sheet.own_findings(agent_id, line), sheet.findings(agent_id, after)
                for side, items in ((worse, new_or_worse(now, then)), (better, new_or_worse(then, now))):
                    for finding in items:
                        side.setdefault(_identity(finding), finding)
        return tuple(worse.values()), tuple(better.values())

    def reached(self, days: Iterable[date]) -> Iterable[MonthSheet]:
        """The sheets whose rules look at one of these days, over an edge too."""
        days = tuple(days)
        for page in self.pages:
            first, last = page.month.first, page.month.last
            inside = any(first <= day <= last for day in days)
            near = any((first - day).days <= LOOKBACK_DAYS and (day - last).days <= LOOKAHEAD_DAYS for day in days)
            if inside or near:
                sheet = self.sheet(page.month)
                reach = sheet.compiled.reach_days if not inside else 0
                if inside or any((first - day).days <= reach and (day - last).days <= reach for day in days):
                    yield sheet

    def new_shared_findings(self, moves: Iterable[Move]) -> tuple[Finding, ...]:
        """The hard findings of rules that count over agents, which the moves would add or worsen."""
        moves = tuple(moves)
        findings: list[Finding] = []
        for sheet in self._served([duty for move in moves for duty in (move.given, move.taken)]):
            first = sheet.month.first
            removed = [move.given for move in moves if move.given.day in sheet.month]
            added = [move.taken for move in moves if move.taken.day in sheet.month]
            if not len(sheet.compiled.rows):
                continue
            eve = [duty for move in moves for duty in (move.given, move.taken) if duty.day < first]
            if eve:
                # A night of the eve is part of what the rows count before the first duty of the month.
                after = self.edited([move.given for move in moves], [move.taken for move in moves])
                findings.extend(sheet.shared.worse_than(after.sheet(sheet.month).shared))
            else:
                findings.extend(sheet.shared.new_findings(removed, added))
        return tuple(findings)

    def _served(self, duties: Iterable[Duty]) -> Iterable[MonthSheet]:
        """The sheets with intervals that one of these duties may serve: its own month, and the one it runs into."""
        duties = tuple(duties)
        for page in self.pages:
            month, case = page.month, page.month_case.case
            own = any(duty.day in month for duty in duties)
            eve = [duty for duty in duties if duty.day < month.first and (month.first - duty.day).days == 1]
            if own or any(page.month_case.knows(d) and case.shift_by_code[d.shift].end_minute > 1440 for d in eve):
                yield self.sheet(month)

    def seat_changes(self, removed: Iterable[Duty], added: Iterable[Duty]) -> tuple[SeatChange, ...]:
        """Each interval whose served seats a change would alter, in every month that it serves."""
        gone, come = list(removed), list(added)
        for duty in list(gone):
            twin = next((other for other in come if self._serves_alike(duty, other)), None)
            if twin is not None:
                gone.remove(duty)
                come.remove(twin)
        if not gone and not come:
            return ()
        changed: list[SeatChange] = []
        for sheet in self._served((*gone, *come)):
            last, knows = sheet.month.last, sheet.month_case.knows
            near = [[duty for duty in duties if duty.day <= last and knows(duty)] for duties in (gone, come)]
            changed.extend(sheet.seats.changes(*near))
        return tuple(changed)

    def _serves_alike(self, one: Duty, two: Duty) -> bool:
        """Whether two duties fill the very same seats."""
        if (one.day, one.shift, one.job) != (two.day, two.shift, two.job):
            return False
        people = self.page_near(one.day).month_case.case.agent_by_id
        return people[one.agent_id].trainee_on(one.day) == people[two.agent_id].trainee_on(one.day)

    def edited(self, removed: Iterable[Duty], added: Iterable[Duty]) -> "Calendar":
        """The calendar with these duties taken out and put in; what they do not touch is shared."""
        # What lies on no page is in no month's arrays, and stands for nothing here.
        removed, added = tuple(removed), tuple(duty for duty in added if self.page(duty.day) is not None)
        gone, days = set(removed), {duty.day for duty in (*removed, *added)}
        pages = []
        for page in self.pages:
            if any(day in page.month for day in days):
                remaining = (duty for duty in page.roster.duties if duty not in gone)
                come = (duty for duty in added if duty.day in page.month)
                page = replace(page, roster=Roster.of((*remaining, *come), page.roster.granted))
            pages.append(page)
        known = _Known(beyond=self._known.beyond, stints=self._known.stints, leaves=self._known.leaves)
        if self._known.duties is not None:
            duties = dict(self.duties)
            for agent_id in {duty.agent_id for duty in (*removed, *added)}:
                held = (*self.duties[agent_id].values(), *(duty for duty in added if duty.agent_id == agent_id))
                duties[agent_id] = {duty.day: duty for duty in sorted(held) if duty not in gone or duty in added}
            known.duties = duties
        other = Calendar(pages, known, owed=self.owed)
        for month, sheet in self._known.sheets.items():
            fresh = self._carried(other, sheet, removed, added)
            if fresh is not None:
                known.sheets[month] = fresh
        return other

    def _carried(
        self, other: "Calendar", sheet: MonthSheet, removed: tuple[Duty, ...], added: tuple[Duty, ...]
    ) -> MonthSheet | None:
        """What becomes of a sheet; None where its edges changed and it is to be worked out anew."""
        month = sheet.month
        inside = [[duty for duty in duties if duty.day in month] for duties in (removed, added)]
        outside = [duty.day for duty in (*removed, *added) if duty.day not in month]
        reach = sheet.compiled.known_reach_days
        if any(day < month.first or (day - month.last).days <= reach for day in outside):
            return None
        if not any(inside):
            return sheet
        page = other.page(month.first)
        return None if page is None else sheet.moved(page, *inside)

    def knows(self, duty: Duty) -> bool:
        """Whether the month of a duty, or the one next to it, has its person and its shift."""
        return self.page_near(duty.day).month_case.knows(duty)

    def same_beside(self, other: "Calendar", month: Month) -> bool:
        """Whether two calendars differ in the roster of one month at most."""
        mine, theirs = ({page.month: page for page in calendar.pages} for calendar in (self, other))
        return (mine.keys(), self.owed) == (theirs.keys(), other.owed) and all(
            ((page.made_over or page.month_case) is theirs[key].month_case) if key == month else (page is theirs[key])
            for key, page in mine.items()
        )

    def staying(self, stayed: Stayed) -> "Calendar":
        """The calendar with these minutes worked beyond the end of a duty, in every month that looks at it."""
        pages = []
        for page in self.pages:
            case = page.month_case.case
            if stayed.agent_id in case.agent_by_id and stayed.shift in case.shift_by_code:
                duty = (stayed.agent_id, stayed.day, stayed.shift)
                others = (item for item in case.stayed if (item.agent_id, item.day, item.shift) != duty)
                case = replace(case, stayed=tuple(sorted((*others, stayed))))
                page = replace(page, month_case=MonthCase(case, page.month_case.rulebook))
            pages.append(page)
        return Calendar(pages, owed=self.owed)

    def with_page(self, page: Page) -> "Calendar":
        """The calendar with another page of that month."""
        return Calendar((*(other for other in self.pages if other.month != page.month), page), owed=self.owed)


def _by_day(duty: Duty) -> tuple[date, str]:
    return duty.day, duty.shift


def _identity(finding: Finding) -> tuple[object, ...]:
    """What makes two months' findings one: a rest over an edge is seen from both sides."""
    return finding.rule, finding.agent_id, finding.day, finding.measured, finding.required
