"""The bodies of the accounts' resources."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from api.accounts.caller import Role
from api.http.models import Body, Id, Line

Name = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\s\x00-\x1f\x7f]+$")]


class AccountBody(Body):
    """An account to make. Without a password a one-time one is made and told."""

    username: Name
    role: Role
    name: Line = ""
    centre_id: Id | None = None
    agent_id: Id | None = None
    language: Literal["zh", "en"] = "zh"
    password: Annotated[str, StringConstraints(min_length=10, max_length=200)] | None = None

    model_config = {
        "json_schema_extra": {
            "examples": [{"username": "wang.wei", "role": "planner", "name": "王伟", "centre_id": "demo"}]
        }
    }


class AccountChange(Body):
    """What may be changed of an account; `reset_password` gives a one-time one."""

    role: Role | None = None
    name: Line | None = None
    centre_id: Id | None = None
    agent_id: Id | None = None
    language: Literal["zh", "en"] | None = None
    disabled: bool | None = None
    reset_password: bool = False

    model_config = {"json_schema_extra": {"examples": [{"name": "王伟"}]}}


class AccountOut(BaseModel):
    """An account; `one_time_password` only in the answer that makes it."""

    id: str
    username: str
    name: str
    role: str
    centre_id: str | None
    agent_id: str | None
    disabled: bool
    language: str
    last_log_in: str | None
    one_time_password: str | None = None


class BulkBody(Body):
    """Accounts for a centre's people who have none, of some teams where they are named; `dry_run` only lists them."""

    centre_id: Id | None = None
    teams: Annotated[list[Id], Field(max_length=500)] = []
    dry_run: bool = False

    model_config = {"json_schema_extra": {"examples": [{"centre_id": "demo", "dry_run": True}]}}


class SlipOut(BaseModel):
    """A new account with its one-time password, told this once; `problem` where it could not be made."""

    username: str
    name: str
    role: str
    agent_id: str
    one_time_password: str | None
    problem: str | None
