"""Two published months between which some leave and somebody comes: every page of both, around the seam."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from page_day import CENTRE, MONTH, working_day
from page_table import PAGES, path_of
from test_matrix import get

from api.accounts.accounts import create_account
from api.accounts.caller import Role
from api.pages import swaps
from roster.desk.delegation import delegate
from roster.desk.leaves.proxies import name_proxies
from roster.desk.rosters.month_desk import open_month
from roster.desk.rosters.roster_desk import edit_case, publish, save_draft
from roster.model import Protection, Roster
from roster.model.approval import Delegation

NEXT = MONTH.next
FOUR_WEEKS = timedelta(days=28)
LAST_DAYS = datetime(2026, 10, 28, 2, tzinfo=UTC)
GONE = ("partner", "sick", "leader2")
NEWCOMER, FRESH = "9001", "fresh"


def _goes_on(made):
    """November: `GONE` have left with October, somebody new has come; the roster is October's, four weeks later."""
    desk, gone = made.desk, {made.people[name] for name in GONE}
    first = desk.board(MONTH).month_case.case.agent_by_id[made.people["agent"]]

    def with_last_day(agent):
        return replace(agent, end_date=MONTH.last) if agent.agent_id in gone else agent

    edit_case(desk, "@planner", MONTH, lambda case: replace(case, agents=tuple(map(with_last_day, case.agents))))
    open_month(desk, "@planner", NEXT)
    new = replace(first, agent_id=NEWCOMER, name="新来的", start_date=date(2026, 11, 3))
    edit_case(desk, "@planner", NEXT, lambda case: replace(case, agents=(*case.agents, new)))
    there = desk.board(NEXT).case.agent_by_id
    later = (replace(duty, day=duty.day + FOUR_WEEKS) for duty in desk.board(MONTH).roster.duties)
    roster = Roster.of(duty for duty in later if duty.day in NEXT and duty.agent_id in there)
    drawn = save_draft(desk, "@planner", NEXT, roster)
    drawn = publish(desk, "@director", drawn.roster_id, accept_breaches=True, without_consent=True, reason="as drawn")
    draft = save_draft(desk, "@planner", NEXT, roster)
    with made.parts.store.writing() as connection:
        create_account(connection, FRESH, Role.AGENT, name=new.name, centre_id=CENTRE, agent_id=NEWCOMER)
    made.subjects.update(next_roster=str(drawn.roster_id), next_draft=str(draft.roster_id))


@pytest.fixture(scope="module")
def seam(tmp_path_factory):
    made = working_day(tmp_path_factory.mktemp("seam"))
    made.clock.at = LAST_DAYS
    _goes_on(made)
    yield made
    made.stop()


def _asked(world, page, month):
    """The page's address in a month, about its own rosters and days."""
    kept = dict(world.subjects)
    if month == NEXT:
        free = str(date.fromisoformat(kept["free"]) + FOUR_WEEKS)
        world.subjects.update(roster=kept["next_roster"], draft=kept["next_draft"], free=free)
    path = path_of(page, world)
    world.subjects.clear()
    world.subjects.update(kept)
    if month == NEXT:
        path = path.replace(f"{MONTH}-", f"{NEXT}-")
    return path + ("&" if "?" in path else "?") + f"month={month}"


@pytest.mark.parametrize("month", [MONTH, NEXT], ids=str)
@pytest.mark.parametrize("who", ["agent", "leader", "director"])
def test_every_page_of_who_stays(seam, who, month):
    asked = {_asked(seam, page, month): page.status if who in page.who else 404 for page in PAGES}
    assert {path: get(seam, path, who).status for path in asked} == asked


@pytest.mark.parametrize(("who", "month", "own"), [("partner", NEXT, MONTH), (FRESH, MONTH, NEXT)])
def test_who_left_or_came_is_led_to_a_month_of_theirs(seam, who, month, own):
    seen = [page for page in PAGES if "partner" in page.who and page.route != "/swaps/{swap_id}"]
    wrong = {}
    for page in seen:
        if "{free}" in page.path:
            continue  # a day of another's
        address = _asked(seam, page, month)
        answer = get(seam, address, who)
        led = f'href="{address.partition("?")[0]}?month={own}"' in answer.read().decode()
        if answer.status != page.status and not (answer.status == 404 and led):
            wrong[address] = answer.status
        usual = get(seam, address.partition("month=")[0].rstrip("?&"), who)
        if not page.path.startswith("/rosters/") and usual.status != page.status:
            wrong[usual.url] = usual.status
    assert wrong == {}


def test_who_has_left_is_not_asked_why_nobody_swaps(seam, monkeypatch):
    monkeypatch.setattr(swaps, "suggest", lambda *given, **named: ())
    monkeypatch.setattr(swaps, "ASKED_WHY", len(seam.desk.board(MONTH).case.agents))
    day = max(day for day in seam.desk.board(NEXT).duties[seam.people["agent"]] if day in NEXT)
    asked = [f"/swaps/new?date={day}", f"/swaps/new?date={day}&cover=1"]
    assert {path: get(seam, path, "agent").status for path in asked} == dict.fromkeys(asked, 200)


def test_until_they_leave_they_name_deputies_and_proxies(seam):
    leader, mate = seam.people["leader2"], seam.people["partner"]
    midnight = seam.desk.board(MONTH).month_case.midnight
    span = Delegation(leader, mate, midnight(date(2026, 10, 29)), midnight(date(2026, 10, 31)))
    assert delegate(seam.desk, leader, span).delegation_id
    assert name_proxies(seam.desk, mate, mate, {seam.people["agent"]}) == (seam.people["agent"],)


@pytest.mark.parametrize("changed", ["end_date", "start_date", "jobs", "protections"])
def test_a_changed_record_tells_the_duties_that_it_rules_out(world, changed):
    """Of the published month, those to come; why somebody works no nights is not the leader's to read."""
    desk, agent_id = world.desk, world.people["agent"]
    board = desk.board(MONTH)
    shifts = board.case.shift_by_code
    today = board.month_case.local(world.clock.now()).date()
    ahead = sorted(day for day in board.duties[agent_id] if day >= today)
    out = {
        "end_date": (ahead[1], ahead[2:]),
        "start_date": (ahead[2], ahead[:2]),
        "jobs": (("elsewhere",), ahead),
        "protections": (
            (Protection("pregnant"),),
            [day for day in ahead if shifts[board.duties[agent_id][day].shift].is_night],
        ),
    }
    value, days = out[changed]
    page = f"/people/{agent_id}?month={MONTH}"

    def told(who):
        text = get(world, page, who).read().decode()
        said = re.findall(r'<li><span>[^<]*<span class="nowrap">([0-9-]+)<', text.partition('<h2 class="late">')[2])
        return [day for day in ahead if f"{day:%m-%d}" in said]

    assert told("director") == []
    edit_case(
        desk,
        "@planner",
        MONTH,
        lambda case: replace(
            case,
            agents=tuple(
                replace(agent, **{changed: value}) if agent.agent_id == agent_id else agent for agent in case.agents
            ),
        ),
    )
    assert days
    assert told("director") == days
    assert told("leader") == ([] if changed == "protections" else days)
