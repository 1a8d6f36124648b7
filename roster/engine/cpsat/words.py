"""Sequences: words that may not occur become clauses, words that cost become counted occurrences."""

from collections import defaultdict

from roster.engine.cpsat.choices import Choices
from roster.engine.cpsat.linear import Linear, Literal
from roster.rule.pieces import Sequence, Symbols

Link = tuple[Symbols, Symbols]
"""What may not stand on a day, and on the day after it."""


def add_words(choices: Choices, objective: Linear | None) -> None:
    """Every Sequence; those that only cost are left out without an objective."""
    links: dict[tuple[int, int], list[Link]] = defaultdict(list)
    for agent, sequences in enumerate(choices.problem.sequences):
        for piece in sequences:
            if piece.ticks is None or (objective is not None and piece.ticks):
                for end in piece.ends if piece.ends is not None else range(choices.problem.days):
                    _add_word(choices, piece, agent, end, links=links, objective=objective)
    _add_links(choices, links)


def _add_word(
    choices: Choices,
    piece: Sequence,
    agent: int,
    end: int,
    *,
    links: dict[tuple[int, int], list[Link]],
    objective: Linear | None,
) -> None:
    start = end - len(piece.word) + 1
    if piece.inside and start < 0:
        return
    if piece.ticks is None and len(piece.word) == 2:
        links[agent, end].append((piece.word[0], piece.word[1]))
        return
    letters = [choices.matches(agent, start + place, symbols) for place, symbols in enumerate(piece.word)]
    if any(letter is False for letter in letters):
        return
    open_letters = [letter for letter in letters if not isinstance(letter, bool)]
    if piece.ticks is None:
        choices.sheet.clause([~letter for letter in open_letters])
    elif objective is not None:
        objective.add_literal(piece.ticks, occurrence(choices, open_letters))


def occurrence(choices: Choices, letters: list[Literal], *, exact: bool = False) -> Literal:
    """A literal that holds when all `letters` do and, `exact`, only then; where it costs, the objective sees to it."""
    if any(letter is False for letter in letters):
        return False
    letters = [letter for letter in letters if letter is not True]
    if not letters:
        return True
    if len(letters) == 1:
        return letters[0]
    model = choices.sheet.model
    every = Linear.of((1, letter) for letter in letters)
    count = len(letters)
    literal = choices.sheet.boolean(lambda values: int(every.at(values) == count))
    choices.sheet.clause([literal, *(~letter for letter in letters)])
    if exact:
        for letter in letters:
            model.add_implication(literal, letter)
    return literal


def _add_links(choices: Choices, links: dict[tuple[int, int], list[Link]]) -> None:
    """Two-letter words of all rules together, as few and as wide at-most-one constraints as cover them."""
    covers: dict[frozenset[Link], list[Link]] = {}
    for (agent, end), words in links.items():
        key = frozenset(words)
        if key not in covers:
            covers[key] = _wide_links(key)
        for before, after in covers[key]:
            first = choices.options(agent, end - 1, before)
            second = choices.options(agent, end, after)
            if first and second:
                choices.sheet.at_most_one([*first, *second])


def _wide_links(words: frozenset[Link]) -> list[Link]:
    """The same forbidden pairs as maximal rectangles before × after."""
    after_of: dict[int, set[int]] = defaultdict(set)
    for before, after in words:
        for symbol in before:
            after_of[symbol] |= after
    wide = set()
    for after in map(frozenset, after_of.values()):
        before = frozenset(symbol for symbol, others in after_of.items() if others >= after)
        wide.add((before, after))
    return sorted(wide, key=lambda link: (sorted(link[0]), sorted(link[1])))
