"""Whom an agent names to report their sickness: what these say counts at once (LEAVE-4)."""

from collections.abc import Collection

from roster.desk.desk import SYSTEM, Desk, Work
from roster.desk.once import once
from roster.desk.refusals import bad_request, not_yours
from roster.errors import NotFoundError
from roster.store import staff_rows
from roster.text import Text

MOST_PROXIES = 5
"""How many colleagues one may name."""


@once
def name_proxies(
    desk: Desk, actor: str, agent_id: str, proxies: Collection[str], *, key: str | None = None
) -> tuple[str, ...]:
    """The agent names these, and nobody else, to report their sickness; nobody named takes it back from all.

    InputError for oneself, for more than MOST_PROXIES and for who is no agent of the centre.
    """
    if actor not in {agent_id, SYSTEM}:
        raise not_yours(actor, agent_id)
    with desk.writing(actor, "leave.proxies", key) as work:
        agents = _agents(work, agent_id)
        named = tuple(sorted(set(proxies)))
        wrong = [proxy for proxy in named if proxy == agent_id or proxy not in agents]
        if wrong:
            raise bad_request(
                "proxies",
                Text(
                    f"{'、'.join(wrong)} 不是本中心的其他员工",
                    f"{' and '.join(wrong)}: no other agent of the centre",
                ),
                Text("写同事的工号", "name colleagues by their ids"),
            )
        if len(named) > MOST_PROXIES:
            raise bad_request(
                "proxies",
                Text(f"代办人 {len(named)} 人,至多 {MOST_PROXIES} 人", f"{len(named)} are named"),
                Text(f"至多指定 {MOST_PROXIES} 人", f"name {MOST_PROXIES} at most"),
            )
        staff_rows.set_proxies(work.connection, work.centre_id, agent_id, named)
        work.tell(f"agent:{agent_id}", {"proxies": list(named)})
        work.everything_changed()
        return named


def proxies_of(desk: Desk, agent_id: str) -> tuple[str, ...]:
    """Whom an agent has named. NotFoundError for nobody of the months to come and the one that runs."""
    with desk.reading() as work:
        _agents(work, agent_id)
        return tuple(sorted(staff_rows.proxies_of(work.connection, work.centre_id).get(agent_id, ())))


def _agents(work: Work, agent_id: str) -> Collection[str]:
    """The people of the months that are not over, or else of the latest: who leaves is no less there until then."""
    latest = work.latest_month()
    today = work.board(latest).month_case.local(work.now).date()
    months = [month for month in work.known_months() if month.last >= today] or [latest]
    agents = {one for month in months for one in work.board(month).case.agent_by_id}
    if agent_id not in agents:
        raise NotFoundError(Text(f"坐席 {agent_id}", f"agent {agent_id}"))
    return agents
