"""`roster audit`: the log of every act, and the proof that nobody changed it."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from api.cli.desk_options import DEFAULT_STORE, StoreOption, store_at
from api.cli.errors import Code, reporting_errors
from api.cli.options import JsonOption, LangOption
from api.cli.speech import Speech
from api.views.acts import ACTS, acts_meant
from api.views.records import chain_view
from constraints import CATALOGUE
from roster.desk.desk import Work
from roster.desk.opening import open_desk
from roster.store import audit as audit_log
from roster.store import case_rows
from roster.store.audit import AuditQuery
from roster.store.connect import Connection, Store
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
                    f"第 {verdict.broken_seq} 行损坏({verdict.problem.zh})",
                    f"row {verdict.broken_seq} is broken: {verdict.problem.en}",
                )
            )
    if not verdict.intact:
        raise typer.Exit(Code.BREACHES)


@app.command("list")
def audit_list(
    who: Annotated[str, typer.Option("--who", metavar="NAME", help="By or about whom. 谁(姓名或工号)")] = "",
    act: Annotated[str, typer.Option("--act", metavar="WORDS", help="What: leave, approved a swap … 做了什么")] = "",
    after: Annotated[int, typer.Option("--after", min=0, help="From the row after; unset: the latest. 起始行")] = 0,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many rows. 行数")] = 100,
    store: StoreOption = DEFAULT_STORE,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """列出 · The log: who did what, about whom, and what came of it; the latest last."""
    speech = Speech.of(lang)
    with reporting_errors(speech):
        opened = store_at(store)
        try:
            with opened.reading() as connection:
                _tell_rows(speech, opened, connection, who, act, after, limit, as_json=as_json)
        finally:
            opened.close()


def _tell_rows(
    speech: Speech, store: Store, connection: Connection, who: str, act: str, after: int, limit: int, *, as_json: bool
) -> None:
    """The rows wanted: as they are for programs, each act once and in words for people."""
    from api.pages.times import moment_text
    from api.pages.views.log import (  # what lists nothing starts without it
        LogReader,
        acts_of,
        names_in_log,
        people_called,
    )

    centre_ids = [row.centre_id for row in case_rows.centres(connection)]
    names, logins = names_in_log(connection, None, centre_ids)
    wanted = AuditQuery(
        people=people_called(who, names, logins) if who.strip() else None, acts=acts_meant(act) if act.strip() else None
    )
    if after:
        rows = list(audit_log.audit_rows(connection, after=after, limit=limit, wanted=wanted))
    else:
        rows = audit_log.audit_page(connection, wanted, 0, limit)[0][::-1]
    if as_json:
        speech.json([asdict(row) for row in rows])
        return
    readers = {}
    for centre in {row.centre_id for row in rows}:
        desk = open_desk(store, centre, CATALOGUE)
        zone = ZoneInfo(case_rows.timezone_of(connection, centre) if centre in centre_ids else "UTC")
        work = Work(desk, connection, desk.clock.now(), actor="", action="read")
        readers[centre] = LogReader(work, zone, names, id_first=True)
    told = []
    for one in acts_of(rows):
        row, reader = one[-1], readers[one[0].centre_id]
        came_to = reader.came_to(one[::-1])
        about = speech.to(reader.about(one[::-1])) + (f" · {speech.to(came_to)}" if came_to else "")
        moment = speech.to(moment_text(datetime.fromisoformat(row.at), reader.zone))
        said = ACTS.get(row.action, both(row.action))
        told.append((str(row.seq), moment, speech.to(reader.actor(row)), speech.to(said), about))
    heads = Text("#", "#"), Text("时间", "When"), Text("谁", "Who"), Text("做了什么", "Act"), Text("对象", "About")
    speech.table(heads, told, right=(0,))
