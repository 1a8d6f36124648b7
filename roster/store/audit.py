"""The audit log: every write leaves a row that holds the hash of the row before it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, and_, cast, func, insert, literal, or_, select, true, update

from roster.store.tables.audit import AUDIT, AUDIT_HEAD
from roster.store.tables.desk import DELEGATIONS, LEAVES, OVERTIME, PERMITS, SWAP_PARTIES, SWAP_WISHES
from roster.store.types import canonical
from roster.text import Text

NOTHING = Text("", "")
THEIRS = (
    ("leave", LEAVES.c.leave_id, LEAVES.c.agent_id),
    ("swap", SWAP_PARTIES.c.swap_id, SWAP_PARTIES.c.party),
    ("wish", SWAP_WISHES.c.wish_id, SWAP_WISHES.c.agent_id),
    ("permit", PERMITS.c.permit_id, PERMITS.c.agent_id),
    ("overtime", OVERTIME.c.overtime_id, OVERTIME.c.agent_id),
    ("delegation", cast(DELEGATIONS.c.delegation_id, String), DELEGATIONS.c.deputy),
    ("delegation", cast(DELEGATIONS.c.delegation_id, String), DELEGATIONS.c.approver),
)
"""What rows are about that is of a person: its kind, its number, and whose it is."""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One row: who did what to what, when, and the chain's hashes."""

    seq: int
    at: str
    centre_id: str
    actor: str
    action: str
    subject: str
    payload: str
    previous: str
    hash: str

    def hashed(self) -> str:
        """The hash that the row should carry."""
        row = [self.seq, self.at, self.centre_id, self.actor, self.action, self.subject, self.payload, self.previous]
        return hashlib.sha256(canonical(row).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class AuditVerdict:
    """Whether the chain is whole: how many rows, and the first broken one with what is wrong (None: intact)."""

    rows: int
    broken_seq: int | None = None
    problem: Text = NOTHING

    @property
    def intact(self) -> bool:
        """Whether nothing is broken."""
        return self.broken_seq is None


def append(
    connection: Connection, at: datetime, *, centre_id: str, actor: str, action: str, subject: str, payload: Any
) -> int:
    """Adds a row to the log and returns its number. The head row is locked, so numbers have no gap."""
    head = connection.execute(select(AUDIT_HEAD).where(AUDIT_HEAD.c.one == 1).with_for_update()).one()
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    row = AuditRow(head.seq + 1, moment, centre_id, actor, action, subject, canonical(payload), head.hash, "")
    digest = row.hashed()
    values = {name: getattr(row, name) for name in AuditRow.__dataclass_fields__}
    connection.execute(insert(AUDIT).values(**{**values, "hash": digest}))
    connection.execute(update(AUDIT_HEAD).where(AUDIT_HEAD.c.one == 1).values(seq=row.seq, hash=digest))
    return row.seq


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """Which rows are wanted: of a centre, an actor, acts or subjects that begin so, within instants.

    `people`: what one of them did, or what was done about them; accounts by `@` and user name. `acts`: these alone.
    """

    centre_id: str | None = None
    actor: str | None = None
    action: str | None = None
    subject: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    people: frozenset[str] | None = None
    acts: frozenset[str] | None = None

    @property
    def where(self) -> ColumnElement[bool]:
        """As a condition."""
        clauses: list[ColumnElement[bool]] = [AUDIT.c.seq > 0]
        for column, value in ((AUDIT.c.centre_id, self.centre_id), (AUDIT.c.actor, self.actor)):
            if value is not None:
                clauses.append(column == value)
        for column, start in ((AUDIT.c.action, self.action), (AUDIT.c.subject, self.subject)):
            if start is not None:
                clauses.append(column.startswith(start, autoescape=True))
        if self.acts is not None:
            clauses.append(AUDIT.c.action.in_(self.acts))
        if self.people is not None:
            clauses.append(_of_people(self.people, self.centre_id))
        if self.since is not None:
            clauses.append(AUDIT.c.at >= self.since.astimezone(UTC).isoformat(timespec="microseconds"))
        if self.until is not None:
            clauses.append(AUDIT.c.at < self.until.astimezone(UTC).isoformat(timespec="microseconds"))
        return and_(*clauses)


def _of_people(people: frozenset[str], centre_id: str | None) -> ColumnElement[bool]:
    """That one of them acted, or that the row is about one of them or a request of theirs."""
    named = {f"{kind}:{person}" for kind in ("agent", "person") for person in people}
    named |= {f"account:{person.removeprefix('@')}" for person in people}
    clauses = [AUDIT.c.actor.in_(people), AUDIT.c.subject.in_(named)]
    for kind, number, whose in THEIRS:
        asked = select(literal(f"{kind}:") + number).where(whose.in_(people))
        if centre_id is not None and "centre_id" in whose.table.c:
            asked = asked.where(whose.table.c.centre_id == centre_id)
        clauses.append(AUDIT.c.subject.in_(asked))
    return or_(*clauses)


def audit_rows(
    connection: Connection, *, after: int = 0, limit: int | None = None, wanted: AuditQuery | None = None
) -> Iterable[AuditRow]:
    """The log in its order, from the row after `after`: all of it, or the rows `wanted`."""
    where = AUDIT.c.seq > after if wanted is None else and_(wanted.where, AUDIT.c.seq > after)
    for row in connection.execute(select(AUDIT).where(where).order_by(AUDIT.c.seq).limit(limit)):
        yield AuditRow(*(getattr(row, name) for name in AuditRow.__dataclass_fields__))


def audit_page(connection: Connection, wanted: AuditQuery, offset: int, limit: int) -> tuple[list[AuditRow], int]:
    """One page of the rows wanted, newest first, and how many there are."""
    where = wanted.where
    rows = connection.execute(select(AUDIT).where(where).order_by(AUDIT.c.seq.desc()).offset(offset).limit(limit))
    total = connection.execute(select(func.count()).select_from(AUDIT).where(where)).scalar_one()
    return [AuditRow(*(getattr(row, name) for name in AuditRow.__dataclass_fields__)) for row in rows], total


def last_instant(connection: Connection, centre_id: str | None = None) -> datetime | None:
    """The instant of the last act, in a centre or anywhere."""
    where = true() if centre_id is None else AUDIT.c.centre_id == centre_id
    last = connection.execute(select(func.max(AUDIT.c.at)).where(where)).scalar_one_or_none()
    return datetime.fromisoformat(last) if last else None


def verify(connection: Connection) -> AuditVerdict:
    """Reads the whole chain; names the first row that was changed, lost or put in."""
    previous, expected, rows = "", 1, 0
    for row in audit_rows(connection):
        if row.seq != expected:
            return AuditVerdict(rows, expected, Text("该行缺失", "the row is missing"))
        if row.previous != previous:
            return AuditVerdict(rows, row.seq, Text("与前一行不衔接", "the row does not follow the one before it"))
        if row.hashed() != row.hash:
            return AuditVerdict(rows, row.seq, Text("该行被改动", "the row was changed"))
        previous, expected, rows = row.hash, expected + 1, rows + 1
    head = connection.execute(select(AUDIT_HEAD).where(AUDIT_HEAD.c.one == 1)).one_or_none()
    if head is None or (head.seq, head.hash) != (expected - 1, previous):
        return AuditVerdict(rows, expected, Text("末尾几行缺失", "the end of the log is missing"))
    return AuditVerdict(rows)
