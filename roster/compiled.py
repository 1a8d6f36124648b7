"""Typed doors to the compiler, so that hot arithmetic stays plain functions with their types.

Compiled code is kept on disk in the user's cache and found again by the next process, in one folder per state of all
that it depends on: the sources (numba looks only at the file that holds a function, not at those it calls, so a changed
callee would be served stale), the versions of Python, numba and numpy, and the processor. Where a checkout lies does
not count: checkouts of the same sources share one folder. Where nothing can be written it is compiled for this process
alone. Compiled code lets go of the GIL.
"""

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from types import FunctionType
from typing import Any, ParamSpec, Self, TypeVar, cast

import llvmlite.binding
import numba
import numba.core.caching
import numpy as np
from numba.core import types
from numba.core.registry import CPUDispatcher

P = ParamSpec("P")
R = TypeVar("R")

_HERE = Path(__file__).parent

_COMPILED_ROOMS = ("pricing", "bounds", "search", "program")


def _digest() -> str:
    """What compiled code depends on, in sixteen digits."""
    versions = (sys.implementation.cache_tag, numba.__version__, np.__version__, llvmlite.binding.get_host_cpu_name())
    digest = hashlib.sha256(" ".join(map(str, versions)).encode())
    digest.update(llvmlite.binding.get_host_cpu_features().flatten().encode())
    for source in sorted((Path(__file__), *_HERE.glob("engine/**/*.py"), *_HERE.glob("load/**/*.py"))):
        text = source.read_bytes()
        # The records whose fields compiled code reads by position count like it; they are in rooms that hold such code.
        record = b"(NamedTuple)" in text and source.parent.name in _COMPILED_ROOMS
        if record or any(mark in text for mark in (b"@njit", b"@inner", b"@elementwise")):
            digest.update(source.relative_to(_HERE).as_posix().encode())
            digest.update(text)
    return digest.hexdigest()[:16]


STATE = _digest()


@cache
def compiled_folder() -> Path | None:
    """The folder of this state's compiled code, made where it is missing, or None where nothing can be written."""
    named = os.environ.get("NUMBA_CACHE_DIR")
    base = Path(named) if named else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "roster"
    folder = base / f"compiled-{STATE}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return None


class StateLocator(numba.core.caching._CacheLocator):  # noqa: SLF001 (the compiler offers it for this)
    """Keeps a function's machine code by its module's name below the folder of this state."""

    def __init__(self, folder: Path, module: Path, line: int) -> None:
        self._folder = folder / ".".join(module.with_suffix("").parts)
        self._line = line

    def get_cache_path(self) -> str:
        """Where numba keeps it."""
        return str(self._folder)

    def get_source_stamp(self) -> str:
        """The folder is this state's alone."""
        return STATE

    def get_disambiguator(self) -> str:
        """Tells functions of one name in one file apart."""
        return str(self._line)

    @classmethod
    def from_function(cls, py_func: Callable[..., Any], py_file: str) -> Self | None:
        """A locator for a function of this package; None for any other, or where nothing can be kept."""
        folder, file = compiled_folder(), Path(py_file).resolve()
        if folder is None or not file.is_relative_to(_HERE.resolve()):
            return None
        return cls(folder, file.relative_to(_HERE.resolve()), py_func.__code__.co_firstlineno)


_LOCATORS = f"{__name__}.{StateLocator.__name__},UserWideCacheLocator"
setattr(numba.config, "CACHE_LOCATOR_CLASSES", _LOCATORS)  # noqa: B010 (the module's attributes are made at run time)


wide: Callable[[Any], int] = cast("Any", np.int64)
"""A number of a narrow array as wide as others: for each width a function would be compiled anew."""

_unliteral: Callable[[Any], Any] = types.unliteral


class _Compiled(CPUDispatcher):
    """A compiled function of which one version serves all calls that differ by literals alone.

    The compiler makes one for each literal number among the arguments else: the whole search again where its rounds are
    a constant.
    """

    def get_call_template(self, args: Any, kws: Any) -> Any:
        """What a call from compiled code is typed by."""
        plain = {name: _unliteral(kind) for name, kind in kws.items()}
        return super().get_call_template(tuple(map(_unliteral, args)), plain)


class _Inner(_Compiled):
    """A compiled function for compiled callers: without the code that unpacks a call from Python.

    That code is as long as many a function itself, as a `Workforce` has dozens of arrays, and each caller would
    have it optimised once more. A call from Python compiles a version of its own.
    """

    def __call__(self, *args: Any) -> Any:
        return _entry(self.py_func)(*args)


@cache
def _entry(function: Callable[..., Any]) -> Callable[..., Any]:
    # Kept apart on disk by its name.
    own = FunctionType(function.__code__, function.__globals__, function.__name__, None, function.__closure__)
    own.__qualname__ = f"entry.{function.__qualname__}"
    own.__module__ = function.__module__
    return cast("Callable[..., Any]", _compiled(own, _Compiled))


def _compiled(function: Callable[..., Any], kind: type, **options: bool) -> Any:
    compile_function: Any = numba.njit
    options = {"nogil": True, "no_cfunc_wrapper": True, **options}
    try:
        built = compile_function(cache=True, **options)(function)
    except RuntimeError:  # no place for the cache
        built = compile_function(**options)(function)
    built.__class__ = kind
    return built


def njit(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function of numbers and arrays to machine code at its first call, from Python or compiled code."""
    return cast("Callable[P, R]", _compiled(function, _Compiled))


def inner(function: Callable[P, R]) -> Callable[P, R]:
    """The same for a function that compiled code calls; a call from Python works too and compiles it once more."""
    return cast("Callable[P, R]", _compiled(function, _Inner, no_cpython_wrapper=True))


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
