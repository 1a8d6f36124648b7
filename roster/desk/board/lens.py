"""The board's roster through the pieces of its rules, built once per roster."""

from roster.desk.board.board import Board
from roster.desk.board.screen import Lens


def lens_of(board: Board) -> Lens:
    """The board's lens."""
    known = board.__dict__.get("_lens")
    if known is None:
        known = Lens(board.ground.context, board.ground.pieces, board.roster)
        board.__dict__["_lens"] = known
    assert isinstance(known, Lens)
    return known
