"""The catalogue: one documented rule, one small file. The order is the reader's: hard rules first, then soft."""

from constraints.minimum_days_off import MinimumDaysOff
from constraints.minimum_run import MinimumRun
from constraints.month_hours import MonthHours
from constraints.rest import Rest
from constraints.shift_limits import ShiftLimits
from constraints.succession import Succession
from constraints.weekends import Weekends
from roster.rule import Rule

CATALOGUE: tuple[type[Rule], ...] = (
    Rest,
    MonthHours,
    ShiftLimits,
    MinimumRun,
    MinimumDaysOff,
    Succession,
    Weekends,
)
