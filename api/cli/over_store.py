"""What every command over a store has in common: which store, which centre, which language, words or JSON."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, wraps
from typing import Any, Concatenate

from api.cli.desk_options import (
    DEFAULT_STORE,
    CentreOption,
    StoreOption,
    desk_at,
    takes_days,
    takes_month,
    told_month,
    with_year,
)
from api.cli.errors import reporting_errors
from api.cli.options import JsonOption, LangOption
from api.cli.people import names_person, need_known, people_of, picks_people
from api.cli.speech import Speech, named
from api.cli.vacated import vacated
from api.store.account_rows import office_names
from roster.desk.desk import Desk
from roster.errors import NotFoundError
from roster.store import case_rows
from roster.text import Text


@dataclass(frozen=True)
class At:
    """Where a command works, and how it answers."""

    desk: Desk
    speech: Speech
    as_json: bool

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Everybody's name by id, and that of office holders with an account by `@` and its user name."""
        with self.desk.reading() as work:
            offices = office_names(work.connection, self.desk.centre_id)
            return offices | case_rows.names(work.connection, self.desk.centre_id)

    def dated(self, moment: datetime) -> datetime:
        """A day or moment that was given, with its year; said where none was written."""
        dated = with_year(moment, self.desk.today())
        if dated != moment:
            read = f"{dated:%Y-%m-%d}"
            self.speech.complain(Text(f"日期读作 {read}", f"The date is read as {read}"))
        return dated

    def pointing(self, what: Text, given: Mapping[str, Any]) -> Text:
        """What is missing; where a command was about a duty that a leave has freed, with what is done about that."""
        agent, day = given.get("agent") or given.get("actor"), given.get("day")
        way = vacated(self.desk, agent, day.date()) if isinstance(agent, str) and isinstance(day, datetime) else None
        return what if way is None else Text(f"{what.zh};{way.zh}", f"{what.en}; {way.en}")

    def person(self, person: str) -> str:
        """Somebody as tables name people: `0006 杨志明`; who is not rostered by the id alone."""
        return named(person, self.names)


def over_store(*, as_json: bool = True) -> Callable[[Callable[Concatenate[At, ...], None]], Callable[..., None]]:
    """Gives a command the options of its store; called with them, it opens the desk and tells errors as sentences.

    Who is named by a name that one person alone has comes to the command by the id.

    `as_json`: whether the command can answer in JSON. The command line reads options off the signature, so the
    command's is written anew: its own parameters, then the shared ones.
    """
    shared: dict[str, tuple[Any, Any]] = {
        "store": (StoreOption, DEFAULT_STORE),
        "centre": (CentreOption, ""),
        "lang": (LangOption, None),
    }
    if as_json:
        shared["as_json"] = (JsonOption, False)

    def decorate(function: Callable[Concatenate[At, ...], None]) -> Callable[..., None]:
        @wraps(function)
        def command(**given: Any) -> None:
            speech = Speech.of(given.pop("lang"))
            shown_as_json = given.pop("as_json", False)
            with (
                reporting_errors(speech),
                desk_at(given.pop("store"), given.pop("centre")) as desk,
                reporting_errors(speech),  # what is refused is told while the names can still be read
            ):
                at = At(desk, speech, shown_as_json)
                speech.knows(lambda: at.names)
                for name, parameter in people.items():
                    if given.get(name):
                        given[name] = people_of(given[name], at.names, parameter)
                for name in picked:
                    need_known(given.get(name), at.names)
                for name in days:
                    if given.get(name):
                        given[name] = at.dated(given[name])
                for name in months:
                    if given.get(name):
                        given[name] = str(told_month(given[name], desk.today(), speech))
                try:
                    function(at, **given)
                except NotFoundError as error:
                    raise NotFoundError(at.pointing(error.what, given)) from None

        signature = inspect.signature(function, eval_str=True)
        own = list(signature.parameters.values())[1:]
        people = {each.name: each for each in own if names_person(each)}
        picked = [each.name for each in own if picks_people(each)]
        days = [each.name for each in own if takes_days(each)]
        months = [each.name for each in own if takes_month(each)]
        common = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=option)
            for name, (option, default) in shared.items()
        ]
        parameters = [*(each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in own), *common]
        command.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
        command.__annotations__ = {each.name: each.annotation for each in parameters}
        return command

    return decorate
