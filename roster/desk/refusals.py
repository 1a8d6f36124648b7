"""Refusals that belong to no clause: rights, and states that an act does not fit."""

from roster.desk.words import state_words
from roster.errors import Fault, InputError, RefusedError
from roster.model import Month
from roster.rule import Refusal
from roster.text import Text, as_text, both


def not_yours(actor: str, allowed: object) -> RefusedError:
    """The act is somebody else's to do: `allowed`'s, a Text or an id."""
    whose = as_text(allowed)
    return RefusedError(
        [
            Refusal(
                "ROLE",
                "POLICY",
                Text(f"此操作应由 {whose.zh} 进行", f"this is for {whose.en} to do"),
                both(actor),
                whose,
            )
        ]
    )


def wrong_state(state: str, *allowed: str) -> RefusedError:
    """The act does not fit the state: it needs one of those `allowed`."""
    now, several = state_words(state), [state_words(other) for other in allowed]
    needed = Text("或".join(item.zh for item in several), " or ".join(item.en for item in several))
    return RefusedError(
        [
            Refusal(
                "STATE",
                "POLICY",
                Text(f"当前状态为 {now.zh},须为 {needed.zh}", f"its state is {now.en}; this needs {needed.en}"),
                now,
                needed,
            )
        ]
    )


def not_now(
    message: Text, measured: object, allowed: object, alternative: Text | None = None, *, subject: str = ""
) -> RefusedError:
    """The act does not fit how things stand, in a sentence of its own; `subject`: the request that stands already."""
    measured, allowed = as_text(measured), as_text(allowed)
    return RefusedError([Refusal("STATE", "POLICY", message, measured, allowed, alternative, subject=subject)])


def not_of_month(field: str, agent_id: str, month: Month, remedy: Text) -> InputError:
    """What was asked is of a month among whose people somebody is not: they came later, or have left."""
    problem = Text(f"{agent_id} 不在 {month} 的人员名单中", f"{agent_id} is not among the people of {month}")
    return bad_request(field, problem, remedy)


def bad_request(field: str, problem: Text, remedy: Text) -> InputError:
    """One fault in what was asked."""
    return InputError([Fault("request", None, field, problem, remedy)])
