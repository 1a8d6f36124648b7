"""Copies between arrays of one length, for compiled code."""

from typing import Any

from numpy.typing import NDArray

from roster.compiled import inner


@inner
def put(target: NDArray[Any], source: NDArray[Any]) -> None:
    """Writes one array into another of the same length.

    `target[:] = source` compiles a comparison of shapes with its message in words, in each function that has it.
    """
    for place in range(target.shape[0]):
        target[place] = source[place]
