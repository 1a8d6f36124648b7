"""Linear sums of CP-SAT variables with their ranges, and the sheet that they are written on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

Literal = Any
"""A Boolean variable, its negation, or a truth known beforehand (`bool`); the library has no one type for it."""

Values = list[int]
"""The value of each variable, by its index in the model."""


def value_of(literal: Literal, values: Values) -> int:
    """A literal's value, 0 or 1."""
    if isinstance(literal, bool):
        return int(literal)
    index: int = literal.index
    return values[index] if index >= 0 else 1 - values[-index - 1]


def negated(literal: Literal) -> Literal:
    """The literal that holds when this one does not."""
    return not literal if isinstance(literal, bool) else ~literal


@dataclass(slots=True)
class Linear:
    """Σ coefficients · variables + constant, with bounds; negated literals are folded into the constant."""

    coefficients: dict[int, int]
    variables: dict[int, cp_model.IntVar]
    constant: int = 0
    low: int = 0
    high: int = 0

    @classmethod
    def of(cls, terms: Iterable[tuple[int, Literal]], constant: int = 0) -> "Linear":
        """The sum of weighted literals."""
        total = cls({}, {}, constant, constant, constant)
        for coefficient, literal in terms:
            total.add_literal(coefficient, literal)
        return total

    def add_literal(self, coefficient: int, literal: Literal) -> None:
        """Add `coefficient` when the literal holds."""
        if isinstance(literal, bool):
            self.shift(coefficient * literal)
        elif literal.index < 0:
            self.shift(coefficient)
            self.add_variable(-coefficient, literal.negated(), 0, 1)
        else:
            self.add_variable(coefficient, literal, 0, 1)

    def add_variable(self, coefficient: int, variable: cp_model.IntVar, low: int, high: int) -> None:
        """Add `coefficient` times a variable that lies within [low, high]."""
        index = variable.index
        before = self.coefficients.get(index, 0)
        self._widen(before, low, high, -1)
        total = before + coefficient
        self._widen(total, low, high, 1)
        if total:
            self.coefficients[index] = total
            self.variables[index] = variable
        elif before:
            del self.coefficients[index], self.variables[index]

    def _widen(self, coefficient: int, low: int, high: int, sign: int) -> None:
        self.low += sign * min(coefficient * low, coefficient * high)
        self.high += sign * max(coefficient * low, coefficient * high)

    def shift(self, constant: int) -> None:
        """Add a constant."""
        self.constant += constant
        self.low += constant
        self.high += constant

    def at(self, values: Values) -> int:
        """Its value."""
        return self.constant + sum(c * values[index] for index, c in self.coefficients.items())

    @property
    def expression(self) -> Any:
        """For the solver."""
        variables, coefficients = list(self.variables.values()), list(self.coefficients.values())
        return cp_model.LinearExpr.weighted_sum(variables, coefficients) + self.constant


Definition = tuple[int, Callable[[Values], int]]
"""An auxiliary variable's index and how its value follows from the variables made before it."""


class ModelSheet:
    """A model and the meaning of each auxiliary variable, so that a whole hint follows from the choices alone."""

    def __init__(self) -> None:
        self.model = cp_model.CpModel()
        self.definitions: list[Definition] = []
        self.size = 0

    def choice(self) -> cp_model.IntVar:
        """A fresh Boolean that a plan decides."""
        self.size += 1
        return self.model.new_bool_var("")

    def boolean(self, meaning: Callable[[Values], int]) -> cp_model.IntVar:
        """A fresh Boolean that follows from others."""
        made = self.choice()
        self.definitions.append((made.index, meaning))
        return made

    def number(self, low: int, high: int, meaning: Callable[[Values], int] | None) -> cp_model.IntVar:
        """A fresh integer; `meaning` None: a plan decides it."""
        self.size += 1
        made = self.model.new_int_var(low, high, "")
        if meaning is not None:
            self.definitions.append((made.index, meaning))
        return made

    def clause(self, literals: Iterable[Literal]) -> None:
        """At least one holds."""
        every = list(literals)
        if not any(literal is True for literal in every):
            self.model.add_bool_or([literal for literal in every if literal is not False])

    def at_most_one(self, literals: Iterable[Literal]) -> None:
        """At most one holds."""
        every = [literal for literal in literals if literal is not False]
        unknown = [literal for literal in every if literal is not True]
        known = len(every) - len(unknown)
        if known > 1:
            self.clause([])
        elif known:
            self.model.add_bool_and([~literal for literal in unknown])
        elif len(unknown) > 1:
            self.model.add_at_most_one(unknown)

    def complete(self, values: Values) -> None:
        """Fill in what follows from the choices."""
        for index, meaning in self.definitions:
            values[index] = meaning(values)
