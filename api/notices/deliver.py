"""Deliveries: each claimed by one worker at a time, tried again with growing pauses, marked when it went out.

A receiver can tell a repetition (after a crash between sending and marking) by the Message-ID or the Roster-Delivery
header, which is the delivery's id.
"""

import hashlib
import hmac
import json
import smtplib
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx
from sqlalchemy import Row, select, update

from api.operation.logs import logger
from api.settings import Settings
from api.store.instant import SECOND, now_micros
from api.store.tables import ACCOUNTS, DELIVERIES, NOTICES, WEBHOOKS
from roster.store.connect import Store

MOST_ATTEMPTS = 12
CLAIM_SECONDS = 60
TIMEOUT_SECONDS = 10.0
SIGNATURE = "Roster-Signature"


def deliver_due(store: Store, settings: Settings, send: Callable[[Row[Any], Settings], None] | None = None) -> int:
    """Send what is due; how many went out."""
    now = now_micros()
    with store.reading() as connection:
        due = select(DELIVERIES.c.id).where(DELIVERIES.c.state == "waiting", DELIVERIES.c.due_at <= now)
        ids = list(connection.execute(due.order_by(DELIVERIES.c.due_at).limit(20)).scalars())
    sent = 0
    for delivery_id in ids:
        row = _claim(store, delivery_id)
        if row is None:
            continue
        try:
            (send or send_now)(row, settings)
        except (OSError, smtplib.SMTPException, httpx.HTTPError, ValueError) as error:
            _later(store, row, type(error).__name__)
        else:
            sent += 1
            with store.writing() as connection:
                mine = DELIVERIES.c.id == delivery_id
                connection.execute(update(DELIVERIES).where(mine).values(state="sent", sent_at=now_micros()))
    return sent


def _claim(store: Store, delivery_id: str) -> Row[Any] | None:
    """Take a delivery: whoever moves its due time first has it."""
    now = now_micros()
    with store.writing() as connection:
        mine = (DELIVERIES.c.id == delivery_id) & (DELIVERIES.c.state == "waiting") & (DELIVERIES.c.due_at <= now)
        taken = update(DELIVERIES).where(mine)
        done = connection.execute(taken.values(due_at=now + CLAIM_SECONDS * SECOND, attempts=DELIVERIES.c.attempts + 1))
        if done.rowcount != 1:
            return None
        return connection.execute(
            select(
                DELIVERIES,
                NOTICES.c.zh,
                NOTICES.c.en,
                NOTICES.c.link,
                NOTICES.c.occasion,
                ACCOUNTS.c.language,
                ACCOUNTS.c.username,
                WEBHOOKS.c.url,
                WEBHOOKS.c.secret,
            )
            .join(NOTICES, NOTICES.c.id == DELIVERIES.c.notice_id)
            .join(ACCOUNTS, ACCOUNTS.c.id == NOTICES.c.account_id)
            .outerjoin(WEBHOOKS, (WEBHOOKS.c.id == DELIVERIES.c.target) & (DELIVERIES.c.channel == "webhook"))
            .where(DELIVERIES.c.id == delivery_id)
        ).first()


def _later(store: Store, row: Row[Any], why: str) -> None:
    over = row.attempts >= MOST_ATTEMPTS
    pause_seconds = min(3600, 5 * 2 ** min(row.attempts, 12))
    logger().warning("delivery failed", delivery=row.id, channel=row.channel, attempt=row.attempts, error=why)
    with store.writing() as connection:
        connection.execute(
            update(DELIVERIES)
            .where(DELIVERIES.c.id == row.id)
            .values(state="failed" if over else "waiting", due_at=now_micros() + pause_seconds * SECOND)
        )


def send_now(row: Row[Any], settings: Settings) -> None:
    """Send one delivery by its channel."""
    if row.channel == "email":
        _mail(row, settings)
    elif row.url is not None:
        _post(row)


def signature(secret: str, body: bytes) -> str:
    """What a webhook's receiver checks: HMAC-SHA256 of the body with the shared secret."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _post(row: Row[Any]) -> None:
    told = {"id": row.id, "account": row.username, "text": {"zh": row.zh, "en": row.en}, "link": row.link}
    body = json.dumps(told, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json",
        "Roster-Delivery": row.id,
        SIGNATURE: signature(row.secret, body),
    }
    with httpx.Client(timeout=TIMEOUT_SECONDS, follow_redirects=False, trust_env=False) as client:
        client.post(row.url, content=body, headers=headers).raise_for_status()


def _mail(row: Row[Any], settings: Settings) -> None:
    message = EmailMessage()
    text = row.zh if row.language == "zh" else row.en
    message["Subject"] = " ".join(text.split())[:200]
    message["From"] = settings.mail_from
    message["To"] = row.target
    message["Message-ID"] = f"<{row.id}@roster>"
    message.set_content(f"{text}\n\n{settings.public_url.rstrip('/')}{row.link}\n")
    address = urlsplit(settings.smtp_url)
    kind = smtplib.SMTP_SSL if address.scheme == "smtps" else smtplib.SMTP
    with kind(address.hostname or "localhost", address.port or 0, timeout=TIMEOUT_SECONDS) as server:
        if address.username:
            server.login(unquote(address.username), unquote(address.password or ""))
        server.send_message(message)
