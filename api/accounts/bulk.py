"""Accounts for everybody at once: proposed from the people, made, told on slips."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from api.accounts.accounts import create_account
from api.accounts.caller import Role
from api.accounts.secrets import fresh_password, hash_password
from api.problem import Problem
from api.store.account_rows import taken_names
from roster.errors import InputError
from roster.model import Case
from roster.store.connect import Store
from roster.text import Text


@dataclass(frozen=True, slots=True)
class Slip:
    """An account to make, or made: then with its one-time password, or with what stood in the way."""

    username: str
    name: str
    role: Role
    agent_id: str
    team: str
    password: str | None = None
    problem: Text | None = None


def without_account(store: Store, centre_id: str, case: Case, teams: Collection[str] = ()) -> list[Slip]:
    """Who has no account yet, in the case's order; named by the agent's id, with the centre's where that is taken."""
    with store.reading() as connection:
        have, taken = taken_names(connection, centre_id)
    slips = []
    for agent in case.agents:
        if agent.agent_id in have or (teams and agent.team not in teams):
            continue
        name = agent.agent_id.casefold()
        username = name if name not in taken else f"{centre_id}-{name}".casefold()
        role = Role.LEADER if agent.leads else Role.AGENT
        slips.append(Slip(username, agent.name, role, agent.agent_id, agent.team))
    return slips


def make_accounts(store: Store, centre_id: str, slips: Collection[Slip]) -> list[Slip]:
    """Each account with a one-time password; one that cannot be made says why, the rest have theirs.

    A hash takes a while by design: each is worked out before its transaction, so that nobody's write waits for it.
    """
    return [_made(store, centre_id, slip) for slip in slips]


def _made(store: Store, centre_id: str, slip: Slip) -> Slip:
    password = fresh_password()
    hashed = hash_password(password)
    try:
        with store.writing() as connection:
            create_account(
                connection,
                slip.username,
                slip.role,
                name=slip.name,
                password_hash=hashed,
                centre_id=centre_id,
                agent_id=slip.agent_id,
                one_time=True,
            )
    except Problem as error:
        return replace(slip, problem=error.detail)
    except InputError as error:
        return replace(slip, problem=error.faults[0].problem)
    return replace(slip, password=password)
