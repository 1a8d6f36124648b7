"""One's own account: preferences, sessions, tokens, deputies, who may report one's sickness, news."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Response

from api.accounts.accounts import change_account
from api.accounts.caller import Scope
from api.accounts.sessions import new_token
from api.http.dependencies import own_agent
from api.http.resources.delegations.routes import LONGEST_DAYS
from api.http.resources.me.ahead import colleagues
from api.http.resources.me.bodies import Preferences
from api.http.resources.robots.bodies import RobotBody
from api.http.resources.robots.routes import drop_robot, make_robot, teams_to_set, try_robot
from api.notices.robot_desk import robot_view, robots_of, sets_for_centre
from api.pages import words as said
from api.pages.forms import Form, Sent
from api.pages.problems import Trouble
from api.pages.shell import Here, PageRoute, Place, Shell, sound_id
from api.pages.times import day_text, moment_text, span_text
from api.pages.validate import body_of
from api.problem import input_problem
from api.store.account_rows import account, account_named, office_accounts
from api.store.notice_rows import mark_read, notices_of
from api.store.session_rows import drop_token, open_sessions, tokens_of
from roster.desk.delegation import delegate, end_delegation
from roster.desk.desk import Work
from roster.desk.leaves.proxies import name_proxies, proxies_of
from roster.errors import NotFoundError
from roster.model.approval import Delegation
from roster.store import leave_rows, permit_rows, swap_rows
from roster.text import Text

router = APIRouter(route_class=PageRoute, include_in_schema=False)
API = "/api/v1"
SHOWN = 50
ASKING = frozenset({"requested", "accepted", "pending", "provisional", "asked"})
"""States whose notices ask for a word; what became of the thing settles them."""


@router.get("/me")
def me_page(here: Here) -> Response:
    """The account."""
    return _me(here)


def _me(
    here: Shell, problem: Trouble | None = None, form: Sent | None = None, token: str = "", trial: Text | None = None
) -> Response:
    with here.parts.store.reading() as connection:
        row = account(connection, here.caller.account_id)
        sessions = open_sessions(connection, row.id)
        tokens = tokens_of(connection, row.id)
    leads = here.leads and here.month is not None
    return here.render(
        "me.html",
        problem=problem,
        form=form or Sent(),
        email=row.email,
        sessions=sessions,
        tokens=[_token(here, item) for item in tokens],
        scopes=[(scope, here.say(words)) for scope, words in said.SCOPES.items()],
        secret_token=token,
        secret=bool(token),
        trial=trial,
        **_robots(here),
        leads=leads,
        delegations=delegations(here) if leads else [],
        deputies=_deputies(here) if leads else [],
        today=here.now.astimezone(here.zone).date(),
        **_proxies(here),
    )


def _proxies(here: Shell) -> dict[str, Any]:
    """Whom the caller has named to report their sickness, and whom they may name; nothing for who is not there now."""
    me = here.caller.agent_id
    if me is None or here.month is None or me not in here.board.case.agent_by_id:
        return {"proxies": None}
    try:
        named = proxies_of(here.desk, me)
    except NotFoundError:
        return {"proxies": None}
    mates = colleagues(here.caller, here.board.case)
    return {
        "proxies": [(proxy, here_name(here, proxy)) for proxy in named],
        "proxy_choice": [
            (mate.agent_id, f"{mate.name} {mate.agent_id}") for mate in mates if mate.agent_id not in {me, *named}
        ],
    }


ROBOT_KINDS = {
    "wecom": Text("企业微信", "WeCom"),
    "dingtalk": Text("钉钉", "DingTalk"),
    "feishu": Text("飞书", "Feishu"),
}


def _robots(here: Shell) -> dict[str, Any]:
    """Group robots that are the caller's to set, and for whom one may be set."""
    if here.centre_id is None:
        return {"robots": [], "robots_for": []}
    teams = teams_to_set(here.parts, here.caller, here.centre_id)
    with here.parts.store.reading() as connection:
        rows = robots_of(connection, here.caller, here.centre_id, teams)
    whose = [("me", Text("我的通知", "my own notices"))]
    whose += [(f"team:{team}", Text(f"班组 {team}", f"team {team}")) for team in teams]
    if sets_for_centre(here.caller):
        whose.append(("centre", Text("全中心", "the whole centre")))
    words = {value: here.say(text) for value, text in whose}
    return {
        "robots": [
            {
                **view,
                "kind": here.say(ROBOT_KINDS[view["kind"]]),
                "whose": words["me" if view["for"] == "me" else view["for"]]
                if view["for"] != "team"
                else here.say(Text(f"班组 {view['team']}", f"team {view['team']}")),
            }
            for view in map(robot_view, rows)
        ],
        "robots_for": list(words.items()),
        "robot_kinds": [(kind, here.say(text)) for kind, text in ROBOT_KINDS.items()],
    }


@router.post("/me/robots")
def add_robot(here: Here, form: Form) -> Response:
    """Let notices go to a group chat too."""

    def act() -> Response:
        whose, _, team = form.get("for", "me").partition(":")
        body = body_of(
            RobotBody,
            kind=form.get("kind", "wecom"),
            url=form["url"].strip(),
            secret=form["secret"].strip(),
            whose=whose,
            team=team or None,
            language=here.language,
            label=form["label"],
            centre_id=here.centre_id,
        )
        make_robot(here.parts, here.caller, body)
        return here.see("/me", "saved")

    return here.attempt(act, lambda problem: _me(here, problem, form))


@router.post("/me/robots/{robot_id}/trial")
def try_one(here: Here, robot_id: str) -> Response:
    """Post a trial message, and tell how it went."""
    error = try_robot(here.parts, here.caller, robot_id)
    if error is None:
        return _me(here, trial=Text("已发出,请到群里看", "Sent: look into the group"))
    return _me(here, trial=Text(f"没有发出:{error}", f"Not taken: {error}"))


@router.post("/me/robots/{robot_id}/revoke")
def revoke_robot(here: Here, robot_id: str) -> Response:
    """Take a robot away."""
    drop_robot(here.parts, here.caller, robot_id)
    return here.see("/me", "deleted")


def _token(here: Shell, row: Any) -> dict[str, str]:
    until = Text("不过期", "does not expire")
    if row.expires_at is not None:
        day = day_text(here.door_time(row.expires_at).astimezone(here.zone).date())
        until = Text(f"至 {day.zh}", f"until {day.en}")
    scope = said.SCOPES[Scope.WRITE if Scope.WRITE in row.scopes.split() else Scope.READ]
    return {"id": row.id, "label": row.label, "scope": here.say(scope), "until": here.say(until)}


def delegations(here: Shell) -> list[dict[str, Any]]:
    """Who decides for the caller, and for whom the caller decides, now or later."""
    board, me = here.board, here.caller.person
    deputies = []
    for item in board.staff.delegations:
        if me not in {item.approver, item.deputy} or item.end <= here.now:
            continue
        local = board.month_case.local
        span = (local(item.start).date(), (local(item.end) - timedelta(microseconds=1)).date())
        first, last = span_text(*span, local(here.now).date())
        other = here_name(here, item.deputy if item.approver == me else item.approver)
        text = (
            Text(f"{other} 代您审批,{first.zh} 至 {last.zh}", f"{other} decides for you, {first.en} to {last.en}")
            if item.approver == me
            else Text(f"您代 {other} 审批,{first.zh} 至 {last.zh}", f"You decide for {other}, {first.en} to {last.en}")
        )
        deputies.append({"id": item.delegation_id, "words": here.say(text), "open": item.approver == me})
    return deputies


def here_name(here: Shell, person: str) -> str:
    """Somebody's name: an agent's from the month's case, else the account's."""
    agent = here.board.case.agent_by_id.get(person)
    if agent is not None:
        return f"{agent.name} {agent.agent_id}"
    with here.parts.store.reading() as connection:
        named = account_named(connection, person.removeprefix("@"))
    return named.name if named is not None else person


def _deputies(here: Shell) -> list[tuple[str, str]]:
    """Who may stand in: leaders and deputies of the month, and the other offices; nobody for who holds none."""
    me, staff = here.caller.person, here.board.staff
    if not staff.holds_office(me):
        return []
    today = here.now.astimezone(here.zone).date()
    agents = [(item.agent_id, f"{item.name} {item.agent_id}") for item in here.board.case.agents if item.leads]
    with here.parts.store.reading() as connection:
        rows = office_accounts(connection, here.centre_id or "")
    offices = [(f"@{row.username}", row.name) for row in rows if row.role.endswith("director")]
    return [item for item in (*offices, *agents) if item[0] != me and staff.may_hold(item[0], me, today)]


@router.post("/me")
def prefer(here: Here, form: Form) -> Response:
    """Language and e-mail."""

    def act() -> Response:
        body = body_of(Preferences, language=form.get("language", here.language), email=form["email"])
        with here.parts.store.writing() as connection:
            change_account(connection, here.caller.account_id, body.model_dump(exclude_none=True))
        return here.see("/me", "saved")

    return here.attempt(act, lambda problem: _me(here, problem, form))


@router.post("/me/tokens")
def make_token(here: Here, form: Form) -> Response:
    """A token; its secret is shown this once, on the answer itself."""

    def act() -> Response:
        scopes = frozenset({Scope.READ} if form.get("scope", "read") == "read" else Scope) & here.caller.scopes
        lasts = form.whole("days", 1, 3650)
        with here.parts.store.writing() as connection:
            label = form["label"][:200]
            _, secret = new_token(connection, here.caller.account_id, label, scopes, lasts, here.caller)
        return _me(here, token=secret)

    return here.attempt(act, lambda problem: _me(here, problem, form))


@router.post("/me/tokens/{token_id}/revoke")
def revoke_token(here: Here, token_id: str) -> Response:
    """Revoke a token."""
    with here.parts.store.writing() as connection:
        drop_token(connection, here.caller.account_id, token_id)
    return here.see("/me", "revoked")


@router.post("/me/proxies")
def name_proxy(here: Here, form: Form) -> Response:
    """One more, or one less, who may report one's sickness."""
    me = own_agent(here.caller)

    def act() -> Response:
        named = set(proxies_of(here.desk, me)) - {form["drop"]}
        name_proxies(here.desk, me, me, named | ({form.needed("proxy")} if not form["drop"] else set()))
        return here.see("/me", "saved")

    return here.attempt(act, lambda problem: _me(here, problem, form), form)


@router.post("/me/delegations")
def name_deputy(here: Here, form: Form) -> Response:
    """Name a deputy for what one decides."""
    here.need_lead()

    def act() -> Response:
        start, end, deputy = form.day("start"), form.day("end"), form["deputy"]
        if not timedelta() <= end - start <= timedelta(days=LONGEST_DAYS):
            problem = Text("早于开始日期或超过一年", "lies before the start, or more than a year after it")
            raise input_problem("end", problem, Text("更正日期", "Correct the dates"))
        if deputy not in {item for item, _ in _deputies(here)}:
            problem = Text("本中心没有此人", "is nobody of this centre")
            raise input_problem("deputy", problem, Text("从名单中选择", "Choose from the list"))
        month_case = here.board.month_case
        span = Delegation(
            here.caller.person, deputy, month_case.midnight(start), month_case.midnight(end + timedelta(days=1))
        )
        delegate(here.desk, here.caller.person, span)
        return here.see("/me", "delegated")

    return here.attempt(act, lambda problem: _me(here, problem, form), form)


@router.post("/me/delegations/{delegation_id}/end")
def end_deputy(here: Here, delegation_id: str, form: Form) -> Response:
    """Back again."""

    def act() -> Response:
        end_delegation(here.desk, here.caller.person, sound_id(delegation_id))
        return here.see("/me", "ended")

    return here.once(form, act)


@router.get("/me/notices")
def notices(here: Here, offset: int = 0) -> Response:
    """What touches one, newest first."""
    offset = min(max(offset, 0), 10_000_000)
    with here.parts.store.reading() as connection:
        rows, _ = notices_of(connection, here.caller.account_id, offset, SHOWN + 1)
    items = notice_views(here, rows[:SHOWN])
    return here.render("notices.html", items=items, after=offset + SHOWN if len(rows) > SHOWN else None)


def notice_views(here: Shell, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Notices as a page shows them, each with whether what it asked for is done."""
    if here.centre_id is None:
        return [_notice_view(here, row, done=False) for row in rows]
    with here.desk.reading() as work:
        return [_notice_view(here, row, done=_is_done(work, row.occasion, here.caller.person)) for row in rows]


def _is_done(work: Work, occasion: str, person: str) -> bool:
    """Whether what a notice asked for waits no more: the thing has gone on, or the reader has had their say."""
    kind, _, rest = occasion.partition(":")
    subject, _, state = rest.rpartition(":")
    if state not in ASKING:
        return False
    try:
        if kind == "swap":
            now = swap_rows.swap_row(work.connection, work.centre_id, subject)[0].state.value
        elif kind == "leave":
            now = leave_rows.leave_row(work.connection, work.centre_id, subject).state.value
        else:
            now = permit_rows.permit_row(work.connection, work.centre_id, subject).state
    except NotFoundError:
        return True
    made = leave_rows.decisions_of(work.connection, f"{kind}:{subject}")
    return now != state or any(item.by == person for item in made)


def _notice_view(here: Shell, row: Any, *, done: bool) -> dict[str, Any]:
    """A notice as a page shows it; its link leads to the page of the same thing."""
    return {
        "done": done,
        "text": row.zh if here.language == "zh" else row.en,
        "link": row.link.removeprefix(API),
        "at": moment_text(here.door_time(row.created_at), here.zone),
        "read": row.read_at is not None,
    }


@router.post("/me/notices")
def read_all(here: Here) -> Response:
    """Mark every notice as read."""
    with here.parts.store.writing() as connection:
        mark_read(connection, here.caller.account_id)
    return here.see("/me/notices", "read")


@router.get("/more")
def more(here: Here) -> Response:
    """Everything that has a page, for the phone."""
    own = here.caller.agent_id is not None
    listed = (
        (own, said.wishes, "/wishes"),
        (True, said.calendars, "/calendars"),
        (True, said.notices, "/me/notices"),
    )
    more = [Place(name, address) for shown, name, address in (*listed, (True, said.me, "/me")) if shown]
    return here.render("more.html", everything=[*here.everything, *more])


@router.get("/fresh")
def fresh(here: Here) -> Response:
    """Whether a page of the month is as it was: the month's tag, without a body."""
    known = here.request.headers.get("if-none-match") == here.etag
    return Response(status_code=304 if known else 200, headers={"ETag": here.etag})
