"""Deliveries: each claimed by one worker at a time, tried again with growing pauses, marked when it went out.

A receiver can tell a repetition (after a crash between sending and marking) by the Message-ID or the Roster-Delivery
header, which is the delivery's id.
"""

import hashlib
import hmac
import json
import smtplib
import threading
import time
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote, urlsplit

import httpcore

from api.notices import robots
from api.notices.outbound import post, post_status
from api.operation.logs import logger
from api.settings import Settings, networks
from api.store import notice_rows
from roster.errors import RosterError
from roster.store.connect import Row, Store
from roster.text import Language

MOST_ATTEMPTS = 12
CLAIM_SECONDS = 60
TIMEOUT_SECONDS = 10.0
SIGNATURE = "Roster-Signature"
API = "/api/v1"
LEAVE = f"{API}/leave/"
SIGNED = "signed"
MOST_ANSWER_BYTES = 4096
NEUTRAL = {"zh": "请假有变动", "en": "A leave changed"}
MOST_AT_ONCE = 16
"""Receivers that one worker is busy with at a time."""


class Deliveries:
    """Deliveries under way, a thread a receiver: one that is slow or dead keeps nobody else's waiting."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store, self.settings = store, settings
        self._lock = threading.Lock()
        self._busy: set[str] = set()

    def start_due(self) -> None:
        """Begin with every receiver that something is due for and that nobody is busy with."""
        with self.store.reading() as connection:
            receivers = notice_rows.due_receivers(connection)
        for receiver in receivers:
            with self._lock:
                if receiver in self._busy or len(self._busy) >= MOST_AT_ONCE:
                    continue
                self._busy.add(receiver)
            threading.Thread(target=self._deliver, args=(receiver,), daemon=True).start()

    def _deliver(self, receiver: str) -> None:
        try:
            deliver_to(self.store, self.settings, receiver)
        except RosterError as error:
            logger().warning("deliveries failed", detail=str(error))
        finally:
            with self._lock:
                self._busy.discard(receiver)


def deliver_due(store: Store, settings: Settings, send: Callable[[Row[Any], Settings], None] | None = None) -> int:
    """Send what is due, receiver by receiver; how many went out."""
    with store.reading() as connection:
        receivers = notice_rows.due_receivers(connection)
    return sum(deliver_to(store, settings, receiver, send) for receiver in receivers)


def deliver_to(
    store: Store, settings: Settings, receiver: str, send: Callable[[Row[Any], Settings], None] | None = None
) -> int:
    """Send what is due to one receiver; how many went out. Where it can't be reached, the rest is put off untried."""
    with store.reading() as connection:
        ids = notice_rows.due_deliveries(connection, receiver, 20)
    sent, reached = 0, True
    for delivery_id in ids:
        with store.writing() as connection:
            row = notice_rows.claim_delivery(connection, delivery_id, CLAIM_SECONDS)
        if row is None:
            continue
        if not reached:
            _later(store, row, "unreachable")
            continue
        try:
            (send or send_now)(row, settings)
        except TurnedAwayError as error:
            _later(store, row, str(error))
        except (OSError, smtplib.SMTPException, httpcore.NetworkError, httpcore.TimeoutException) as error:
            reached = False
            _later(store, row, type(error).__name__)
        except (httpcore.ProtocolError, ValueError) as error:
            _later(store, row, type(error).__name__)
        else:
            sent += 1
            with store.writing() as connection:
                notice_rows.mark_sent(connection, delivery_id)
    return sent


class TurnedAwayError(Exception):
    """The receiver answered, and did not take it."""


def _later(store: Store, row: Row[Any], why: str) -> None:
    over = row.attempts >= MOST_ATTEMPTS
    pause_seconds = min(notice_rows.LONGEST_PAUSE_SECONDS, 5 * 2 ** min(row.attempts, 12))
    logger().warning("delivery failed", delivery=row.id, channel=row.channel, attempt=row.attempts, error=why)
    with store.writing() as connection:
        notice_rows.put_off_delivery(connection, row.id, pause_seconds, over=over)


def send_now(row: Row[Any], settings: Settings) -> None:
    """Send one delivery by its channel."""
    if row.channel == "email":
        _mail(row, settings)
    elif row.url is not None:
        _post(row, settings)


def signature(secret: str, body: bytes) -> str:
    """What a webhook's receiver checks: HMAC-SHA256 of the body with the shared secret."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _post(row: Row[Any], settings: Settings) -> None:
    # A webhook is read by whoever set it up, a robot by its whole group: of a leave only that there is one.
    text = NEUTRAL if row.link.startswith(LEAVE) else {"zh": row.text_zh, "en": row.text_en}
    if row.kind != SIGNED:
        link = settings.public_url.rstrip("/") + row.link.removeprefix(API)
        say_by_robot(settings, row.kind, row.url, row.secret, text[row.robot_language], link, row.robot_language)
        return
    payload = {"id": row.id, "account": row.username, "text": text, "link": row.link}
    body = json.dumps(payload, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json",
        "Roster-Delivery": row.id,
        SIGNATURE: signature(row.secret, body),
    }
    inside = networks(settings.webhook_networks)
    status = post_status(row.url, body, headers, inside=inside, seconds=TIMEOUT_SECONDS)
    if not 200 <= status < 300:
        raise TurnedAwayError(str(status))


def say_by_robot(
    settings: Settings, kind: str, url: str, secret: str, text: str, link: str, language: Language
) -> None:
    """Post a message to a group robot; TurnedAwayError where its service does not take it."""
    made = robots.message(kind, url, secret, text, link, language, int(time.time()))
    inside = networks(settings.webhook_networks)
    status, answer = post(
        made.url, made.body, made.headers, inside=inside, seconds=TIMEOUT_SECONDS, most=MOST_ANSWER_BYTES
    )
    if not 200 <= status < 300:
        raise TurnedAwayError(str(status))
    against = robots.refused(answer)
    if against is not None:
        raise TurnedAwayError(against)


def _mail(row: Row[Any], settings: Settings) -> None:
    message = EmailMessage()
    text = row.text_zh if row.language == "zh" else row.text_en
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
