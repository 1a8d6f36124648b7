"""The served hotline on a working day: a swap to approve, one to answer, sickness, leave, a wish; sessions for all."""

import atexit
import json
import shutil
import sqlite3
import tempfile
from datetime import date
from functools import lru_cache
from pathlib import Path

import page_world as base
from sqlalchemy import delete, insert

from api.accounts.accounts import create_account, set_password
from api.accounts.caller import Role
from api.accounts.sessions import open_session
from api.app import open_services
from api.notices.tell import tell_news
from api.settings import Settings
from api.store.account_rows import account_named
from api.store.tables import ACCOUNTS, JOBS
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.matching.wish_desk import file_wish
from roster.desk.swaps.suggest import suggest
from roster.desk.swaps.swap_decision import accept_swap
from roster.desk.swaps.swap_filing import request_swap
from roster.model import Month
from roster.model import Role as Post
from roster.model.swap_wish import SwapWish

MONTH = Month(2026, 10)
CENTRE = "hotline"
PASSWORD = base.PASSWORD


class WorkingDay:
    """A served centre (`base`) and what is open in it. `subjects` are ids and days; `people` agents by their part."""

    def __init__(self, served, people, subjects):
        self.served, self.people, self.subjects = served, people, subjects
        self.base, self.parts, self.clock, self.stop = served.address, served.parts, served.clock, served.stop
        self.cookies: dict[str, str] = {}

    @property
    def desk(self):
        return self.parts.office.desk(CENTRE)

    def cookie(self, who: str) -> str:
        """A session of that account."""
        if who not in self.cookies:
            with self.parts.store.writing() as connection:
                self.cookies[who] = open_session(connection, account_named(connection, who).id, 12)
        return self.cookies[who]

    def set_password(self, who: str, password: str = PASSWORD, *, one_time: bool = False) -> None:
        with self.parts.store.writing() as connection:
            set_password(connection, account_named(connection, who).id, password, one_time=one_time)


@lru_cache(maxsize=1)
def _prepared():
    """The store of every such day, made once per process."""
    source, published, draft, accounts = base._prepared()
    folder = Path(tempfile.mkdtemp(prefix="roster-day-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    target = folder / "r.sqlite"
    one, two = sqlite3.connect(source), sqlite3.connect(target)
    one.backup(two)
    one.close(), two.close()
    parts = open_services(Settings(data=str(folder), database_url=f"sqlite:///{target}"), base.Clock())
    desk = parts.office.desk(CENTRE)
    case = desk.board(MONTH).case
    people, subjects = _requests(desk, case, case.agent_by_id[accounts["agent"]])
    with parts.store.writing() as connection:
        for name, role in (("partner", Role.AGENT), ("leader2", Role.LEADER)):
            # The other party and its leader, whoever held these names before.
            connection.execute(delete(ACCOUNTS).where(ACCOUNTS.c.agent_id == people[name]))
            connection.execute(delete(ACCOUNTS).where(ACCOUNTS.c.username == name))
            full = case.agent_by_id[people[name]].name
            create_account(connection, name, role, name=full, centre_id=CENTRE, agent_id=people[name])
        subjects["job"] = _job(connection, draft)
    while tell_news(parts.office, mail=False):
        pass
    parts.store.close()
    return target, published, draft, accounts, people, subjects


UNMET = [
    {
        "kind": "seat",
        "date": "2026-10-20",
        "agent_id": None,
        "start": "10:00",
        "end": "11:30",
        "job": "189",
        "seats": 2,
        "rule": "REST",
        "clause": "作息制度 §2",
        "why": ["当天没有人能再上这个班", "nobody else may work that shift"],
    },
    {
        "kind": "wish",
        "date": "2026-10-21",
        "agent_id": "0005",
        "rule": "",
        "clause": "",
        "why": ["让位于更要紧的", "outweighed"],
    },
]
"""What that solve could not give."""


def _job(connection, draft: int) -> str:
    """A solve of the draft that is over, with its way there."""
    trail = [
        [2.0, 4_000_000, None],
        [3.5, 3_600_000, 3_200_000],
        [9.0, 3_540_000, 3_450_000],
        [42.0, 3_540_000, 3_460_000],
    ]
    row = {
        "id": "00000000-0000-4000-8000-000000000001",
        "account_id": account_named(connection, "planner").id,
        "actor": "@planner",
        "centre_id": CENTRE,
        "roster_id": draft,
        "kind": "solve",
        "options": json.dumps({"seconds": 60, "seed": 0, "workers": None, "gap": 0.0, "revision": 1}),
        "status": "done",
        "dispatched": True,
        "attempts": 1,
        "cancel": False,
        "seconds": 60.0,
        "objective_ticks": 3_540_000,
        "bound_ticks": 3_460_000,
        "trail": json.dumps(trail),
        "result": json.dumps({"outcome": "feasible", "stopped_by": "clock", "roster_id": str(draft), "unmet": UNMET}),
        "created_at": 1_791_000_000_000_000,
        "finished_at": 1_791_000_060_000_000,
    }
    connection.execute(insert(JOBS).values(row))
    return str(row["id"])


def _requests(desk, case, agent):
    """What is open on the day: a swap to be approved, one to be answered, a sick leave, a personal one, a wish."""
    board = desk.board(MONTH)
    leaders = {agent.team: agent.agent_id for agent in case.agents if agent.role is Post.LEADER}
    days = sorted(day for day in board.duties[agent.agent_id] if day > date(2026, 10, 14))
    clock = desk.clock
    far = [
        (day, way)
        for day in days
        for way in suggest(board, agent.agent_id, day, clock)
        if case.agent_by_id[way.partner].team != agent.team
        and case.agent_by_id[way.partner].role is Post.AGENT
        and case.agent_by_id[way.partner].team in leaders
    ]
    day, way = far[0]
    partner = case.agent_by_id[way.partner]
    swap = request_swap(desk, agent.agent_id, day, way.partner, way.pay_back.day, reason="家里有事")
    accept_swap(desk, way.partner, swap.swap_id)
    asked = None
    for other in case.agents:
        if other.role is not Post.AGENT or other.agent_id in {agent.agent_id, partner.agent_id}:
            continue
        board = desk.board(MONTH)
        coming = sorted(d for d in board.duties[other.agent_id] if d > date(2026, 10, 14))
        ways = [(d, w) for d in coming for w in suggest(board, other.agent_id, d, clock, only=agent.agent_id)]
        if ways:
            mine, one = ways[0]
            asked = request_swap(desk, other.agent_id, mine, agent.agent_id, one.pay_back.day, reason="搬家")
            break
    assert asked is not None
    board = desk.board(MONTH)
    mates = [
        a
        for a in case.agents
        if a.team == agent.team
        and a.role is Post.AGENT
        and a.agent_id not in {agent.agent_id, partner.agent_id, asked.requester}
    ]
    sick = next(a for a in mates if any(d > date(2026, 10, 13) for d in board.duties[a.agent_id]))
    sick_day = min(d for d in board.duties[sick.agent_id] if d > date(2026, 10, 13))
    sickness = file_leave(
        desk, sick.agent_id, sick.agent_id, kind="sick", start=sick_day, end=sick_day, reason="发烧 38.9 度"
    )
    by_day = {
        a: sorted(
            d
            for d, duty in board.duties[a.agent_id].items()
            if d > date(2026, 10, 19) and not case.shift_by_code[duty.shift].is_night
        )
        for a in mates
        if a is not sick
    }
    away, away_days = next((a, days) for a, days in by_day.items() if days)
    away_day = away_days[0]
    personal = file_leave(
        desk, away.agent_id, away.agent_id, kind="personal", start=away_day, end=away_day, reason="孩子家长会"
    )
    free = [
        d for d in sorted(board.duties[agent.agent_id]) if d > date(2026, 10, 20) and d not in {day, way.pay_back.day}
    ]
    file_wish(desk, agent.agent_id, SwapWish(agent.agent_id, free[0]), reason="朋友婚礼")
    people = {
        "agent": agent.agent_id,
        "partner": partner.agent_id,
        "leader": leaders[agent.team],
        "leader2": leaders[partner.team],
        "sick": sick.agent_id,
        "away": away.agent_id,
    }
    subjects = {
        "swap": swap.swap_id,
        "asked": asked.swap_id,
        "sick": sickness.leave_id,
        "personal": personal.leave_id,
        "free": free[-1].isoformat(),
    }
    return people, subjects


def working_day(folder: Path, **settings) -> WorkingDay:
    """A day of one's own, served until `stop`."""
    target, published, draft, accounts, people, subjects = _prepared()
    made = base.served_from(target, folder, published, draft, accounts, **settings)
    return WorkingDay(made, people, {**subjects, "roster": str(published), "draft": str(draft)})
