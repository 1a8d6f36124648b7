"""The same request by somebody else: what is offered where it is not the asker's to make."""

from dataclasses import replace
from typing import TypedDict

from roster.desk.policy.desk_rule import Request
from roster.text import Text


class Instead(TypedDict, total=False):
    """What `DeskRule.refuse` is told of a way out."""

    alternative: Text
    offer: Request


def made_by(request: Request, person: str | None, name: str = "actor") -> Instead:
    """The request as `person` would make it, whose name stands in the field `name`; nothing where there is nobody."""
    if person is None:
        return {}
    changes: dict[str, object] = {name: person}
    offer = replace(request, **changes)  # type: ignore[arg-type]
    return {"alternative": Text(f"请 {person} 办理", f"let {person} do it"), "offer": offer}
