"""The catalogue: one documented rule, one small file. The order is the reader's: hard rules first, then soft."""

from constraints.available import Available
from constraints.desk import DESK_CATALOGUE
from constraints.employed import Employed
from constraints.hours import Hours
from constraints.leave import Leave
from constraints.minimum_days_off import MinimumDaysOff
from constraints.minimum_run import MinimumRun
from constraints.month_hours import MonthHours
from constraints.night import Night
from constraints.one_duty import OneDuty
from constraints.protected import Protected
from constraints.rest import Rest
from constraints.rotate import Rotate
from constraints.shift_limits import ShiftLimits
from constraints.skill import Skill
from constraints.stable import Stable
from constraints.streak import Streak
from constraints.succession import Succession
from constraints.weekends import Weekends
from roster.rule import Rule

CATALOGUE: tuple[type[Rule], ...] = (
    OneDuty,
    Skill,
    Employed,
    Available,
    Leave,
    Protected,
    Rotate,
    Rest,
    Night,
    Streak,
    Hours,
    Stable,
    MonthHours,
    ShiftLimits,
    MinimumRun,
    MinimumDaysOff,
    Succession,
    Weekends,
    *DESK_CATALOGUE,
)
