"""Connections on which a request's headers do not come in time are closed: a sender that dribbles holds nothing."""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEADER_SECONDS = 15.0
"""How long the first line and the headers of a request may take, from the connection or their first byte on."""


class TimelyHeaders(H11Protocol):
    """uvicorn's HTTP/1.1, with a limit where it has none: each byte of a slow header begins no new patience."""

    headers_due: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A line was opened: who says nothing is let go too."""
        super().connection_made(transport)
        self._wait_for_headers()

    def data_received(self, data: bytes) -> None:
        """Bytes of a request."""
        super().data_received(data)
        if self._is_answered_early():
            # What is left of a body that nobody waits for must come soon too.
            return
        if self.conn.their_state is not h11.IDLE:
            self._headers_came()
        elif self.headers_due is None and self.conn.trailing_data[0]:
            self._wait_for_headers()

    def on_response_complete(self) -> None:
        """The answer is out, perhaps before all was read that it answers."""
        super().on_response_complete()
        if self._is_answered_early() and self.headers_due is None:
            self._wait_for_headers()

    def _is_answered_early(self) -> bool:
        return self.conn.our_state is h11.DONE and self.conn.their_state is h11.SEND_BODY

    def connection_lost(self, exc: Exception | None) -> None:
        """The line is gone."""
        self._headers_came()
        super().connection_lost(exc)

    def _wait_for_headers(self) -> None:
        self.headers_due = self.loop.call_later(HEADER_SECONDS, self._close)

    def _headers_came(self) -> None:
        if self.headers_due is not None:
            self.headers_due.cancel()
            self.headers_due = None

    def _close(self) -> None:
        self.headers_due = None
        if not self.transport.is_closing():
            self.transport.close()
