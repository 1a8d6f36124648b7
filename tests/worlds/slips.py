"""Slips of ours, made on purpose: each campaign must find the one that is put in for it, or it proves nothing.

A slip replaces a few names of the product in the running process, and `unmade` puts them back.
"""

import importlib
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

_undone: list[tuple[Any, str, Any]] = []


def _put(place: str, name: str, value: Any) -> None:
    module, _, owner = place.partition(":")
    holder = importlib.import_module(module)
    if owner:
        holder = getattr(holder, owner)
    _undone.append((holder, name, holder.__dict__[name]))
    setattr(holder, name, value)


def _answers_are_not_kept() -> None:
    """A write's answer is forgotten: sent again with its key, it is done again."""
    _put("api.http.idempotency", "claim_reply", lambda *_, **__: True)


def _a_place_is_not_counted() -> None:
    """Nobody asks how many swaps somebody has had."""
    _put("roster.store.quota_rows", "take_places", lambda *_, **__: True)
    _put("roster.desk.policy.quota:Quota", "used", lambda *_, **__: 0)


def _drafts_are_based_on_anything() -> None:
    """A draft made from an older roster is published all the same."""
    _put("roster.desk.rosters.roster_desk", "_still_based", lambda *_, **__: None)


def _jobs_are_not_counted() -> None:
    _put("api.store.job_rows", "unfinished_jobs", lambda *_, **__: 0)


def _swaps_are_not_judged_again() -> None:
    """An approval looks at neither the state of the swap nor the roster as it then is."""
    _put(
        "roster.desk.swaps.swap_decision",
        "OPEN_SWAPS",
        frozenset(importlib.import_module("roster.model.swap").SwapState),
    )


def _centres_are_not_asked_for() -> None:
    """Every centre is everybody's."""
    _put("api.accounts.caller:Caller", "sees_centre", lambda *_, **__: True)


def _passwords_end_nothing() -> None:
    """Sessions and tokens outlive the password, role and account that opened them."""
    _put("api.store.session_rows", "drop_entrances", lambda *_, **__: None)


def _keys_are_without_a_centre() -> None:
    """What somebody has sent with a key in one centre is the answer to a namesake's in another."""
    _put("roster.store.key_rows", "_whose", lambda _, actor: actor)


def _keys_are_forgotten() -> None:
    """The desk does not write down which key an act was sent with."""
    _put("roster.store.key_rows", "take_key", lambda *_, **__: None)


def _numbers_are_not_bounded() -> None:
    """Whatever consists of digits is an id."""
    _put("api.office.office", "is_id", lambda text: text.isdigit())


def _a_backup_reads_table_by_table() -> None:
    """A backup has no one moment: each table is read as it is when its turn comes."""
    from sqlalchemy import select

    archive = importlib.import_module("api.store.archive")

    class Later:
        def __init__(self, store: Any) -> None:
            self.store = store

        def reading(self) -> Any:
            return _each_apart(self.store.engine, select)

    whole = archive.backup
    _put("api.store.archive", "backup", lambda store, target: whole(Later(store), target))


@contextmanager
def _each_apart(engine: Any, _: Any) -> Any:
    class Connection:
        def execute(self, statement: Any, *more: Any) -> Any:
            with engine.connect() as connection:
                return connection.execute(statement, *more).all() if _rows(statement) else _first(connection, statement)

    yield Connection()


def _rows(statement: Any) -> bool:
    return statement.__class__.__name__ == "Select"


def _first(connection: Any, statement: Any) -> Any:
    class Scalar:
        value = connection.execute(statement).scalar()

        def scalar(self) -> Any:
            return self.value

    return Scalar()


def _troubles_of_the_store_are_not_told() -> None:
    """What the database says is not turned into an error of ours."""
    from contextlib import contextmanager as manager

    @manager
    def nothing() -> Any:
        yield

    _put("roster.store.connect:Store", "_own_errors", staticmethod(nothing))


def _a_connection_within_a_connection() -> None:
    """Who reads the month named takes a second connection for it."""
    office = importlib.import_module("api.office.office").Desks
    plain = office.month

    def month(self: Any, *given: Any) -> Any:
        with self.store.engine.connect() as connection, connection.begin():
            return plain(self, *given)

    _put("api.office.office:Desks", "month", month)


def _absences_are_not_cleared() -> None:
    """Who was marked absent and came after all stays marked."""
    _put("roster.store.absence_rows", "set_absences", lambda *_, **__: 0)
    _put("roster.store.absence_rows", "clear_absences", lambda *_, **__: 0)


def _cancellations_are_not_shown() -> None:
    """What a calendar no longer holds is simply gone from it."""
    revised = importlib.import_module("roster.files.calendars").revised
    _put("api.calendars.entries", "revised", lambda *given: [one for one in revised(*given) if not one.cancelled])


def _wishes_are_open_to_whoever_comes() -> None:
    """Wishes for a month are asked of who will not be there too."""
    _put("api.pages.wishes", "_open_months", lambda here: _open_months(here.desk))


def _open_months(desk: Any) -> Any:
    return importlib.import_module("roster.desk.rosters.wishes_ahead").open_months(desk)


SLIPS: dict[str, Callable[[], None]] = {
    "answers are not kept": _answers_are_not_kept,
    "a place is not counted": _a_place_is_not_counted,
    "drafts are based on anything": _drafts_are_based_on_anything,
    "jobs are not counted": _jobs_are_not_counted,
    "swaps are not judged again": _swaps_are_not_judged_again,
    "centres are not asked for": _centres_are_not_asked_for,
    "passwords end nothing": _passwords_end_nothing,
    "a key is its actor's in every centre": _keys_are_without_a_centre,
    "keys are forgotten": _keys_are_forgotten,
    "numbers are not bounded": _numbers_are_not_bounded,
    "a backup reads table by table": _a_backup_reads_table_by_table,
    "troubles of the store are not told": _troubles_of_the_store_are_not_told,
    "a connection within a connection": _a_connection_within_a_connection,
    "cancellations are not shown": _cancellations_are_not_shown,
    "wishes are open to whoever comes": _wishes_are_open_to_whoever_comes,
    "absences are not cleared": _absences_are_not_cleared,
}


def make(name: str) -> None:
    """Make a slip in this process."""
    SLIPS[name]()


@contextmanager
def made(name: str):
    """Within it, the slip is made."""
    before = len(_undone)
    make(name)
    try:
        yield
    finally:
        while len(_undone) > before:
            holder, attribute, value = _undone.pop()
            setattr(holder, attribute, value)
