"""Names beside the ids in sentences of the rules, as pages and terminals write them."""

import re
from collections.abc import Callable, Mapping

_UNITS = "(?:h|min|seat|point|duties|people|年|分|小时|天|次|个|人|席|项|格)"


def namer(names: Mapping[str, str], *, id_first: bool = False) -> Callable[[str], str]:
    """Puts everybody's name beside the bare id in a sentence: `0004 would` becomes `刘洋 0004 would`.

    `id_first`: as tables of the command line have people, `0004 刘洋 would`. A short number may count something, and so
    may one before a unit: neither is taken for an id.
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
            if beside:
                return found[0]
            return f"{found[0]} {name}" if id_first else f"{name} {found[0]}"

        return bare.sub(named, sentence)

    return told
