"""The bodies of the records' resources."""

from typing import Any

from pydantic import BaseModel

from api.http.resources.swaps.bodies import SwapOut


class ApprovalOut(BaseModel):
    """A leader's word in the register: whose, in whose place, when."""

    by: str
    on_behalf_of: str
    at: str


class EntryOut(SwapOut):
    """An entry of the register with its approvals."""

    approvals: list[ApprovalOut]


class AuditOut(BaseModel):
    """One act: who did what to what, when, and the hash that chains it to the one before."""

    seq: int
    at: str
    centre_id: str
    actor: str
    action: str
    subject: str
    payload: Any
    hash: str


class ChainOut(BaseModel):
    """Whether the log is whole."""

    intact: bool
    rows: int
    broken_seq: int | None
    problem: str


class OwedOut(BaseModel):
    """A pay-back."""

    swap_id: str
    debtor: str
    creditor: str
    date: str
    shift: str
    state: str


class LedgerOut(BaseModel):
    """An agent's account: quota of swaps, pay-backs, and the year's unpopular duties beside the team's mean."""

    agent_id: str
    team: str
    swaps_used: int
    swaps_left: int
    owed: list[OwedOut]
    due: list[OwedOut]
    nights: int
    weekends: int
    holidays: int
    team_nights: float
    team_weekends: float
    team_holidays: float
    leave_days: dict[str, float]
    paid_minutes: int
    absences: int
    violations: int
    by_month: dict[str, dict[str, int]]
