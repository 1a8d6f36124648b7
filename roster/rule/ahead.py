"""What is fixed after the month binds like history: words that end ahead become shorter words that end on its last day.

A case's `ahead` names duties after the month's end (the next month published, a pay-back owed there). Where the last
letters of a forbidden word match them, the letters before may not stand at the month's end. So every reader of pieces
sees the later edge without knowing of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from roster.rule.month_context import MonthContext
from roster.rule.pieces import OFF, Piece, Sequence, Symbols

Word = tuple[Symbols, ...]


def bound_ahead(context: MonthContext, pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces, and after each forbidden word what it leaves of itself at the end of the month.

    A word counts ahead only where it ends on a duty: of days without one nobody knows yet whether they stay free. Words
    with a price and those that lie inside the month end with it.
    """
    known = any(context.ahead)
    for piece in pieces:
        yield from (piece,) if not isinstance(piece, Sequence) else _within(context, piece)
        if known and isinstance(piece, Sequence) and piece.ticks is None and not piece.inside:
            yield from _shorter(context, piece)


def _within(context: MonthContext, piece: Sequence) -> Iterator[Sequence]:
    """The word where it ends in the month."""
    if piece.ends is None or max(piece.ends, default=0) < context.days:
        yield piece
    elif ends := tuple(day for day in piece.ends if day < context.days):
        yield replace(piece, ends=ends)


def _shorter(context: MonthContext, piece: Sequence) -> Iterator[Sequence]:
    ends = None if piece.ends is None else frozenset(piece.ends)
    grouped: dict[Word, list[int]] = defaultdict(list)
    for agent in piece.agents:
        if context.ahead[agent]:
            for word in _least(_left(context, piece.word, ends, agent)):
                grouped[word].append(agent)
    for word, agents in grouped.items():
        yield Sequence(piece.rule, tuple(agents), word, ends=(context.days - 1,))


def _left(context: MonthContext, word: Word, ends: frozenset[int] | None, agent: int) -> Iterator[Word]:
    """What of the word the agent's month may not end on, shortest first."""
    known = context.ahead[agent]
    for inside in range(1, len(word)):
        last = context.days + len(word) - inside - 1
        if (ends is not None and last not in ends) or last not in known:
            continue
        choices = (known[day][0] if day in known else OFF for day in range(context.days, last + 1))
        if all(choice in letter for choice, letter in zip(choices, word[inside:], strict=True)):
            yield word[:inside]


def _least(words: Iterable[Word]) -> list[Word]:
    """Without those that a shorter one forbids anyway."""
    minimal: list[Word] = []
    for word in words:
        tails = (word[len(word) - len(other) :] for other in minimal)
        if not any(
            all(mine <= theirs for mine, theirs in zip(tail, other, strict=True))
            for tail, other in zip(tails, minimal, strict=True)
        ):
            minimal.append(word)
    return minimal
