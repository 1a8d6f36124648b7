"""Stylesheets, modules and pictures: read once, served under an address that changes with their contents."""

import gzip
import hashlib
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request, Response

from roster.errors import NotFoundError

FOLDER = Path(__file__).parent / "static"
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
FOR_EVER = "public, max-age=31536000, immutable"
router = APIRouter(include_in_schema=False)


@cache
def files() -> dict[str, tuple[str, bytes, bytes]]:
    """By name: media type, contents, contents packed."""
    return {
        path.name: (KINDS[path.suffix], path.read_bytes(), gzip.compress(path.read_bytes(), 9, mtime=0))
        for path in sorted(FOLDER.iterdir())
        if path.suffix in KINDS
    }


@cache
def stamp() -> str:
    """The name of this set of files: modules import each other by relative address, so they change together."""
    digest = hashlib.sha256()
    for name, (_, data, _) in files().items():
        digest.update(name.encode() + b"\0" + data)
    return digest.hexdigest()[:12]


def address(name: str) -> str:
    """Where a file is to be had; KeyError for one that is not there."""
    files()[name]
    return f"/static/{stamp()}/{name}"


@router.get("/static/{named}/{name}", response_class=Response)
def serve(request: Request, named: str, name: str) -> Response:
    """One file, for ever; another set's address leads nowhere."""
    if named != stamp() or name not in files():
        raise NotFoundError(name)
    kind, data, packed = files()[name]
    headers = {"Cache-Control": FOR_EVER, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed, headers={**headers, "Content-Encoding": "gzip"}, media_type=kind)
    return Response(data, headers=headers, media_type=kind)
