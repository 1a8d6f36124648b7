"""Parameters and weights of rules: names, defaults, ranges, and what is wrong with a value."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite

from roster.errors import Fault
from roster.text import Text


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number, switch or name of the regulations that a centre may set.

    `unit` is a word (`hours`, `days`, `times`, `yes/no`, `choice`, `text`); `source` the clause or law with the date
    from which it holds. `minimum` and `maximum` bound numbers; `choices` lists the allowed words. The default's type
    decides the type: bool, int, float, str, or a tuple of str for lists. `optional` parameters may be None. A text,
    and every text of a list, must match `pattern` as a whole where there is one. `readings` say in words how a clause
    is read at each of its `choices`, or at no and yes. `ours`: the regulations and their reading do not name it;
    it is this product's own.
    """

    name: str
    default: object
    unit: str
    meaning: Text
    source: str
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    optional: bool = False
    number: bool = False
    pattern: str | None = None
    readings: tuple[Text, ...] = ()
    ours: bool = False

    @property
    def values(self) -> tuple[object, ...]:
        """What a clause that can be read in several ways may be set to, one for each of `readings`."""
        return self.choices or (False, True)

    def problem(self, value: object) -> Text | None:
        """What is wrong with `value`, or None."""
        if value is None:
            return None if self.optional else Text("缺少数值", "a value is missing")
        if self.choices:
            if value in self.choices:
                return None
            allowed = ", ".join(self.choices)
            return Text(f"应为 {allowed} 之一", f"must be one of {allowed}")
        if isinstance(self.default, bool):
            return None if isinstance(value, bool) else Text("应为 true 或 false", "must be true or false")
        if self.number or isinstance(self.default, int | float):
            return self._number_problem(value)
        if isinstance(self.default, tuple):
            items = _items(value)
            if items is None:
                return Text("应为文字列表", "must be a list of texts")
            return self._pattern_problem(items)
        return self._pattern_problem((value,)) if isinstance(value, str) else Text("应为文字", "must be a text")

    def _pattern_problem(self, texts: Iterable[str]) -> Text | None:
        for text in texts:
            if self.pattern is not None and not re.fullmatch(self.pattern, text):
                return Text(f"{text!r} 的写法不对:{self.meaning.zh}", f"{text!r} is malformed: {self.meaning.en}")
        return None

    def _number_problem(self, value: object) -> Text | None:
        whole = isinstance(self.default, int) and not self.number
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            return Text("应为数字", "must be a number")
        if whole and int(value) != value:
            return Text("应为整数", "must be a whole number")
        if (self.minimum is not None and value < self.minimum) or (self.maximum is not None and value > self.maximum):
            low = "…" if self.minimum is None else f"{self.minimum:g}"
            high = "…" if self.maximum is None else f"{self.maximum:g}"
            return Text(f"应在 {low} 与 {high} 之间", f"must lie between {low} and {high}")
        return None

    def cleaned(self, value: object) -> object:
        """`value` in the default's type."""
        if isinstance(self.default, tuple):
            return _items(value)
        whole = isinstance(self.default, int) and not isinstance(self.default, bool) and not self.number
        if whole and isinstance(value, float):
            return int(value)
        return value


def _items(value: object) -> tuple[str, ...] | None:
    """A list of texts; one text, as a workbook's cell holds it, is a list separated by `;`."""
    if isinstance(value, str):
        return tuple(item.strip() for item in value.split(";") if item.strip())
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return tuple(value)
    return None


@dataclass(frozen=True, slots=True)
class Weight:
    """How much one unit of a soft rule's breach counts, in points; `per` names the unit."""

    name: str
    default: float
    per: str
    meaning: Text


def fault(file: str, key: str, problem: Text) -> Fault:
    """The fault of one parameter in centre.toml."""
    return Fault(
        file,
        None,
        key,
        problem,
        Text("改正此项或删去以用默认值", "Correct it, or delete it to use the default"),
    )
