"""`roster audit`: the log of every act, and the proof that nobody changed it."""

from dataclasses import asdict
from typing import Annotated

import typer

from api.cli.desk_options import DEFAULT_STORE, StoreOption, store_at
from api.cli.errors import Code, reporting_errors
from api.cli.options import JsonOption, LangOption
from api.cli.speech import Speech
from api.views.acts import ACTS, SUBJECTS
from api.views.records import chain_view
from roster.desk.desk import SYSTEM
from roster.store import audit as audit_log
from roster.text import Text, both, counted

app = typer.Typer(help="审计:谁在何时做了什么 · The audit log.", no_args_is_help=True)


@app.command("verify")
def audit_verify(store: StoreOption = DEFAULT_STORE, lang: LangOption = None, as_json: JsonOption = False) -> None:
    """核验 · Prove the log intact, or name the first broken row (exit 1)."""
    speech = Speech.of(lang)
    with reporting_errors(speech):
        opened = store_at(store)
        try:
            with opened.reading() as connection:
                verdict = audit_log.verify(connection)
        finally:
            opened.close()
        if as_json:
            speech.json(chain_view(verdict))
        elif verdict.intact:
            speech.say(Text(f"{verdict.rows} 行完好", f"{counted(verdict.rows, 'row')} intact"))
        else:
            speech.say(
                Text(
                    f"第 {verdict.broken_seq} 行损坏({verdict.problem})",
                    f"row {verdict.broken_seq} is broken: {verdict.problem}",
                )
            )
    if not verdict.intact:
        raise typer.Exit(Code.BREACHES)


@app.command("list")
def audit_list(
    after: Annotated[int, typer.Option("--after", min=0, help="From the row after. 起始行")] = 0,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many. 行数")] = 100,
    store: StoreOption = DEFAULT_STORE,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """列出 · The log's rows."""
    speech = Speech.of(lang)
    with reporting_errors(speech):
        opened = store_at(store)
        try:
            with opened.reading() as connection:
                rows = list(audit_log.audit_rows(connection, after=after, limit=limit))
        finally:
            opened.close()
        if as_json:
            speech.json([asdict(row) for row in rows])
            return
        for row in rows:
            act, (kind, _, subject) = ACTS.get(row.action, both(row.action)), row.subject.partition(":")
            about = f"{speech.to(SUBJECTS.get(kind, both(kind)))} {subject}"
            actor = speech.to(Text("系统", "system")) if row.actor == SYSTEM else row.actor
            moment = row.at.replace("T", " ").partition(".")[0]
            speech.say_line(f"{row.seq} {moment} UTC {actor} {speech.to(act)} {about} {row.payload}")
