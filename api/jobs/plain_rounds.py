"""Rounds of a shared solve as plain data: arrays packed as text, for the queue and the pipes."""

import base64
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from roster.engine.problem.problem import Plan

if TYPE_CHECKING:
    from roster.engine.search.parts import Answers, PartMonths, RoundTask

Plain = dict[str, Any]


def _packed(array: NDArray[Any]) -> Plain:
    data = base64.b64encode(zlib.compress(np.ascontiguousarray(array).tobytes(), 1)).decode()
    return {"type": array.dtype.str, "shape": list(array.shape), "data": data}


def _unpacked(plain: Plain) -> NDArray[Any]:
    data = zlib.decompress(base64.b64decode(plain["data"]))
    return np.frombuffer(data, np.dtype(plain["type"])).reshape(plain["shape"]).copy()


def task_to_plain(task: "RoundTask") -> Plain:
    """A round's task."""
    return {
        "stamp": task.stamp,
        "shift": _packed(task.plan.shift),
        "job": _packed(task.plan.job),
        "granted": sorted(task.plan.granted),
        "multipliers": _packed(task.multipliers),
        "seed": task.seed,
        "heat": list(task.heat),
        "seconds": task.seconds,
    }


def task_from(plain: Plain) -> "RoundTask":
    """The task again."""
    from roster.engine.search.parts import RoundTask

    return RoundTask(
        plain["stamp"],
        Plan(_unpacked(plain["shift"]), _unpacked(plain["job"]), frozenset(plain["granted"])),
        _unpacked(plain["multipliers"]),
        plain["seed"],
        (plain["heat"][0], plain["heat"][1]),
        plain["seconds"],
    )


def months_to_plain(months: "PartMonths") -> Plain:
    """What a part came to."""
    return {
        "shift": _packed(months.shift),
        "job": _packed(months.job),
        "granted": _packed(months.granted),
        "multipliers": _packed(months.multipliers),
    }


def answers_from(plain: Plain) -> "Answers":
    """What came of a round, as `SharedRounds` tells it."""
    from roster.engine.search.parts import Answers, PartMonths

    return Answers(
        [
            None
            if months is None
            else PartMonths(*(_unpacked(months[name]) for name in ("shift", "job", "granted", "multipliers")))
            for months in plain["months"]
        ]
    )
