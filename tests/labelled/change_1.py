"""CHANGE-1: a one-person change, asked for or made by the leader (交接班规定 §1; 客房部规章 §9)."""

from dataclasses import replace

from desk_world import DIRECTOR, at, duties

from labelled import REFUSED, SILENT, Asked
from roster.model import Shift
from roster.model.swap import Move, SwapKind, SwapRequest

NOW, TEXT = at(8), "a: 28E; c: 20E/180"


def moved(here, there, **given):
    (one,), (two,) = duties(here), duties(there)
    return SwapRequest(one.agent_id, SwapKind.CHANGE, (Move(one, two),), "doctor", at(1, month=9), **given)


(MINE,) = duties("a: 28E")
PASSED = SwapRequest("a", SwapKind.CHANGE, (Move(MINE, replace(MINE, agent_id="b")),), "x", at(1, month=9))
ONLY_189 = {"shifts": (Shift("E", 480, 960), Shift("L", 960, 1440, jobs=("189",)))}
CASES = (
    Asked("the own duty to another shift", TEXT, moved("a: 28E", "a: 28L"), NOW, SILENT),
    Asked("the own duty to another day", TEXT, moved("a: 28E", "a: 30E"), NOW, SILENT),
    Asked("to somebody else", TEXT, PASSED, NOW, REFUSED),
    Asked("by the own leader", TEXT, replace(moved("a: 28E", "a: 30E"), requester="l1", by_leader=True), NOW, SILENT),
    Asked("by another leader", TEXT, replace(moved("a: 28E", "a: 30E"), requester="l2", by_leader=True), NOW, REFUSED),
    Asked("by the director", TEXT, replace(moved("a: 28E", "a: 30E"), requester=DIRECTOR, by_leader=True), NOW, SILENT),
    Asked("by a colleague", TEXT, replace(moved("a: 28E", "a: 30E"), requester="b", by_leader=True), NOW, REFUSED),
    Asked("to a shift that serves another job", TEXT, moved("c: 20E/180", "c: 20L/180"), NOW, REFUSED, world=ONLY_189),
    Asked("to one that serves it", TEXT, moved("a: 28E", "a: 28L"), NOW, SILENT, world=ONLY_189),
)  # fmt: skip
