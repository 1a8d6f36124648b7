"""Names beside the ids in sentences of the rules, as pages and terminals write them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

_UNITS = "(?:h|min|seat|point|duties|people|年|分|小时|天|次|个|人|席|项|格)"


_PLACES_OF_PEOPLE = (
    r"(?:^|(?<=[，,;；:：]))ID(?= (?:在|的) 20\d\d-| 尚未)",
    r"(?<=[与由请] )ID(?= (?:换|顶班|代|先|答复))",
    r"(?:(?<=班长 )|(?<=主任 )|(?<=、))ID(?=(?:、\w+)* (?:审批|知悉|不在))",
    r"(?<=duty of )ID(?= on 20\d\d-)|(?<=with )ID(?=, pay back)|(?<=let )ID(?= (?:cover|accept))",
    r"(?:(?<=leader )|(?<=director )|(?<= or ))ID(?=(?: or \w+)* (?:decide|take note))",
)
"""Where in a sentence a number can be nobody but a person, whose id stands for `ID`."""


@dataclass(frozen=True)
class Namer:
    """Puts everybody's name beside the bare id in a sentence: `0004 would` becomes `刘洋 0004 would`.

    `id_first`: as tables of the command line have people, `0004 刘洋 would`. Of who is not rostered (`@wang`) the name
    takes the id's place. A short number may count something, and so may one before a unit: neither is taken for an id,
    but for a short one (`short`) where the words around it speak of nobody but a person.
    """

    names: Mapping[str, str]
    id_first: bool = False
    short: Mapping[str, str] = field(default_factory=dict)
    before: ClassVar[str] = r"(?<![\w.:/+@-])"
    after: ClassVar[str] = rf"(?![\w:/%]|[.-]\w| ?{_UNITS})"
    """What may stand beside an id that is told; the pages' scripts go by the same."""

    @classmethod
    def of(cls, names: Mapping[str, str], *, id_first: bool = False) -> "Namer":
        """Of everybody whose name is another than the id."""
        bare = {one: name for one, name in names.items() if name != one}
        known = {one: name for one, name in bare.items() if not one.isdecimal() or one[0] == "0" or len(one) > 3}
        return cls(known, id_first, {one: name for one, name in bare.items() if one not in known})

    @cached_property
    def _bare(self) -> re.Pattern[str]:
        listed = "|".join(re.escape(one) for one in sorted(self.names, key=len, reverse=True))
        return re.compile(rf"{self.before}(?:{listed}){self.after}", re.ASCII)

    @cached_property
    def _short(self) -> re.Pattern[str]:
        one = f"(?:{'|'.join(re.escape(one) for one in sorted(self.short, key=len, reverse=True))})"
        return re.compile("|".join(place.replace("ID", one) for place in _PLACES_OF_PEOPLE), re.ASCII)

    def __call__(self, sentence: str) -> str:
        """The sentence with the names."""

        def named(found: re.Match[str]) -> str:
            name = self.names[found[0]]
            if found[0].startswith("@"):
                return name
            beside = sentence[: found.start()].endswith(f"{name} ") or sentence[found.end() :].startswith(f" {name}")
            if beside:
                return found[0]
            return f"{found[0]} {name}" if self.id_first else f"{name} {found[0]}"

        def short(found: re.Match[str]) -> str:
            name = self.short[found[0]]
            return f"{found[0]} {name}" if self.id_first else f"{name} {found[0]}"

        sentence = self._short.sub(short, sentence) if self.short else sentence
        return self._bare.sub(named, sentence) if self.names else sentence
