"""Why no roster exists: an irreducible conflict, and the cheapest ways out of it, each proven by a solve of its own."""

from roster.engine.diagnosis.conflict.atoms import Atom
from roster.engine.diagnosis.conflict.relax import Give, Relaxation

__all__ = ["Atom", "Give", "Relaxation"]
