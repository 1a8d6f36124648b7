"""Calendars that are as they were, answered before anything else is looked at: programs ask for them all day long.

What a 304 needs is one look at the subscription and its centre's revision; routes, rights and the calendar itself are
for those that changed.
"""

from collections.abc import Callable, MutableMapping
from contextlib import suppress
from typing import Any

import anyio.to_thread
from starlette.requests import Request

from api.accounts.secrets import digest
from api.calendars.render import FeedVersion
from api.http.dependencies import Services
from api.http.errors import problem
from api.http.middleware import App, Message, Receive, Send
from api.store import feed_rows
from roster.errors import NotFoundError, RosterError, StorageError

BEFORE, AFTER = "/calendars/", ".ics"
CONDITIONS = (b"if-none-match", b"if-modified-since")


Look = Callable[..., Any]


def count_feed(parts: Services, client: str) -> None:
    """One more calendar that an address asks for; a problem above the limit."""
    parts.limits.take("feed", client, parts.settings.feed_requests_per_minute)


def known_version(parts: Services, token: str, look: Look) -> tuple[FeedVersion | None, Any]:
    """A calendar's version where it has been rendered as it is now, and its subscription; NotFoundError without one."""
    row = feed_rows.feed_of_token(look, digest(token))
    if row is None:
        raise NotFoundError("calendar")
    parts.office.keep_up(row.epoch)
    return parts.feeds.known(row), row


class FeedGate:
    """The layer before the routes. `route` is the feeds' own, under which the answers are counted."""

    def __init__(self, app: App, parts: Services, route: object) -> None:
        self.app, self.parts, self.route = app, parts, route

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer what is as it was; hand on everything else."""
        path = scope.get("path", "")
        if scope["type"] == "http" and path.startswith(BEFORE) and path.endswith(AFTER) and scope["method"] == "GET":
            given = {name: value.decode("latin-1") for name, value in scope["headers"] if name in CONDITIONS}
            if given and scope["path"].count("/") == BEFORE.count("/"):
                token = path[len(BEFORE) : -len(AFTER)]
                client = scope["client"][0] if scope.get("client") else ""
                scope["route"] = self.route
                try:
                    count_feed(self.parts, client)
                    known, row = await self._look(token)
                except RosterError as error:
                    await problem(Request(scope), error)(scope, receive, send)
                    return
                if known is not None and known.has(*(given.get(name) for name in CONDITIONS)):
                    await _unchanged(send, known.raw_headers)
                    return
                scope["state"]["feed"] = known, row
        await self.app(scope, receive, send)

    async def _look(self, token: str) -> tuple[FeedVersion | None, Any]:
        store = self.parts.store
        if store.peeks:
            # Otherwise a thread asks, and may wait.
            with suppress(StorageError):
                return known_version(self.parts, token, store.peek)
        return await anyio.to_thread.run_sync(known_version, self.parts, token, store.glance)


async def _unchanged(send: Send, headers: tuple[tuple[bytes, bytes], ...]) -> None:
    start: Message = {"type": "http.response.start", "status": 304, "headers": headers}
    await send(start)
    await send({"type": "http.response.body", "body": b""})
