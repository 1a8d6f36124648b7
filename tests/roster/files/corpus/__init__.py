"""Files as supervisors have them: each a shape of Excel, WPS, LibreOffice, Numbers or a text editor, and what is read.

Every sample changes one thing about one case of a small centre. `SAME`: it still reads as that case; otherwise what is
said (`says`), or why it is refused (`refused`), by how the lines begin.
"""

from corpus.base import SAME, Sample
from corpus.books import BOOKS
from corpus.grids import GRIDS
from corpus.tables import TABLES

SAMPLES = (*TABLES, *BOOKS, *GRIDS)

__all__ = ["SAME", "SAMPLES", "Sample"]
