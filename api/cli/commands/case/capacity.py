"""`roster capacity`: hours that the seats need against hours there."""

from api.cli.cases import load_case
from api.cli.errors import reporting_errors
from api.cli.options import CaseArgument, JsonOption, LangOption
from api.cli.speech import Speech
from roster.engine.diagnosis.capacity import Capacity, Need
from roster.engine.diagnosis.capacity import capacity as measure
from roster.text import Text

HEADS = (
    Text("周", "week"),
    Text("工种", "job"),
    Text("可胜任人数", "holders"),
    Text("需要(小时)", "needed (h)"),
    Text("最多可提供", "at most there"),
    Text("其中能用上", "of use"),
    Text("必然缺少", "short in any case"),
)


def capacity(case: CaseArgument, *, lang: LangOption = None, as_json: JsonOption = False) -> None:
    """求解前核对工时是否够用 · Hours that the seats need against hours there, per job and week, before any solve."""
    speech = Speech.of(lang)
    with reporting_errors(speech):
        read, rulebook = load_case(case, speech)
        measured = measure(read, rulebook)
        if as_json:
            speech.json({"enough": measured.enough, "needs": [as_record(need) for need in measured.needs]})
        else:
            _tell(measured, speech)


def as_record(need: Need) -> dict[str, object]:
    """One line for programs."""
    return {
        "job": need.job,
        "start": need.start.isoformat() if need.start else None,
        "end": need.end.isoformat() if need.end else None,
        "holders": need.holders,
        "needed_hours": need.needed,
        "available_hours": need.available,
        "there_hours": need.there,
        "short_hours": need.short,
    }


def _tell(measured: Capacity, speech: Speech) -> None:
    month = speech.to(Text("全月", "month"))
    everything = speech.to(Text("合计", "all"))
    rows = []
    for need in measured.needs:
        week = f"{need.start:%m-%d}…{need.end:%m-%d}" if need.start and need.end else month
        hours = (need.needed, need.available, need.there, need.short)
        figures = ["?" if value is None else f"{value:.1f}" for value in hours]
        rows.append((week, need.job or everything, str(need.holders), *figures))
    speech.table(HEADS, rows, right=(2, 3, 4, 5, 6))
    total = measured.needs[-1]
    if measured.enough:
        speech.say(Text("没有必然的缺口。", "Nothing is bound to be short."))
    else:
        speech.say(
            Text(
                f"全月至少缺 {total.short or 0:.1f} 座席小时,任何排班都无法补上。",
                f"At least {total.short or 0:.1f} seat-hours of the month cannot be filled by any roster.",
            )
        )
