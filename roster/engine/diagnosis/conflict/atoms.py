"""Hard pieces, taken apart into the smallest things that people can talk about: a rule, for one person, on one day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from roster.engine.problem.problem import Problem
from roster.rule.pieces import Allow, Budget, Piece, Request, Row, Sequence


@dataclass(frozen=True, slots=True, order=True)
class Atom:
    """One rule where it binds: an agent's day, an agent's month (`day` −1), or a row (`agent` −1) by its label."""

    rule: str
    agent: int
    day: int
    label: tuple[str, ...] = ()


def atoms_of(pieces: Iterable[Piece], days: int) -> list[Atom]:
    """Every atom of the hard pieces, each once, in the pieces' order."""
    atoms: dict[Atom, None] = {}
    for piece in pieces:
        atoms.update(dict.fromkeys(_atoms(piece, days)))
    return list(atoms)


def _atoms(piece: Piece, days: int) -> Iterator[Atom]:
    match piece:
        case Allow():
            for day in piece.days:
                yield Atom(piece.rule, piece.agent, day)
        case Sequence() if piece.ticks is None:
            for agent in piece.agents:
                for end in piece.ends if piece.ends is not None else range(days):
                    yield Atom(piece.rule, agent, end)
        case Budget() if piece.minimum is not None or piece.maximum is not None:
            yield Atom(piece.rule, piece.agent, -1, (piece.label,))
        case Request() if piece.must is not None:
            yield Atom(piece.rule, piece.agent, piece.first, (str(piece.request),))
        case Row() if piece.minimum is not None or piece.maximum is not None:
            yield row_atom(piece)
        case _:
            return


def row_atom(piece: Row) -> Atom:
    """The atom of a row; its first label is the day where it is a number."""
    day = piece.label[0] if piece.label and isinstance(piece.label[0], int) else -1
    return Atom(piece.rule, -1, day, tuple(map(str, piece.label)))


def only(pieces: Iterable[Piece], retained: Collection[Atom], days: int) -> list[Piece]:
    """The hard pieces cut down to the atoms kept; everything that only costs is left out.

    Leave requests stay as choices, because other pieces speak of them; `must` alone is an atom.
    """
    chosen = retained if isinstance(retained, set | frozenset) else frozenset(retained)
    pieces_left: list[Piece] = []
    for piece in pieces:
        match piece:
            case Allow():
                left = tuple(day for day in piece.days if Atom(piece.rule, piece.agent, day) in chosen)
                if left:
                    pieces_left.append(replace(piece, days=left))
            case Sequence() if piece.ticks is None:
                pieces_left += _shorter(piece, chosen, days)
            case Budget() if piece.minimum is not None or piece.maximum is not None:
                if Atom(piece.rule, piece.agent, -1, (piece.label,)) in chosen:
                    pieces_left.append(replace(piece, penalty=None))
            case Request():
                fixed = Atom(piece.rule, piece.agent, piece.first, (str(piece.request),)) in chosen
                pieces_left.append(replace(piece, declined_ticks=0, must=piece.must if fixed else None))
            case Row() if piece.minimum is not None or piece.maximum is not None:
                if row_atom(piece) in chosen:
                    pieces_left.append(replace(piece, penalty=None))
            case _:
                pass
    return pieces_left


def _shorter(piece: Sequence, chosen: Collection[Atom], days: int) -> Iterator[Sequence]:
    agents_of: dict[tuple[int, ...], list[int]] = defaultdict(list)
    ends = piece.ends if piece.ends is not None else tuple(range(days))
    for agent in piece.agents:
        left = tuple(end for end in ends if Atom(piece.rule, agent, end) in chosen)
        if left:
            agents_of[left].append(agent)
    for left, agents in agents_of.items():
        yield replace(piece, agents=tuple(agents), ends=left)


def rebuilt(problem: Problem, pieces: Iterable[Piece]) -> Problem:
    """The same month with other pieces. Days of agents of whom no piece speaks are set to rest: they bind nothing."""
    made = problem.like(pieces)
    made.allowed[~_spoken_of(made)] = False
    return made


def _spoken_of(problem: Problem) -> "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]":
    spoken = np.zeros((problem.agents, problem.days), np.bool_)
    for piece in problem.pieces:
        match piece:
            case Allow():
                spoken[piece.agent, list(piece.days)] = True
            case Sequence():
                for end in piece.ends if piece.ends is not None else range(problem.days):
                    spoken[list(piece.agents), max(0, end - len(piece.word) + 1) : end + 1] = True
            case Budget():
                spoken[piece.agent] = True
            case Row():
                for term in piece.terms:
                    spoken[list(term.agents), term.day] = True
            case _:
                pass
    # A day off must stay possible there; where it is not, an Allow has spoken.
    assert problem.off_allowed[~spoken].all()
    return spoken
