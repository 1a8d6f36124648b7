"""Cases and rosters at the desk: import, draft, grants, publish, versions."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from roster.desk.board.board import Board
from roster.desk.board.worsened import new_or_worse
from roster.desk.desk import SYSTEM, Desk, Work
from roster.desk.once import once
from roster.desk.policy.ladder import OFFICE_WORDS
from roster.desk.refusals import bad_request, not_now, not_yours, wrong_state
from roster.desk.rosters.alarms import alarms, least_empty
from roster.desk.rosters.case_changes import case_changes
from roster.desk.rosters.case_intake import need_free_ids, need_held, notices_of, without_filed
from roster.desk.rosters.difference import DutyDifference, difference
from roster.desk.rosters.granting import carry_grants, draft_board, grants_of, settle_requests
from roster.desk.rosters.grants_desk import grants_waiting, list_consents
from roster.desk.swaps.later_desk import left_out
from roster.desk.swaps.swap_outcome import void_touching
from roster.desk.words import state_words
from roster.errors import Fault, InputError, NotFoundError, RefusedError, StaleError
from roster.files.notice import Notice
from roster.model import Case, Duty, Leave, Month, Roster
from roster.model.approval import Office
from roster.rule import Evidence, Finding, Matter, Refusal, Rulebook
from roster.store import case_rows, consent_rows, leave_rows, roster_rows, staff_rows
from roster.store.roster_rows import RosterState, RosterVersion
from roster.text import Text, both, counted, unit_words


@once
def import_case(desk: Desk, actor: str, case: Case, *, key: str | None = None) -> tuple[Notice, ...]:
    """Writes a month's case into the store, over the one there; what it leaves aside of what the desk knew is told.

    Refused once its roster is published.
    """
    with desk.writing(actor, "case.import", key) as work:
        need_free_ids(case)
        left_aside = notices_of(work, case)
        changes: dict[str, object] = {}
        before: Case | None = None
        if case.month in work.known_months():
            before = case_rows.get_case(work.connection, work.centre_id, case.month)
            changes = case_changes(before, case)
            version = roster_rows.binding_version(work.connection, work.month_row(case.month).month_id)
            if version is not None:
                raise not_now(
                    Text(f"{case.month} 的排班已发布", f"the roster of {case.month} is published"),
                    state_words(version.state.value),
                    state_words("draft"),
                    Text(
                        f"改已发布月份的案例:roster desk amend CASE,再 roster desk replan {case.month}",
                        f"to change a published month: roster desk amend CASE, then roster desk replan {case.month}",
                    ),
                )
        case = without_filed(work, case, before)
        month_id = case_rows.put_case(work.connection, desk.centre_id, case, work.now)
        if before is not None:
            carry_grants(work, month_id, before.leaves, case.leaves)
        work.later_changed(case.month)
        counted = {"agents": len(case.agents), "shifts": len(case.shifts)}
        work.tell(f"case:{case.month}", {**counted, "changes": changes, **_told(left_aside)})
        return left_aside


def _told(left_aside: Iterable[Notice]) -> dict[str, object]:
    """What was left aside, for the log."""
    lines = [notice.message.en for notice in left_aside]
    return {"left_aside": lines} if lines else {}


def export_case(desk: Desk, month: Month) -> Case:
    """The month's case exactly as it was imported; NotFoundError without one."""
    with desk.reading() as work:
        return case_rows.get_case(work.connection, work.centre_id, month)


@once
def edit_case(
    desk: Desk,
    actor: str,
    month: Month,
    change: Callable[[Case], Case],
    *,
    note: Mapping[str, object] | None = None,
    key: str | None = None,
) -> tuple[Notice, ...]:
    """Writes a month's case as `change` makes it, under its published roster too: load, seats, people, dates, rules.

    What it leaves aside of what the desk knew is told. `note` joins what the log says of it. InputError where it no
    longer knows somebody or a shift that the roster uses; refused for a closed month.
    """
    with desk.writing(actor, "case.edit", key) as work:
        before = case_rows.get_case(work.connection, work.centre_id, month)
        case = change(before)
        need_free_ids(case)
        Rulebook.of(desk.catalogue, case.centre)
        version = roster_rows.binding_version(work.connection, work.month_row(month).month_id)
        if version is not None:
            if version.state is not RosterState.PUBLISHED:
                raise wrong_state(version.state.value, "published")
            need_held(case, roster_rows.get_roster(work.connection, version))
        left_aside = notices_of(work, case)
        case = without_filed(work, case, before)
        month_id = case_rows.put_case(work.connection, work.centre_id, case, work.now)
        carry_grants(work, month_id, before.leaves, case.leaves)
        counted = {"agents": len(case.agents), "shifts": len(case.shifts)}
        changes = {"changes": case_changes(before, case), **_told(left_aside), **(note or {})}
        work.tell(f"case:{month}", {**counted, **changes})
        work.changed(month)
        work.later_changed(month)
        return left_aside


def appoint(desk: Desk, actor: str, person: str, office: Office, *, holds: bool = True) -> None:
    """Gives a person a director's office, or takes it. A team's leader is told by the agents' roles."""
    if office is Office.LEADER:
        raise bad_request(
            "office",
            Text("班长由人员表的角色决定", "team leaders come from the agents' roles"),
            Text("在人员表中设置角色", "set the role in the agents' table"),
        )
    with desk.writing(actor, "office.set") as work:
        staff_rows.set_office(work.connection, work.centre_id, person, office, holds=holds)
        work.tell(f"person:{person}", {"office": office.value, "holds": holds})
        work.everything_changed()


@once
def save_draft(
    desk: Desk,
    actor: str,
    month: Month,
    roster: Roster,
    *,
    leaves: Sequence[Leave] | None = None,
    requests: Collection[str] = (),
    note: str = "",
    re_plans: RosterVersion | None = None,
    consent_for: Collection[tuple[str, date]] | None = None,
    key: str | None = None,
) -> RosterVersion:
    """Keeps a roster as the month's next draft. With `re_plans`, what it moves is listed for consent.

    `leaves`: what the roster's grants are indices into, as it was made (`grants_of`). `requests` at the desk are
    granted besides, as by the version that it is a copy of. `consent_for` names the agents' days to be asked about,
    where not every move is (one that leave forces is none).
    """
    with desk.writing(actor, "roster.draft", key) as work:
        row = work.month_row(month)
        roster, asked = grants_of(work, work.board(month), roster, leaves)
        version = roster_rows.add_roster(
            work.connection,
            row.month_id,
            roster,
            by=actor,
            at=work.now,
            note=note,
            based_on=re_plans,
            requests={*asked, *requests},
        )
        if re_plans is not None:
            board = work.board(month)
            list_consents(work, board, version, roster, consent_for)
        work.tell(f"roster:{version.roster_id}", {"month": str(month), "duties": len(roster.duties)})
        return version


@once
def publish(
    desk: Desk,
    actor: str,
    roster_id: int,
    *,
    revision: int | None = None,
    accept_breaches: bool = False,
    without_consent: bool = False,
    reason: str = "",
    key: str | None = None,
) -> RosterVersion:
    """The director makes a draft the roster that binds; the one before is superseded.

    StaleError where the draft, or the roster that it re-plans, changed meanwhile. RefusedError where it breaks a hard
    rule, leaves out a pay-back owed in it, or leaves a day without anybody or far more seats empty than must be (unless
    `accept_breaches`, which the log keeps with the `reason`), holds undecided grants, or moves duties without consent
    (unless `without_consent`). InputError where somebody goes over either and does not say why.
    """
    if (accept_breaches or without_consent) and not reason.strip():
        remedy = Text("写明事由,记入日志", "Say why; the log keeps it")
        raise InputError([Fault("publish", None, "reason", Text("缺少", "is missing"), remedy)])
    _look_ahead(desk, roster_id)
    with desk.writing(actor, "roster.publish", key) as work:
        version = roster_rows.roster_version(work.connection, roster_id)
        month = work.month_of(version.month_id)
        board = work.board(month)
        staff = board.staff
        if actor != SYSTEM and actor not in staff.directors | staff.centre_directors:
            raise not_yours(actor, OFFICE_WORDS[Office.DIRECTOR])
        if revision is not None and revision != version.revision:
            raise StaleError("the draft changed meanwhile")
        if version.state is not RosterState.DRAFT:
            raise wrong_state(version.state.value, "draft")
        before = roster_rows.binding_version(work.connection, version.month_id)
        _still_based(version, before)
        obstacles = _in_the_way(work, board, version)
        roster = obstacles.roster
        refusals = [*obstacles.grants, *(() if without_consent else obstacles.consents)]
        if not accept_breaches:
            refusals.extend((*obstacles.alarms, *map(finding_refusal, obstacles.breaches), *obstacles.left_out))
        if refusals:
            raise RefusedError(refusals)
        if before is not None:
            roster_rows.set_state(work.connection, before, RosterState.SUPERSEDED)
        roster_rows.set_state(work.connection, version, RosterState.PUBLISHED, published_at=work.now)
        work.tell(
            f"roster:{roster_id}",
            {
                "month": str(month),
                "version": version.version,
                "breaches_accepted": len(obstacles.accepted),
                **({"reason": reason} if reason else {}),
            },
        )
        work.changed(month)
        fresh = work.board(month)
        if before is not None:
            _settle_vacancies(work, version, board.roster, roster)
            moved = difference(board.roster, roster)
            void_touching(work, fresh, [item.before for item in moved if item.before is not None])
            work.duties_moved(item.day for item in moved)
        settle_requests(work, version)
        return roster_rows.roster_version(work.connection, roster_id)


def _look_ahead(desk: Desk, roster_id: int) -> None:
    """Proves what a draft's alarms rest on before the store is locked: nobody's act waits for a solver."""
    with desk.reading() as work:
        version = roster_rows.roster_version(work.connection, roster_id)
        if version.state is not RosterState.DRAFT:
            return
        board = work.board(work.month_of(version.month_id))
        roster = roster_rows.get_roster(work.connection, version)
    alarms(board.case, roster, None, lambda: least_empty(board.month_case))


@dataclass(frozen=True)
class InTheWay:
    """What stands between a draft and its publication; what may be accepted expressly is `accepted`.

    `stale`: the roster that it was made from has changed since, or another one binds. `changed` is what differs from
    the roster that binds now (all of it where none does).
    """

    roster: Roster
    alarms: tuple[Refusal, ...]
    breaches: tuple[Finding, ...]
    left_out: tuple[Refusal, ...]
    grants: tuple[Refusal, ...]
    consents: tuple[Refusal, ...]
    stale: bool
    changed: tuple[DutyDifference, ...]

    @property
    def accepted(self) -> tuple[Text, ...]:
        """What a publication that accepts it goes over: alarms, breaches and pay-backs left out, as sentences."""
        findings = (finding.message for finding in self.breaches)
        return (*(item.message for item in (*self.alarms, *self.left_out)), *findings)

    @property
    def people(self) -> tuple[str, ...]:
        """Whose month changes: who is told of it."""
        return tuple(sorted({item.agent_id for item in self.changed}))


def _in_the_way(work: Work, board: Board, version: RosterVersion) -> InTheWay:
    before = roster_rows.binding_version(work.connection, version.month_id)
    try:
        _still_based(version, before)
        stale = False
    except (StaleError, RefusedError):
        stale = True
    roster = roster_rows.get_roster(work.connection, version)
    return InTheWay(
        roster,
        alarms(
            board.case,
            roster,
            board.roster if board.published else None,
            lambda: least_empty(board.month_case),
        ),
        _hard_findings(draft_board(work, board, version), board.roster if board.published else None, work),
        left_out(work, board, roster),
        tuple(_grant_refusals(work, board, version)),
        tuple(_consent_refusals(work, board, version, without=False)),
        stale,
        difference(board.roster if board.published else Roster(()), roster),
    )


def _settle_vacancies(work: Work, version: RosterVersion, before: Roster, after: Roster) -> None:
    """What was vacant and the new roster fills is settled; what it leaves vacant is vacant still.

    Filled is a vacancy for which somebody has a duty of its day, shift and job more than before. The part of a duty
    that leave cut is as vacant as before, unless the duty itself is gone.
    """

    def kinds(roster: Roster) -> Counter[tuple[date, str, str]]:
        return Counter((duty.day, duty.shift, duty.job) for duty in roster.duties)

    more = kinds(after) - kinds(before)
    for item in leave_rows.vacancies_of_month(work.connection, version.month_id):
        key = (item.duty.day, item.duty.shift, item.duty.job)
        if item.part is not None:
            if item.duty not in after.duties:
                leave_rows.vacancy_replanned(work.connection, item)
        elif more[key] > 0:
            more[key] -= 1
            leave_rows.vacancy_replanned(work.connection, item)


def publish_preview(desk: Desk, roster_id: int) -> InTheWay:
    """What publishing a draft would meet; nothing is written. Refused for what is no draft."""
    with desk.reading() as work:
        version = roster_rows.roster_version(work.connection, roster_id)
        if version.state is not RosterState.DRAFT:
            raise wrong_state(version.state.value, "draft")
        return _in_the_way(work, work.board(work.month_of(version.month_id)), version)


def _still_based(version: RosterVersion, before: RosterVersion | None) -> None:
    if before is None:
        return
    if before.state is RosterState.CLOSED:
        raise wrong_state("closed", "published")
    if version.based_on != before.roster_id or version.based_revision != before.revision:
        raise StaleError("the published roster changed since this draft was made from it; re-plan again")


def _hard_findings(draft: Board, published: Roster | None, work: Work) -> tuple[Finding, ...]:
    """The hard breaches of a draft by the independent check; beside a published one, those that are new or worse."""
    now = work.now if published else None

    def hard(of: Roster) -> tuple[Finding, ...]:
        findings = draft.rulebook.check(Evidence(draft.case, of, published, now))
        return tuple(finding for finding in findings if finding.hard)

    return hard(draft.roster) if published is None else new_or_worse(hard(published), hard(draft.roster))


def finding_refusal(finding: Finding) -> Refusal:
    """A hard finding as what it is when it stands in the way."""
    return Refusal(
        finding.rule, finding.clause, finding.message, unit_words(finding.measured), unit_words(finding.required)
    )


def _grant_refusals(work: Work, board: Board, version: RosterVersion) -> list[Refusal]:
    waiting = grants_waiting(work, board, version)
    if not waiting:
        return []
    rule = board.rulebook.governing(Matter.LEAVE_LADDER)
    return [
        Refusal(
            rule.id,
            rule.clause,
            Text(
                f"{len(waiting)} 个拟批假尚未逐级审批",
                f"{counted(len(waiting), 'granted request')} still to be approved by the chain",
            ),
            both(str(len(waiting))),
            both("0"),
            Text("先审批拟批的请假", "have the grants decided first"),
        )
    ]


def _consent_refusals(work: Work, board: Board, version: RosterVersion, without: bool) -> list[Refusal]:
    waiting = [item for item in consent_rows.asked(work.connection, version.roster_id) if item.state != "agreed"]
    if not waiting or without:
        return []
    rule = board.rulebook.governing(Matter.OWN_CONSENT)
    return [
        Refusal(
            rule.id,
            rule.clause,
            Text(
                f"{len(waiting)} 个已发布班次的变动未获本人同意",
                f"{counted(len(waiting), 'published duty', 'published duties')} moved without consent",
            ),
            both(str(len(waiting))),
            both("0"),
            Text("征得同意,或明示未经同意发布", "ask for consent, or publish expressly without it"),
        )
    ]


def versions(desk: Desk, month: Month) -> tuple[RosterVersion, ...]:
    """Every version of a month's roster, oldest first."""
    with desk.reading() as work:
        return roster_rows.roster_versions(work.connection, work.month_row(month).month_id)


def read_roster(desk: Desk, roster_id: int) -> tuple[RosterVersion, Roster]:
    """One version with its duties; NotFoundError without it or in another centre."""
    with desk.reading() as work:
        version = roster_rows.roster_version(work.connection, roster_id)
        if case_rows.month_named(work.connection, version.month_id)[0] != desk.centre_id:
            raise NotFoundError(Text(f"排班 {roster_id}", f"roster {roster_id}"))
        return version, roster_rows.get_roster(work.connection, version)


def published_roster(desk: Desk, month: Month) -> tuple[RosterVersion, Roster]:
    """The roster that binds; NotFoundError without one."""
    with desk.reading() as work:
        version = work.binding(month)
        return version, roster_rows.get_roster(work.connection, version)


def compare(desk: Desk, one: int, two: int) -> tuple[DutyDifference, ...]:
    """The difference between two versions, by day and agent."""
    return difference(read_roster(desk, one)[1], read_roster(desk, two)[1])


def edit_draft(desk: Desk, actor: str, roster_id: int, removed: Iterable[Duty], added: Iterable[Duty]) -> RosterVersion:
    """A new draft with some duties of another draft exchanged by hand; the first stays as it was."""
    version, roster = read_roster(desk, roster_id)
    gone = set(removed)
    duties = (*(duty for duty in roster.duties if duty not in gone), *added)
    with desk.writing(actor, "roster.edit") as work:
        month = work.month_of(version.month_id)
        base = None
        if version.based_on is not None:
            base = roster_rows.roster_version(work.connection, version.based_on)
        made = roster_rows.add_roster(
            work.connection,
            version.month_id,
            Roster.of(duties, roster.granted),
            by=actor,
            at=work.now,
            note=f"edited from version {version.version}",
            based_on=base,
            requests=version.granted_requests,
        )
        if base is not None:
            roster_rows.base_on(work.connection, made, version.based_revision)
            list_consents(work, work.board(month), made, Roster.of(duties, roster.granted))
        work.tell(f"roster:{made.roster_id}", {"from": roster_id, "month": str(month)})
        return roster_rows.roster_version(work.connection, made.roster_id)
