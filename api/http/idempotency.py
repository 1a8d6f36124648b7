"""A write happens once for one key: its effect and its answer are one transaction.

A key belongs to an account, a centre, a method and an address; another body with the same key is refused. Programs
send it as Idempotency-Key, pages as a field of their forms.
"""

import hashlib
import inspect
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Annotated, Any

from fastapi import Depends, Header, Request, Response

from api.accounts.caller import Caller
from api.http.dependencies import Me, Parts, Services
from api.http.replies import Reply, encoded
from api.problem import CONFLICT, KeyTakenError, Problem
from api.store.reply_rows import claim_reply, keep_reply, reply
from roster.store.connect import Connection

KeyHeader = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="Makes a repeated request have its effect once",
    ),
]


@dataclass(frozen=True)
class Writing:
    """The write of a request. `scope` is where its key counts, `fingerprint` what was asked."""

    parts: Services
    caller: Caller
    key: str | None
    scope: str
    fingerprint: str

    def once(self, work: Callable[[], Reply]) -> Response:
        """Do the work in one transaction and keep its answer, or give the kept answer again."""
        return self.answer_once(lambda: work().response)

    def answer_once(self, work: Callable[[], Response]) -> Response:
        """The same for work that answers in HTTP, as pages do."""
        with self.parts.store.writing() as connection:
            key = self.key
            if key is None:
                return work()
            account = self.caller.account_id
            # The key is taken first: whoever comes with it meanwhile waits, and finds the answer.
            if not claim_reply(connection, account, self.scope, key, self.fingerprint):
                return self._repeated(connection, key)
            made = work()
            headers = json.dumps(dict(made.headers))
            keep_reply(connection, account, self.scope, key, made.status_code, headers, bytes(made.body))
            return made

    def known(self) -> Response | None:
        """The answer to a repetition, for work that is too long for a transaction; None for a first request."""
        if self.key is None:
            return None
        with self.parts.store.reading() as connection:
            if reply(connection, self.caller.account_id, self.scope, self.key) is None:
                return None
            return self._repeated(connection, self.key)

    def _repeated(self, connection: Connection, key: str) -> Response:
        earlier: Any = reply(connection, self.caller.account_id, self.scope, key)
        if earlier is None:
            raise Problem(CONFLICT)
        if earlier.fingerprint != self.fingerprint:
            raise KeyTakenError
        return encoded(earlier.body, {**json.loads(earlier.headers), "Idempotency-Replayed": "true"}, earlier.status)


def write_of(request: Request, parts: Services, caller: Caller, key: str | None, asked: bytes) -> Writing:
    """The write that a request asks for, by its key; `asked` is what tells it from another one."""
    if key is None:
        return Writing(parts, caller, None, "", "")
    place = f"{caller.centre_id or ''}\n{request.method} {request.url.path}?{request.url.query}"
    scope = hashlib.sha256(place.encode()).hexdigest()
    return Writing(parts, caller, key, scope, hashlib.sha256(asked).hexdigest())


async def writing(request: Request, parts: Parts, caller: Me, idempotency_key: KeyHeader = None) -> Writing:
    """The write of this request."""
    asked = request.headers.get("if-match", "").encode() + b"\n" + await request.body() if idempotency_key else b""
    return write_of(request, parts, caller, idempotency_key, asked)


Write = Annotated[Writing, Depends(writing)]


def once(route: Callable[..., Reply]) -> Callable[..., Response]:
    """Makes a route one write: all that it reads and does is one transaction, done once for one Idempotency-Key."""

    @wraps(route)
    def done(*, write: Writing, **given: Any) -> Response:
        return write.once(lambda: route(**given))

    signature = inspect.signature(route, eval_str=True)
    own = [item.replace(kind=inspect.Parameter.KEYWORD_ONLY) for item in signature.parameters.values()]
    more = inspect.Parameter("write", inspect.Parameter.KEYWORD_ONLY, annotation=Write)
    done.__signature__ = signature.replace(parameters=[*own, more], return_annotation=Response)  # type: ignore[attr-defined]
    done.__annotations__ = {**{item.name: item.annotation for item in (*own, more)}, "return": Response}
    return done
