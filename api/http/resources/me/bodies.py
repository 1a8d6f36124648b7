"""The bodies of one's own resources."""

from datetime import date as Day  # noqa: N812 - a field is called `date`
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from api.accounts.caller import Scope
from api.http.models import Body, Id, Line

ONE_ADDRESS = r"^$|^[^@\s\x00-\x1f,;:<>()\[\]\"\\]+@[^@\s\x00-\x1f,;:<>()\"\\]+$"
"""One receiver, or none."""
MONTH = r"^\d{4}-\d{2}$"


class MeOut(BaseModel):
    """The caller."""

    username: str
    name: str
    role: str
    centre_id: str | None
    agent_id: str | None
    language: str
    email: str
    rights: list[str]
    must_change_password: bool
    unread_notices: int


class Preferences(Body):
    """What one may change about oneself."""

    language: Literal["zh", "en"] | None = None
    email: Annotated[str, StringConstraints(max_length=320, pattern=ONE_ADDRESS)] | None = None

    model_config = {"json_schema_extra": {"examples": [{"language": "en"}]}}


class NewPassword(Body):
    """The password in force and the one to come."""

    current: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    new: Annotated[str, StringConstraints(min_length=1, max_length=200)]

    model_config = {
        **Body.model_config,
        "json_schema_extra": {"examples": [{"current": "demo-password", "new": "a phrase that is easy to remember"}]},
    }


class TokenBody(Body):
    """A token to make."""

    label: Line = ""
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=2)] = [Scope.READ]
    days: Annotated[int, Field(ge=1, le=3650)] | None = None

    model_config = {"json_schema_extra": {"examples": [{"label": "wallboard", "scopes": ["read"], "days": 90}]}}


class TokenOut(BaseModel):
    """A token; its secret is told only when it is made."""

    id: str
    label: str
    scopes: list[str]
    created_at: str
    expires_at: str | None
    token: str | None = None


class NoticeOut(BaseModel):
    """Something that touches the caller."""

    id: str
    text: str
    link: str
    created_at: str
    read: bool


class WaitingOut(BaseModel):
    """One thing that waits for the caller's word, or a solve of the caller's that still runs.

    `due`: the instant by which it matters (null: none); `on_behalf_of`: in whose place the caller decides; `gap`:
    seat-intervals that a yes leaves short; `consent_needed`: a yes must say so expressly; `reported_by`: the colleague
    whose report of sickness asks to be confirmed, else empty; `asked`: who is to cover a vacancy, while that person's
    own leader has yet to agree, else empty.
    """

    kind: str
    id: str
    link: str
    month: str | None
    people: list[str]
    days: list[str]
    due: str | None
    on_behalf_of: str
    gap: int
    consent_needed: bool
    reported_by: str
    asked: str
    count: int


class WishRow(Body):
    """A shift (or `off`) wanted, or not wanted, on a day."""

    date: Day
    shift: Id
    wanted: bool = True


class WishesBody(Body):
    """All of one's wishes for a month, in place of the earlier ones."""

    month: Annotated[str, StringConstraints(pattern=MONTH)]
    wishes: Annotated[list[WishRow], Field(max_length=31)]

    model_config = {
        **Body.model_config,
        "json_schema_extra": {
            "examples": [{"month": "2026-10", "wishes": [{"date": "2026-10-20", "shift": "off", "wanted": True}]}]
        },
    }


class ProxiesBody(Body):
    """Everybody who may report the caller's sickness, in place of those named before."""

    proxies: Annotated[list[Id], Field(max_length=100)]

    model_config = {**Body.model_config, "json_schema_extra": {"examples": [{"proxies": ["0006"]}]}}


class ProxiesOut(BaseModel):
    """Whom the caller has named to report their sickness, by id."""

    proxies: list[str]


class ColleagueOut(BaseModel):
    """Somebody of one's team, or for leaders and offices of one's people."""

    agent_id: str
    name: str
    team: str
