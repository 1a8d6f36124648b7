"""The bundled centre with its month published and an account for every role, to try the service with."""

from api.auth.accounts import create_account
from api.auth.caller import Role
from api.http.services import Services
from constraints import CATALOGUE
from roster.cases import bundled_folder
from roster.desk.approval import Office as Rung
from roster.desk.desk import SYSTEM, Desk
from roster.desk.roster_desk import appoint, decide_grants, import_case, publish, save_draft
from roster.engine.generate import GenerateOptions, generate
from roster.errors import NotFoundError, RefusedError
from roster.files.read_case import read_case
from roster.model import Case
from roster.model import Role as Post
from roster.rule import Rulebook

CENTRE = "demo"
PASSWORD = "demo-password"  # noqa: S105 - everybody shall know it


def fill_demo(parts: Services, name: str, seconds: float) -> list[tuple[str, Role, str]]:
    """Import the case, roster and publish its month, make the accounts: name, role and person of each."""
    case, _ = read_case(bundled_folder(name))
    try:
        parts.office.desk(CENTRE)
    except NotFoundError:
        import_case(parts.office.new_desk(CENTRE), SYSTEM, case)
        result = generate(case, Rulebook.of(CATALOGUE, case.centre), GenerateOptions(seconds=seconds))
        desk = parts.office.desk(CENTRE)
        people = _make_accounts(parts, case)
        for account, role, _ in people:
            rung = {Role.DIRECTOR: Rung.DIRECTOR, Role.CENTRE_DIRECTOR: Rung.CENTRE_DIRECTOR}.get(role)
            if rung is not None:
                appoint(desk, SYSTEM, f"@{account}", rung)
        if result.roster is not None:
            draft = save_draft(desk, SYSTEM, case.month, result.roster, note="demo")
            _decide_grants(desk, case, draft.roster_id)
            publish(desk, SYSTEM, draft.roster_id, accept_breaches=True)
    return _people(case)


def _decide_grants(desk: Desk, case: Case, roster_id: int) -> None:
    """The chain approves what the solver would grant: each leader, then the directors."""
    chain = [agent.agent_id for agent in case.agents if agent.leads]
    for actor in (*chain, "@demo-director", "@demo-centre-director"):
        try:
            decide_grants(desk, actor, roster_id)
        except RefusedError:
            continue


def _people(case: Case) -> list[tuple[str, Role, str]]:
    leaders = [agent for agent in case.agents if agent.role is Post.LEADER]
    leader = leaders[0] if leaders else case.agents[0]
    others = [agent for agent in case.agents if agent.role is Post.AGENT]
    mine = next((agent for agent in others if agent.team == leader.team), others[0])
    partner = next((agent for agent in others if agent.team == mine.team and agent is not mine), others[-1])
    second = leaders[1].agent_id if len(leaders) > 1 else ""
    found = [
        ("demo-agent", Role.AGENT, mine.agent_id),
        ("demo-partner", Role.AGENT, partner.agent_id),
        ("demo-leader", Role.LEADER, leader.agent_id),
        ("demo-leader-2", Role.LEADER, second),
        ("demo-director", Role.DIRECTOR, ""),
        ("demo-centre-director", Role.CENTRE_DIRECTOR, ""),
        ("demo-planner", Role.PLANNER, ""),
        ("demo-admin", Role.ADMIN, ""),
    ]
    return [item for item in found if item[2] or item[1] is not Role.LEADER]


def _make_accounts(parts: Services, case: Case) -> list[tuple[str, Role, str]]:
    people = _people(case)
    with parts.store.writing() as connection:
        for username, role, agent_id in people:
            create_account(
                connection,
                username,
                role,
                name=case.agent_by_id[agent_id].name if agent_id else username,
                password=PASSWORD,
                centre_id=None if role is Role.ADMIN else CENTRE,
                agent_id=agent_id or None,
            )
    return people
