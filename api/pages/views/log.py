"""Rows of the log as people read them: about whom and which duty, and what came of it."""

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, get_args
from zoneinfo import ZoneInfo

from api.pages import words
from api.pages.render import first_up
from api.pages.times import moment_text
from api.pages.views.swap import SIGNS
from api.store.account_rows import account_names
from api.views.acts import DETAILS, SUBJECTS
from roster.desk.desk import SYSTEM, Work
from roster.desk.words import duty_words, grade_words, state_words
from roster.errors import RosterError
from roster.model import Duty, Grade, Month
from roster.model.requests import span_words
from roster.store import case_rows, leave_rows, log_rows, overtime_rows, permit_rows, staff_rows, swap_rows, wish_rows
from roster.store.audit import AuditRow
from roster.store.connect import Connection
from roster.store.roster_rows import roster_version
from roster.text import Language, Text, both

Held = Mapping[str, Any]
SAID = ("proxies", "heard", "grade", "since", "office", "holds", "role", "disabled", "password")
"""What of a row stands beside what it is about."""
THE_SYSTEM = Text("系统", "system")
LONGEST = 60
"""Characters of a value that are read; a digest is told by its first."""


def same_act(one: AuditRow, other: AuditRow) -> bool:
    """Whether one act wrote both rows, and about one thing."""
    return _act(one) == _act(other)


def acts_of(rows: Iterable[AuditRow]) -> list[tuple[AuditRow, ...]]:
    """Rows that follow one another and that one act wrote about one thing, together."""
    return [tuple(found) for _, found in groupby(rows, key=_act)]


def _act(row: AuditRow) -> tuple[str, ...]:
    return (row.at, row.centre_id, row.actor, row.action, row.subject)


def plain(row: AuditRow) -> dict[str, Any]:
    """What a row holds."""
    held = json.loads(row.payload)
    return held if isinstance(held, dict) else {}


def names_in_log(
    connection: Connection, centre_id: str | None, centre_ids: Iterable[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Agents of some centres by id, and accounts by `@` and user name, with their names; and who acts as which user.

    `centre_id`: whose accounts; None: all.
    """
    accounts, logins = account_names(connection, centre_id)
    agents = {person: name for centre in centre_ids for person, name in case_rows.names(connection, centre).items()}
    return agents | accounts, logins


def people_called(typed: str, names: Mapping[str, str], logins: Mapping[str, str]) -> frozenset[str]:
    """Whom somebody means who types a name, a part of one, an id or a user name; nobody where none is called so.

    `names` as of `LogReader`; `logins`: who acts under which user name. What the system did is the system's.
    """
    wanted = typed.strip().casefold()
    if wanted in {SYSTEM, *(word.casefold() for word in (THE_SYSTEM.zh, THE_SYSTEM.en))}:
        return frozenset({SYSTEM, ""})
    exact = {person for person in names if wanted in {person.casefold(), person.removeprefix("@").casefold()}}
    exact |= {f"@{login}" for login in logins if login.casefold() == wanted}
    found = exact or {person for person, name in names.items() if wanted in name.casefold()}
    return frozenset(found | {logins[person[1:]] for person in found if person[1:] in logins})


@dataclass(frozen=True)
class LogReader:
    """Puts rows of one centre's log into words, from what the store holds of what they are about.

    `names`: of agents of any month by id, and on accounts by `@` and user name; `id_first` as in tables of commands.
    """

    work: Work
    zone: ZoneInfo
    names: Mapping[str, str]
    id_first: bool = False

    def name(self, person: str) -> str:
        """`刘洋 0005` or `0005 刘洋`, an account's name; of whom no name is known, the id."""
        known = self.names.get(person, person)
        if known == person or person.startswith("@"):
            return known
        return f"{person} {known}" if self.id_first else f"{known} {person}"

    def actor(self, row: AuditRow) -> Text:
        """Who acted."""
        return THE_SYSTEM if row.actor in {"", SYSTEM} else both(self.name(row.actor))

    def about(self, rows: tuple[AuditRow, ...]) -> Text:
        """What an act was about: who, which day and shift, and what was said; its kind and id where that is gone."""
        held = {key: value for row in rows for key, value in plain(row).items()}
        told = [_beside(DETAILS[key], self._value(key, held[key])) for key in SAID if key in held]
        subject = self._subject(rows[0].subject, held)
        zh, en = (" · ".join(item.to(tongue) for item in (subject, *told)) for tongue in get_args(Language))
        return Text(zh, first_up(en))

    def _subject(self, named: str, held: Held) -> Text:
        kind, _, subject = named.partition(":")
        # What is gone since (a month imported anew, a deputy's time taken back) is told as the row names it.
        with suppress(RosterError, LookupError, ValueError, StopIteration):
            return ABOUT[kind](self, subject, held)
        known = SUBJECTS.get(kind, both(kind))
        return Text(f"{known.zh} {subject}", f"{known.en} {subject}")

    def came_to(self, rows: tuple[AuditRow, ...]) -> Text | None:
        """The state that the act led to, where it tells one; `rows` newest first."""
        states = (plain(row).get("state") for row in rows)
        return next((state_words(state) for state in states if state), None)

    def details(self, row: AuditRow) -> list[tuple[Text, Text]]:
        """What a row holds, each with its word."""
        held = {key: value for key, value in plain(row).items() if value not in ("", [], {}, None)}
        return [(DETAILS.get(key, both(key)), self._value(key, value)) for key, value in held.items()]

    def duty(self, duty: Duty) -> str:
        """Whose duty it is, its day and shift."""
        return f"{self.name(duty.agent_id)} {duty_words(duty)}"

    def _value(self, key: str, value: Any) -> Text:
        if isinstance(value, bool):
            return Text("是", "yes") if value else Text("否", "no")
        if isinstance(value, list):
            parts = [self._value(key, item) for item in value]
            return Text("、".join(part.zh for part in parts), ", ".join(part.en for part in parts))
        if isinstance(value, dict):
            parts = [_beside(both(self.name(name)), self._value(key, item)) for name, item in value.items()]
            return Text("、".join(part.zh for part in parts), ", ".join(part.en for part in parts))
        text = str(value)
        if key == "grade":
            return grade_words(Grade(text) if value else None)
        if text in words.ROLES:
            return words.ROLES[text]
        with suppress(ValueError):
            if "T" in text:
                return moment_text(datetime.fromisoformat(text), self.zone)
        return state_words(self.name(text)) if len(text) <= LONGEST else both(f"{text[:12]}…")


def _beside(word: Text, text: str | Text) -> Text:
    """A word before what it is of."""
    told = both(text) if isinstance(text, str) else text
    return Text(f"{word.zh} {told.zh}", f"{word.en} {told.en}")


def _swap(reader: LogReader, swap_id: str, _held: Held) -> Text:
    swap, _version = swap_rows.swap_row(reader.work.connection, reader.work.centre_id, swap_id)
    parties = f" {SIGNS[swap.kind]} ".join(map(reader.name, swap.parties))
    days = " / ".join(f"{duty.day:%m-%d} {duty.shift}" for duty in swap.given)
    return _beside(state_words(swap.kind.value), f"{parties} {days}")


def _leave(reader: LogReader, leave_id: str, _held: Held) -> Text:
    """Without its kind, which is nobody's but those who decide it."""
    leave = leave_rows.leave_row(reader.work.connection, reader.work.centre_id, leave_id)
    span = span_words(leave)
    return _beside(SUBJECTS["leave"], f"{reader.name(leave.agent_id)} {span}")


def _wish(reader: LogReader, wish_id: str, _held: Held) -> Text:
    filed = wish_rows.wish_row(reader.work.connection, reader.work.centre_id, wish_id)
    return _beside(SUBJECTS["wish"], reader.duty(filed.duty))


def _permit(reader: LogReader, permit_id: str, _held: Held) -> Text:
    permit = permit_rows.permit_row(reader.work.connection, reader.work.centre_id, permit_id)
    start, end = (f"{moment.astimezone(reader.zone):%H:%M}" for moment in (permit.start, permit.end))
    return _beside(SUBJECTS["permit"], f"{reader.duty(permit.duty)} {start}–{end}")


def _overtime(reader: LogReader, overtime_id: str, held: Held) -> Text:
    day = date.fromisoformat(held["day"])
    noted = overtime_rows.overtime_between(reader.work.connection, reader.work.centre_id, day, day)
    item = next(item for item in noted if item.overtime_id == overtime_id)
    return _beside(state_words(item.kind.value), reader.duty(item.duty))


def _entry(reader: LogReader, number: str, _held: Held) -> Text:
    entry = log_rows.entry_of(reader.work.connection, reader.work.centre_id, int(number)).entry
    return _beside(SUBJECTS["entry"], f"{entry.day} {entry.shift} #{number}")


def _delegation(reader: LogReader, number: str, held: Held) -> Text:
    known = staff_rows.delegations_of(reader.work.connection, reader.work.centre_id)
    filed = next((item for item in known if str(item.delegation_id) == number), None)
    approver, deputy = (reader.name(getattr(filed, who, "") or held[who]) for who in ("approver", "deputy"))
    return Text(f"{deputy} 代理 {approver}", f"{deputy} for {approver}")


def _roster(reader: LogReader, number: str, _held: Held) -> Text:
    version = roster_version(reader.work.connection, int(number))
    month = reader.work.month_of(version.month_id)
    return Text(f"{month} 班表第 {version.version} 版", f"Roster of {month}, version {version.version}")


def _person(reader: LogReader, person: str, held: Held) -> Text:
    return both(" ".join([reader.name(person), *(held[name] for name in ("day", "shift") if name in held)]))


def _account(reader: LogReader, username: str, _held: Held) -> Text:
    return _beside(SUBJECTS["account"], reader.names.get(f"@{username}", username))


def _shift(_reader: LogReader, place: str, _held: Held) -> Text:
    day, _, code = place.partition(":")
    return Text(f"{day} {code} 班", f"{day} {code}")


def _meeting(_reader: LogReader, place: str, _held: Held) -> Text:
    day, _, which = place.partition(":")
    return _beside(state_words(which), day)


def _task(reader: LogReader, task_id: str, held: Held) -> Text:
    tasks = reader.work.board(Month.of(date.fromisoformat(held["day"]))).case.tasks
    return both(f"{next(task.name for task in tasks if task.task_id == task_id)} {held['day']}")


def _overdue(reader: LogReader, _place: str, held: Held) -> Text:
    return _beside(SUBJECTS["overdue"], _task(reader, held["task"], held))


def _counts(_reader: LogReader, _subject: str, held: Held) -> Text:
    """What is told of many things at once: how many of each; of what time did, too."""
    told = [(key, value) for key, value in held.items() if isinstance(value, int)]
    zh, en = (", ".join(f"{DETAILS[key].to(tongue)} {value}" for key, value in told) for tongue in get_args(Language))
    return Text(zh, en) if told else SUBJECTS["centre"]


ABOUT: Mapping[str, Callable[[LogReader, str, Held], Text]] = {
    "swap": _swap,
    "leave": _leave,
    "wish": _wish,
    "permit": _permit,
    "overtime": _overtime,
    "entry": _entry,
    "delegation": _delegation,
    "roster": _roster,
    "person": _person,
    "agent": _person,
    "account": _account,
    "shift": _shift,
    "meeting": _meeting,
    "task": _task,
    "overdue": _overdue,
    "attendance": _counts,
    "qa-marks": _counts,
    "centre": _counts,
}
"""How each kind is told; a day or a month needs no more than its word."""
