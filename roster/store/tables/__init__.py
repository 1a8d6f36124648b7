"""The tables of the store."""

from roster.store.tables import audit, case, desk, duty, roster
from roster.store.tables.base import METADATA

__all__ = ["METADATA", "audit", "case", "desk", "duty", "roster"]
