"""A day's breaks inside the shifts, placed so that the seats short over the day are proven least (BREAK)."""

from roster.breaks.beside import keep_breaks
from roster.breaks.plan import BreakPlan, PlacedBreak, by_duty, plan_breaks

__all__ = ["BreakPlan", "PlacedBreak", "by_duty", "keep_breaks", "plan_breaks"]
