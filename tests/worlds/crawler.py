"""Reads pages as somebody does who follows every link and presses every button; what goes wrong is kept.

Of addresses that differ in a day, a person or a number alone, the first and the last of each page are followed.
"""

import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import pytest
from crawl_world import ACCOUNT_OF

from roster.errors import RefusedError

VOID = frozenset({"input", "br", "img", "meta", "link", "hr", "path", "rect"})
UNSEEN = frozenset({"script", "style", "template", "option"})
SAME = (
    (re.compile(r"\d{4}-\d\d-\d\d"), "DAY"),
    (re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}"), "ID"),
    (re.compile(r"(?<=/)\d+(?=/|$)"), "N"),
    (re.compile(r"(?<=/people/)\w+"), "WHO"),
    (re.compile(r"(?<==)\d{4}(?=[.&]|$)"), "WHO"),
    (re.compile(r"(?<=DAY/)[ELN](?=/|$)"), "SHIFT"),
    (re.compile(r"time=[^&]*"), "time="),
    (re.compile(r"(?<=/rules/)[\w-]+"), "RULE"),
    (re.compile(r"(of|next|done|since|until|sort|job)=[^&]*"), r"\1="),
)
BROKEN = re.compile(r"\bNone\b(?!\.)|\bnan\b|\bundefined\b|\bUndefined\b|<[\w.]+ object at|\{\{|Text\(zh")
TOLD = frozenset({409, 412, 422})
"""What may be answered to who chose among several: on the page, with the reason."""
FAR = frozenset({"/logout", "/logout/everywhere", "/password", "/language", "/theme"})
"""Forms after which the caller would be somebody else, or nobody."""


@contextmanager
def refused_to(person: str) -> Iterator[list[str]]:
    """Within it, a list of the sentences in which an act is refused to `person` because it is not theirs to do.

    Such a refusal has found who asks, not what is asked.
    """
    told: list[str] = []
    made = RefusedError.__init__

    def raised(error, refusals):
        made(error, refusals)
        told.extend(one.message.zh for one in error.refusals if one.measured.zh == person)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(RefusedError, "__init__", raised)
        yield told


def kind_of(address: str) -> str:
    """An address without what it is of: two of one kind are the same page about another thing."""
    for pattern, word in SAME:
        address = pattern.sub(word, address)
    return address


@dataclass
class SeenForm:
    """A form as it stands on a page: `fields` as they would be sent, `presses` the buttons that send it."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    presses: list[tuple[str, str, str, str]] = field(default_factory=list)
    empty: dict[str, str] = field(default_factory=dict)
    """Fields that must be filled in and are empty, with their kinds."""
    choices: dict[str, list[str]] = field(default_factory=dict)
    takes_files: bool = False
    chosen: bool = False
    """Whether it leaves a number, a day or a tick to its sender."""


class SeenPage(HTMLParser):
    """A page's links, forms, anchors and words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[SeenForm] = []
        self.ids: set[str] = set()
        self.words: list[str] = []
        self.alerts: list[str] = []
        self._form: SeenForm | None = None
        self._by_id: dict[str, SeenForm] = {}
        self._select: list = []
        self._area: str | None = None
        self._unseen = 0
        self._alert = 0
        self.leads_on = 'class="empty"' in text
        self.feed(text)
        self.text = " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if "id" in given:
            self.ids.add(given["id"])
        if tag in UNSEEN:
            self._unseen += 1
        if self._alert and tag not in VOID:
            self._alert += 1
        elif given.get("role") == "alert":
            self._alert = 1
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        self.links.extend(value for name, value in attrs if name.startswith("data-") and (value or "").startswith("/"))
        if tag == "form":
            self._form = SeenForm(given.get("action") or "", given.get("method", "get").lower())
            self._form.takes_files = given.get("enctype") == "multipart/form-data"
            self.forms.append(self._form)
            if "id" in given:
                self._by_id[given["id"]] = self._form
        form = self._by_id.get(given.get("form", "")) or self._form
        if form is not None and "disabled" not in given:
            self._field(form, tag, given)

    def _field(self, form, tag, given):
        name, value = given.get("name") or "", given.get("value") or ""
        kind = given.get("type", "text" if tag == "input" else "")
        if tag == "input" and name:
            if kind == "file":
                form.takes_files = True
            elif kind in {"checkbox", "radio"}:
                form.chosen = True
                if "checked" in given:
                    form.fields.append((name, given.get("value", "on")))
                elif "required" in given:
                    form.empty[name] = "tick:" + given.get("value", "on")
            elif kind in {"submit", "image"}:
                form.presses.append((name, value, given.get("formaction", ""), form.method))
            else:
                form.chosen = form.chosen or kind in {"date", "time", "number", "url", "email"}
                form.fields.append((name, value))
                if "required" in given and not value:
                    form.empty[name] = kind
        elif tag == "textarea" and name:
            self._area = ""
            form.fields.append((name, ""))
            form.empty[name] = "area" if "required" in given else "remark"
        elif tag == "select" and name:
            self._select = [form, name, None]
            form.choices[name] = []
        elif tag == "option" and self._select:
            owner, of, _ = self._select
            owner.choices[of].append(value)
            if "selected" in given or self._select[2] is None:
                self._select[2] = value
        elif tag == "button" and given.get("type", "submit") == "submit":
            form.presses.append((name, value, given.get("formaction") or "", given.get("formmethod") or form.method))

    def handle_endtag(self, tag):
        if tag in UNSEEN and self._unseen:
            self._unseen -= 1
        if self._alert and tag not in VOID:
            self._alert -= 1
        if tag == "form":
            self._form = None
        if tag == "select" and self._select:
            form, name, value = self._select
            if value is not None:
                form.fields.append((name, value))
            self._select = []

    def handle_data(self, data):
        if not self._unseen:
            self.words.append(data)
            if self._alert:
                self.alerts.append(data.strip())


@dataclass
class Walk:
    """What one person sees from their first page on: `faults` are sentences."""

    world: Any
    who: str
    most: int = 2
    faults: list[str] = field(default_factory=list)
    pages: dict[str, SeenPage] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    forms: dict[str, tuple[str, SeenForm]] = field(default_factory=dict)
    sent: int = 0

    def get(self, address: str, origin: str = "", *, chosen: bool = False) -> SeenPage | None:
        """The page at an address, redirects followed; None for a file, and for what went wrong."""
        for _ in range(6):
            answer = self.world.ask(self.who, "GET", address)
            if answer.status_code not in {302, 303, 307}:
                break
            address = urljoin(address, answer.headers["location"])
        if answer.status_code != 200 and not (chosen and answer.status_code in TOLD):
            page = SeenPage(answer.text) if "html" in answer.headers.get("content-type", "") else None
            said = page.text[-300:] if page else answer.text[:200]
            if page and answer.status_code == 404 and page.leads_on:
                return None
            self.faults.append(f"{self.who}: {origin} leads to {address}: {answer.status_code} {said}")
            return None
        if "text/html" not in answer.headers.get("content-type", ""):
            return None
        page = SeenPage(answer.text)
        if broken := BROKEN.search(page.text):
            around = page.text[max(0, broken.start() - 60) : broken.end() + 60]
            self.faults.append(f"{self.who}: {address} says “{around}”")
        return page

    def read(self, *pages: str) -> None:
        """Follows every link from the first page on; of `pages`, where some are named, those alone are read."""
        waiting, known = deque((page, "") for page in pages or ("/",)), {"/"}
        while waiting:
            address, origin = waiting.popleft()
            page = self.get(address, origin)
            if page is None:
                continue
            self.pages[address] = page
            for form in page.forms:
                action = urljoin(address, form.action or address)
                for press in form.presses:
                    to = urljoin(address, press[2]) if press[2] else action
                    names = ",".join(sorted({name for name, _ in form.fields} - {"key", "etag"}))
                    key = f"{press[3]} {kind_of(to)} {press[0]}={kind_of(press[1])} {names}"
                    self.forms.setdefault(key, (address, form))
            if pages:
                continue
            new = []
            for link in page.links:
                parts = urlsplit(urljoin(f"http://roster.test{address}", link))
                if parts.netloc != "roster.test" or parts.scheme not in {"http", "https"}:
                    continue
                to = parts.path + (f"?{parts.query}" if parts.query else "")
                if link.startswith("#") and parts.fragment and parts.fragment not in page.ids:
                    self.faults.append(f"{self.who}: {address} leads to #{parts.fragment}, which is not on it")
                if to not in known and not to.startswith("/static/"):
                    known.add(to)
                    new.append(to)
            by_kind: dict[str, list[str]] = {}
            for to in new:
                by_kind.setdefault(kind_of(to), []).append(to)
            for kind, tos in by_kind.items():
                room = self.most - self.seen.get(kind, 0)
                chosen = ([tos[-1], tos[0]] if len(tos) > 1 else tos)[: max(room, 0)]
                self.seen[kind] = self.seen.get(kind, 0) + len(chosen)
                waiting.extend((to, address) for to in chosen)

    def press(self) -> None:
        """Sends one form of each kind, filled in where it must be, if it stands on its page still."""
        for key, (address, _) in sorted(self.forms.items()):
            # What others did meanwhile may have to be told on it.
            page = self.get(address, "again", chosen=True)
            if page is None:
                continue
            for form in page.forms:
                for name, value, instead, method in form.presses:
                    to = urljoin(address, instead) if instead else urljoin(address, form.action or address)
                    names = ",".join(sorted({item for item, _ in form.fields} - {"key", "etag"}))
                    if f"{method} {kind_of(to)} {name}={kind_of(value)} {names}" == key:
                        self._send(address, form, method, to, name, value)
                        break
                else:
                    continue
                break

    def _send(self, address, form, method, to, name, value) -> None:
        if urlsplit(to).path in FAR or form.takes_files:
            return
        fields = [(item, self._filled(form, item, given)) for item, given in form.fields]
        known = {item for item, _ in fields}
        for item, kind in form.empty.items():
            if item not in known and kind.startswith("tick:"):
                fields.append((item, kind[5:]))
        if name:
            fields.append((name, value))
        self.sent += 1
        if method == "get":
            query = urlencode([*parse_qsl(urlsplit(to).query), *fields])
            self.get(f"{urlsplit(to).path}?{query}", f"the form of {address}", chosen=form.chosen or bool(form.choices))
            return
        data: dict[str, list[str]] = {}
        for item, given in fields:
            data.setdefault(item, []).append(given)
        with refused_to(ACCOUNT_OF[self.who][1] or f"@{self.who}") as theirs:
            answer = self.world.ask(self.who, "POST", to, data=data)
        told = {item: given for item, given in data.items() if item not in {"key", "etag"}}
        if answer.status_code in TOLD and theirs:
            self.faults.append(f"{self.who}: POST {to} {told} on {address} is not theirs to send: {theirs}")
        elif answer.status_code in {302, 303}:
            self.get(urljoin(to, answer.headers["location"]), f"{to} of {address}")
        elif answer.status_code != 200 and not (answer.status_code in TOLD and (form.chosen or form.choices)):
            page = SeenPage(answer.text)
            said = " ".join(page.alerts) or page.text[-300:]
            self.faults.append(f"{self.who}: POST {to} {told} on {address}: {answer.status_code} {said}")

    def _filled(self, form, name, given):
        if given:
            return given
        if name in form.choices:
            return given
        kind = form.empty.get(name)
        if name == "url":
            return "https://robots.example.com/hook"
        if kind in {"area", "text", "remark"}:
            return "事由"
        tomorrow = (self.world.clock.now() + timedelta(days=1)).date()
        return {"number": "1", "date": str(tomorrow), "time": "10:00"}.get(kind or "", "")
