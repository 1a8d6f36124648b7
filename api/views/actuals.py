"""Actual figures beside the predicted ones, as programs get them."""

from typing import Any

from roster.desk.actuals.compare import KIND_WORDS, Compared, Figures, ForecastError, LoadReport
from roster.text import clock_time


def compared_view(item: Compared) -> dict[str, Any]:
    """An interval: offered beside forecast, met beside promised, seats needed beside rostered."""
    actual, predicted = item.actual, item.predicted
    return {
        "date": actual.day.isoformat(),
        "time": clock_time(actual.minute),
        "job": actual.job,
        "forecast": item.forecast,
        "offered": actual.offered,
        "answered": actual.answered,
        "within": actual.within,
        "aht_seconds": actual.aht_seconds,
        "seats_required": item.required,
        "seats_rostered": item.rostered,
        "seats_needed": item.needed,
        "service_level": actual.within / actual.offered if actual.offered else None,
        "answer_rate": actual.answered / actual.offered if actual.offered else None,
        "occupancy": item.occupancy,
        "predicted_service_level": predicted.level if predicted else None,
        "predicted_answer_rate": predicted.rate if predicted else None,
        "predicted_occupancy": predicted.occupancy if predicted else None,
    }


def figures_view(figures: Figures) -> dict[str, Any]:
    """Sums of intervals and what they come to."""
    return {
        "forecast": figures.forecast,
        "offered": figures.offered,
        "answered": figures.answered,
        "within": figures.within,
        "service_level": figures.level,
        "answer_rate": figures.rate,
        "predicted_service_level": figures.predicted_level,
        "predicted_answer_rate": figures.predicted_rate,
    }


def error_view(item: ForecastError) -> dict[str, Any]:
    """A forecast's error on one kind of day."""
    kind = KIND_WORDS[item.kind]
    return {
        "job": item.job,
        "kind": kind.en,
        "days": item.days,
        "forecast": item.forecast,
        "offered": item.offered,
        "error": item.error,
        "factor": item.factor,
        "aht_factor": item.aht_factor,
    }


def report_view(report: LoadReport) -> dict[str, Any]:
    """A shift's load report with its proposals."""
    return {
        "date": report.day.isoformat(),
        "shift": report.shift,
        "jobs": [{"job": job, **figures_view(figures)} for job, figures in report.jobs.items()],
        "intervals": [compared_view(item) for item in report.items],
        "proposals": [
            {
                "job": item.job,
                "from": clock_time(item.start_minute),
                "to": clock_time(item.end_minute),
                "seats": item.seats,
            }
            for item in report.proposals
        ],
    }
