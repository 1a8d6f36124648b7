"""Names as the pages write them."""

import re
from collections.abc import Callable, Mapping

from roster.model import Case


def named(case: Case, person: str) -> str:
    """`刘洋 0005`; an office holder who is not rostered by the account's name."""
    agent = case.agent_by_id.get(person)
    return f"{agent.name} {agent.agent_id}" if agent is not None and agent.name != agent.agent_id else person


def name_of(case: Case, person: str) -> str:
    """The bare name."""
    agent = case.agent_by_id.get(person)
    return agent.name if agent is not None else person.removeprefix("@")


def namer(names: Mapping[str, str]) -> Callable[[str], str]:
    """Puts everybody's name before the bare id in a sentence: `0004 would` becomes `刘洋 0004 would`.

    A short number may count something, and so may one before a unit: neither is taken for an id.
    """
    ids = [one for one, name in names.items() if name != one and (not one.isdecimal() or one[0] == "0" or len(one) > 3)]
    if not ids:
        return str
    listed = "|".join(re.escape(one) for one in sorted(ids, key=len, reverse=True))
    bare = re.compile(rf"(?<![\w.:/+@-])(?:{listed})(?![\w:/%]|[.-]\w| ?{_UNITS})", re.ASCII)

    def told(sentence: str) -> str:
        def named(found: re.Match[str]) -> str:
            name = names[found[0]]
            beside = sentence[: found.start()].endswith(f"{name} ") or sentence[found.end() :].startswith(f" {name}")
            return found[0] if beside else f"{name} {found[0]}"

        return bare.sub(named, sentence)

    return told


_UNITS = "(?:h|min|seat|point|duties|people|年|分|小时|天|次|个|人|席|项|格)"
