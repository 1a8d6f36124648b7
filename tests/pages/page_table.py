"""Every page, who may see it, and an address of it: the tests walk this table.

A path names objects of the world (`tests/worlds/page_world.py`) in braces. A route of the pages without a line here
fails, so that no page is without its rights.
"""

from dataclasses import dataclass

ROLES = ("agent", "partner", "leader", "leader2", "director", "top", "planner", "admin")
EVERYBODY = frozenset(ROLES)
LEADS = frozenset({"leader", "leader2", "director", "top"})
PLANS = LEADS | {"planner", "admin"}
ROSTERED = frozenset({"agent", "partner", "leader", "leader2"})
ADMIN = frozenset({"admin"})
DIRECTS = frozenset({"director", "top"})


@dataclass(frozen=True)
class Page:
    """A page: its route, an address, who may see it; `fragment` where it is part of another page."""

    route: str
    path: str
    who: frozenset[str]
    fragment: bool = False
    status: int = 200


PAGES = (
    Page("/", "/", EVERYBODY),
    Page("/me", "/me", EVERYBODY),
    Page("/me/notices", "/me/notices", EVERYBODY),
    Page("/more", "/more", EVERYBODY),
    Page("/password", "/password", EVERYBODY),
    Page("/fresh", "/fresh", EVERYBODY, fragment=True),
    Page("/shifts.css", "/shifts.css", EVERYBODY, fragment=True),
    Page("/me/month", "/me/month", ROSTERED),
    Page("/ledger", "/ledger", ROSTERED),
    Page("/requests", "/requests", EVERYBODY),
    Page("/leave/new", "/leave/new?start={free}&end={free}", ROSTERED | LEADS),
    Page("/leave/check", "/leave/check?kind=personal&start={free}&end={free}", ROSTERED | LEADS, fragment=True),
    Page("/leave/{leave_id}", "/leave/{sick}", frozenset({"leader", "director", "top"})),
    Page("/leave/{leave_id}", "/leave/{personal}", frozenset({"leader", "director", "top"})),
    Page("/swaps/new", "/swaps/new", ROSTERED),
    Page("/swaps/new", "/swaps/new?date={free}", ROSTERED),
    Page("/swaps/change", "/swaps/change?date={free}", ROSTERED),
    Page("/swaps/{swap_id}", "/swaps/{swap}", frozenset({"agent", "partner", "leader", "leader2", "director", "top"})),
    Page("/swaps/{swap_id}", "/swaps/{asked}", frozenset({"agent", "leader", "leader2", "director", "top"})),
    # Nobody's permit: whose it is and who decides it is led on in tests/pages/test_shift_beyond.py.
    Page("/permits/{permit_id}", "/permits/none", frozenset(), fragment=True),
    Page("/wishes", "/wishes", ROSTERED),
    Page("/calendars", "/calendars", EVERYBODY),
    Page("/rosters/{roster_id:int}/grants", "/rosters/{draft}/grants", LEADS),
    Page("/rosters/{roster_id:int}/consents", "/rosters/{draft}/consents", frozenset()),
    Page("/day", "/day", LEADS, fragment=True, status=303),
    Page("/day/{day}", "/day/2026-10-12?shift=A", LEADS),
    Page("/handovers/{day}/{code}", "/handovers/2026-10-12/A", LEADS, fragment=True, status=303),
    Page("/register", "/register", LEADS),
    Page("/tasks", "/tasks", EVERYBODY),
    Page("/quality", "/quality", PLANS),
    Page("/quality/summary.csv", "/quality/summary.csv?by=month", LEADS, fragment=True),
    Page("/grades", "/grades", LEADS),
    Page("/tasks", "/tasks?show=all", EVERYBODY),
    Page("/register.csv", "/register.csv", LEADS, fragment=True),
    Page("/fairness", "/fairness", PLANS),
    Page("/people", "/people", PLANS),
    Page("/people/{agent_id}", "/people/{agent}", PLANS - {"leader2"}),
    Page("/accounts", "/accounts", ADMIN),
    Page("/rules", "/rules", EVERYBODY),
    Page("/audit", "/audit", ADMIN),
    Page("/rosters", "/rosters", EVERYBODY, fragment=True, status=303),
    Page("/rosters/{roster_id:int}", "/rosters/{roster}", EVERYBODY),
    Page("/rosters/{roster_id:int}", "/rosters/{draft}", PLANS),
    Page("/rosters/{roster_id:int}/shifts.css", "/rosters/{draft}/shifts.css", PLANS, fragment=True),
    Page("/rosters/{roster_id:int}/changed", "/rosters/{draft}/changed", PLANS, fragment=True),
    Page("/rosters/{roster_id:int}/rows", "/rosters/{draft}/rows", PLANS, fragment=True),
    Page("/rosters/new", "/rosters/new", PLANS),
    Page("/rosters/new/capacity", "/rosters/new/capacity", PLANS, fragment=True),
    Page("/jobs/{job_id}", "/jobs/{job}", PLANS),
    Page("/jobs/{job_id}/chart", "/jobs/{job}/chart", PLANS, fragment=True),
    Page("/jobs/{job_id}/explain", "/jobs/{job}/explain", PLANS),
    Page("/import", "/import", DIRECTS | {"planner", "admin"}),
    Page("/import/example.xlsx", "/import/example.xlsx", DIRECTS | {"planner", "admin"}, fragment=True),
    Page("/import/{token}/annotated.xlsx", "/import/0123456789abcdef01/annotated.xlsx", frozenset(), fragment=True),
    Page("/compare", "/compare", PLANS, fragment=True, status=303),
    Page("/rosters/{one_id:int}/compare/{two_id:int}", "/rosters/{roster}/compare/{draft}", PLANS),
    Page("/coverage", "/coverage", PLANS, fragment=True, status=303),
    Page("/rosters/{roster_id:int}/coverage", "/rosters/{roster}/coverage", PLANS),
    Page("/rosters/{roster_id:int}/coverage", "/rosters/{draft}/coverage?date=2026-10-20&time=10:00", PLANS),
    Page("/rosters/{roster_id:int}/coverage/prices", "/rosters/{draft}/coverage/prices?job=189", PLANS, fragment=True),
    Page("/rosters/{roster_id:int}/cell", "/rosters/{draft}/cell?cell={agent}.2026-10-20", PLANS, fragment=True),
)

OPEN = ("/login", "/static/{named}/{name}", "/demo/{secret}")
"""What asks for no log-in."""


def path_of(page: Page, world) -> str:
    """The address in a world."""
    return page.path.format(**{**world.people, **world.subjects})
