"""The rules about requests: swaps, covers, changes, leave. In the order of the regulations."""

from constraints.desk.away import Away
from constraints.desk.balance import WithinEntitlement
from constraints.desk.change_1 import NoPrivateChange
from constraints.desk.cover_1 import NoPrivateCover
from constraints.desk.delegate import Delegate
from constraints.desk.duty_1 import RollCall
from constraints.desk.duty_2 import ReliefAtTheSeat
from constraints.desk.duty_3 import NothingGraveOpen
from constraints.desk.duty_4 import ShiftLogKept
from constraints.desk.duty_5 import OneAttendance
from constraints.desk.grade import MonthlyGradeTest
from constraints.desk.leave_1 import LeaveOnForm
from constraints.desk.leave_2a import DayBefore
from constraints.desk.leave_2b import HourBefore
from constraints.desk.leave_2c import LateConsent
from constraints.desk.leave_2d import SickBeforeShift
from constraints.desk.leave_3 import StepByStep
from constraints.desk.leave_4 import InPerson
from constraints.desk.leave_5a import MedicalCertificate
from constraints.desk.leave_5b import EmergencyReport
from constraints.desk.leave_5c import CertificateWithoutGap
from constraints.desk.leave_6 import NoLeaveOnNights
from constraints.desk.leave_7 import NoLeaveOnHolidays
from constraints.desk.leave_8 import LateOrAway
from constraints.desk.leave_9 import BusinessAndStudy
from constraints.desk.leave_10 import ArrangeReplacement
from constraints.desk.leave_11 import SignOffReturn
from constraints.desk.overtime import CallInAndStay
from constraints.desk.swap_1 import SwapReason
from constraints.desk.swap_2 import SwapAgreement
from constraints.desk.swap_3a import SwapQuota
from constraints.desk.swap_3b import NoConsecutiveSwaps
from constraints.desk.swap_3c import NoBackToBack
from constraints.desk.swap_4 import SameJobAndSkill
from constraints.desk.swap_5 import HandoverShares
from constraints.desk.swap_6 import NoLeaveOnSwapped
from constraints.desk.swap_7 import KeepCoverage
from constraints.desk.swap_8 import OtherRulesHold
from constraints.desk.swap_9 import NoHolidaySwaps
from roster.rule import Rule

DESK_CATALOGUE: tuple[type[Rule], ...] = (
    SwapReason,
    SwapAgreement,
    SwapQuota,
    NoConsecutiveSwaps,
    NoBackToBack,
    SameJobAndSkill,
    HandoverShares,
    NoLeaveOnSwapped,
    KeepCoverage,
    OtherRulesHold,
    NoHolidaySwaps,
    NoPrivateCover,
    NoPrivateChange,
    LeaveOnForm,
    DayBefore,
    HourBefore,
    LateConsent,
    SickBeforeShift,
    StepByStep,
    InPerson,
    MedicalCertificate,
    EmergencyReport,
    CertificateWithoutGap,
    NoLeaveOnNights,
    NoLeaveOnHolidays,
    LateOrAway,
    Away,
    CallInAndStay,
    BusinessAndStudy,
    ArrangeReplacement,
    SignOffReturn,
    WithinEntitlement,
    Delegate,
    RollCall,
    ReliefAtTheSeat,
    NothingGraveOpen,
    ShiftLogKept,
    OneAttendance,
    MonthlyGradeTest,
)
