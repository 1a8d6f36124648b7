"""SWAP-4: same job, comparable skill; who leads a shift swaps with who may lead it (换班制度 §4)."""

from desk_world import at, cover, duties, on, swap

from labelled import BETWEEN, REFUSED, SILENT, Asked
from roster.model import Grade
from roster.model.swap import Move, SwapKind, SwapRequest

NOW, GAP = at(8), {"max_grade_gap": 1}
RAISED = {"a": ((on(1), Grade.JUNIOR), (on(10), Grade.INTERMEDIATE))}
ANY = {"max_grade_gap": 2}
(HERE, THERE) = (*duties("a: 8E"), *duties("a: 12E/180"))
MOVED = SwapRequest("l1", SwapKind.CHANGE, (Move(HERE, THERE),), "load", NOW)
CASES = (
    Asked("equals, one job", "a: 8E; b: 12E", swap("a: 8E", "b: 12E"), NOW, SILENT),
    Asked("two jobs", "c: 8E/189; d: 12E/180", swap("c: 8E/189", "d: 12E/180"), NOW, REFUSED, world={"rules": GAP}),
    Asked("two jobs where the centre allows it", "c: 8E/189; d: 12E/180", swap("c: 8E/189", "d: 12E/180"), NOW, SILENT,
          world={"rules": GAP | {"swap_same_job": False}}),
    Asked("the taker does not hold the job", "c: 8E/180; a: 12E/189", swap("c: 8E/180", "a: 12E/189"), NOW, REFUSED,
          world={"rules": {"swap_same_job": False}}),
    Asked("junior and intermediate", "a: 8E; d: 12E/189", swap("a: 8E", "d: 12E/189"), NOW, REFUSED),
    Asked("where one grade may lie between", "a: 8E; d: 12E/189", swap("a: 8E", "d: 12E/189"), NOW, SILENT,
          world={"rules": GAP}),
    Asked("the day before the new grade", "a: 9E; d: 18E/189", swap("a: 9E", "d: 18E/189"), NOW, REFUSED, BETWEEN,
          {"grades": RAISED}),
    Asked("from the day of the new grade", "a: 10E; d: 18E/189", swap("a: 10E", "d: 18E/189"), NOW, SILENT, BETWEEN,
          {"grades": RAISED}),
    Asked("who leads the shift with who may not", "l1: 8E; a: 12E", swap("l1: 8E", "a: 12E"), NOW, REFUSED,
          world={"rules": ANY}),
    Asked("asked by the other side", "l1: 8E; a: 12E", swap("a: 12E", "l1: 8E"), NOW, REFUSED, world={"rules": ANY}),
    Asked("with another leader", "l1: 8E; l2: 12E", swap("l1: 8E", "l2: 12E"), NOW, SILENT),
    Asked("with a deputy leader", "l1: 8E; p2: 12E", swap("l1: 8E", "p2: 12E"), NOW, SILENT),
    Asked("two leaders had the shift", "l1: 8E; p2: 8E; a: 12E", swap("l1: 8E", "a: 12E"), NOW, SILENT,
          world={"rules": ANY}),
    Asked("where leading is no job of its own", "l1: 8E; a: 12E", swap("l1: 8E", "a: 12E"), NOW, SILENT,
          world={"rules": ANY | {"leader_is_a_job": False}}),
    Asked("a leader stands in for a junior by order", "a: 8E", cover("a: 8E", "l1", requester="l1", by_leader=True),
          NOW,
          SILENT),
    Asked("an order still asks for the job", "d: 8E/180", cover("d: 8E/180", "b", requester="l2", by_leader=True), NOW,
          REFUSED),
    Asked("调班 is an exchange with nobody", "a: 8E", MOVED, NOW, SILENT),
    Asked("an own cover asks for equals", "a: 8E", cover("a: 8E", "d"), NOW, REFUSED),
)  # fmt: skip
