"""Other sites: a request that one of them caused changes nothing, and nobody is sent on to one."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from api.problem import FORBIDDEN, Problem
from roster.text import Text

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def check_origin(method: str, headers: Mapping[str, str], host: str) -> None:
    """Forbidden for a change that a browser makes on another site's behalf.

    Sec-Fetch-Site decides where it is sent; else Origin must be this host. A request with neither comes from no
    browser of the last years, so no cookie was sent along by itself. The session's cookie is SameSite=Lax besides.
    """
    if method in SAFE_METHODS:
        return
    site = headers.get("sec-fetch-site")
    origin = headers.get("origin")
    if site in {"same-origin", "none"} or (site is None and (origin is None or urlsplit(origin).netloc == host)):
        return
    raise Problem(FORBIDDEN, Text("请求来自其他网站", "The request comes from another site"))


def own_address(given: str | None, otherwise: str = "/") -> str:
    """Where to go on: an address of this site, or `otherwise`."""
    if not given or not given.startswith("/") or given.startswith("//"):
        return otherwise
    return otherwise if any(ord(letter) < 32 or letter == "\\" for letter in given) else given
