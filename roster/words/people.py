"""How people are named: by their id, or by a name that only one of them bears."""

from collections.abc import Iterable, Mapping

from roster.text import Text
from roster.words.normal import normal


def plain_name(text: str) -> str:
    """A name as people are found by it: short ones are often written with a blank between (王 芳)."""
    return "".join(normal(text).split())


def bearers(people: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    """Of people's ids and names, the ids by the plain name that they bear."""
    by_name: dict[str, tuple[str, ...]] = {}
    for person, name in sorted(people):
        if wanted := plain_name(name):
            by_name[wanted] = (*by_name.get(wanted, ()), person)
    return by_name


def several(name: str, ids: tuple[str, ...]) -> tuple[Text, Text]:
    """What is wrong with a name that several bear, and what to write."""
    many = "两" if len(ids) == 2 else f" {len(ids)} "
    problem = Text(f"有{many}位叫 {name}:{'、'.join(ids)}", f"{len(ids)} people are called {name}: {', '.join(ids)}")
    return problem, Text("请写工号", "Name the id")
