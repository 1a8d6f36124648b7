"""What a check tells of a finished roster: a rule, who, when, how far off, and at what price."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from roster.text import Text

UNTOLD = Text("", "")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check measured where a finished roster departs from a rule.

    `hard` tells a breach from a price paid; `cost_ticks` is the price (0 for hard breaches). `agent_id` and `day` are
    None where the finding is about the whole. `measured` and `required` are short values for people (`10 h`, `2/3`);
    `excess` is how far a hard limit is missed, in the limit's own unit: 0 where there is nothing to count, as for a job
    that somebody does not have. `facts` hold what `Rule.explain` needs. `clause` and `message` are filled by the
    rulebook, not by the check.
    """

    rule: str
    hard: bool
    agent_id: str | None
    day: date | None
    measured: str
    required: str
    cost_ticks: int = 0
    facts: Mapping[str, Any] = field(default_factory=dict)
    excess: float = 0.0
    clause: str = ""
    message: Text = UNTOLD
