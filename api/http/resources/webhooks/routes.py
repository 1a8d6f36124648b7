"""Webhooks of a centre, for admins: each notice is posted to them, signed."""

import ipaddress
from contextlib import suppress
from urllib.parse import urlsplit

from fastapi import Response

from api.accounts.secrets import new_secret
from api.http.dependencies import Admin, Parts, Services, centre_of
from api.http.idempotency import once
from api.http.models import PageOf
from api.http.paging import Paged
from api.http.replies import Reply, answer
from api.http.resources.webhooks.bodies import WebhookBody, WebhookOut
from api.http.routing import resource
from api.notices.outbound import may_reach
from api.problem import input_problem
from api.settings import networks
from api.store import notice_rows
from api.views.accounts import webhook_view
from roster.text import Text

router = resource("/webhooks", "webhooks")


@router.get("", response_model=PageOf[WebhookOut])
def list_webhooks(parts: Parts, caller: Admin, page: Paged) -> Response:
    """The webhooks of the caller's centres."""
    with parts.store.reading() as connection:
        rows = [row for row in notice_rows.webhooks(connection, None) if caller.sees_centre(row.centre_id)]
    return answer(page.of([webhook_view(row) for row in rows]))


@router.post("", status_code=201, response_model=WebhookOut)
def make(parts: Parts, caller: Admin, body: WebhookBody) -> Response:
    """Add a webhook. Its secret is told this once (so an Idempotency-Key is not heard)."""
    centre = centre_of(caller, body.centre_id)
    _need_outside(parts, body.url)
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
        caller.need_centre(notice_rows.webhook(connection, webhook_id).centre_id)
        notice_rows.drop_webhook(connection, webhook_id)
    return Reply(None, 204)


def _need_outside(parts: Services, url: str) -> None:
    """What can be seen of an address already; where a name leads is judged at each delivery."""
    try:
        host = urlsplit(url).hostname or ""
        usable = bool(host) and urlsplit(url).port != 0
    except ValueError:
        host, usable = "", False
    with suppress(ValueError):
        usable = usable and may_reach(ipaddress.ip_address(host), networks(parts.settings.webhook_networks))
    if not usable:
        raise input_problem("url", Text("地址不可用", "can't be a webhook"), Text("换一个地址", "Give another address"))
