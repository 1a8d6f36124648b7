"""The bundled centre with its month published and an account for every role, to try the service with."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from api.accounts.accounts import create_account
from api.accounts.caller import Role
from api.http.dependencies import Services
from api.office.offices import RUNGS
from api.store.account_rows import account_named
from constraints import CATALOGUE
from roster.desk.desk import SYSTEM, Desk
from roster.desk.quality.break_desk import place_breaks
from roster.desk.quality.qa_desk import plan_quality
from roster.desk.rosters.grants_desk import decide_grants
from roster.desk.rosters.roster_desk import appoint, import_case, publish, save_draft, versions
from roster.desk.swaps.suggest import suggest
from roster.engine.generate import GenerateOptions, generate
from roster.errors import InputError, NotFoundError, RefusedError
from roster.files.read_roster import read_roster
from roster.model import Agent, Case, Roster
from roster.model import Role as Post
from roster.model.approval import Office as Rung
from roster.rule import Rulebook
from roster.store.roster_rows import BINDING, RosterVersion
from roster.store.staff_rows import office_holders

CENTRE = "demo"
NOTE = "demo"
SOON = 7
"""For so many days breaks are placed."""
OFFICES = (
    ("demo-director", Role.DIRECTOR, "林主任"),
    ("demo-centre-director", Role.CENTRE_DIRECTOR, "方主任"),
    ("demo-planner", Role.PLANNER, "许排班"),
    ("demo-admin", Role.ADMIN, "管理员"),
)
"""Accounts of nobody who is rostered, with the names that the pages show."""
PASSWORD = "demo-password"  # noqa: S105 - everybody shall know it


def fill_demo(parts: Services, case: Case, seconds: float, made: Path | None = None) -> list[tuple[str, Role, str]]:
    """Import the case, make the accounts, roster and publish the month: name, role and person of each account.

    `made` is a file of the month's roster, where there is one: then nothing is solved.
    What an earlier start has done already stays, what it did not come to is made up for.
    """
    try:
        desk = parts.office.desk(CENTRE)
    except NotFoundError:
        desk = parts.office.new_desk(CENTRE)
        import_case(desk, SYSTEM, case)
    for username, role, _ in OFFICES:
        rung = RUNGS.get(role)
        if rung is not None and not _holds(parts, f"@{username}", rung):
            appoint(desk, SYSTEM, f"@{username}", rung)
    existing = versions(desk, case.month)
    if not any(version.state in BINDING for version in existing):
        draft = next((version for version in existing if version.note == NOTE), None) or _rostered(
            desk, case, seconds, made
        )
        if draft is not None:
            _decide_grants(desk, case, draft.roster_id)
            publish(desk, SYSTEM, draft.roster_id, accept_breaches=True, reason=NOTE)
            _plan_on_it(desk, case)
    people = [(name, role, _held_by(parts, name) or person) for name, role, person in _people(case, desk)]
    _make_accounts(parts, case, people)
    return people


def _plan_on_it(desk: Desk, case: Case) -> None:
    """The month's quality samples, and the breaks of the week that begins today, where the case has any of them."""
    with suppress(InputError, RefusedError):
        plan_quality(desk, SYSTEM, case.month)
    today = desk.clock.now().astimezone(ZoneInfo(case.centre.timezone)).date()
    first = max(today, case.month.first)
    for day in (first + timedelta(days=offset) for offset in range(SOON)):
        with suppress(InputError, RefusedError):
            if day in case.month:
                place_breaks(desk, SYSTEM, day)


def _held_by(parts: Services, username: str) -> str | None:
    """The person of an account that an earlier start made."""
    with parts.store.reading() as connection:
        row = account_named(connection, username)
    return row.agent_id if row is not None else None


def _rostered(desk: Desk, case: Case, seconds: float, made: Path | None) -> RosterVersion | None:
    known = _read(made, case)
    if known is not None:
        return save_draft(desk, SYSTEM, case.month, known, note=NOTE)
    result = generate(case, Rulebook.of(CATALOGUE, case.centre), GenerateOptions(seconds=seconds))
    return None if result.roster is None else save_draft(desk, SYSTEM, case.month, result.roster, note=NOTE)


def _read(made: Path | None, case: Case) -> Roster | None:
    """The roster in the file; None without one, and for one of another case."""
    if made is None or not made.is_file():
        return None
    try:
        return read_roster(made, case)
    except InputError:
        return None


def _holds(parts: Services, person: str, rung: Rung) -> bool:
    with parts.store.reading() as connection:
        return person in office_holders(connection, CENTRE, rung)


def _decide_grants(desk: Desk, case: Case, roster_id: int) -> None:
    """The chain approves what the solver would grant: each leader, then the directors."""
    chain = [agent.agent_id for agent in case.agents if agent.leads]
    for actor in (*chain, "@demo-director", "@demo-centre-director"):
        try:
            decide_grants(desk, actor, roster_id)
        except RefusedError:
            continue


def _people(case: Case, desk: Desk) -> list[tuple[str, Role, str]]:
    leaders = [agent for agent in case.agents if agent.role is Post.LEADER]
    leader = leaders[0] if leaders else case.agents[0]
    others = [agent for agent in case.agents if agent.role is Post.AGENT]
    mine, partner = _two_who_can_swap(desk, case, [one for one in others if one.team == leader.team]) or (
        others[0],
        others[-1],
    )
    second = leaders[1].agent_id if len(leaders) > 1 else ""
    logins = [
        ("demo-agent", Role.AGENT, mine.agent_id),
        ("demo-partner", Role.AGENT, partner.agent_id),
        ("demo-leader", Role.LEADER, leader.agent_id),
        ("demo-leader-2", Role.LEADER, second),
        *((name, role, "") for name, role, _ in OFFICES),
    ]
    return [item for item in logins if item[2] or item[1] is not Role.LEADER]


def _two_who_can_swap(desk: Desk, case: Case, mates: list[Agent]) -> tuple[Agent, Agent] | None:
    """Two of a team between whom the rules allow a swap, so that whoever tries one finds the other; None without."""
    board = desk.board(case.month)
    for mine in mates if board.published else ():
        for day in sorted(board.duties[mine.agent_id]):
            for way in suggest(board, mine.agent_id, day, desk.clock):
                partner = next((one for one in mates if one.agent_id == way.partner), None)
                if partner is not None:
                    return mine, partner
    return None


def _make_accounts(parts: Services, case: Case, people: list[tuple[str, Role, str]]) -> None:
    offices = {username: name for username, _, name in OFFICES}
    with parts.store.writing() as connection:
        for username, role, agent_id in people:
            if account_named(connection, username) is not None:
                continue
            create_account(
                connection,
                username,
                role,
                name=case.agent_by_id[agent_id].name if agent_id else offices.get(username, username),
                password=PASSWORD,
                centre_id=None if role is Role.ADMIN else CENTRE,
                agent_id=agent_id or None,
            )
