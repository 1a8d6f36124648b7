"""CP-SAT on the pieces: choices → words → counts → objective; one file each, and `run` that searches."""

from roster.engine.cpsat.formulation import Formulation
from roster.engine.cpsat.run import Answer, Effort, Ending, search

__all__ = ["Answer", "Effort", "Ending", "Formulation", "search"]
