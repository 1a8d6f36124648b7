"""DUTY-4: the log is kept and signed by the leaders; a problem is closed with cause and result (交接班制度 §1–6)."""

from dataclasses import replace

from desk_world import at, on

from labelled import REFUSED, SILENT, TIME, TOLD, Asked
from roster.model.handover import LogAct, Side, SignAct
from roster.model.shift_log import Category, Follow, LogEntry, LogLine
from roster.text import both

TEXT = "a: 8E; l1: 8E; p2: 8L; l2: 20E"
NOW = at(8, "15:50")


def entry(label, says, actor="l1", words="x", category=Category.PROBLEM, about=None, follow=None, text=TEXT, **more):
    act = LogAct(on(8), "E", actor, category, words, follow, about, **more)
    return Asked(label, text, act, NOW, says)


def line(category, *follows):
    made = LogEntry(7, on(8), "E", at(8, "10:00"), "l1", category, "k", "", both("x"), opens=True)
    return LogLine(made, follows)


def closing(label, says, category=Category.PROBLEM, follows=(), **more):
    return entry(label, says, words="", about=line(category, *follows), follow=Follow.CLOSE, **more)


CLOSED = LogEntry(8, on(8), "E", NOW, "l1", Category.PROBLEM, "close", "", both("x"), about=7, follow=Follow.CLOSE)


def signed(label, says, actor="l1", side=Side.GIVE, now=NOW, of="boundary", unchecked=(), given_by=None, unmarked=()):
    act = SignAct(on(8), "E", (on(8), "L"), actor, side, (), frozenset(), unchecked, given_by, unmarked)
    return Asked(label, TEXT, act, now, says, of)


CASES = (
    entry("by the duty leader", SILENT),
    entry("by the leader of another team, who is off", REFUSED, actor="l2"),
    entry("by the leader of somebody on it, who is off", SILENT, actor="l2", text=f"{TEXT}; c: 8E"),
    entry("by an agent", REFUSED, actor="a"),
    entry("by the deputy of the next shift", REFUSED, actor="p2"),
    entry("that says nothing", REFUSED, words=" "),
    closing("a problem with its cause and its result", SILENT, cause="a cable", result="spliced"),
    closing("a problem without its cause", REFUSED, result="spliced"),
    closing("a problem without its result", REFUSED, cause="a cable"),
    closing("an order needs neither", SILENT, Category.ORDER),
    closing("what is closed already", REFUSED, Category.ORDER, (CLOSED,)),
    signed("the duty leader hands over", SILENT),
    replace(signed("an agent does", REFUSED, actor="a"), words="| l1"),
    signed("before the shift begins", REFUSED, now=at(8, "07:59"), of=TIME),
    signed("as it begins", SILENT, now=at(8, "08:00"), of=TIME),
    signed("with something unchecked", REFUSED, unchecked=("PC",)),
    replace(signed("with somebody unmarked", TOLD, unmarked=("a",)), words="1 person: a"),
    replace(signed("with many unmarked", TOLD, unmarked=tuple("abcdefg")), words="7 people: a, b, c, d, e and others;"),
    signed("the next shift's deputy takes it", SILENT, actor="p2", side=Side.TAKE, given_by="l1"),
    signed("before it is given", REFUSED, actor="p2", side=Side.TAKE),
    signed("the same person takes what they gave", REFUSED, actor="l1", side=Side.TAKE, given_by="l1"),
    signed("an agent takes it", REFUSED, actor="a", side=Side.TAKE, given_by="l1"),
)
