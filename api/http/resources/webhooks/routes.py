"""Webhooks of a centre, for admins: each notice is posted to them, signed."""

from fastapi import Response

from api.accounts.secrets import new_secret
from api.http.dependencies import Admin, Parts, centre_of
from api.http.idempotency import once
from api.http.models import PageOf
from api.http.paging import Paged
from api.http.replies import Reply, answer
from api.http.resources.webhooks.bodies import WebhookBody, WebhookOut
from api.http.routing import resource
from api.notices.deliver import SIGNED
from api.notices.robot_desk import need_outside
from api.store import notice_rows
from api.views.accounts import webhook_view
from roster.errors import NotFoundError

router = resource("/webhooks", "webhooks")


@router.get("", response_model=PageOf[WebhookOut])
def list_webhooks(parts: Parts, caller: Admin, page: Paged) -> Response:
    """The webhooks of the caller's centres."""
    with parts.store.reading() as connection:
        every = notice_rows.webhooks(connection, None)
    rows = [row for row in every if row.kind == SIGNED and caller.sees_centre(row.centre_id)]
    return answer(page.of([webhook_view(row) for row in rows]))


@router.post("", status_code=201, response_model=WebhookOut)
def make(parts: Parts, caller: Admin, body: WebhookBody) -> Response:
    """Add a webhook. Its secret is told this once (so an Idempotency-Key is not heard)."""
    centre = centre_of(caller, body.centre_id)
    need_outside(parts.settings, body.url)
    secret = new_secret()
    with parts.store.writing() as connection:
        parts.office.desk(centre)
        row = notice_rows.add_webhook(connection, centre, body.url, secret)
    return answer({**webhook_view(row), "secret": secret}, status=201)


@router.delete("/{webhook_id}", status_code=204, response_class=Response)
@once
def drop(parts: Parts, caller: Admin, webhook_id: str) -> Reply:
    """Take a webhook away; what waits for it is not sent."""
    with parts.store.writing() as connection:
        row = notice_rows.webhook(connection, webhook_id)
        caller.need_centre(row.centre_id)
        if row.kind != SIGNED:
            raise NotFoundError(webhook_id)
        notice_rows.drop_webhook(connection, webhook_id)
    return Reply(None, 204)
