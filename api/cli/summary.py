"""The few lines that say how a generated month turned out."""

from collections import Counter
from pathlib import Path

from rich.cells import cell_len, set_cell_size

from api.cli.speech import Speech
from api.cli.spelling import shell_word
from roster.engine.problem.outcome import Asked, Level, Result, Status, gap_of
from roster.files.outputs import REPORT
from roster.model import Case, LeaveStatus
from roster.report import coverage, hours
from roster.rule import TICKS, Evidence, Rulebook
from roster.text import Text

STATUS = {
    Status.OPTIMAL: Text("最优(已证明)", "optimal (proven)"),
    Status.FEASIBLE: Text("可行", "feasible"),
    Status.INFEASIBLE: Text(
        "已证明不存在任何排班;请运行 roster explain 查明原因与解决办法",
        "proven: no roster exists; roster explain tells why and what would help",
    ),
    Status.TIMEOUT: Text(
        "限时内未找到排班;可延长 --seconds,或用 roster explain 查明是否存在",
        "no roster found in the time given; give more --seconds, or ask roster explain whether there is one",
    ),
}
STOPPED = {
    "proof": Text("证明完成", "the proof"),
    "gap": Text("达到允许差距", "the gap asked for"),
    "clock": Text("搜索时间到,其余留给核对与写文件", "the search's time was up; the rest is kept for checks and files"),
    "work": Text("计量工作完成", "the counted work"),
    "interrupt": Text("用户中断", "an interrupt"),
    "failure": Text("求解器失败", "the solvers failing"),
}


def summarise(case: Case, result: Result, path: Path, out: Path, speech: Speech) -> None:
    """The result in words and numbers on standard output; the case lies at `path`, the files in `out`."""
    rows = [(Text("状态", "status"), speech.to(STATUS[result.status]))]
    if result.objective_ticks is not None:
        rows.append((Text("目标值", "objective"), f"{result.objective_ticks / TICKS:.1f}"))
    if result.bound_ticks is not None:
        gap = gap_of(result.objective_ticks, result.bound_ticks)
        bound = f"{result.bound_ticks / TICKS:.1f}" + (f" ({gap:.2%})" if gap is not None else "")
        rows.append((Text("已证明下界(差距)", "proven bound (gap)"), bound))
    if result.roster is not None:
        rows += _roster_rows(case, result)
    stopped = speech.to(STOPPED.get(result.stopped_by, Text(result.stopped_by, result.stopped_by)))
    rows.append((Text("用时", "time"), f"{result.seconds:.1f} s ({stopped})"))
    # Chinese characters are two columns wide.
    width = max(cell_len(speech.to(head)) for head, _ in rows)
    for head, value in rows:
        speech.say_line(f"{set_cell_size(speech.to(head), width)}  {value}")
    tell_verdict(result, path, speech)
    if result.roster is None:
        speech.say(Text(f"只写出了报告:{out / REPORT}", f"Only the report was written: {out / REPORT}"))
    else:
        speech.say(Text(f"文件在 {out}", f"The files are in {out}"))


STYLES = {Level.GOOD: "green", Level.COULD_BE_BETTER: "yellow", Level.FAR: "bold red"}


def tell_verdict(result: Result, path: Path, speech: Speech, *, to_err: bool = False) -> None:
    """The verdict and what else stands out, in colour on a terminal; nothing without a roster.

    The case lies at `path`.
    """
    if result.verdict is None:
        return
    speech.say_line(speech.told(result.verdict.sentence), style=STYLES[result.verdict.level], to_err=to_err)
    for warning in result.verdict.warnings:
        said = speech.told(Text(f"注意:{warning.zh}", f"note: {warning.en}"))
        speech.say_line(said, style="red", to_err=to_err)
    if result.verdict.least_short:
        command = f"roster capacity {shell_word(path)}"
        speech.say_line(speech.to(Text(f"按周、按工种列出:{command}", f"by week and by job: {command}")), to_err=to_err)


MOST_COSTS, LEAST_SHARE = 3, 0.2
"""So many rules are named, each of which makes at least a fifth of the price."""


def tell_costs(result: Result, rulebook: Rulebook, speech: Speech) -> None:
    """Which rules the price comes from, and the weights that set it; nothing where no rule stands out."""
    prices: Counter[str] = Counter()
    for finding in result.findings:
        prices[finding.rule] += finding.cost_ticks
    whole = prices.total()
    by_id = {rule.id: rule for rule in rulebook.rules}
    large = [
        (by_id[rule], price / whole)
        for rule, price in prices.most_common(MOST_COSTS)
        if price > 0 and price >= LEAST_SHARE * whole and by_id[rule].weights
    ]
    if not large:
        return
    zh = "、".join(f"{rule.title.zh}({rule.id}){share:.0%}" for rule, share in large)
    en = ", ".join(f"{rule.title.en} ({rule.id}) {share:.0%}" for rule, share in large)
    name = large[0][0].weights[0].name
    speech.say(
        Text(
            f"代价主要来自:{zh};不看重其中一项,就在中心表调低它的权重(如 权重.{name})",
            f"The price comes mostly from: {en}; what matters less to you gets a lower weight ([weights] {name})",
        )
    )


def _roster_rows(case: Case, result: Result) -> list[tuple[Text, str]]:
    assert result.roster is not None
    evidence = Evidence(case, result.roster)
    table = coverage(evidence)
    over_hours = [max(0, own.balance_minutes) / 60 for own in hours(evidence).values()]
    lost = {kind: sum(1 for item in result.unmet if item.kind is kind) for kind in Asked}
    requests = sum(1 for leave in case.leaves if leave.status is LeaveStatus.REQUESTED)
    wishes = sum(1 for wish in case.wishes if wish.day in case.month)
    return [
        (Text("已满足的座席时段", "seat-intervals filled"), f"{table.filled_share:.1%}"),
        (Text("硬性违规", "hard breaches"), str(sum(1 for finding in result.findings if finding.hard))),
        (Text("批准的请假申请", "leave requests granted"), f"{requests - lost[Asked.REQUEST]}/{requests}"),
        (Text("满足的愿望", "wishes met"), f"{wishes - lost[Asked.WISH]}/{wishes}"),
        (Text("班次数", "duties"), str(len(result.roster.duties))),
        (
            Text("超出合同工时(合计/最多)", "over contract (in all, most)"),
            f"{sum(over_hours):.1f} h, {max(over_hours):.1f} h",
        ),
    ]
