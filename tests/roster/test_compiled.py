"""Compiled code where nothing can be written, and without floating-point flags."""

import warnings
from typing import Any

import numba
import numpy as np
import pytest

from roster import compiled


def triple(value: float) -> float:
    return 3.0 * value


def inverse(value: float) -> float:
    return 0.0 if value == 0.0 else 1.0 / value


@pytest.fixture
def nowhere_to_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """A read-only installation without a home directory: the compiler refuses to cache."""
    njit, vectorize = numba.njit, numba.vectorize

    def refusing(original: Any) -> Any:
        def compile_function(*args: Any, cache: bool = False, **options: Any) -> Any:
            if cache:
                raise RuntimeError("cannot cache function: no locator available")
            return original(*args, **options)

        return compile_function

    monkeypatch.setattr(numba, "njit", refusing(njit))
    monkeypatch.setattr(numba, "vectorize", refusing(vectorize))


def test_compiles_where_nothing_can_be_written(nowhere_to_cache: None) -> None:
    assert compiled.njit(triple)(2.0) == 6.0
    elementwise = compiled.elementwise("float64(float64)")(inverse)
    assert elementwise(np.array([0.0, 4.0])).tolist() == [0.0, 0.25]


def test_both_sides_of_a_branch_raise_no_flags() -> None:
    elementwise = compiled.elementwise("float64(float64)")(inverse)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert elementwise(np.arange(9.0))[:3].tolist() == [0.0, 1.0, 0.5]
        assert elementwise(4) == 0.25
    assert elementwise.__name__ == "inverse"
