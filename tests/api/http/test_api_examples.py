"""Every request example of the OpenAPI document is sent as it stands there, and succeeds."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from api_world import AGENTS, MONTH, case, duties, local, make_world

from api.accounts.accounts import create_account
from api.accounts.caller import Role, Scope
from api.accounts.sessions import new_token
from roster.desk.rosters.roster_desk import appoint, import_case, publish, published_roster, save_draft
from roster.desk.tasks.task_desk import put_tasks
from roster.model import Duty, Leave, LeaveStatus, Roster
from roster.model.approval import Office as Rung
from roster.model.task import Every, Recurrence, Task, TaskRole

NAMES = {"l1": "0001", "a": "0005", "b": "0006", "l2": "0011", "c": "0012", "d": "0013"}
PEOPLE = {
    "agent": (Role.AGENT, "0005"),
    "partner": (Role.AGENT, "0012"),
    "leader": (Role.LEADER, "0001"),
    "leader2": (Role.LEADER, "0011"),
    "director": (Role.DIRECTOR, None),
    "planner": (Role.PLANNER, None),
}
SWAP = {"date": "2026-10-20", "partner": "0012", "payback_date": "2026-10-23", "reason": "r"}


class Demo:
    """A small centre named as in the examples, its month published or not, and what the examples speak of."""

    def __init__(self, folder, *, published: bool = True) -> None:
        self.world = world = make_world(folder, jobs_per_account=10)
        agents = tuple(replace(agent, agent_id=NAMES[agent.agent_id]) for agent in AGENTS)
        # Tables are replaced whole in the month that is not published, so nobody there has asked for leave.
        wished = Leave("0005", "annual", date(2026, 10, 29), date(2026, 10, 29), status=LeaveStatus.REQUESTED)
        leaves = (wished,) if published else ()
        import_case(world.parts.office.new_desk("demo"), "test", replace(case("Demo"), agents=agents, leaves=leaves))
        with world.parts.store.writing() as connection:
            for name, (role, agent) in PEOPLE.items():
                password = "demo-password" if name == "agent" else None
                account = create_account(
                    connection, f"demo-{name}", role, centre_id="demo", agent_id=agent, password=password
                )
                world.tokens[name] = new_token(connection, account, "test", frozenset(Scope), None)[1]
        self.desk = world.parts.office.desk("demo")
        appoint(self.desk, "test", "@demo-director", Rung.DIRECTOR)
        self.roster = Roster.of(replace(duty, agent_id=NAMES[duty.agent_id]) for duty in duties())
        if published:
            draft = save_draft(self.desk, "planner", MONTH, self.roster)
            self.roster_id = publish(
                self.desk, "@demo-director", draft.roster_id, accept_breaches=True, reason="as drawn"
            ).roster_id
        world.clock.at = local(12)
        self.cleared: list[str] = []

    def clear(self) -> None:
        """Give back what requests hold, so that the next example finds the month as it was."""
        while self.cleared:
            self.world.post("agent", self.cleared.pop())

    def id_of(self, who, path, body=None, **more) -> str:
        answer = self.world.post(who, path, body, **more)
        assert answer.status_code in {200, 201, 202}, answer.text
        return answer.json()["id"]

    def draft(self) -> str:
        return self.id_of("planner", "/rosters", {"centre_id": "demo", "month": "2026-10"})

    def with_a_grant(self) -> str:
        return str(save_draft(self.desk, "planner", MONTH, Roster.of(self.roster.duties, [0])).roster_id)

    def with_a_question(self) -> str:
        """A re-planned draft that moves 0005's duty of the 20th."""
        version, roster = published_roster(self.desk, MONTH)
        moved = [Duty("0005", duty.day, "L", "189") if _is_asked(duty) else duty for duty in roster.duties]
        return str(save_draft(self.desk, "planner", MONTH, Roster.of(moved), re_plans=version).roster_id)

    def leave(self) -> str:
        leave = self.id_of(
            "agent", "/leave", {"kind": "personal", "start": "2026-10-28", "end": "2026-10-28", "reason": "r"}
        )
        self.cleared.append(f"/leave/{leave}/withdraw")
        return leave

    def sick(self) -> str:
        self.world.clock.at = local(20, 7)
        return self.id_of(
            "agent", "/leave", {"kind": "sick", "start": "2026-10-20", "end": "2026-10-21", "reason": "r"}
        )

    def on_duty(self) -> str:
        """The 20th, half an hour into the shift."""
        self.world.clock.at = local(20, 8) + timedelta(minutes=30)
        return "2026-10-20"

    def entry(self) -> str:
        note = {"category": "problem", "words": "the line is down", "opens": True}
        return str(self.id_of("leader", "/shifts/2026-10-20/E/log", note))

    def given(self) -> str:
        day = self.on_duty()
        assert self.world.post("leader", f"/handovers/{day}/E/give", {}).status_code == 200
        return day

    def swap(self, *steps) -> str:
        swap = self.id_of("agent", "/swaps", SWAP)
        self.cleared.append(f"/swaps/{swap}/withdraw")
        for who, step in steps:
            self.id_of(who, f"/swaps/{swap}/{step}")
        return swap

    def met(self) -> str:
        """The week's meeting is over."""
        self.world.clock.at = local(16, 18)
        return "2026-10-16"

    def task(self) -> str:
        weekly = Task("T-1", "weekly report", TaskRole.DIRECTOR, Recurrence(Every.WEEK, (2,)))
        self.world.clock.at = local(20)
        put_tasks(self.desk, "@demo-director", MONTH, (weekly,))
        return "T-1"

    def done(self) -> str:
        task = self.task()
        self.world.post("director", f"/tasks/{task}/done", {"date": "2026-10-20"})
        return task

    def permit(self) -> str:
        span = {"start": "2026-10-20T10:00:00+08:00", "end": "2026-10-20T10:15:00+08:00"}
        permit = str(self.id_of("leader", "/permits", {"agent_id": "0005", "date": "2026-10-20", **span}))
        self.world.clock.at = local(20, 10) + timedelta(minutes=10)
        return permit

    def asked_permit(self) -> str:
        span = {"start": "2026-10-20T11:00:00+08:00", "end": "2026-10-20T11:15:00+08:00"}
        return str(self.id_of("agent", "/permits/requests", {"date": "2026-10-20", **span}))

    def tested(self) -> str:
        """0005 was tested on the 20th."""
        self.world.clock.at = local(20, 18)
        result = {"agent_id": "0005", "date": "2026-10-20", "characters": 52, "exam": True}
        assert self.world.post("director", "/grades/results", {"results": [result]}).status_code == 200
        return "2026-10"

    def missed(self) -> str:
        """A swap of which the pay-back was missed through sickness."""
        swap = self.swap(*DONE)
        self.world.clock.at = local(23, 7)
        self.id_of("agent", "/leave", {"kind": "sick", "start": "2026-10-23", "end": "2026-10-23", "reason": "r"})
        self.world.clock.at = local(24)
        return swap


def _is_asked(duty) -> bool:
    return (duty.agent_id, duty.day.day) == ("0005", 20)


ANY = {"If-Match": "*"}
AGREED = (("partner", "accept"),)
DONE = (*AGREED, ("leader", "approve"), ("leader2", "approve"))
LASTING = {
    "POST /leave/{leave_id}/certificate",
    "POST /leave/{leave_id}/cover",
    "POST /swaps/wishes",
    "POST /swaps/{swap_id}/confirm",
    "POST /swaps/{swap_id}/payback",
    "POST /swaps/{swap_id}/waive",
    "PUT /centres/{centre_id}/agents",
    "PUT /centres/{centre_id}/shifts",
    "PUT /me/password",
    "PUT /me/wishes",
    "POST /rosters/{roster_id}/pins",
}
MEETING: dict[str, Any] = {"date": Demo.met, "kind": lambda _: "weekly"}
ON_DUTY: dict[str, Any] = {"day": Demo.on_duty, "code": lambda _: "E"}
LASTING |= {
    "POST /shifts/{day}/{code}/roll-call",
    "POST /shifts/{day}/{code}/call-in",
    "POST /attendance/check-in",
    "POST /attendance/check-out",
    "POST /attendance/settle",
    "POST /attendance/proxy",
    "POST /shifts/{day}/{code}/reliefs",
    "POST /handovers/{day}/{code}/give",
    "POST /handovers/{day}/{code}/take",
}
TRIED_ELSEWHERE = {
    "POST /jobs/{job_id}/apply",
    "POST /breaks",
    "POST /qa/plan",
    "POST /actuals/correct",
    "POST /overtime/call-in",
    "POST /meetings/{date}/{kind}/heard",
}
"""What needs a proof, breaks, monitors, figures or a free day first: tried by the table of rights, and with jobs."""
# Each operation with a body: who sends its example, and what makes the objects that its path names.
OPERATIONS: dict[str, tuple[str | None, dict[str, Any]]] = {
    "POST /sessions": (None, {}),
    "PATCH /me": ("agent", {}),
    "PUT /me/password": ("agent", {}),
    "POST /me/tokens": ("agent", {}),
    "PUT /me/wishes": ("agent", {}),
    "PUT /me/proxies": ("agent", {}),
    "POST /accounts": ("admin", {}),
    "POST /accounts/bulk": ("admin", {}),
    "PUT /rules": ("director", {}),
    "PATCH /accounts/{account_id}": (
        "admin",
        {"account_id": lambda demo: demo.world.get("admin", "/accounts").json()["items"][0]["id"]},
    ),
    "PUT /centres/{centre_id}/agents": ("planner", {}),
    "PUT /centres/{centre_id}/shifts": ("planner", {}),
    "PUT /centres/{centre_id}/load": ("planner", {}),
    "PUT /centres/{centre_id}/seats": ("planner", {}),
    "PUT /centres/{centre_id}/agents/{agent_id}": ("planner", {"agent_id": lambda _: "A900"}),
    "POST /centres/{centre_id}/agents/{agent_id}/grade": ("director", {"agent_id": lambda _: "0005"}),
    "PUT /centres/{centre_id}/shifts/{code}": ("planner", {"code": lambda _: "E"}),
    "POST /rosters": ("planner", {}),
    "PUT /rosters/{roster_id}/duties": ("planner", {"roster_id": Demo.draft}),
    "POST /rosters/{roster_id}/publish": ("director", {"roster_id": Demo.draft}),
    "POST /rosters/{roster_id}/solve": ("planner", {"roster_id": Demo.draft}),
    "POST /rosters/{roster_id}/replan": ("planner", {"roster_id": lambda demo: demo.roster_id}),
    "POST /rosters/{roster_id}/what-if": ("planner", {"roster_id": lambda demo: demo.roster_id}),
    "POST /rosters/{roster_id}/explain": ("planner", {"roster_id": Demo.draft}),
    "POST /rosters/{roster_id}/options": ("planner", {"roster_id": Demo.draft}),
    "POST /rosters/{roster_id}/targets": ("planner", {"roster_id": lambda demo: demo.roster_id}),
    "POST /rosters/{roster_id}/edits": ("planner", {"roster_id": Demo.draft}),
    "POST /rosters/{roster_id}/draft": ("planner", {"roster_id": lambda demo: demo.roster_id}),
    "POST /rosters/{roster_id}/pins": ("planner", {"roster_id": Demo.draft}),
    "POST /rosters/{roster_id}/grants": ("leader", {"roster_id": Demo.with_a_grant}),
    "POST /rosters/{roster_id}/consents": ("agent", {"roster_id": Demo.with_a_question}),
    "POST /leave": ("agent", {}),
    "POST /leave/check": ("agent", {}),
    "POST /leave/{leave_id}/approve": ("leader", {"leave_id": Demo.leave}),
    "POST /leave/{leave_id}/decline": ("leader", {"leave_id": Demo.leave}),
    "POST /leave/{leave_id}/certificate": ("agent", {"leave_id": Demo.sick}),
    "POST /leave/{leave_id}/cover": ("leader", {"leave_id": Demo.sick}),
    "POST /swaps": ("agent", {}),
    "POST /swaps/change": ("agent", {}),
    "POST /swaps/check": ("agent", {}),
    "POST /swaps/suggest": ("agent", {}),
    "POST /swaps/match": ("planner", {}),
    "POST /swaps/wishes": ("agent", {}),
    "POST /swaps/wishes/match": ("leader", {}),
    "POST /swaps/{swap_id}/accept": ("partner", {"swap_id": Demo.swap}),
    "POST /swaps/{swap_id}/approve": ("leader", {"swap_id": lambda demo: demo.swap(*AGREED)}),
    "POST /swaps/{swap_id}/decline": ("partner", {"swap_id": Demo.swap}),
    "POST /swaps/{swap_id}/withdraw": ("agent", {"swap_id": Demo.swap}),
    "POST /swaps/{swap_id}/confirm": ("partner", {"swap_id": lambda demo: demo.swap(*DONE)}),
    "POST /swaps/{swap_id}/payback": ("director", {"swap_id": Demo.missed}),
    "POST /swaps/{swap_id}/waive": ("partner", {"swap_id": Demo.missed}),
    "POST /shifts/{day}/{code}/roll-call": ("leader", ON_DUTY),
    "POST /shifts/{day}/{code}/call-in": ("leader", ON_DUTY),
    "POST /shifts/{day}/{code}/log": ("leader", ON_DUTY),
    "POST /shifts/{day}/{code}/log/{entry_id}/close": ("leader", ON_DUTY | {"entry_id": Demo.entry}),
    "POST /shifts/{day}/{code}/log/{entry_id}/correct": ("leader", ON_DUTY | {"entry_id": Demo.entry}),
    "POST /shifts/{day}/{code}/checks": ("leader", ON_DUTY),
    "POST /shifts/{day}/{code}/reliefs": ("leader", ON_DUTY),
    "POST /handovers/{day}/{code}/give": ("leader", ON_DUTY),
    "POST /handovers/{day}/{code}/take": ("leader2", ON_DUTY | {"day": Demo.given}),
    "POST /attendance/check-in": ("agent", ON_DUTY),
    "POST /attendance/check-out": ("agent", ON_DUTY),
    "POST /attendance/settle": ("leader", ON_DUTY),
    "POST /attendance/proxy": ("leader", ON_DUTY),
    "POST /delegations": ("leader", {}),
    "POST /calendars": ("leader", {}),
    "PATCH /calendars/{calendar_id}": (
        "agent",
        {"calendar_id": lambda demo: demo.id_of("agent", "/calendars", {"kind": "agent"})},
    ),
    "POST /webhooks": ("admin", {}),
    "POST /robots": ("agent", {}),
    "POST /tasks/{task_id}/done": ("director", {"task_id": Demo.task}),
    "POST /tasks/{task_id}/reopen": ("director", {"task_id": Demo.done}),
    "POST /meetings/{date}/{kind}": ("director", MEETING),
    "POST /permits": ("leader", {}),
    "POST /permits/requests": ("agent", {}),
    "POST /permits/{permit_id}/answer": ("leader", {"permit_id": Demo.asked_permit}),
    "POST /permits/{permit_id}/return": ("leader", {"permit_id": Demo.permit}),
    "POST /overtime/stay": ("director", {}),
    "POST /overtime/refused": ("director", {}),
    "POST /qa/marks": ("leader", {}),
    "POST /actuals": ("planner", {}),
    "POST /grades/results": ("director", {"month": Demo.tested}),
    "POST /grades/{month}/decisions": ("director", {"month": Demo.tested}),
    "POST /grades/{month}/decisions/{agent_id}": ("director", {"month": Demo.tested, "agent_id": lambda _: "0005"}),
}
# Whoever is on duty, or does what cannot be given back, has a month of the own.
LASTING |= {name for name, (_, made) in OPERATIONS.items() if made.get("day") in {Demo.on_duty, Demo.given}}
OWN = ("POST /overtime", "POST /grades", "POST /permits", "POST /tasks", "POST /meetings")
LASTING |= {name for name in OPERATIONS if name.startswith(OWN)}


def resolved(document, schema):
    while "$ref" in schema or "anyOf" in schema:
        if "anyOf" in schema:
            schema = schema["anyOf"][0]
        else:
            schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return schema


def examples_of(document, schema) -> list:
    """The schema's examples; of a table, its row's."""
    schema = resolved(document, schema)
    if "examples" in schema or schema.get("type") != "array":
        return schema.get("examples", [])
    return [[item] for item in examples_of(document, schema["items"])]


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    world = make_world(tmp_path_factory.mktemp("document"))
    world.parts.store.close()
    return world.app.openapi()


def texts_of(document, schema, place="") -> dict[str, str]:
    """The patterns of all texts within a schema that are neither days nor words of a list; "" where there is none."""
    if "$ref" in schema:
        place = schema["$ref"].rsplit("/", 1)[1]
        schema = resolved(document, schema)
    parts = {f"{place}.{name}": part for name, part in schema.get("properties", {}).items()}
    if "items" in schema:
        parts[place] = schema["items"]
    patterns = {}
    for inner, part in parts.items():
        patterns |= texts_of(document, part, inner)
    for joint in ("anyOf", "oneOf", "allOf"):
        for part in schema.get(joint, ()):
            patterns |= texts_of(document, part, place)
    if schema.get("type") == "string" and not {"enum", "const", "format"} & schema.keys():
        patterns[place] = schema.get("pattern", "")
    return patterns


def test_no_text_that_is_kept_may_hold_a_nul(document):
    patterns: dict[str, str] = {}
    for operations in document["paths"].values():
        for operation in operations.values():
            content = operation.get("requestBody", {}).get("content", {})
            if "application/json" in content:
                patterns |= texts_of(document, content["application/json"]["schema"])
    assert len(patterns) > 60
    loose = {place for place, pattern in patterns.items() if any(re.search(pattern, text) for text in ("\0", "a\0b"))}
    # Of these nothing but a digest is kept.
    assert loose == {"LogIn.password", "NewPassword.current", "NewPassword.new", "AccountBody.password"}


@pytest.fixture(scope="module")
def documented(document):
    examples = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {})
            if "application/json" in content:
                name = f"{method.upper()} {path.removeprefix('/api/v1')}"
                examples[name] = examples_of(document, content["application/json"]["schema"])
    return examples


def test_every_body_has_an_example_and_every_example_is_tried(documented):
    assert [name for name, examples in documented.items() if not examples] == []
    assert set(documented) == set(OPERATIONS) | TRIED_ELSEWHERE


@pytest.fixture(scope="module")
def common(tmp_path_factory, database):
    """One published month and one that is not, for all the examples that leave no lasting mark."""
    made = [Demo(tmp_path_factory.mktemp("demo"), published=published) for published in (False, True)]
    yield made
    for demo in made:
        demo.world.parts.store.close()


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_an_example_succeeds(documented, common, tmp_path, name):
    published = not name.split(" ")[1].startswith("/centres") and not name.endswith(("/publish", "/wishes"))
    published = published or name == "POST /swaps/wishes"
    demo = Demo(tmp_path, published=published) if name in LASTING else common[published]
    who, made = OPERATIONS[name]
    method, template = name.split(" ")
    for example in documented[name]:
        path = template.format(centre_id="demo", **{key: make(demo) for key, make in made.items()})
        # The small month leaves days without anybody: somebody has to mean that.
        body = {**example, "accept_breaches": True, "reason": "the storm"} if name.endswith("/publish") else example
        answer = demo.world.call(who, method, path, json=body, headers=ANY)
        assert answer.status_code < 300, (answer.status_code, answer.text)
        assert demo.world.fits(name, answer), (answer.status_code, answer.text)
        if name == "POST /swaps/check":
            assert answer.json()["allowed"], answer.text
        if answer.headers.get("location"):
            demo.cleared.append(f"{answer.headers['location'].removeprefix('/api/v1')}/withdraw")
    demo.clear()
    if name in LASTING:
        demo.world.parts.store.close()
