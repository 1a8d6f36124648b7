"""A centre of four as files, and the commands on it as a reader types them."""

import json
import sys

from typer.testing import CliRunner

from api.cli.commands import COMMANDS
from api.cli.errors import Code
from api.cli.lazy import loaded
from api.cli.main import app

CENTRE = 'name = "Hotline"\ntimezone = "Asia/Shanghai"\ncountry = "CN"\nmonth = "2026-10"\n'
AGENTS = """agent_id,name,team,role,jobs,grade
a,Anna,T1,agent,189,junior
b,Bao,T1,agent,189,junior
c,Chen,T1,agent,189,junior
l,Lu,T1,leader,189,senior
"""
SHIFTS = "code,start,end\nE,08:00,16:00\nL,16:00,24:00\n"
SEATS = "date,time,job,seats\n2026-10-12,08:00,189,1\n"
ROSTER = """agent_id,date,shift,job
a,2026-10-07,E,189
a,2026-10-12,E,189
a,2026-10-20,E,189
b,2026-10-14,L,189
b,2026-10-22,E,189
c,2026-10-16,E,189
"""
WISHES = """agent_id,date,first,last,shifts
a,2026-10-12,2026-10-13,2026-10-15,L
b,2026-10-14,2026-10-12,2026-10-12,E
"""


def roster(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def invoke(*words):
    result = roster(*words, "--json")
    assert result.exit_code in {Code.CLEAN, Code.BREACHES}, result.output
    return json.loads(result.stdout)


def written(place):
    """The case's folder, beside it a roster and wishes."""
    folder = place / "case"
    folder.mkdir()
    for name, content in (
        ("centre.toml", CENTRE),
        ("agents.csv", AGENTS),
        ("shifts.csv", SHIFTS),
        ("seats.csv", SEATS),
    ):
        (folder / name).write_text(content, encoding="utf-8")
    (place / "roster.csv").write_text(ROSTER, encoding="utf-8")
    (place / "wishes.csv").write_text(WISHES, encoding="utf-8")
    return folder


def over_store_commands():
    for entry in COMMANDS:
        loaded(entry)
    modules = [module for name, module in sys.modules.items() if name.startswith("api.cli.commands.store.")]
    acts = [act for module in modules for act in vars(module).values() if hasattr(act, "__signature__")]
    assert len(acts) > 60
    return acts
