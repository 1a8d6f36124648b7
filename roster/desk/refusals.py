"""Refusals that belong to no clause: rights, and states that an act does not fit."""

from roster.errors import Fault, InputError, RefusedError
from roster.rule import Refusal
from roster.text import Text


def not_yours(actor: str, allowed: str) -> RefusedError:
    """The act is somebody else's to do."""
    return RefusedError(
        [
            Refusal(
                "ROLE",
                "POLICY",
                Text(f"此操作应由 {allowed} 进行", f"this is for {allowed} to do"),
                actor,
                allowed,
            )
        ]
    )


def wrong_state(state: str, allowed: str) -> RefusedError:
    """The act does not fit the state."""
    return RefusedError(
        [
            Refusal(
                "STATE",
                "POLICY",
                Text(f"当前状态为 {state},须为 {allowed}", f"its state is {state}; this needs {allowed}"),
                state,
                allowed,
            )
        ]
    )


def not_now(message: Text, measured: object, allowed: object) -> RefusedError:
    """The act does not fit how things stand, in a sentence of its own."""
    return RefusedError([Refusal("STATE", "POLICY", message, str(measured), str(allowed))])


def bad_request(field: str, problem: Text, remedy: Text) -> InputError:
    """One fault in what was asked."""
    return InputError([Fault("request", None, field, problem, remedy)])
