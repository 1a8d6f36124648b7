"""Every route × every role × own and other's objects, generated from the application.

Each route names who gets through: everybody else is answered 404, and nobody is, without logging in, but where it says
so. The objects are agent a's of team T1 (led by l1) in the centre `hotline`; the stranger directs another centre.
A route of the application without a line here fails.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from api_world import MONTH, PEOPLE, make_world

from roster.desk.actuals.actual_desk import import_actuals
from roster.desk.grades.grade_desk import record_results
from roster.desk.tasks.task_desk import put_tasks
from roster.model.actual import Actual
from roster.model.grade_test import GradeResult
from roster.model.task import Every, Recurrence, Task, TaskRole

IN = frozenset(PEOPLE) - {"stranger"}
EVERYBODY = frozenset(PEOPLE)
LEADERS = frozenset({"leader", "leader2"})
OFFICES = frozenset({"director", "top"})
PLANS = LEADERS | OFFICES | {"planner", "admin"}
STAFF = PLANS - LEADERS
ADMIN = frozenset({"admin"})
AGENT = frozenset({"agent"})
ROSTERED = frozenset({"agent", "partner", "peer", "leader", "leader2"})
SEES_A = frozenset({"agent", "leader"}) | OFFICES
SEES_SWAP = frozenset({"agent", "partner", "leader", "leader2"}) | OFFICES
OPEN = None
"""No log-in is asked for."""

ROW = {"agent_id": "x", "name": "X", "team": "T1", "jobs": ["189"]}
SHIFT = {"code": "E", "start": "08:00", "end": "16:00"}
DAY = {"date": "2026-10-26", "partner": "c", "payback_date": "2026-10-27", "reason": "r", "centre_id": "hotline"}
SICK = {"kind": "sick", "start": "2026-10-28", "end": "2026-10-28", "centre_id": "hotline", "agent_id": "a"}
SOLVE = {"seconds": 5}
EXTRA = {"agent_id": "c", "date": "2026-10-12", "shift": "E", "job": "189", "reason": "r"}
LATER = {"date": "2026-10-14", "start": "2026-10-14T12:00:00+08:00", "end": "2026-10-14T12:10:00+08:00"}
SPAN = {"start": "2026-10-12T12:00:00+08:00", "end": "2026-10-12T12:10:00+08:00"}


@dataclass(frozen=True)
class Route:
    """Who gets through, and with what."""

    who: frozenset[str] | None
    body: Any = None
    query: Any = None
    headers: Any = None
    raw: bytes | None = None
    open_status: int = 200


CENTRE = {"centre_id": "hotline"}
ANY = {"If-Match": "*"}
ROUTES: dict[str, Any] = {
    # No identity provider is set up here.
    "GET /sessions/oidc": Route(OPEN, open_status=404),
    "GET /sessions/oidc/callback": Route(OPEN, open_status=404),
    "POST /sessions": Route(OPEN, {"username": "nobody", "password": "no such password"}, open_status=401),
    "DELETE /sessions/current": Route(EVERYBODY),
    "DELETE /sessions": Route(EVERYBODY),
    "GET /me": Route(EVERYBODY),
    "PATCH /me": Route(EVERYBODY, {"language": "en"}),
    "PUT /me/password": Route(EVERYBODY, {"current": "x", "new": "correct horse battery"}),
    "POST /me/tokens": Route(EVERYBODY, {"label": "t"}),
    "GET /me/tokens": Route(EVERYBODY),
    "DELETE /me/tokens/{token_id}": Route(AGENT),
    "GET /me/notices": Route(EVERYBODY),
    "GET /me/waiting": Route(EVERYBODY),
    "GET /me/wishes": Route(ROSTERED, query={"month": "2026-10"}),
    "PUT /me/wishes": Route(ROSTERED, {"month": "2026-10", "wishes": []}),
    "GET /me/proxies": Route(ROSTERED),
    "PUT /me/proxies": Route(ROSTERED, {"proxies": []}),
    "GET /me/colleagues": Route(IN, query=CENTRE),
    "POST /me/notices/read": Route(EVERYBODY),
    "GET /accounts": Route(ADMIN),
    "POST /accounts/bulk": Route(ADMIN, {**CENTRE, "dry_run": True}),
    "POST /accounts": Route(ADMIN, {"username": "agent", "role": "planner", "centre_id": "hotline"}),
    "GET /accounts/{account_id}": Route(ADMIN),
    "PATCH /accounts/{account_id}": Route(ADMIN, {"name": "A"}),
    "GET /centres": Route(EVERYBODY),
    "GET /centres/{centre_id}": Route(IN),
    "POST /centres/{centre_id}/import": Route(STAFF, raw=b"no zip", headers={"Content-Type": "application/zip"}),
    "POST /rosters/import": Route(
        PLANS, raw=b"", headers={"Content-Type": "text/csv"}, query={**CENTRE, "month": "2026-10"}
    ),
    "GET /centres/{centre_id}/case.xlsx": Route(OFFICES | {"planner", "admin"}),
    "GET /centres/{centre_id}/agents": Route(IN),
    "PUT /centres/{centre_id}/agents": Route(PLANS, [ROW]),
    "GET /centres/{centre_id}/shifts": Route(IN),
    "PUT /centres/{centre_id}/shifts": Route(STAFF, []),
    "GET /centres/{centre_id}/load": Route(IN),
    "PUT /centres/{centre_id}/load": Route(PLANS, []),
    "GET /centres/{centre_id}/seats": Route(IN),
    "PUT /centres/{centre_id}/seats": Route(PLANS, []),
    "PUT /centres/{centre_id}/agents/{agent_id}": Route(PLANS, ROW),
    "DELETE /centres/{centre_id}/agents/{agent_id}": Route(STAFF),
    "POST /centres/{centre_id}/agents/{agent_id}/grade": Route(OFFICES, {"grade": "senior", "since": "2026-10-20"}),
    "PUT /centres/{centre_id}/shifts/{code}": Route(STAFF, SHIFT),
    "DELETE /centres/{centre_id}/shifts/{code}": Route(STAFF),
    "GET /centres/{centre_id}/capacity": Route(PLANS),
    "GET /rosters": Route(IN, query=CENTRE),
    "POST /rosters": Route(PLANS, {"centre_id": "hotline", "month": "2026-10"}),
    "GET /rosters/{roster_id}": Route(PLANS),
    "GET /rosters/{roster_id}/duties": Route(PLANS),
    "PUT /rosters/{roster_id}/duties": Route(PLANS, [], headers=ANY),
    "GET /rosters/{roster_id}/coverage": Route(PLANS),
    "GET /rosters/{roster_id}/findings": Route(PLANS),
    "POST /rosters/{roster_id}/publish": Route(OFFICES, headers={"If-Match": '"0"'}),
    "POST /rosters/{roster_id}/what-if": Route(PLANS, {"removed": [{"agent_id": "a", "date": "2026-10-20"}]}),
    "POST /rosters/{roster_id}/options": Route(PLANS, {"agent_id": "a", "date": "2026-10-20"}),
    "POST /rosters/{roster_id}/targets": Route(PLANS, {"agent_id": "a", "date": "2026-10-20"}),
    "POST /rosters/{roster_id}/edits": Route(PLANS, {"removed": [], "dry_run": True}),
    "GET /rosters/{roster_id}/compare/{other_id}": Route(PLANS),
    "GET /rosters/{roster_id}/publish": Route(PLANS),
    "POST /rosters/{roster_id}/draft": Route(PLANS, {}),
    "GET /rosters/{roster_id}/pins": Route(PLANS),
    "POST /rosters/{roster_id}/pins": Route(PLANS, {"fixed": []}),
    "GET /rosters/{roster_id}/history": Route(PLANS, query={"agent_id": "a", "date": "2026-10-20"}),
    "POST /rosters/{roster_id}/close": Route(OFFICES, headers=ANY),
    "GET /rosters/{roster_id}/grants": Route(LEADERS | OFFICES),
    "POST /rosters/{roster_id}/grants": Route(LEADERS | OFFICES, {"approved": True}),
    "GET /rosters/{roster_id}/consents": Route(IN),
    "POST /rosters/{roster_id}/consents": Route(frozenset(), {"date": "2026-10-20", "agrees": True}),
    "POST /rosters/{roster_id}/solve": Route(PLANS, SOLVE),
    "POST /rosters/{roster_id}/replan": Route(PLANS, SOLVE),
    "GET /rosters/{roster_id}/export.csv": Route(PLANS),
    "GET /rosters/{roster_id}/export.xlsx": Route(PLANS),
    "GET /rosters/{roster_id}/hours": Route(PLANS),
    "GET /rosters/{roster_id}/fairness": Route(PLANS),
    "GET /rosters/{roster_id}/service": Route(PLANS),
    "GET /rosters/{roster_id}/seat-prices": Route(PLANS),
    "POST /rosters/{roster_id}/explain": Route(PLANS, SOLVE),
    "POST /jobs/{job_id}/apply": Route(frozenset(), {"way": 0}),
    "GET /jobs": Route(PLANS, query=CENTRE),
    "GET /jobs/{job_id}": Route(PLANS),
    "GET /jobs/{job_id}/events": Route(PLANS),
    "POST /jobs/{job_id}/cancel": Route(PLANS),
    "GET /leave": Route(IN, query=CENTRE),
    # Anybody of the centre may report a colleague sick.
    "POST /leave": Route(IN, SICK),
    "POST /leave/check": Route(IN, SICK),
    "GET /leave/{leave_id}": Route(SEES_A),
    "GET /leave/{leave_id}/cost": Route(SEES_A - AGENT),
    "POST /leave/{leave_id}/approve": Route(SEES_A - AGENT),
    "POST /leave/{leave_id}/decline": Route(SEES_A - AGENT),
    "POST /leave/{leave_id}/withdraw": Route(AGENT),
    "POST /leave/{leave_id}/certificate": Route(SEES_A, {"start": "2026-10-20", "end": "2026-10-20"}),
    "POST /leave/{leave_id}/return": Route(SEES_A),
    "GET /leave/balances": Route(SEES_A, query={**CENTRE, "agent_id": "a"}),
    "GET /leave/vacancies": Route(LEADERS | OFFICES, query=CENTRE),
    # It was approved before, so that a duty stands vacant.
    "POST /leave/{leave_id}/cover": Route(SEES_A - AGENT, {"date": "2026-10-30", "partner": "b"}),
    "GET /swaps": Route(IN, query=CENTRE),
    "POST /swaps": Route(AGENT, {**DAY, "agent_id": "a"}),
    "POST /swaps/change": Route(
        # Who is no agent is told so; who has no duty that day finds none.
        frozenset({"agent", "peer", "leader", "planner", "admin"}) | OFFICES,
        {"centre_id": "hotline", "date": "2026-10-26", "to_date": "2026-10-27", "to_shift": "E", "reason": "r"},
    ),
    "POST /swaps/check": Route(SEES_A, {**DAY, "agent_id": "a"}),
    "POST /swaps/suggest": Route(SEES_A, {"centre_id": "hotline", "agent_id": "a", "date": "2026-10-26"}),
    "POST /swaps/match": Route(
        PLANS, {"centre_id": "hotline", "seconds": 1, "wishes": [{"agent_id": "a", "date": "2026-10-26"}]}
    ),
    "GET /swaps/wishes": Route(IN, query=CENTRE),
    # Who is no agent is told so; who has no duty that day finds none.
    "POST /swaps/wishes": Route(
        frozenset({"agent", "peer", "leader", "planner", "admin"}) | OFFICES,
        {"centre_id": "hotline", "date": "2026-10-22", "reason": "r"},
    ),
    "POST /swaps/wishes/match": Route(LEADERS | OFFICES, {"centre_id": "hotline", "seconds": 1}),
    "POST /swaps/wishes/{wish_id}/withdraw": Route(AGENT),
    "GET /swaps/{swap_id}": Route(SEES_SWAP),
    "GET /swaps/{swap_id}/effect": Route(SEES_SWAP - {"agent", "partner"}),
    "POST /swaps/{swap_id}/accept": Route(frozenset({"agent", "partner"})),
    "POST /swaps/{swap_id}/approve": Route(SEES_SWAP),
    "POST /swaps/{swap_id}/decline": Route(SEES_SWAP),
    "POST /swaps/{swap_id}/withdraw": Route(frozenset({"agent", "partner"})),
    "POST /swaps/{swap_id}/confirm": Route(frozenset({"agent", "partner"})),
    "GET /swaps/{swap_id}/payback": Route(SEES_SWAP),
    "POST /swaps/{swap_id}/payback": Route(SEES_SWAP, {"date": "2026-10-23", "reason": "r"}),
    "POST /swaps/{swap_id}/waive": Route(SEES_SWAP),
    "GET /shifts": Route(LEADERS | OFFICES, query={**CENTRE, "date": "2026-10-20"}),
    "GET /shifts/{day}/{code}": Route(LEADERS | OFFICES, query=CENTRE),
    "POST /shifts/{day}/{code}/roll-call": Route(LEADERS | OFFICES, {**CENTRE, "rest_present": True}),
    "GET /shifts/{day}/{code}/covers": Route(LEADERS | OFFICES, query={**CENTRE, "agent_id": "a"}),
    "POST /shifts/{day}/{code}/call-in": Route(LEADERS | OFFICES, {**CENTRE, "agent_id": "a", "partner": "b"}),
    "GET /handovers": Route(LEADERS | OFFICES, query={**CENTRE, "date": "2026-10-20"}),
    "GET /handovers/{day}/{code}": Route(LEADERS | OFFICES, query=CENTRE),
    "POST /handovers/{day}/{code}/give": Route(LEADERS | OFFICES, CENTRE),
    "POST /handovers/{day}/{code}/take": Route(LEADERS | OFFICES, CENTRE),
    "POST /shifts/{day}/{code}/log": Route(LEADERS | OFFICES, {**CENTRE, "category": "notice", "words": "new"}),
    "POST /shifts/{day}/{code}/log/{entry_id}/close": Route(LEADERS | OFFICES, CENTRE),
    "POST /shifts/{day}/{code}/log/{entry_id}/correct": Route(LEADERS | OFFICES, {**CENTRE, "words": "newer"}),
    "POST /shifts/{day}/{code}/checks": Route(LEADERS | OFFICES, {**CENTRE, "item": "headsets"}),
    "POST /shifts/{day}/{code}/reliefs": Route(LEADERS | OFFICES, {**CENTRE, "pairs": {}}),
    "GET /attendance": Route(IN, query=CENTRE),
    "POST /attendance/check-in": Route(ROSTERED, CENTRE),
    "POST /attendance/check-out": Route(ROSTERED, CENTRE),
    "GET /attendance/contradictions": Route(LEADERS | OFFICES, query=CENTRE),
    "POST /attendance/settle": Route(
        SEES_A - AGENT, {**CENTRE, "agent_id": "a", "date": "2026-10-20", "reason": "seen at the seat"}
    ),
    "POST /attendance/proxy": Route(SEES_A - AGENT, {**CENTRE, "agent_id": "a", "by": "b", "date": "2026-10-20"}),
    "GET /delegations": Route(IN, query=CENTRE),
    "POST /delegations": Route(
        LEADERS | OFFICES, {"centre_id": "hotline", "deputy": "b", "start": "2026-11-01", "end": "2026-11-02"}
    ),
    "DELETE /delegations/{delegation_id}": Route(frozenset({"leader"}), query=CENTRE),
    "GET /actuals": Route(PLANS, query=CENTRE),
    "GET /actuals/days": Route(PLANS, query=CENTRE),
    "GET /actuals/errors": Route(PLANS, query=CENTRE),
    "GET /actuals/report": Route(PLANS, query={**CENTRE, "date": "2026-10-12", "shift": "E"}),
    "POST /actuals": Route(PLANS, {**CENTRE, "month": "2026-10", "rows": []}),
    # There is no month to correct yet.
    "POST /actuals/correct": Route(frozenset(), {**CENTRE, "month": "2026-10"}),
    "GET /breaks": Route(IN, query={**CENTRE, "date": "2026-10-12"}),
    "POST /breaks": Route(PLANS, {**CENTRE, "date": "2026-10-12"}),
    "GET /qa/plan": Route(IN, query=CENTRE),
    "POST /qa/plan": Route(PLANS, {**CENTRE, "month": "2026-10"}),
    "GET /qa/marks": Route(IN, query=CENTRE),
    # Who is no monitor is told so.
    "POST /qa/marks": Route(IN, {**CENTRE, "marks": []}),
    "GET /qa/summary": Route(LEADERS | OFFICES, query=CENTRE),
    "GET /qa/summary.csv": Route(LEADERS | OFFICES, query=CENTRE),
    "GET /grades": Route(IN, query=CENTRE),
    "POST /grades/results": Route(LEADERS | OFFICES, {**CENTRE, "results": []}),
    "POST /grades/{month}/decisions": Route(OFFICES, {**CENTRE, "since": "2026-11-01"}),
    "POST /grades/{month}/decisions/{agent_id}": Route(OFFICES, {**CENTRE, "grade": "senior", "since": "2026-11-01"}),
    "GET /overtime": Route(LEADERS | OFFICES, query=CENTRE),
    "GET /overtime/ways": Route(LEADERS | OFFICES, query={**CENTRE, "date": "2026-10-12", "shift": "E", "job": "189"}),
    "GET /overtime/staying": Route(LEADERS | OFFICES, query={**CENTRE, "date": "2026-10-12", "shift": "E"}),
    "POST /overtime/call-in": Route(LEADERS | OFFICES, {**CENTRE, **EXTRA}),
    "POST /overtime/refused": Route(LEADERS | OFFICES, {**CENTRE, **EXTRA}),
    "POST /overtime/stay": Route(
        LEADERS | OFFICES, {**CENTRE, "agent_id": "a", "date": "2026-10-12", "minutes": 30, "reason": "r"}
    ),
    "GET /permits": Route(IN, query={**CENTRE, "date": "2026-10-12"}),
    "POST /permits": Route(LEADERS | OFFICES, {**CENTRE, "agent_id": "a", "date": "2026-10-12", **SPAN}),
    "GET /permits/{permit_id}": Route(SEES_A),
    # Who has no duty that day has none to leave.
    "POST /permits/requests": Route(frozenset({"agent", "peer", "leader"}), {**CENTRE, **LATER}),
    "POST /permits/{permit_id}/answer": Route(SEES_A, {"granted": True}),
    "POST /permits/{permit_id}/return": Route(SEES_A, {}),
    "GET /tasks": Route(IN, query=CENTRE),
    "POST /tasks/{task_id}/done": Route(PLANS, {**CENTRE, "date": "2026-10-12", "team": "T1"}),
    "POST /tasks/{task_id}/reopen": Route(PLANS, {**CENTRE, "date": "2026-10-12", "team": "T1"}),
    "GET /meetings": Route(LEADERS | OFFICES, query=CENTRE),
    "POST /meetings/{date}/{kind}": Route(LEADERS | OFFICES, {**CENTRE, "present": ["l1"]}),
    "POST /meetings/{date}/{kind}/heard": Route(LEADERS | OFFICES, {**CENTRE, "agent_id": "l2"}),
    "GET /register": Route(LEADERS | OFFICES, query=CENTRE),
    "GET /register.csv": Route(LEADERS | OFFICES, query=CENTRE),
    "GET /audit": Route(ADMIN),
    "GET /audit/chain": Route(ADMIN),
    "GET /ledger": Route(IN, query=CENTRE),
    "GET /rules": Route(IN, query=CENTRE),
    "PUT /rules": Route(OFFICES | ADMIN, {**CENTRE, "rules": {}, "dry_run": True}),
    "GET /calendars": Route(EVERYBODY),
    "POST /calendars": Route(
        frozenset({"agent", "leader"}) | OFFICES, {"centre_id": "hotline", "kind": "agent", "subject": "a"}
    ),
    "POST /calendars/{calendar_id}/rotate": Route(AGENT),
    "PATCH /calendars/{calendar_id}": Route(AGENT, {"label": "mine"}),
    "DELETE /calendars/{calendar_id}": Route(AGENT),
    "GET /webhooks": Route(ADMIN),
    "POST /webhooks": Route(ADMIN, {"centre_id": "hotline", "url": "https://hooks.example.com/x"}),
    "DELETE /webhooks/{webhook_id}": Route(ADMIN),
    "GET /robots": Route(IN, query=CENTRE),
    "POST /robots": Route(IN, {**CENTRE, "kind": "wecom", "url": "https://robots.example.com/x"}),
    "POST /robots/{robot_id}/trial": Route(AGENT),
    "DELETE /robots/{robot_id}": Route(AGENT),
    "GET /calendars/{token}.ics": Route(OPEN),
    "GET /healthz": Route(OPEN),
    "GET /readyz": Route(OPEN),
    "GET /metrics": Route(OPEN),
}


@pytest.fixture(scope="module")
def objects(tmp_path_factory, database):
    """A centre with one of everything, agent a's where it is somebody's."""
    world = make_world(tmp_path_factory.mktemp("rights"), jobs_per_account=50)
    from api_world import local

    published = world.publish()
    world.clock.at = local(12)
    draft = world.post("planner", "/rosters", {"centre_id": "hotline", "month": "2026-10"}).json()["id"]
    job = world.post("planner", f"/rosters/{draft}/solve", SOLVE).json()["id"]
    swap = world.post(
        "agent", "/swaps", {"date": "2026-10-20", "partner": "c", "payback_date": "2026-10-23", "reason": "r"}
    ).json()["id"]
    leave = world.post(
        "agent", "/leave", {"kind": "personal", "start": "2026-10-30", "end": "2026-10-30", "reason": "r"}
    ).json()["id"]
    calendar = world.post("agent", "/calendars", {"kind": "agent"}).json()
    account = world.get("admin", "/accounts").json()["items"][0]["id"]
    hook = world.post("admin", "/webhooks", {"centre_id": "hotline", "url": "https://hooks.example.com/"}).json()["id"]
    address = {"kind": "wecom", "url": "https://robots.invalid/send?key=0"}
    robot = world.post("agent", "/robots", address).json()["id"]
    wish = world.post("agent", "/swaps/wishes", {"date": "2026-10-16", "reason": "r"}).json()["id"]
    deputy = {"deputy": "b", "start": "2026-11-01", "end": "2026-11-02"}
    delegation = world.post("leader", "/delegations", deputy).json()["id"]
    token = world.post("agent", "/me/tokens", {"label": "x"}).json()["id"]
    permit = world.post("leader", "/permits", {"agent_id": "a", "date": "2026-10-12", **SPAN}).json()
    weekly = Task("R-1", "report", TaskRole.LEADER, Recurrence(Every.WEEK, (1,)), 17 * 60)
    import_actuals(
        world.parts.office.desk("hotline"), "@planner", MONTH, (Actual(date(2026, 10, 12), 480, "189", 5, 4, 3, 180.0),)
    )
    record_results(world.parts.office.desk("hotline"), "l1", [GradeResult("a", date(2026, 10, 1), 52, exam=True)])
    put_tasks(world.parts.office.desk("hotline"), "@director", MONTH, (weekly,))
    note = {"category": "order", "words": "read this", "opens": True}
    entry = world.post("leader", "/shifts/2026-10-20/E/log", note).json()["id"]
    world.names = {
        "entry_id": entry,
        "roster_id": draft,
        "other_id": draft,
        "job_id": job,
        "swap_id": swap,
        "leave_id": leave,
        "calendar_id": calendar["id"],
        "token": calendar["url"].rsplit("/", 1)[1].removesuffix(".ics"),
        "account_id": account,
        "webhook_id": hook,
        "robot_id": robot,
        "token_id": token,
        "delegation_id": delegation,
        "wish_id": wish,
        "centre_id": "hotline",
        "agent_id": "a",
        "code": "E",
        "day": "2026-10-20",
        "permit_id": permit["id"],
        "task_id": "R-1",
        "date": "2026-10-09",
        "kind": "weekly",
        "month": "2026-10",
    }
    # A job that is over, so that its events end.
    world.post("planner", f"/jobs/{job}/cancel")
    world.published = published
    yield world
    world.parts.store.close()


def every_route(app) -> set[str]:
    return {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, operations in app.openapi()["paths"].items()
        for method in operations
    }


def test_every_route_of_the_application_says_who_gets_through(objects):
    assert every_route(objects.app) == set(ROUTES)


def _order(name: Any) -> tuple[bool, bool, str]:
    """Reading first and taking away last, so that the objects are there for every route."""
    return (not name.startswith("GET"), name.startswith("DELETE"), name)


@pytest.mark.parametrize("name", sorted(ROUTES, key=_order))
def test_who_gets_through(objects, name):
    route = ROUTES[name]
    method, template = name.split(" ", 1)
    path = template.format(**objects.names)
    more = {"params": route.query, "headers": route.headers or {}}
    if route.raw is not None:
        more["content"] = route.raw
    elif route.body is not None:
        more["json"] = route.body
    if route.who is OPEN:
        assert objects.call(None, method, path, **more).status_code == route.open_status
        return
    assert objects.call(None, method, path, **more).status_code == 401
    # Those who are turned away come first: an act of those who are let through may change the object.
    for who in sorted(PEOPLE, key=lambda who: who in route.who):
        answer = objects.call(who, method, path, **more)
        assert answer.status_code < 500, (who, answer.text)
        if who in route.who:
            assert answer.status_code not in {401, 404, 405}, (who, answer.status_code, answer.text)
            assert answer.status_code >= 300 or objects.fits(name, answer), (who, answer.status_code, answer.text)
        else:
            assert answer.status_code == 404, (who, answer.status_code, answer.text)


OTHERS_MAKE_UP = {
    "GET /healthz", "GET /readyz", "GET /metrics", "GET /calendars/{token}.ics", "GET /sessions/oidc/callback",
}  # fmt: skip
"""Addresses to which probes, calendars and identity providers add what they like."""


@pytest.mark.parametrize("name", sorted(ROUTES, key=_order))
def test_what_a_route_does_not_know_is_refused_and_not_passed_over(objects, name):
    route = ROUTES[name]
    method, template = name.split(" ", 1)
    path, who = template.format(**objects.names), None if route.who is OPEN else min(route.who or {"director"})
    operation = objects.app.openapi()["paths"]
    operation = operation.get(f"/api/v1{template}", operation.get(template))[method.lower()]
    known = sorted(item["name"] for item in operation.get("parameters", ()) if item["in"] == "query")

    def asked(pairs):
        return objects.call(who, method, path, params=pairs, headers=route.headers or {}, json=route.body)

    answer = asked([("statu", "open"), *((one, "1") for one in known for _ in "ab")])
    if name in OTHERS_MAKE_UP:
        assert answer.status_code != 422
        return
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    faults = {fault["field"]: fault for fault in answer.json()["faults"]}
    assert set(faults) == {"statu", *known}
    assert faults["statu"]["remedy"] == (f"Use {', '.join(known)}" if known else "None is taken here")
    assert all("2 times" in faults[one]["problem"] for one in known)


def test_an_agent_sees_what_is_published_of_the_own_team_only(objects):
    path = f"/rosters/{objects.published}"
    assert objects.get("agent", path).status_code == 200
    seen = {item["agent_id"] for item in objects.get("agent", f"{path}/duties").json()["items"]}
    assert seen <= {"a", "b", "l1"}
    assert seen
    everybody = {item["agent_id"] for item in objects.get("leader", f"{path}/duties").json()["items"]}
    assert everybody > seen


def test_protection_is_told_to_nobody_who_may_not_read_it(objects):
    for who, sees in (("agent", False), ("leader2", False), ("director", True), ("planner", True)):
        rows = {row["agent_id"]: row for row in objects.get(who, "/centres/hotline/agents").json()["items"]}
        assert ("d" in rows and rows["d"]["protected"] is not None) is sees, who


def test_a_read_token_changes_nothing(objects):
    token = objects.post("leader", "/me/tokens", {"label": "wall", "scopes": ["read"]}).json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert objects.call(None, "GET", "/me", headers=headers).status_code == 200
    assert objects.call(None, "POST", "/me/tokens", json={"label": "x"}, headers=headers).status_code == 403
