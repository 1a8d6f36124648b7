"""The numbers that people read off a roster: coverage, service, hours, fairness. Pure functions of records.

Files, pages and the API show the same tables; none of them computes its own.
"""

from roster.report.asked import leave_asked, leave_declined, wishes_asked, wishes_missed
from roster.report.coverage import SeatCoverage, ShiftDay, coverage, empty_days_words, shift_days
from roster.report.fairness import Fairness, FairShare, fairness
from roster.report.hours import HoursAccount, hours
from roster.report.service import PredictedService, predicted_service

__all__ = [
    "FairShare",
    "Fairness",
    "HoursAccount",
    "PredictedService",
    "SeatCoverage",
    "ShiftDay",
    "coverage",
    "empty_days_words",
    "fairness",
    "hours",
    "leave_asked",
    "leave_declined",
    "predicted_service",
    "shift_days",
    "wishes_asked",
    "wishes_missed",
]
