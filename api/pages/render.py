"""Templates filled in, in the reader's language, and sent with the headers that every page has."""

import gzip
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from api.pages import assets, words
from api.pages.times import day_text, hours_of, left_text, short_day
from api.views.rules import clause_words
from roster.text import Language, Text, counted, signed

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    # `no-referrer`, which the API sends, would make browsers post forms with `Origin: null`.
    "Referrer-Policy": "same-origin",
    "Vary": "Cookie, Accept-Language, Accept-Encoding",
}
LEAST_TO_PACK = 1400


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(marked=marked, signed=signed)
    environment.globals.update(asset=assets.address, hours_of=hours_of, n=counted, up=first_up)
    return environment


def first_up(text: str) -> str:
    """The text with a capital at its beginning, as labels have it."""
    return text[:1].upper() + text[1:]


def marked(text: str) -> Markup:
    """A sentence in which what stands between backticks is the name of a parameter."""
    parts = re.split(r"`([^`]+)`", text)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if place % 2 else part for place, part in enumerate(parts)
    )


class PageWords:
    """The house's words in one language, by name: `w.log_in`."""

    def __init__(self, language: Language, told: Callable[[str], str]) -> None:
        self._language = language
        self.told = told
        """A sentence of the rules with the names of whom it tells by their ids."""

    def __getattr__(self, name: str) -> str:
        word = getattr(words, name)
        assert isinstance(word, Text)
        return word.to(self._language)

    def clause(self, clause: str) -> str:
        """A rule's clause in words: the marks for where it stands, in English the regulations' titles too."""
        said = clause_words(clause).to(self._language)
        if self._language == "en":
            for title, english in words.REGULATIONS.items():
                said = said.replace(title, english)
        return said


def fill(name: str, language: Language, view: Mapping[str, Any]) -> str:
    """A template's text. In it `say(zh, en)` is a sentence, `w.name` a word, `tell(text)` a Text of the house."""

    def say(zh: str, en: str) -> str:
        return zh if language == "zh" else en

    def worded(text: Text | str) -> str:
        return text if isinstance(text, str) else text.to(language)

    helpers = {
        "language": language,
        "say": say,
        "w": PageWords(language, view.get("told", str)),
        "tell": worded,
        "state": lambda value: first_up(words.state(value).to(language)),
        "long_day": lambda value: worded(day_text(value)),
        "short_day": lambda value: worded(short_day(value)),
        "left": lambda value: worded(left_text(value)),
        "query": lambda **more: "?" + urlencode({k: v for k, v in more.items() if v not in {None, ""}}),
    }
    # What a page calls by a helper's name would be met where a part of it calls the helper.
    taken = helpers.keys() & view.keys()
    assert not taken, taken
    return unbroken(_templates().get_template(name).render({**helpers, **view}))


# Where a browser reads text alone, or a script reads what stands there; else text with a day in it.
_LEFT = r'<(title|button|textarea|option|script|style|svg|template|table class="grid)\b.*?</(?:(?!table)\1|table)>'
_DATED = re.compile(rf"{_LEFT}|(?<=>)[^<>]*\d-\d[^<>]*", re.DOTALL)
_DAY = re.compile(r"(?<![\w.-])(?:\d{4}-)?\d\d-\d\d(?!\w|[.-]\w)", re.ASCII)


def unbroken(page: str) -> str:
    """The page's HTML with its days kept on one line: browsers break a line after the hyphen of `10-20`."""
    return _DATED.sub(
        lambda found: found[0] if found[1] else _DAY.sub(r'<span class="nowrap">\g<0></span>', found[0]), page
    )


def html(request: Request, text: str, status: int = 200, *, secret: bool = False) -> Response:
    """A page or a fragment, packed where the browser reads that; never where it shows a secret (BREACH)."""
    data = text.encode()
    if secret or len(data) < LEAST_TO_PACK or "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(data, status, media_type="text/html; charset=utf-8")
    packed = gzip.compress(data, 5, mtime=0)
    return Response(packed, status, {"Content-Encoding": "gzip"}, media_type="text/html; charset=utf-8")
