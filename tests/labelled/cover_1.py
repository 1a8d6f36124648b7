"""COVER-1: no private covering; a leader's cover, also once the duty began, also from another team (交接班规定 §1)."""

from desk_world import DIRECTOR, at, cover

from labelled import REFUSED, SILENT, TIME, TOLD, Asked

NOW, TEXT = at(8), "a: 28E"
LED = f"{TEXT}; l2: 28E"


def order(by="b", who="l1"):
    return cover("a: 28E", by, requester=who, by_leader=True)


CASES = (
    Asked("one's own counts as a swap", TEXT, cover("a: 28E", "b"), NOW, TOLD),
    Asked("unless the centre says no", TEXT, cover("a: 28E", "b"), NOW, SILENT,
          world={"rules": {"cover_counts_as_swap": False}}),
    Asked("the own leader's", TEXT, order(), NOW, SILENT),
    Asked("another team's leader's", TEXT, order(who="l2"), NOW, REFUSED),
    Asked("a colleague's", TEXT, order(who="c"), NOW, REFUSED),
    Asked("the director's", TEXT, order(who=DIRECTOR), NOW, SILENT),
    Asked("another team's agent waits for its leader", TEXT, order("c"), NOW, TOLD, words="is from another team"),
    Asked("by the director it waits for nobody", TEXT, order("c", DIRECTOR), NOW, SILENT),
    Asked("by who leads the shift, from its roll call on", LED, order(who="l2"), at(28, "07:50"), TOLD, TIME),
    Asked("a minute before", LED, order(who="l2"), at(28, "07:49"), REFUSED, TIME),
    Asked("by another leader at the roll call", LED, order(who="p2"), at(28, "07:50"), REFUSED, TIME),
    Asked("as it begins", TEXT, order(), at(28, "08:00"), SILENT, TIME),
    Asked("five minutes later: the rest of it", TEXT, order(), at(28, "08:05"), TOLD, TIME),
)  # fmt: skip
