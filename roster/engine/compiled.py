"""Where compiled code is kept: one folder per state of the engine's sources.

numba looks only at the file that holds a function, not at those it calls, so a changed callee would be served stale.
A digest of all compiled sources in the folder's name rules that out. Import this module before any compiled one.
"""

import hashlib
import os
import tempfile
from pathlib import Path

import numba
import numpy as np

SOURCES = ("workforce", "pricing", "labels", "field", "response")


def _digest() -> str:
    digest = hashlib.sha256(f"{numba.__version__} {np.__version__}".encode())
    for name in SOURCES:
        source = Path(__file__).with_name(f"{name}.py")
        if source.exists():
            digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    wanted = Path(base) / "roster" / f"compiled-{_digest()}"
    try:
        wanted.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=wanted):
            return wanted
    except OSError:
        return Path(tempfile.mkdtemp(prefix="roster-compiled-"))


if "NUMBA_CACHE_DIR" not in os.environ:
    numba.config.CACHE_DIR = str(_folder())
