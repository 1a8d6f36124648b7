"""Convex piecewise-linear prices of one count: added up, and written with one variable per kink."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import accumulate

from roster.engine.cpsat.linear import Linear, ModelSheet
from roster.rule.pieces import Penalty


@dataclass(slots=True)
class Convex:
    """f(v) = at_zero + slope · v + Σ over kinks b of bend · max(0, v − b)."""

    at_zero: int = 0
    slope: int = 0
    bends: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, penalty: Penalty, constant: int) -> None:
        """Add the price of v + constant."""
        first = penalty.slopes[0]
        self.slope += first
        self.at_zero += penalty.floor_ticks + first * (constant - penalty.breaks[0])
        for place, kink in enumerate(penalty.breaks):
            bend = penalty.slopes[place + 1] - penalty.slopes[place]
            if bend:
                self.bends[kink - constant] += bend

    def price(self, sheet: ModelSheet, count: Linear, objective: Linear) -> None:
        """Let the objective pay f(count). Kinks out of the count's reach fold into the line."""
        at_zero, slope = self.at_zero, self.slope
        kinks = []
        for kink, bend in sorted(self.bends.items()):
            if bend < 0:
                raise ValueError("a penalty is not convex")
            if kink <= count.low:
                slope += bend
                at_zero -= bend * kink
            elif kink < count.high and bend:
                kinks.append((kink, bend))
        # Left of the place where the slope turns positive a shortfall is counted, right of it an excess: the line
        # that remains is then the flattest piece and the linear bound starts from the cheapest value.
        slopes = list(accumulate((bend for _, bend in kinks), initial=slope))
        turn = next((place for place, after in enumerate(slopes) if after >= 0), len(kinks))
        for place, (kink, bend) in enumerate(kinks):
            short = place < turn
            if short:
                # bend · max(0, v − b) = bend · (v − b) + bend · max(0, b − v)
                slope += bend
                at_zero -= bend * kink
            _add_hinge(sheet, count, kink, bend, short=short, objective=objective)
        objective.shift(at_zero)
        _add_scaled(objective, slope, count)


def _add_hinge(sheet: ModelSheet, count: Linear, kink: int, bend: int, *, short: bool, objective: Linear) -> None:
    most = kink - count.low if short else count.high - kink
    sign = -1 if short else 1
    away = sheet.number(0, most, lambda values: max(0, sign * (count.at(values) - kink)))
    if short:
        sheet.model.add(count.expression + away >= kink)
    else:
        sheet.model.add(count.expression - away <= kink)
    objective.add_variable(bend, away, 0, most)


def _add_scaled(objective: Linear, slope: int, count: Linear) -> None:
    if not slope:
        return
    objective.shift(slope * count.constant)
    for index, coefficient in count.coefficients.items():
        variable = count.variables[index]
        low, high = _domain(variable)
        objective.add_variable(slope * coefficient, variable, low, high)


def _domain(variable: object) -> tuple[int, int]:
    domain = variable.proto.domain  # type: ignore[attr-defined]
    return domain[0], domain[-1]
