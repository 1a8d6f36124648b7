"""`roster desk`: the commands of the desk's store, in the order in which its help lists them."""

import typer

from api.cli.commands.store.desk import cases, consents, grades, month, offices, quality, swap, tasks, versions, what_if
from api.cli.over_store import At, over_store
from roster.desk.tick import tick as tick_now
from roster.text import Text

app = typer.Typer(
    help="值班台:导入、草稿、发布、版本、假如 … · The desk's store: import, draft, publish, versions, what-if …",
    no_args_is_help=True,
)


@over_store()
def tick(at: At) -> None:
    """到时处理 · What time brings: expiry, pay-backs worked, absenteeism, certificates overdue."""
    done = tick_now(at.desk)
    if at.as_json:
        at.speech.json(done)
    else:
        told = [Text(f"{TICKED.get(name, name)} {count}", f"{name} {count}") for name, count in done.items()]
        at.speech.say(Text(",".join(one.zh for one in told), ", ".join(one.en for one in told)))


TICKED = {
    "expired": "过期换班",
    "settled": "还班了结",
    "provisional": "暂定旷工",
    "final": "认定旷工",
    "lapsed": "到期失效",
    "reminded": "催销假",
    "recorded": "未销假",
    "overdue": "逾期任务",
}
"""What time has brought, by the desk's word for it."""


app.command("import")(cases.import_case)
for act in (
    cases.plan, versions.draft, cases.amend, versions.edit, versions.replan, versions.publish, versions.versions,
    versions.diff,
):  # fmt: skip
    app.command()(act)
app.command("what-if")(what_if.what_if_)
app.command()(tick)
app.command("show")(month.show)
app.command("export")(month.export)
app.command("print")(month.print_)
for act in (
    consents.grants, consents.grant, consents.consents, consents.consent,
    offices.appoint, offices.grade, offices.delegate, offices.delegations, offices.end_delegation,
    swap.suggest, swap.check, quality.breaks,
):  # fmt: skip
    app.command()(act)
app.add_typer(quality.qa_app, name="qa")
app.add_typer(grades.app, name="grades")
app.add_typer(tasks.app, name="tasks")
app.add_typer(tasks.meetings_app, name="meetings")
