"""The catalogue: one documented rule, one small file. Hard rules first, then soft ones, then those about requests."""

from constraints.available import Available
from constraints.coverage import Coverage
from constraints.desk import DESK_CATALOGUE
from constraints.employed import Employed
from constraints.even import Even
from constraints.fair import Fair
from constraints.floor import Floor
from constraints.holiday import Holiday
from constraints.hours import Hours
from constraints.leader import Leader
from constraints.leave import HonouredLeave
from constraints.meet import Meet
from constraints.minimum_days_off import MinimumDaysOff
from constraints.minimum_run import MinimumRun
from constraints.month_end import MonthEnd
from constraints.month_hours import MonthHours
from constraints.night import Night
from constraints.one_duty import OneDuty
from constraints.protected import Protected
from constraints.qa import Qa
from constraints.rest import Rest
from constraints.rhythm import Rhythm
from constraints.rotate import Rotate
from constraints.shift_limits import ShiftLimits
from constraints.skill import Skill
from constraints.spare import Spare
from constraints.stable import Stable
from constraints.streak import Streak
from constraints.succession import Succession
from constraints.team import Team
from constraints.weekends import Weekends
from constraints.wish import WeighedWishes
from roster.rule import Rule

CATALOGUE: tuple[type[Rule], ...] = (
    OneDuty,
    Skill,
    Employed,
    Available,
    HonouredLeave,
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
    Floor,
    Coverage,
    MonthEnd,
    Spare,
    Even,
    Leader,
    Holiday,
    Fair,
    Rhythm,
    WeighedWishes,
    Team,
    Meet,
    Qa,
    *DESK_CATALOGUE,
)
