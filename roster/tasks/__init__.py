"""When a centre's recurring tasks are due, and whose each of them is on that day."""

from roster.tasks.agenda import Due, agenda, task_dates

__all__ = ["Due", "agenda", "task_dates"]
