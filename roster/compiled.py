"""Typed doors to the compiler, so that hot arithmetic stays plain functions with their types.

Compiled code is kept on disk beside its source and found again by the next process. Where nothing can be
written (a read-only installation without a home directory) it is compiled for this process alone.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import numba
import numpy as np

P = ParamSpec("P")
R = TypeVar("R")


def njit(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function of numbers and arrays to machine code at its first call."""
    compile_function: Any = numba.njit
    try:
        compiled: Callable[P, R] = compile_function(cache=True)(function)
    except RuntimeError:  # no place for the cache
        compiled = compile_function(function)
    return compiled


def elementwise(signature: str) -> Callable[[Callable[..., float]], Callable[..., Any]]:
    """Compile a function of scalars so that it takes arrays of any shapes, broadcast together as numpy does.

    `signature` names the types, as `"float64(float64, float64)"`. The functions handle their own edges: the
    processor's flags say nothing, because the compiler computes both sides of a branch and keeps one.
    """

    def decorate(function: Callable[..., float]) -> Callable[..., Any]:
        compile_function: Any = numba.vectorize
        try:
            ufunc: Callable[..., Any] = compile_function([signature], cache=True)(function)
        except RuntimeError:  # no place for the cache
            ufunc = compile_function([signature])(function)

        @wraps(function)
        def over_arrays(*arrays: Any) -> Any:
            with np.errstate(all="ignore"):
                return ufunc(*arrays)

        return over_arrays

    return decorate
