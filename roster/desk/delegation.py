"""Deputies named for a time (DELEGATE), and called back."""

from dataclasses import replace

from roster.desk.desk import SYSTEM, Desk, Work
from roster.desk.once import once
from roster.desk.refusals import bad_request, not_yours
from roster.errors import NotFoundError
from roster.model.approval import Delegation
from roster.store import staff_rows
from roster.text import Text


@once
def delegate(desk: Desk, actor: str, item: Delegation, *, key: str | None = None) -> Delegation:
    """The actor names a deputy for a time (DELEGATE); refused to who decides nothing by own office.

    The times are kept as instants, half-open. InputError for an empty time, or a deputy of oneself.
    """
    if actor not in {item.approver, SYSTEM}:
        raise not_yours(actor, item.approver)
    if item.end <= item.start or item.deputy == item.approver:
        raise bad_request(
            "end",
            Text("代理期为空或代理人即本人", "the time is empty, or the deputy is oneself"),
            Text("改正起止时间与代理人", "correct the times and the deputy"),
        )
    with desk.writing(actor, "delegate", key) as work:
        first = work.board(work.latest_month()).month_case.local(item.start).date()
        staff = work.board(work.month_at(first)).staff
        if not staff.holds_office(item.approver):
            raise not_yours(item.approver, Text("有审批权者", "somebody who holds an office"))
        if not staff.may_hold(item.deputy, item.approver, first):
            raise bad_request(
                "deputy",
                Text(
                    f"{item.deputy} 不是本中心可代理此职的人员", f"{item.deputy} is nobody here who may hold the office"
                ),
                Text(
                    "班长可由已转正的员工代理,主任由班长、副班长或其他主任代理",
                    "a leader's deputy is an agent past training, a director's a leader, deputy leader or director",
                ),
            )
        number = staff_rows.add_delegation(work.connection, work.centre_id, item)
        work.tell(
            f"delegation:{number}",
            {
                "approver": item.approver,
                "deputy": item.deputy,
                "start": item.start.isoformat(),
                "end": item.end.isoformat(),
            },
        )
        work.everything_changed()
        return replace(item, delegation_id=number)


@once
def end_delegation(desk: Desk, actor: str, delegation_id: int, *, key: str | None = None) -> None:
    """The approver is back, the deputy decides nothing any more. NotFoundError for another's, or one that is over."""
    with desk.writing(actor, "delegate.end", key) as work:
        if actor not in {_delegation(work, delegation_id).approver, SYSTEM}:
            raise NotFoundError(Text(f"授权 {delegation_id}", f"delegation {delegation_id}"))
        if not staff_rows.end_delegation(work.connection, work.centre_id, delegation_id, work.now):
            raise NotFoundError(Text(f"授权 {delegation_id}", f"delegation {delegation_id}"))
        work.tell(f"delegation:{delegation_id}", {})
        work.everything_changed()


def _delegation(work: Work, delegation_id: int) -> Delegation:
    for item in staff_rows.delegations_of(work.connection, work.centre_id):
        if item.delegation_id == delegation_id:
            return item
    raise NotFoundError(Text(f"授权 {delegation_id}", f"delegation {delegation_id}"))
