"""What keeps somebody from a duty and is theirs to tell: one sentence for all of it, so that none gives itself away."""

from collections.abc import Iterable

from roster.desk.board.board import Board
from roster.desk.board.worsened import not_available
from roster.desk.policy.desk_rule import DeskRule
from roster.rule import Finding, Refusal
from roster.text import Text


def without_personal(
    board: Board, findings: Iterable[Finding], *, reader: str | None, leads: bool
) -> tuple[list[Finding], list[str]]:
    """The findings that everybody concerned may read, and the people barred by one that not everybody may.

    `reader`: who alone reads it, their own reasons included; None: several do. `leads`: whoever reads it leads people,
    and is kept from private reasons alone, not from what follows from working time or employment.
    """
    open_ones: list[Finding] = []
    barred: set[str] = set()
    for finding in findings:
        rule, who = board.rulebook[finding.rule], finding.agent_id
        if who is None or who == reader or not (rule.private or (not leads and rule.is_personal(finding))):
            open_ones.append(finding)
        else:
            barred.add(who)
    return open_ones, sorted(barred)


def refuse_barred(rule: DeskRule, agent_id: str) -> Refusal:
    """The one refusal for whatever personal reason."""
    return rule.refuse(not_available(agent_id), "-", Text("可用人员", "a person who is available"), party=agent_id)
