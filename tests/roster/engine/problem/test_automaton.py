"""The automaton says of every month what reading the words over it says, history and the month's ends included."""

import random
from itertools import product

import numpy as np
import pytest

from roster.engine.problem.automaton import Automaton, build
from roster.rule.pieces import OFF, Pair, Sequence

SHIFTS = 2
SEEDS = range(60)


def symbols(draw: random.Random) -> frozenset[int]:
    return frozenset([s for s in (OFF, *range(SHIFTS)) if draw.random() < 0.5] or [draw.randrange(SHIFTS)])


def world(seed: int) -> tuple[list[Sequence], dict[int, tuple[Pair, ...]], dict[int, int], int]:
    """Words, pairs of two kinds, a history and a number of days."""
    draw = random.Random(seed)
    days = draw.randint(2, 5)

    def ends() -> tuple[int, ...] | None:
        return None if draw.random() < 0.5 else tuple(d for d in range(days) if draw.random() < 0.5)

    words = [
        Sequence(
            "WORD",
            (0,),
            tuple(symbols(draw) for _ in range(draw.randint(1, 4))),
            ends(),
            draw.randint(1, 9) if draw.random() < 0.5 else None,
            draw.random() < 0.4,
        )
        for _ in range(draw.randint(1, 5))
    ]
    pairs = {}
    for kind in range(draw.randint(0, 2)):
        before, then = symbols(draw), symbols(draw)
        pairs[kind] = tuple(Pair(day, before, then, 1) for day in range(days) if draw.random() < 0.6)
    past = {day: draw.randrange(SHIFTS) for day in range(-4, 0) if draw.random() < 0.5}
    return words, {kind: several for kind, several in pairs.items() if several}, past, days


def occurrences(word: Sequence, month: tuple[int, ...], past: dict[int, int]) -> int:
    """How often the word occurs, by its definition."""
    times = 0
    for end in range(len(month)):
        first = end - len(word.word) + 1
        if (word.ends is not None and end not in word.ends) or (word.inside and first < 0):
            continue
        spoken = [month[day] if day >= 0 else past.get(day, OFF) for day in range(first, end + 1)]
        times += all(symbol in letter for symbol, letter in zip(spoken, word.word, strict=True))
    return times


def walked(automaton: Automaton, month: tuple[int, ...]) -> tuple[int, list[int]] | None:
    """Ticks and kinds per day of a month, None where the automaton forbids it."""
    state, ticks, kinds = automaton.start[0], 0, []
    for day, shift in enumerate(month):
        atom = 0 if shift == OFF else int(automaton.atom_of[shift])
        layer = automaton.layer[day]
        ticks += int(automaton.ticks[layer, state, atom])
        kinds.append(int(automaton.kinds[layer, state, atom]))
        state = int(automaton.next[layer, state, atom])
        if state < 0:
            return None
    return ticks, kinds


@pytest.mark.parametrize("seed", SEEDS)
def test_every_month_is_read_as_its_words_say(seed: int) -> None:
    words, pairs, past, days = world(seed)
    automaton = build(words, pairs, {0: past}, days=days, shifts=SHIFTS)
    for month in product((OFF, *range(SHIFTS)), repeat=days):
        forbidden = any(occurrences(w, month, past) for w in words if w.ticks is None)
        walk = walked(automaton, month)
        assert (walk is None) == forbidden
        if walk is None:
            continue
        ticks, kinds = walk
        assert ticks == sum(w.ticks * occurrences(w, month, past) for w in words if w.ticks is not None)
        for kind, several in pairs.items():
            counted = [day for day, mask in enumerate(kinds) if mask >> kind & 1]
            before = (past.get(-1, OFF), *month)
            assert counted == [p.day for p in several if before[p.day] in p.before and month[p.day] in p.then]


def test_the_worlds_hold_both_legal_and_forbidden_months() -> None:
    shares = []
    for seed in SEEDS:
        words, pairs, past, days = world(seed)
        automaton = build(words, pairs, {0: past}, days=days, shifts=SHIFTS)
        every = list(product((OFF, *range(SHIFTS)), repeat=days))
        shares.append(np.mean([walked(automaton, month) is not None for month in every]))
    assert sum(0 < share < 1 for share in shares) > len(shares) / 3


def test_shifts_that_no_word_tells_apart_share_a_letter_and_futures_that_agree_a_state() -> None:
    rest = Sequence("REST", (0,), (frozenset({2}), frozenset({0, 1})))
    automaton = build([rest], {}, {0: {}}, days=20, shifts=4)
    # Letters: OFF with shift 3 told apart only by number; 0 and 1 alike; 2. States: after a 2, or not.
    assert automaton.atom_of[0] == automaton.atom_of[1]
    assert len({int(a) for a in automaton.atom_of}) == 3
    assert automaton.states == 2
    assert automaton.layer_sizes[-1] == 1


def test_two_agents_with_their_own_history_start_apart() -> None:
    streak = Sequence("STREAK", (0, 1), (frozenset({0}),) * 3)
    automaton = build([streak], {}, {0: {-1: 0, -2: 0}, 1: {}}, days=3, shifts=1)
    assert automaton.next[automaton.layer[0], automaton.start[0], automaton.atom_of[0]] == -1
    assert automaton.next[automaton.layer[0], automaton.start[1], automaton.atom_of[0]] >= 0
