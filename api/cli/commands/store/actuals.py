"""`roster actuals`: what really happened, beside what was predicted, and what follows for load and seats."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.desk_options import AsOption, DayArgument, MonthArgument, day_of, month_of, operator
from api.cli.over_store import At, over_store
from api.views.actuals import error_view, figures_view, report_view
from roster.desk.actuals import actual_desk
from roster.desk.actuals.compare import KIND_WORDS, ForecastError, by_day
from roster.desk.rosters import roster_desk
from roster.files.read_actuals import read_actuals
from roster.text import Text, clock_time, counted

app = typer.Typer(help="实际话务:与预测对照 · Actual calls beside the predicted ones.", no_args_is_help=True)


@app.command("import")
@over_store(as_json=False)
def actuals_import(
    at: At,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Actual figures, date,time,job,offered … 实际话务量表")],
    month: MonthArgument,
    actor: AsOption = "",
) -> None:
    """导入实际话务 · Read a month's actual figures: all of the file, or nothing."""
    wanted = month_of(month)
    items = read_actuals(file, roster_desk.export_case(at.desk, wanted))
    count = actual_desk.import_actuals(at.desk, actor or operator(), wanted, items, file=file.name)
    at.speech.say(Text(f"已导入 {count} 个时段", f"{counted(count, 'interval')} read"))


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"


@app.command("days")
@over_store()
def actuals_days(at: At, month: MonthArgument) -> None:
    """逐日对照 · Each day and job: offered against forecast, service level and answer rate against the promise."""
    figures_by_day = by_day(actual_desk.compared(at.desk, month_of(month)))
    if at.as_json:
        at.speech.json(
            [{"date": day, "job": job, **figures_view(figures)} for (day, job), figures in figures_by_day.items()]
        )
        return
    heads = (Text("日期", "date"), Text("工种", "job"), Text("预测", "forecast"), Text("来电", "offered"))
    more = (Text("接起", "answered"), Text("接通率", "answer rate"), Text("预计", "promised"))
    last = (Text("服务水平", "service level"), Text("预计", "promised"))
    rows = [
        (
            str(day),
            job,
            "–" if figures.forecast is None else f"{figures.forecast:.0f}",
            str(figures.offered),
            str(figures.answered),
            _share(figures.rate),
            _share(figures.predicted_rate),
            _share(figures.level),
            _share(figures.predicted_level),
        )
        for (day, job), figures in figures_by_day.items()
    ]
    at.speech.table((*heads, *more, *last), rows, right=(2, 3, 4, 5, 6, 7, 8))


def _tell_errors(at: At, errors: tuple[ForecastError, ...]) -> None:
    heads = (Text("工种", "job"), Text("日期类型", "kind of day"), Text("天", "days"), Text("预测", "forecast"))
    more = (Text("实际", "offered"), Text("误差", "error"), Text("系数", "factor"), Text("时长系数", "AHT factor"))
    rows = [
        (
            item.job,
            at.speech.to(KIND_WORDS[item.kind]),
            str(item.days),
            f"{item.forecast:.0f}",
            str(item.offered),
            f"{item.error:.0%}",
            f"{item.factor:.3f}",
            f"{item.aht_factor:.3f}",
        )
        for item in errors
    ]
    at.speech.table((*heads, *more), rows, right=(2, 3, 4, 5, 6, 7))


@app.command("errors")
@over_store()
def actuals_errors(at: At, month: MonthArgument) -> None:
    """预测误差 · How the forecast fared, by job and kind of day."""
    errors = actual_desk.errors_of(at.desk, month_of(month))
    if at.as_json:
        at.speech.json([error_view(item) for item in errors])
        return
    _tell_errors(at, errors)


@app.command("correct")
@over_store(as_json=False)
def actuals_correct(at: At, month: MonthArgument, actor: AsOption = "") -> None:
    """按实际修正话务量 · Multiply a month's load by what the forecast of the month before was off; once a month."""
    _tell_errors(at, actual_desk.correct_load(at.desk, actor or operator(), month_of(month)))


@app.command("report")
@over_store()
def actuals_report(
    at: At, day: DayArgument, shift: Annotated[str, typer.Argument(metavar="SHIFT", help="Its code. 班次")]
) -> None:
    """忙闲报告 · A shift's load as LEAD-6 hands it in, and the seats that it proposes otherwise."""
    report = actual_desk.report_of(at.desk, day_of(day), shift)
    if at.as_json:
        at.speech.json(report_view(report))
        return
    for job, sums in report.jobs.items():
        forecast = "–" if sums.forecast is None else f"{sums.forecast:.0f}"
        at.speech.say(
            Text(
                f"{job}:预测 {forecast},来电 {sums.offered},接起 {sums.answered}({_share(sums.rate)}),"
                f"服务水平 {_share(sums.level)}",
                f"{job}: {forecast} forecast, {sums.offered} offered, {sums.answered} answered ({_share(sums.rate)}), "
                f"service level {_share(sums.level)}",
            )
        )
    for item in report.proposals:
        span = f"{clock_time(item.start_minute)}–{clock_time(item.end_minute)}"
        at.speech.say(
            Text(
                f"建议 {span} {item.job} 座席 {item.seats:+d}",
                f"proposed: {span} {item.job} {item.seats:+d} {'seat' if abs(item.seats) == 1 else 'seats'}",
            )
        )
