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

from api.operation.logs import logger
from api.settings import Settings
from api.store import notice_rows
from roster.store.connect import Row, Store

MOST_ATTEMPTS = 12
CLAIM_SECONDS = 60
TIMEOUT_SECONDS = 10.0
SIGNATURE = "Roster-Signature"


def deliver_due(store: Store, settings: Settings, send: Callable[[Row[Any], Settings], None] | None = None) -> int:
    """Send what is due; how many went out."""
    with store.reading() as connection:
        ids = notice_rows.due_deliveries(connection, 20)
    sent = 0
    for delivery_id in ids:
        with store.writing() as connection:
            row = notice_rows.claim_delivery(connection, delivery_id, CLAIM_SECONDS)
        if row is None:
            continue
        try:
            (send or send_now)(row, settings)
        except (OSError, smtplib.SMTPException, httpx.HTTPError, ValueError) as error:
            _later(store, row, type(error).__name__)
        else:
            sent += 1
            with store.writing() as connection:
                notice_rows.mark_sent(connection, delivery_id)
    return sent


def _later(store: Store, row: Row[Any], why: str) -> None:
    over = row.attempts >= MOST_ATTEMPTS
    pause_seconds = min(3600, 5 * 2 ** min(row.attempts, 12))
    logger().warning("delivery failed", delivery=row.id, channel=row.channel, attempt=row.attempts, error=why)
    with store.writing() as connection:
        notice_rows.put_off_delivery(connection, row.id, pause_seconds, over=over)


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
