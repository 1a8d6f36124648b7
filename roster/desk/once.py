"""An act is done once for one key: repeated by the same person, it changes nothing and gives its first answer again."""

from collections.abc import Callable
from functools import cache, wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar, get_type_hints

from roster.desk.desk import Desk, RepeatedError, used_key
from roster.errors import RosterError
from roster.store import key_rows

P = ParamSpec("P")
Answer = TypeVar("Answer")


def once(act: Callable[P, Answer]) -> Callable[P, Answer]:
    """An act of (desk, actor, …) whose `key`, which it hands on to `Desk.writing`, makes it happen once.

    Effect and answer are one transaction. InputError where the key was used for another act.
    """
    takes = signature(act)

    @wraps(act)
    def done(*args: P.args, **given: P.kwargs) -> Answer:
        asked = takes.bind(*args, **given).arguments
        if asked.get("key") is None:
            return act(*args, **given)
        desk: Desk = asked["desk"]
        actor: str = asked["actor"]
        key: str = asked["key"]
        with desk.store.writing() as connection:
            try:
                made = act(*args, **given)
            except RepeatedError as earlier:
                return _read(act, key, earlier.answer)
            except RosterError as error:
                # Nothing of the act is left; what time has done before it stays, as it does without a key.
                refused = error
            else:
                answer = stored_as(act).dump_python(made, mode="json")
                key_rows.keep_answer(connection, desk.centre_id, actor, key, {"answer": answer})
                return made
        raise refused

    return done


def answer_before(act: Callable[..., Answer], desk: Desk, actor: str, action: str, key: str | None) -> Answer | None:
    """What an act that is too long for a transaction answered to this key before; None for its first time."""
    if key is None:
        return None
    with desk.reading() as work:
        earlier = key_rows.keyed_write(work.connection, desk.centre_id, actor, key)
    if earlier is None:
        return None
    if earlier.action != action:
        raise used_key(key)
    return _read(act, key, earlier.answer)


def _read(act: Callable[..., Answer], key: str, stored: Any) -> Answer:
    """The answer as the act gave it; InputError for what an earlier version kept otherwise."""
    if not isinstance(stored, dict) or "answer" not in stored:
        raise used_key(key)
    answer: Answer = stored_as(act).validate_python(stored["answer"])
    return answer


@cache
def stored_as(act: Callable[..., Any]) -> Any:
    """What writes an act's answers as plain data, and reads them."""
    from pydantic import TypeAdapter

    return TypeAdapter(get_type_hints(getattr(act, "__wrapped__", act))["return"])
