"""`register`, `ledger`, `close`: what is kept of a month, and its end."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.desk_options import (
    AsOption,
    MonthArgument,
    month_of,
    operator,
)
from api.cli.options import AS_CSV
from api.cli.over_store import At, over_store
from api.cli.swaps import show_register
from api.views.records import ledger_view
from roster.desk.ledger import ledger as ledger_of
from roster.desk.rosters import close_desk
from roster.desk.swaps import register_csv
from roster.desk.swaps.register import entries
from roster.text import Text, counted


@over_store()
def register(
    at: At,
    month: Annotated[str, typer.Argument(metavar="[MONTH]", help="2026-10; all months if left out. 月份")] = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", callback=AS_CSV, help="Write it as a .csv file. 导出文件")
    ] = None,
) -> None:
    """换班登记表:按编号列出 · The numbered swap register."""
    rows = entries(at.desk, month_of(month) if month else None)
    if out is not None:
        register_csv.write(out, rows, at.speech.language)
        at.speech.say(Text(f"已写入 {out}:{len(rows)} 项", f"{out}: {counted(len(rows), 'entry', 'entries')}"))
        return
    show_register(rows, at)


@over_store()
def ledger(
    at: At,
    month: MonthArgument,
    agent: Annotated[list[str] | None, typer.Option("--agent", metavar="AGENT", help="Only these. 仅列这些人")] = None,
) -> None:
    """台账:每人的班与假 · Each agent's account: swaps, pay-backs, nights, weekends, holidays, leave, hours."""
    rows = ledger_of(at.desk, month_of(month), agent or ())
    if at.as_json:
        at.speech.json([ledger_view(row) for row in rows])
        return
    at.speech.table(
        (
            Text("人员", "agent"),
            Text("换班", "swaps"),
            Text("余", "left"),
            Text("欠班", "owes"),
            Text("应还", "due"),
            Text("夜(均)", "nights (team)"),
            Text("周末(均)", "weekends (team)"),
            Text("节日(均)", "holidays (team)"),
            Text("请假", "leave"),
            Text("工时", "hours"),
            Text("旷工", "absent"),
            Text("违纪", "violations"),
        ),
        [
            (
                at.person(row.agent_id),
                str(row.swaps_used),
                str(row.swaps_left),
                " ".join(str(item.day) for item in row.owed),
                " ".join(str(item.day) for item in row.due),
                f"{row.nights} ({row.team_nights:.1f})",
                f"{row.weekends} ({row.team_weekends:.1f})",
                f"{row.holidays} ({row.team_holidays:.1f})",
                f"{round(sum(row.leave_days.values()), 2):g}",
                f"{row.paid_minutes / 60:g}",
                str(row.absences),
                str(row.violations),
            )
            for row in rows
        ],
        right=(1, 2, 8, 9, 10, 11),
    )
    at.speech.say(
        Text(
            "换班、请假、工时是本月的;夜、周末、节日是今年到本月的累计,括号内是按合同工时应摊的。"
            "余:本月还能换几次;欠班:欠别人的班;应还:别人欠的班",
            "Swaps, leave and hours are the month's; nights, weekends and holidays add up the year so far, in brackets "
            "the even part. Left: swaps that the month still allows; owes and due: duties to be paid back",
        )
    )


@over_store(as_json=False)
def close(at: At, month: MonthArgument, actor: AsOption = "") -> None:
    """月结:冻结一个月,由下个月记住 · Close a month: it freezes, and the next one remembers it."""
    done = close_desk.close_month(at.desk, actor or operator(), month_of(month))
    at.speech.say(
        Text(
            f"{done.month} 已月结:{done.duties} 班,{done.agents} 人;接着排下个月:roster desk plan {done.month.next}",
            f"{done.month} is closed: {counted(done.duties, 'duty', 'duties')} of "
            f"{counted(done.agents, 'agent')}; next, the month after: "
            f"roster desk plan {done.month.next}",
        )
    )
