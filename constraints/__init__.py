"""The catalogue: one documented rule, one small file. The order is the reader's: hard rules first, then soft."""

from constraints.rest import Rest
from roster.rule import Rule

CATALOGUE: tuple[type[Rule], ...] = (Rest,)
