"""The ledger, the log and deputies as programs get them."""

import json
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from roster.desk.board.month_case import MonthCase
from roster.desk.ledger import LedgerRow
from roster.model.approval import Delegation
from roster.model.swap import PayBack
from roster.store.audit import AuditRow, AuditVerdict


def ledger_view(row: LedgerRow) -> dict[str, Any]:
    """An agent's account: quota of swaps, pay-backs, unpopular duties beside the team's mean, leave, hours."""
    view = {name: getattr(row, name) for name in LedgerRow.__dataclass_fields__}
    owed, due = ([pay_back_view(item) for item in items] for items in (row.owed, row.due))
    months = {str(month): dict(counts) for month, counts in row.by_month.items()}
    return {**view, "owed": owed, "due": due, "leave_days": dict(row.leave_days), "by_month": months}


def pay_back_view(item: PayBack) -> dict[str, str]:
    """A pay-back and where it stands."""
    return {
        "swap_id": item.swap_id,
        "debtor": item.debtor,
        "creditor": item.creditor,
        "date": item.day.isoformat(),
        "shift": item.shift,
        "state": item.state.value,
    }


def audit_view(row: AuditRow) -> dict[str, Any]:
    """One act of the log; what private reasons there are is not in it."""
    view = {name: value for name, value in asdict(row).items() if name != "previous"}
    # What an act changed is told of people and rules; other acts may tell of private matters.
    return {**view, "payload": json.loads(row.payload) if row.subject.startswith("case:") else None}


def chain_view(verdict: AuditVerdict) -> dict[str, Any]:
    """Whether the log is whole."""
    return {
        "intact": verdict.intact,
        "rows": verdict.rows,
        "broken_seq": verdict.broken_seq,
        "problem": verdict.problem.en,
    }


def delegation_view(item: Delegation, month_case: MonthCase) -> dict[str, Any]:
    """A deputy for a time; `end` is the last day."""
    return {
        "id": item.delegation_id,
        "approver": item.approver,
        "deputy": item.deputy,
        "start": month_case.local(item.start).date().isoformat(),
        "end": month_case.local(item.end - timedelta(microseconds=1)).date().isoformat(),
    }
