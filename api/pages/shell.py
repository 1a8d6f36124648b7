"""What surrounds every page: who asks, in which language, about which month; and what becomes of errors."""

import re
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Annotated, Any, ClassVar
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from fastapi import Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse
from starlette.routing import Match

from api.accounts.caller import Caller, Right, Role
from api.accounts.origin import own_address
from api.http.dependencies import COOKIE, OneTimePassword, Services, asks_who, caller_of_request
from api.http.idempotency import Writing, write_of
from api.http.people import not_theirs
from api.http.routing import Resource
from api.http.waiting import waiting
from api.language import chosen_here, preferred
from api.office.office import is_id
from api.operation.logs import logger
from api.pages import words
from api.pages.done_about import words_about
from api.pages.forms import Sent
from api.pages.problems import Trouble, trouble
from api.pages.render import HEADERS, fill, html
from api.pages.views.ways import told_refusals
from api.problem import INTERNAL, NOT_FOUND, UNAUTHENTICATED, Problem
from api.store.account_rows import office_names
from api.store.instant import from_micros
from api.store.notice_rows import unread_notices
from api.views.people import Namer
from roster.desk.board.board import Board
from roster.desk.desk import Desk
from roster.errors import NotFoundError, RefusedError, RosterError, StaleError
from roster.model import Centre, Month
from roster.rule import Refusal
from roster.store.case_rows import centres, month_row, months_of
from roster.text import Language, Text

THEME_COOKIE = "roster_theme"
THEMES = ("auto", "light", "dark")
A_YEAR = 365 * 86_400
LISTS = ("/", "/requests")
"""Where who has decided the last thing lands."""
DECIDED = frozenset({"swap", "leave", "vacancy", "grants"})
"""Kinds of what waits that a leader goes through one after the other."""
UNDER = (
    (re.compile(r"/rosters/\d+/coverage"), "/coverage"),
    (re.compile(r"/rosters/\d+/(compare|grants)"), "/compare"),
    (re.compile(r"/rosters/\d+"), "/rosters"),
    (re.compile(r"/jobs/"), "/rosters/new"),
    (re.compile(r"/(swaps|leave)/"), "/requests"),
    (re.compile(r"/day/"), "/day"),
    (re.compile(r"/people/"), "/people"),
)
"""Under which entry of the navigation a page without one of its own stands."""
LOG_IN, NEW_PASSWORD = "/login", "/password"


@dataclass(frozen=True)
class Place:
    """An entry of the navigation."""

    name: Text
    address: str
    here: bool = False


@dataclass(frozen=True)
class GuestShell:
    """A request before or without a log-in: language and theme."""

    request: Request
    parts: Services
    language: Language
    theme: str

    def say(self, text: Text) -> str:
        """A text in the reader's language."""
        return text.to(self.language)

    def render(self, template: str, status: int = 200, *, problem: Trouble | None = None, **view: Any) -> Response:
        """A page; `secret`: it shows something that is told once."""
        secret = bool(view.get("secret", False))
        base = {
            "shell": self,
            "caller": None,
            "problem": problem,
            "toast": None,
            "places": (),
            "bar": (),
            "theme": self.theme,
            "here": self.request.url.path,
            "address": address_of(self.request),
            "key": str(uuid.uuid4()),
            "told": str,
            "fresh": "",
            "offset_ms": 0,
            "unread": 0,
            "centre": None,
            "month": None,
            "months": (),
            "demo": None,
        }
        status = problem.status if problem is not None else status
        response = html(
            self.request, fill(template, self.language, {**base, **self.context(), **view}), status, secret=secret
        )
        if problem is not None:
            response.headers.update(problem.headers)
        return response

    def context(self) -> dict[str, Any]:
        """What every page of this kind shows beside its own."""
        return {}


@dataclass(frozen=True)
class Shell(GuestShell):
    """A request of somebody who is logged in. `centre_id` is None only where there is no centre yet."""

    caller: Caller
    centre_id: str | None
    asked_month: str | None

    @cached_property
    def now(self) -> datetime:
        """The service's instant."""
        return self.parts.office.clock.now()

    @property
    def desk(self) -> Desk:
        """The centre's desk; NotFoundError without a centre."""
        if self.centre_id is None:
            raise NotFoundError("centre")
        return self.parts.office.desk(self.centre_id)

    @cached_property
    def months(self) -> tuple[Month, ...]:
        """The centre's months, oldest first."""
        if self.centre_id is None:
            return ()
        with self.parts.store.reading() as connection:
            return tuple(months_of(connection, self.centre_id))

    @cached_property
    def month(self) -> Month | None:
        """The month asked for, else the usual one."""
        if self.asked_month:
            with suppress(ValueError):
                asked = Month.parse(self.asked_month)
                if asked in self.months:
                    return asked
            raise NotFoundError(self.asked_month)
        return self.usual_month

    @cached_property
    def usual_month(self) -> Month | None:
        """The month that the clock is in, the next one known, or the last; an agent's own ones before any other."""
        if not self.months:
            return None
        current = Month.of(self.now.astimezone(self.zone).date())
        ahead = [month for month in self.months if month >= current]
        nearest = (*ahead, *(month for month in reversed(self.months) if month < current))
        if self.caller.agent_id is None or self.may(Right.PLAN):
            return nearest[0]
        return next(filter(self.is_rostered_in, nearest), nearest[0])

    def is_rostered_in(self, month: Month) -> bool:
        """Whether the caller is among the people of a month."""
        return self.caller.agent_id in self.desk.board(month).case.agent_by_id

    @cached_property
    def own_month(self) -> Month | None:
        """The usual month where the caller is among its people, else the latest in which they are; None for no month.

        Who begins in a month that nobody has opened is in none yet.
        """
        asked = (self.usual_month, *reversed(self.months))
        return next((month for month in asked if month is not None and self.is_rostered_in(month)), None)

    @property
    def known_month(self) -> Month:
        """The month; NotFoundError where the centre has none."""
        if self.month is None:
            raise NotFoundError("month")
        return self.month

    @property
    def board(self) -> Board:
        """The month's board."""
        return self.desk.board(self.known_month)

    @cached_property
    def _centre_row(self) -> Any:
        if self.centre_id is None:
            return None
        with self.parts.store.reading() as connection:
            return next((row for row in centres(connection) if row.centre_id == self.centre_id), None)

    @cached_property
    def centre(self) -> Centre | None:
        """The centre as its latest month's case has it."""
        return self.desk.board(self.months[-1]).case.centre if self.months else None

    def tell_of(self, sentence: str) -> str:
        """A sentence of the rules with names beside the ids."""
        return self.told(sentence)

    @cached_property
    def told(self) -> Namer:
        """Makes of a sentence of the rules one with names beside the ids."""
        if self.centre_id is None or self.month is None:
            return Namer({})
        with self.parts.store.reading() as connection:
            names = office_names(connection, self.centre_id)
        return Namer.of(names | {agent.agent_id: agent.name for agent in self.board.case.agents})

    def seat_hours(self, intervals: int) -> str:
        """Seats times intervals as hours of a seat, as the coverage page tells them."""
        minutes = intervals * (self.centre.interval_minutes if self.centre else 60)
        return self.say(Text(f"{minutes / 60:.3g} 席·时", f"{minutes / 60:.3g} seat-hours"))

    @property
    def zone(self) -> ZoneInfo:
        """The centre's time zone; UTC without a centre."""
        return ZoneInfo(self.centre.timezone) if self.centre else ZoneInfo("UTC")

    def door_time(self, micros: int) -> datetime:
        """An instant of the doors' own tables, which keep the machine's time, on the service's clock."""
        return from_micros(micros) + self._ahead

    @cached_property
    def _ahead(self) -> timedelta:
        """How far the service's clock is ahead of the machine's: both read now, however long the request took."""
        return self.parts.office.clock.now() - datetime.now(UTC)

    def over(self, month: Month) -> str:
        """What is said of a month that lies wholly in the past; empty for any other."""
        if month.last >= self.now.astimezone(self.zone).date():
            return ""
        return self.say(
            Text(
                f"{month} 已经过完:仍可生成和发布,但其中的班不能再换班、请事假。",
                f"{month} is over: it may be generated and published still, but nothing of it can be swapped any more.",
            )
        )

    def may(self, right: Right) -> bool:
        """Whether the caller holds the right."""
        return self.caller.may(right)

    @cached_property
    def leads(self) -> bool:
        """Whether the caller decides on others: by role, or as somebody's deputy for now (DELEGATE)."""
        if self.may(Right.LEAD):
            return True
        return self.month is not None and self.board.staff.stands_in(self.caller.person, self.now)

    def need(self, right: Right) -> None:
        """NotFoundError unless the caller holds the right."""
        self.caller.need(right)

    def need_lead(self) -> None:
        """Refused unless the caller decides on others."""
        if not self.leads:
            if not self.months:
                raise NotFoundError(Right.LEAD.value)
            raise not_theirs(self.caller, self.board, self.now, Right.LEAD.value)

    def next_item(self, but: str) -> str:
        """The address of what waits for the caller's word next, beside `but`; empty where nothing does."""
        if self.centre_id is None or not self.leads:
            return ""
        asked = (item.link for item in waiting(self.parts, self.caller, self.centre_id) if item.kind in DECIDED)
        return next((link for link in asked if link != but), "")

    def see(self, address: str, done: str = "", of: str = "", **query: str) -> Response:
        """To another page after an act (303); `done` names what is said there, `of` the page of what it was done to."""
        if done:
            assert done in words.DONE, done
            query = {**query, "done": done} | ({"of": of} if of and of != address else {})
        joint = "&" if "?" in address else "?"
        return RedirectResponse(f"{address}{joint}{urlencode(query)}" if query else address, 303)

    def write(self, form: Sent) -> Writing:
        """The write that a form asks for, by the key that it carries."""
        return write_of(self.request, self.parts, self.caller, form.key, form.fingerprint)

    def once(self, form: Sent, act: Callable[[], Response]) -> Response:
        """Do what a form asks for in one transaction; sent again, it changes nothing and has the same answer."""
        return self.write(form).answer_once(act)

    def attempt(
        self, act: Callable[[], Response], again: Callable[[Trouble], Response], once: Sent | None = None
    ) -> Response:
        """Do what a form asks for; where that is refused, the page again with what was typed and why.

        Given as `once`, the form is done once.
        """
        try:
            return act() if once is None else self.once(once, act)
        except (RosterError, RequestValidationError) as error:
            if isinstance(error, (NotFoundError, OneTimePassword)):
                raise
            if isinstance(error, Problem) and error.kind is UNAUTHENTICATED:
                raise
            told = trouble(error, self.language)
            refused = self.refusals(error.refusals) if isinstance(error, RefusedError) else told.refusals
            return again(replace(told, refusals=refused))

    def refusals(self, refusals: Sequence[Refusal]) -> list[dict[str, Any]]:
        """Refusals as a page shows them to the caller, with the ways that the caller may take."""
        return told_refusals(refusals, self.caller.person, self.language)

    def context(self) -> dict[str, Any]:
        """Header, navigation, bell, toast."""
        done = self.request.query_params.get("done", "")
        return {
            "caller": self.caller,
            "role": words.ROLES[self.caller.role.value],
            "toast": words.DONE.get(done),
            "about": self._about() if done in words.DONE else None,
            "places": self.everything,
            "bar": self._bar(),
            "centre": self.centre,
            "centre_id": self.centre_id,
            "month": self.month,
            "months": self.months,
            "unread": self._unread(),
            "fresh": f"/fresh?month={self.month}" if self.month else "",
            "offset_ms": round(self._ahead / timedelta(milliseconds=1)),
            "etag": self.etag,
            "told": self.tell_of,
            "demo": getattr(self.parts.clock, "is_demo", False),
        }

    def _about(self) -> dict[str, Any] | None:
        """What was done to something whose page this is not: its address and words; `onward` on the next one's page."""
        address = self.request.query_params.get("of", "")
        about = words_about(self.parts, self.caller, address)
        if about is None:
            return None
        return {"address": address, "words": about, "onward": self.request.url.path not in LISTS}

    @cached_property
    def etag(self) -> str:
        """What the month shows to everybody, as an entity tag: it rises with every act of the desk."""
        if self.month is None or self.centre_id is None:
            return ""
        with self.parts.store.reading() as connection:
            revision = month_row(connection, self.centre_id, self.month).revision
        return f'"{self.month}-{revision}"'

    def _unread(self) -> int:
        with self.parts.store.reading() as connection:
            return unread_notices(connection, self.caller.account_id)

    def roster_address(self) -> str:
        """The month's board: what binds, else the newest draft for who plans; a new one where there is none."""
        return f"/rosters?month={self.month}" if self.month else "/rosters"

    @cached_property
    def everything(self) -> tuple[Place, ...]:
        """Every place that the caller may go to."""
        may, path = self.may, self._entry()
        month = f"?month={self.month}" if self.month else ""
        agent = self.caller.role is Role.AGENT
        listed: list[tuple[bool, Text, str, str]] = [
            (True, words.home if agent else words.inbox, "/", "/"),
            (self.caller.agent_id is not None, words.my_shifts, "/me/month", "/me/month"),
            (True, words.board, "/rosters", "/rosters"),
            (may(Right.PLAN), words.coverage, "/coverage", "/coverage"),
            (may(Right.PLAN), words.generate, "/rosters/new", "/rosters/new"),
            (may(Right.PLAN), words.publish, "/compare", "/compare"),
            (self.leads or agent, words.requests, "/requests", "/requests"),
            (self.centre_id is not None, words.tasks, "/tasks", "/tasks"),
            (may(Right.PLAN), words.quality, "/quality", "/quality"),
            (may(Right.LEAD), words.day_desk, "/day", "/day"),
            (may(Right.LEAD), words.grades, "/grades", "/grades"),
            (may(Right.LEAD), words.register, "/register", "/register"),
            (may(Right.LEAD) or may(Right.PLAN), words.fairness, "/fairness", "/fairness"),
            (self.caller.agent_id is not None, words.ledger, "/ledger", "/ledger"),
            (may(Right.PLAN), words.people, "/people", "/people"),
            (may(Right.ADMIN), words.accounts, "/accounts", "/accounts"),
            (True, words.rules, "/rules", "/rules"),
            (
                may(Right.PUBLISH) or may(Right.ADMIN) or self.caller.role is Role.PLANNER,
                words.import_case,
                "/import",
                "/import",
            ),
            (may(Right.ADMIN), words.audit, "/audit", "/audit"),
        ]
        known = page_paths(self.request)
        return tuple(
            # A duty day is today's, whichever month is looked at elsewhere.
            Place(name, address if address == "/day" else address + month, here=path == prefix)
            for shown, name, address, prefix in listed
            if shown and address in known
        )

    @property
    def is_place(self) -> bool:
        """Whether the page is an entry of the caller's navigation."""
        return any(place.here and place.address == self.request.url.path for place in self.everything)

    def _entry(self) -> str:
        """The address of the navigation's entry under which the page stands."""
        path = self.request.url.path
        return next((entry for form, entry in UNDER if form.match(path)), path)

    def _bar(self) -> tuple[Place, ...]:
        """The bar at the foot of a phone."""
        path = self._entry()
        month = f"?month={self.month}" if self.month else ""
        if self.caller.role is Role.AGENT:
            listed = [
                (words.home, "/"),
                (words.my_shifts, "/me/month"),
                (words.requests, "/requests"),
                (words.ledger, "/ledger"),
            ]
        else:
            listed = [(words.inbox, "/"), (words.board, "/rosters"), (words.requests, "/requests")]
        known = page_paths(self.request)
        return tuple(Place(name, where + month, here=path == where) for name, where in listed if where in known)


def page_paths(request: Request) -> frozenset[str]:
    """The addresses that have a page."""
    paths: frozenset[str] = request.app.state.page_paths
    return paths


def address_of(request: Request) -> str:
    """The address asked for, from the path on, without what was said of an act."""
    pairs = [(name, value) for name, value in request.query_params.multi_items() if name not in {"done", "of"}]
    return request.url.path + ("?" + urlencode(pairs) if pairs else "")


def theme_of(request: Request) -> str:
    """The theme chosen in this browser."""
    chosen = request.cookies.get(THEME_COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"


def language_before(request: Request) -> Language:
    """The language of who is not logged in: the browser's choice here, else what it asks for."""
    return chosen_here(request.cookies) or preferred(request.headers.get("accept-language"), "zh")


def outside(request: Request) -> GuestShell:
    """A request without a log-in."""
    parts = request.app.state.services
    return GuestShell(request, parts, language_before(request), theme_of(request))


@asks_who
def shell(request: Request) -> Shell:
    """A request with a log-in; a problem for nobody."""
    parts: Services = request.app.state.services
    caller = caller_of_request(request, parts)
    return Shell(
        request,
        parts,
        caller.language,
        theme_of(request),
        caller,
        _centre(request, parts, caller),
        request.query_params.get("month"),
    )


def _centre(request: Request, parts: Services, caller: Caller) -> str | None:
    if caller.centre_id is not None:
        return caller.centre_id
    with parts.store.reading() as connection:
        known = [str(row.centre_id) for row in centres(connection)]
    asked = request.query_params.get("centre")
    if asked is not None and asked not in known:
        raise NotFoundError(asked)
    return asked or (known[0] if known else None)


class NotOfMonthError(NotFoundError):
    """An own page of a month among whose people the caller is not: they came later, or have left."""

    def __init__(self, month: Month) -> None:
        super().__init__(str(month))
        self.month = month


Here = Annotated[Shell, Depends(shell)]
Before = Annotated[GuestShell, Depends(outside)]


def sound_id(text: str) -> int:
    """A whole number in an address; NotFoundError for anything else."""
    if not is_id(text):
        raise NotFoundError(text)
    return int(text)


class PageRoute(Resource):
    """A page's route: the page's headers on every answer, and every error a page."""

    declares_query: ClassVar[bool] = False
    """Month, filters and what was done stand in a page's query, and the shell reads some for all pages."""

    def get_route_handler(self) -> Callable[[Request], Any]:
        """The handler, wrapped."""
        inner = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                response: Response = await inner(request)
            except (RosterError, RequestValidationError, HTTPException) as error:
                response = await run_in_threadpool(problem_page, request, error)
            except Exception as error:  # noqa: BLE001 - what nobody foresaw is a page too; the log has the rest
                logger().exception("failed", path=request.url.path)
                response = await run_in_threadpool(problem_page, request, error)
            for name, value in HEADERS.items():
                response.headers.setdefault(name, value)
            return response

        return handle


def problem_page(request: Request, error: Exception) -> Response:
    """An error as a page: to the log-in for nobody, to the new password for a one-time one, else what went wrong."""
    if isinstance(error, OneTimePassword):
        return RedirectResponse(NEW_PASSWORD, 303)
    if isinstance(error, Problem) and error.kind is UNAUTHENTICATED:
        if request.headers.get("sec-fetch-dest") == "empty":
            # A part of a page, asked for by it: a log-in in its place would help nobody.
            return Response(status_code=UNAUTHENTICATED.status)
        ended, sent = COOKIE in request.cookies, request.method not in {"GET", "HEAD"}
        back = _form_page(request) if sent else address_of(request)
        asked = {"next": back} if back != "/" else {}
        if ended or sent:
            asked["ended"] = "1"
        response = RedirectResponse(LOG_IN + (f"?{urlencode(asked)}" if asked else ""), 303)
        if ended:
            response.delete_cookie(COOKIE, path="/")
        return response
    if isinstance(error, HTTPException):
        error = NotFoundError(request.url.path) if error.status_code == NOT_FOUND.status else _plain(error)
    try:
        around: GuestShell = shell(request)
    except RosterError:
        around = outside(request)
    if isinstance(error, NotFoundError) and isinstance(around, Shell) and not around.months and around.is_place:
        imports = any(place.address == "/import" for place in around.everything)
        return around.render("board_none.html", NOT_FOUND.status, can_plan=imports)
    if isinstance(error, NotOfMonthError) and isinstance(around, Shell):
        return around.render("not_of_month.html", NOT_FOUND.status, own=around.own_month)
    fault = _told(request, error, around)
    if isinstance(around, Shell) and around.asked_month:
        around = replace(around, asked_month=None)
    page = around.render("problem.html", problem=fault)
    for name, value in HEADERS.items():
        page.headers.setdefault(name, value)
    return page


def _told(request: Request, error: Exception, around: GuestShell) -> Trouble:
    """What went wrong in words; of the service's own mistakes the number under which the log has them."""
    fault = trouble(error, around.language)
    if fault.status >= INTERNAL.status:
        logger().error("problem", error=type(error).__name__, detail=str(error), status=fault.status)
    if fault.status == INTERNAL.status:
        number = getattr(request.state, "request_id", "")
        words = Text(f"请把编号告诉管理员:{number}", f"Tell the administrator its number: {number}")
        fault = replace(fault, detail=around.say(words))
    return fault


def _form_page(request: Request) -> str:
    """The page whose form was sent, where the browser names one of this site: there what was typed comes back."""
    page = urlsplit(request.headers.get("referer", ""))
    if page.netloc != request.headers.get("host", "") or page.path == LOG_IN:
        return "/"
    return own_address(page_of(request, page.path, page.query))


FORMS = (
    (re.compile(r"/day/([^/]+)/([^/]+)/[^/]+"), r"/day/\1", r"shift=\2"),
    (re.compile(r"/me/(?:check-in|permits)(?:/.*)?"), "/", ""),
    (re.compile(r"/rosters/(\d+)/publish"), r"/rosters/\1/compare/\1", ""),
    (re.compile(r"/rosters/\d+/close"), "/compare", ""),
)
"""Where a form stands whose address does not begin with its page's: the page and what is asked of it."""


def page_of(request: Request, path: str, query: str = "") -> str:
    """The page to read at an address: its own, or the one whose form is sent there, with the same query."""
    asked = [query] if query else []
    for form, page, more in FORMS:
        found = form.fullmatch(path)
        if found is not None:
            path, asked = found.expand(page), [*asked, *filter(None, [found.expand(more)])]
    pages = [route for route in request.app.routes if getattr(route, "path", "") in page_paths(request)]
    while path != "/" and not any(
        route.matches({"type": "http", "method": "GET", "path": path, "headers": []})[0] is Match.FULL
        for route in pages
    ):
        path = path.rpartition("/")[0] or "/"
    return path + (f"?{'&'.join(asked)}" if asked else "")


def _plain(error: HTTPException) -> RosterError:
    from api.http.errors import BY_STATUS
    from api.problem import INPUT

    return Problem(BY_STATUS.get(error.status_code, INPUT))


def need_same(etag_sent: str | None, etag_now: str) -> None:
    """StaleError where the form was made of an older version than there is."""
    if etag_sent is not None and etag_sent != etag_now:
        raise StaleError("the page is of an older version")
