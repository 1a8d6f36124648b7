"""Typed doors to the compiler, so that hot arithmetic stays plain functions with their types.

Compiled code is kept on disk in the user's cache and found again by the next process, in one folder per state of the
sources: numba looks only at the file that holds a function, not at those it calls, so a changed callee would be
served stale. Where nothing can be written it is compiled for this process alone. Compiled code lets go of the GIL.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numba
import numpy as np

P = ParamSpec("P")
R = TypeVar("R")


def _cache_folder() -> Path | None:
    """The folder of this state of the compiled sources, or None where nothing can be written."""
    digest = hashlib.sha256(f"{numba.__version__} {np.__version__}".encode())
    here = Path(__file__).parent
    for source in sorted((*here.glob("engine/*.py"), *here.glob("load/*.py"))):
        # The records whose fields compiled code reads by position count like it.
        if b"@njit" in (text := source.read_bytes()) or b"(NamedTuple)" in text:
            digest.update(text)
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = base / "roster" / f"compiled-{digest.hexdigest()[:16]}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return None


if "NUMBA_CACHE_DIR" not in os.environ and (_folder := _cache_folder()):
    setattr(numba.config, "CACHE_DIR", str(_folder))  # noqa: B010 (the module's attributes are made at run time)


def njit(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function of numbers and arrays to machine code at its first call."""
    compile_function: Any = numba.njit
    try:
        compiled: Callable[P, R] = compile_function(cache=True, nogil=True)(function)
    except RuntimeError:  # no place for the cache
        compiled = compile_function(nogil=True)(function)
    return compiled


def elementwise(signature: str) -> Callable[[Callable[..., float]], Callable[..., Any]]:
    """Compile a function of scalars so that it takes arrays of any shapes, broadcast together as numpy does.

    `signature` names the types, as `"float64(float64, float64)"`. The functions handle their own edges: the
    processor's flags say nothing, because the compiler computes both sides of a branch and keeps one.
    """

    def decorate(function: Callable[..., float]) -> Callable[..., Any]:
        @cache
        def compiled() -> Callable[..., Any]:
            # At the first call: whoever imports the module need not use the function.
            compile_function: Any = numba.vectorize
            try:
                ufunc: Callable[..., Any] = compile_function([signature], cache=True)(function)
            except RuntimeError:  # no place for the cache
                ufunc = compile_function([signature])(function)
            return ufunc

        @wraps(function)
        def over_arrays(*arrays: Any) -> Any:
            with np.errstate(all="ignore"):
                return compiled()(*arrays)

        return over_arrays

    return decorate
