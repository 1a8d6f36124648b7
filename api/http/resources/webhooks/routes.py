"""Webhooks of a centre, for admins: each notice is posted to them, signed."""

import ipaddress
import uuid
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Response
from pydantic import BaseModel, StringConstraints
from sqlalchemy import delete, insert, select

from api.accounts.secrets import new_secret
from api.http.dependencies import Admin, Paged, Parts, Reply, Write, answer
from api.http.models import Body, Id, PageOf
from api.http.resources.swaps.routes import centre_of
from api.problem import input_problem
from api.store.instant import from_micros, now_micros
from api.store.tables import WEBHOOKS
from roster.errors import NotFoundError
from roster.text import Text

router = APIRouter(prefix="/webhooks", tags=["webhooks"])


class WebhookBody(Body):
    """Where notices shall be posted."""

    url: Annotated[str, StringConstraints(min_length=8, max_length=2000, pattern=r"^https?://[^\s\x00-\x1f]+$")]
    centre_id: Id | None = None

    model_config = {
        **Body.model_config,
        "json_schema_extra": {"examples": [{"centre_id": "demo", "url": "https://hooks.example.com/roster"}]},
    }


class WebhookOut(BaseModel):
    """A webhook; the secret that signs its posts is told once."""

    id: str
    centre_id: str
    url: str
    created_at: str
    secret: str | None = None


def out(row: Any) -> dict[str, Any]:
    """A webhook as it is sent, without its secret."""
    told = {key: getattr(row, key) for key in ("id", "centre_id", "url")}
    return {**told, "created_at": from_micros(row.created_at).isoformat(), "secret": None}


@router.get("", response_model=PageOf[WebhookOut])
def list_webhooks(parts: Parts, caller: Admin, page: Paged) -> Response:
    """The webhooks of the caller's centres."""
    with parts.store.reading() as connection:
        rows = [row for row in connection.execute(select(WEBHOOKS).order_by(WEBHOOKS.c.id)) if _mine(caller, row)]
    return answer(page.of([out(row) for row in rows]))


@router.post("", status_code=201, response_model=WebhookOut)
def make(parts: Parts, caller: Admin, body: WebhookBody) -> Response:
    """Add a webhook. Its secret is told this once (so an Idempotency-Key is not heard)."""
    centre = centre_of(caller, body.centre_id)
    parts.office.desk(centre)
    _need_outside(body.url)
    row = {
        "id": str(uuid.uuid4()),
        "centre_id": centre,
        "url": body.url,
        "secret": new_secret(),
        "created_at": now_micros(),
    }
    with parts.store.writing() as connection:
        connection.execute(insert(WEBHOOKS).values(row))
    told = {**row, "created_at": from_micros(row["created_at"]).isoformat()}  # type: ignore[arg-type]
    return answer(told, status=201)


@router.delete("/{webhook_id}", status_code=204, response_class=Response)
def drop(caller: Admin, write: Write, webhook_id: str) -> Response:
    """Take a webhook away; what waits for it is not sent."""

    def work(connection: Any) -> Reply:
        row = connection.execute(select(WEBHOOKS).where(WEBHOOKS.c.id == webhook_id)).first()
        if row is None or not _mine(caller, row):
            raise NotFoundError(webhook_id)
        connection.execute(delete(WEBHOOKS).where(WEBHOOKS.c.id == webhook_id))
        return Reply(None, 204)

    return write.once(work)


def _mine(caller: Any, row: Any) -> bool:
    return bool(caller.sees_centre(row.centre_id))


def _need_outside(url: str) -> None:
    """Addresses of this machine's own metadata and link are no webhooks."""
    try:
        host = urlsplit(url).hostname or ""
        port = urlsplit(url).port
    except ValueError:
        host, port = "", None
    del port
    try:
        inside = ipaddress.ip_address(host).is_link_local
    except ValueError:
        inside = not host
    if inside:
        raise input_problem("url", Text("地址不可用", "can't be a webhook"), Text("换一个地址", "Give another address"))
