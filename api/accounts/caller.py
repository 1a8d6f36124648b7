"""Who asks: roles, the rights that they hold, and the caller behind a request."""

from dataclasses import dataclass
from enum import StrEnum

from roster.errors import NotFoundError
from roster.model import Agent
from roster.text import Language


class Role(StrEnum):
    """What an account is. Team leaders and deputies are told apart by their agent's record."""

    AGENT = "agent"
    LEADER = "leader"
    DIRECTOR = "department_director"
    CENTRE_DIRECTOR = "centre_director"
    PLANNER = "planner"
    ADMIN = "admin"


class Right(StrEnum):
    """What a request needs beside being logged in.

    OWN: one's own affairs; LEAD: the affairs of one's people; PLAN: drafts, load, solves; STAFF: who is in which team
    with which role, grade and protection, the shifts and the rules; PUBLISH: what binds people; ADMIN: accounts,
    centres, webhooks.
    """

    OWN = "own"
    LEAD = "lead"
    PLAN = "plan"
    STAFF = "staff"
    PUBLISH = "publish"
    ADMIN = "admin"


# ROLE: leaders draft the roster and report the load, the director deploys people and publishes.
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.AGENT: frozenset({Right.OWN}),
    Role.LEADER: frozenset({Right.OWN, Right.LEAD, Right.PLAN}),
    Role.DIRECTOR: frozenset({Right.OWN, Right.LEAD, Right.PLAN, Right.STAFF, Right.PUBLISH}),
    Role.CENTRE_DIRECTOR: frozenset({Right.OWN, Right.LEAD, Right.PLAN, Right.STAFF, Right.PUBLISH}),
    Role.PLANNER: frozenset({Right.OWN, Right.PLAN, Right.STAFF}),
    Role.ADMIN: frozenset({Right.OWN, Right.PLAN, Right.STAFF, Right.ADMIN}),
}


class Scope(StrEnum):
    """What an API token may be used for."""

    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Caller:
    """The account behind a request. `centre_id` None: every centre for an admin, none for anybody else.

    `by_session`: identified by a cookie, so that CSRF is to be kept off. `scopes` limit what the token `token_id`,
    which ends at `token_ends` (UTC microseconds), may do. `epoch` is the store's when the caller was looked up.
    """

    account_id: str
    username: str
    name: str
    role: Role
    centre_id: str | None
    agent_id: str | None
    language: Language
    scopes: frozenset[Scope] = frozenset(Scope)
    by_session: bool = False
    must_change_password: bool = False
    token_id: str | None = None
    token_ends: int | None = None
    epoch: int | None = None

    @property
    def person(self) -> str:
        """The name under which the desk knows them: the agent's id, or the account's name for who is not rostered."""
        return self.agent_id or f"@{self.username}"

    def may(self, right: Right) -> bool:
        """Whether the role holds the right."""
        return right in RIGHTS[self.role]

    def need(self, right: Right) -> None:
        """NotFoundError unless the role holds the right: what one may not do does not exist for one."""
        if not self.may(right):
            raise NotFoundError(right.value)

    @property
    def sees_every_centre(self) -> bool:
        """Whether they are an admin of the whole installation."""
        return self.centre_id is None and self.role is Role.ADMIN

    def sees_centre(self, centre_id: str) -> bool:
        """Whether the centre is theirs."""
        return self.centre_id == centre_id or self.sees_every_centre

    def need_centre(self, centre_id: str) -> None:
        """NotFoundError for a centre that is not theirs."""
        if not self.sees_centre(centre_id):
            raise NotFoundError(centre_id)

    def sees_agent(self, agent: Agent, own_team: str | None) -> bool:
        """Whether a person's affairs are theirs to see: one's own, one's team's, or everybody's for an office."""
        if agent.agent_id == self.agent_id:
            return True
        if self.role is Role.AGENT:
            return False
        if self.role is Role.LEADER:
            return own_team is not None and agent.team == own_team
        return True
