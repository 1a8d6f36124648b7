"""SWAP-3c: one duty a day and the minimum gap after a swap (换班制度 §3)."""

from dataclasses import replace

from desk_world import at, cover, duties, on, on_days, swap

from labelled import AFTER, BEFORE, BETWEEN, EVE, REFUSED, SILENT, Asked
from roster.model import Stayed
from roster.model.swap import LaterPayBack, SwapKind, SwapRequest, SwapState, handed

NOW = at(8)
NO_REST = {"min_rest_hours": 0}


def eve(word):
    (duty,) = duties(word)
    return {"history": (replace(duty, day=at(30, month=9).date()),)}


def stayed(minutes, who="a"):
    """Minutes worked beyond E of the 8th, which ends at 16:00."""
    return {"stayed": (Stayed(who, on(8), "E", minutes),)}


def later(giver, day, **given):
    """A duty of a's or b's for one that a pays back in November."""
    (one,) = duties(giver)
    promised = LaterPayBack(at(day, month=11).date(), "E")
    return SwapRequest("a", SwapKind.SWAP, (handed(one, "b"),), "family", at(1), later=promised, **given)


def promised(day, state):
    return {"swaps": (later("a: 12E", day, swap_id="x", state=state, number=1),)}


CASES = (
    Asked("two pay-backs promised for one day", "a: 20E", later("a: 20E", 5), NOW, REFUSED, AFTER,
          promised(5, SwapState.EFFECTIVE)),
    Asked("… of a request that waits", "a: 12E 20E", later("a: 20E", 5), NOW, REFUSED, AFTER,
          promised(5, SwapState.ACCEPTED)),
    Asked("a pay-back promised for the morning after a night of the last", "a: 20E 31N", later("a: 20E", 1), NOW,
          REFUSED, AFTER, words="2 h between 2026-10-31 N and 2026-11-01 E"),
    Asked("… for the day after it", "a: 20E 31N", later("a: 20E", 2), NOW, SILENT, AFTER),
    Asked("… for that morning, the night itself given for it", "a: 31N", later("a: 31N", 1), NOW, SILENT, AFTER),
    Asked("… for the next day", "a: 20E", later("a: 20E", 6), NOW, SILENT, AFTER, promised(5, SwapState.EFFECTIVE)),
    Asked("… of one that was withdrawn", "a: 12E 20E", later("a: 20E", 5), NOW, SILENT, BETWEEN,
          promised(5, SwapState.WITHDRAWN)),
    Asked("24:00 to 08:00: eight hours", "a: 8L 20E; b: 9E", swap("a: 20E", "b: 9E"), NOW, REFUSED),
    Asked("24:00 to 16:00", "a: 8L 20E; b: 9L", swap("a: 20E", "b: 9L"), NOW, SILENT),
    Asked("eight hours are enough where eight are asked", "a: 8L 20E; b: 9E", swap("a: 20E", "b: 9E"), NOW, SILENT,
          world={"rules": {"min_rest_hours": 8}}),
    Asked("eight hours, the last minutes of them called to the roll, where that is work", "a: 8L 20E; b: 9E",
          swap("a: 20E", "b: 9E"), NOW, REFUSED, world={"rules": {"min_rest_hours": 8, "roll_call_is_work": True}}),
    Asked("sixteen hours, five and a minute of them stayed on", "a: 8E 20E; b: 9E", swap("a: 20E", "b: 9E"), NOW,
          REFUSED, world=stayed(301)),
    Asked("stayed until exactly eleven hours are left", "a: 8E 20E; b: 9E", swap("a: 20E", "b: 9E"), NOW, SILENT,
          world=stayed(300)),
    Asked("what somebody else stayed", "a: 8E 20E; b: 9E 8E", swap("a: 20E", "b: 9E"), NOW, SILENT,
          world=stayed(301, "b")),
    Asked("seven and a half asked of eight less a roll call", "a: 8L 20E; b: 9E", swap("a: 20E", "b: 9E"), NOW, SILENT,
          world={"rules": {"min_rest_hours": 7.5, "roll_call_is_work": True}}),
    Asked("eight and a half are not met", "a: 8L 20E; b: 9E", swap("a: 20E", "b: 9E"), NOW, REFUSED,
          world={"rules": NO_REST | {"swap_min_gap_hours": 8.5}}),
    Asked("the partner's gap", "a: 20E; b: 9E 19L", swap("a: 20E", "b: 9E"), NOW, REFUSED),
    Asked("two duties on one day", "a: 8Z 20E; b: 8L", swap("a: 20E", "b: 8L"), NOW, REFUSED, world={"rules": NO_REST}),
    Asked("within one day each has one", "a: 12E; b: 12L", swap("a: 12E", "b: 12L"), NOW, SILENT),
    Asked("a night that ends at 06:00 before a late at 16:00", "a: 8N 20E; b: 9L", swap("a: 20E", "b: 9L"), NOW,
          REFUSED,
          EVE),
    Asked("a night and the next night", "a: 8N 20E; b: 9N", swap("a: 20E", "b: 9N"), NOW, SILENT, EVE),
    Asked("what was as close before", "a: 8L 9E 20E; b: 24E", swap("a: 20E", "b: 24E"), NOW, SILENT),
    Asked("September's last late", "a: 20E; b: 1Z", swap("a: 20E", "b: 1Z"), at(1, month=9), REFUSED, BEFORE,
          eve("a: 1L")),
    Asked("September's last early", "a: 20E; b: 1E", swap("a: 20E", "b: 1E"), at(1, month=9), SILENT, BEFORE,
          eve("a: 1E")),
    Asked("a night of the 31st before an early on the 1st", "a: 20E; b: 31N", swap("a: 20E", "b: 31N"), NOW, REFUSED,
          AFTER, {"ahead": on_days("a: 1E", 11)}),
    Asked("a night of the 31st before the next night", "a: 20E; b: 31N", swap("a: 20E", "b: 31N"), NOW, SILENT, AFTER,
          {"ahead": on_days("a: 1N", 11)}),
    Asked("a late of the 31st before an early on the 1st", "a: 20E; b: 31L", swap("a: 20E", "b: 31L"), NOW, REFUSED,
          AFTER, {"ahead": on_days("a: 1E", 11)}),
    Asked("an early of the 31st before it", "a: 20E; b: 31E", swap("a: 20E", "b: 31E"), NOW, SILENT, AFTER,
          {"ahead": on_days("a: 1E", 11)}),
    Asked("an hour more as the clock goes back", "a: 24L 29E; b: 25E", swap("a: 29E", "b: 25E"), NOW, SILENT,
          world={"zone": "Europe/Berlin", "rules": {"min_rest_hours": 9}}),
    Asked("the night after, as ever", "a: 25L 29E; b: 26E", swap("a: 29E", "b: 26E"), NOW, REFUSED,
          world={"zone": "Europe/Berlin", "rules": {"min_rest_hours": 9}}),
    Asked("a leader's cover is SWAP-8's to judge", "a: 9E; b: 8L", cover("a: 9E", "b", requester="l1", by_leader=True),
          NOW, SILENT),
)  # fmt: skip
