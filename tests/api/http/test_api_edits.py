"""A draft worked at through the API: told before chosen, all or nothing, taken back, pinned, its history read."""

import pytest
from api_world import MONTH, Roster, duties
from sqlalchemy import select

from api.notices.tell import tell_news
from roster.desk.rosters.roster_desk import save_draft
from roster.store.tables.audit import AUDIT

CELL = {"agent_id": "a", "date": "2026-10-20"}


@pytest.fixture
def draft(world):
    made = save_draft(world.desk, "planner", MONTH, Roster.of(duties()))
    return f"/rosters/{made.roster_id}"


def etag(world, path):
    return {"If-Match": world.get("planner", path).headers["etag"]}


def shift_of(world, path, agent, day):
    duties = world.get("planner", f"{path}/duties?agent_id={agent}&date={day}").json()["items"]
    return duties[0]["shift"] if duties else None


def test_options_tell_before_anything_is_chosen(world, draft):
    options = world.post("planner", f"{draft}/options", CELL).json()["items"]
    assert [(item["shift"], item["now"], item["ok"]) for item in options] == [
        (None, False, True),
        ("E", True, True),
        ("L", False, True),
        ("N", False, True),
    ]
    # Her day before is free; after a night until 06:00 of the 21st the early duty of the 22nd is far enough away.
    late = world.post("planner", f"{draft}/options", {"agent_id": "a", "date": "2026-10-21"}).json()["items"]
    night = next(item for item in late if item["shift"] == "N")
    assert not night["ok"]
    assert [item["rule"] for item in night["breaks"]] == ["REST", "NIGHT"]
    assert night["breaks"][0]["clause"]
    assert shift_of(world, draft, "a", "2026-10-20") == "E"


def test_a_person_or_day_that_is_not_there_is_not_found(world, draft):
    assert world.post("planner", f"{draft}/options", {"agent_id": "x", "date": "2026-10-20"}).status_code == 404
    assert world.post("planner", f"{draft}/options", {"agent_id": "a", "date": "2026-11-01"}).status_code == 404


def test_targets_are_days_of_the_row_and_people_of_the_day(world, draft):
    targets = world.post("planner", f"{draft}/targets", CELL).json()
    assert "2026-10-19" in targets["dates"]
    assert "2026-10-20" not in targets["dates"]
    assert targets["agents"] == ["c", "d", "l2"]


def test_an_edit_is_made_and_taken_back(world, draft):
    body = {"cells": [{**CELL, "text": "L"}]}
    dry = world.post("planner", f"{draft}/edits", {**body, "dry_run": True})
    assert dry.status_code == 200, dry.text
    assert shift_of(world, draft, "a", "2026-10-20") == "E"
    done = world.post("planner", f"{draft}/edits", body, headers=etag(world, draft))
    assert done.status_code == 200, done.text
    effect = done.json()
    assert effect["changed"] == 1
    assert effect["points_more"] == dry.json()["points_more"]
    assert effect["inverse"] == {"removed": [CELL], "added": [{**CELL, "shift": "E", "job": "189"}]}
    assert shift_of(world, draft, "a", "2026-10-20") == "L"
    back = world.post("planner", f"{draft}/edits", effect["inverse"], headers={"If-Match": done.headers["etag"]})
    assert back.json()["points_more"] == -effect["points_more"]
    assert shift_of(world, draft, "a", "2026-10-20") == "E"


def test_a_hard_breach_is_saved_only_when_it_is_meant(world, draft):
    body = {"cells": [{"agent_id": "a", "date": "2026-10-21", "text": "N"}]}
    tag = etag(world, draft)
    refused = world.post("planner", f"{draft}/edits", body, headers=tag)
    assert refused.status_code == 409
    assert [item["rule"] for item in refused.json()["refusals"]] == ["REST", "NIGHT"]
    partly = world.post("planner", f"{draft}/edits", {**body, "accept": ["NIGHT"]}, headers=tag)
    assert [item["rule"] for item in partly.json()["refusals"]] == ["REST"]
    meant = world.post("planner", f"{draft}/edits", {**body, "accept": ["REST", "NIGHT"]}, headers=tag)
    assert meant.status_code == 200, meant.text
    assert [item["rule"] for item in meant.json()["worse"]] == ["REST", "NIGHT"]
    assert world.get("planner", f"{draft}/findings?hard=true").json()["total"] == 2


def test_cells_are_read_as_people_write_them_all_or_none(world, draft):
    cells = [
        {**CELL, "text": "休"},
        {"agent_id": "b", "date": "2026-10-20", "text": "Q"},
        {"agent_id": "zz", "date": "2026-10-20", "text": "E"},
        {"agent_id": "c", "date": "2026-10-20", "text": "假"},
    ]
    answer = world.post("planner", f"{draft}/edits", {"cells": cells}, headers=etag(world, draft))
    assert answer.status_code == 422
    assert [(item["row"], item["field"]) for item in answer.json()["faults"]] == [
        (2, "b 2026-10-20"),
        (3, "zz 2026-10-20"),
        (4, "c 2026-10-20"),
    ]
    assert shift_of(world, draft, "a", "2026-10-20") == "E"
    fine = world.post("planner", f"{draft}/edits", {"cells": cells[:1]}, headers=etag(world, draft))
    assert fine.json()["changed"] == 1
    assert shift_of(world, draft, "a", "2026-10-20") is None


def test_an_edit_of_what_somebody_changed_meanwhile_is_stale(world, draft):
    tag = etag(world, draft)
    body = {"cells": [{**CELL, "text": "L"}]}
    assert world.post("leader", f"{draft}/edits", body, headers=tag).status_code == 200
    assert world.post("planner", f"{draft}/edits", body, headers=tag).status_code == 412
    assert world.post("planner", f"{draft}/edits", body).status_code == 428


def test_a_repeated_edit_happens_once(world, draft):
    headers = {**etag(world, draft), "Idempotency-Key": "one"}
    body = {"cells": [{**CELL, "text": "L"}]}
    one, two = (world.post("planner", f"{draft}/edits", body, headers=headers) for _ in range(2))
    assert (one.status_code, two.status_code) == (200, 200)
    assert one.headers["etag"] == two.headers["etag"]


def test_a_published_roster_is_not_edited_but_copied(world):
    published = world.publish()
    path = f"/rosters/{published}"
    body = {"cells": [{**CELL, "text": "L"}]}
    assert world.post("planner", f"{path}/edits", body, headers=etag(world, path)).status_code == 409
    made = world.post("planner", f"{path}/draft", {"label": "after the storm"})
    assert made.status_code == 201
    draft = f"/rosters/{made.json()['id']}"
    assert (made.json()["label"], made.json()["state"]) == ("after the storm", "draft")
    assert world.post("planner", f"{draft}/edits", body, headers=etag(world, draft)).status_code == 200
    asked = world.get("planner", f"{draft}/consents").json()["total"]
    assert asked == 0  # a planner does not read whose word is waited for
    assert [item["agent_id"] for item in world.get("director", f"{draft}/consents").json()["items"]] == ["a"]
    undone = {"cells": [{**CELL, "text": "E"}]}
    assert world.post("planner", f"{draft}/edits", undone, headers=etag(world, draft)).status_code == 200
    assert world.get("director", f"{draft}/consents").json()["items"] == []


def test_pins_are_set_and_freed(world, draft):
    fixed = {"fixed": [{**CELL, "shift": "E"}, {"agent_id": "b", "date": "2026-10-21", "shift": "off"}]}
    assert world.post("planner", f"{draft}/pins", fixed).status_code == 204
    assert [(row["agent_id"], row["shift"]) for row in world.get("planner", f"{draft}/pins").json()["items"]] == [
        ("a", "E"),
        ("b", "off"),
    ]
    assert world.post("planner", f"{draft}/pins", {"freed": [CELL]}).status_code == 204
    assert [row["agent_id"] for row in world.get("planner", f"{draft}/pins").json()["items"]] == ["b"]
    wrong = {"fixed": [{**CELL, "shift": "Q"}, {"agent_id": "zz", "date": "2026-10-20", "shift": "off"}]}
    assert len(world.post("planner", f"{draft}/pins", wrong).json()["faults"]) == 2


def test_a_cell_tells_how_it_came_to_be(world, draft):
    body = {"cells": [{**CELL, "text": "L"}]}
    world.post("leader", f"{draft}/edits", body, headers=etag(world, draft))
    query = "?agent_id=a&date=2026-10-20"
    history = world.get("planner", f"{draft}/history{query}").json()["items"]
    assert [(item["cause"], item["by"], item["before"], item["after"]) for item in history] == [
        ("draft", "planner", None, ["E", "189"]),
        ("edit", "l1", ["E", "189"], ["L", "189"]),
    ]
    assert world.get("agent", f"{draft}/history{query}").status_code == 404
    published = world.publish()
    assert world.get("agent", f"/rosters/{published}/history{query}").json()["items"][-1]["cause"] == "publish"
    assert world.get("peer", f"/rosters/{published}/history{query}").status_code == 404


def test_a_leader_reads_no_private_reason(world, draft):
    # d is nursing: the law keeps her from nights, which is hers to tell.
    cell = {"agent_id": "d", "date": "2026-10-20"}
    night = world.post("leader", f"{draft}/options", cell).json()["items"][-1]
    assert [item["message"] for item in night["breaks"] if item["rule"] == "ROLE"] == [
        "d is not available for the duty"
    ]
    assert "PROTECTED" not in str(night)
    seen = world.post("planner", f"{draft}/options", cell).json()["items"][-1]
    assert "PROTECTED" in {item["rule"] for item in seen["breaks"]}


def test_two_versions_are_compared(world, draft):
    made = world.post("planner", f"{draft}/draft", {}).json()
    other = f"/rosters/{made['id']}"
    body = {"cells": [{**CELL, "text": "off"}, {"agent_id": "b", "date": "2026-10-20", "text": "L"}]}
    done = world.post("planner", f"{other}/edits", body, headers=etag(world, other)).json()
    comparison = world.get("planner", f"{draft}/compare/{made['id']}").json()
    assert [(item["agent_id"], item["before"], item["after"]) for item in comparison["changes"]] == [
        ("a", ["E", "189"], None),
        ("b", ["E", "189"], ["L", "189"]),
    ]
    assert comparison["people"] == ["a", "b"]
    assert round(comparison["after"]["points"] - comparison["before"]["points"], 3) == done["points_more"]
    assert round(sum(comparison["points_more"].values()), 3) == done["points_more"]
    # On the 20th one seat at 16:00 is filled now.
    assert comparison["before"]["short_hours"] - comparison["after"]["short_hours"] == 0.5
    assert world.get("stranger", f"{draft}/compare/{made['id']}").status_code == 404


def test_what_publishing_would_meet_is_told_before(world, draft):
    body = {"cells": [{"agent_id": "a", "date": "2026-10-21", "text": "N"}], "accept": ["REST", "NIGHT"]}
    world.post("planner", f"{draft}/edits", body, headers=etag(world, draft))
    preview = world.get("planner", f"{draft}/publish").json()
    assert (preview["stale"], [item["rule"] for item in preview["breaches"]]) == (False, ["REST", "NIGHT"])
    assert preview["people"] == ["a", "b", "c", "d", "l1", "l2"]
    assert world.post("director", f"{draft}/publish", headers=etag(world, draft)).status_code == 409
    accept = {"accept_breaches": True, "reason": "the storm"}
    assert world.post("director", f"{draft}/publish", accept, headers=etag(world, draft)).status_code == 200
    with world.parts.store.reading() as connection:
        log = connection.execute(select(AUDIT.c.payload).where(AUDIT.c.action == "roster.publish")).scalars().all()
    assert "the storm" in log[-1]
    assert world.get("planner", f"{draft}/publish").status_code == 409


def test_a_draft_of_an_older_roster_is_stale(world):
    first = world.publish()
    one = world.post("planner", f"/rosters/{first}/draft", {}).json()["id"]
    two = world.post("planner", f"/rosters/{first}/draft", {}).json()["id"]
    assert world.get("planner", f"/rosters/{one}/publish").json()["stale"] is False
    path = f"/rosters/{two}"
    assert world.post("director", f"{path}/publish", headers=etag(world, path)).status_code == 200
    assert world.get("planner", f"/rosters/{one}/publish").json()["stale"] is True


def test_who_is_changed_by_a_new_version_is_told_old_and_new(world):
    first = world.publish()
    tell_news(world.parts.office, mail=False)
    world.post("agent", "/me/notices/read")
    draft = f"/rosters/{world.post('planner', f'/rosters/{first}/draft', {}).json()['id']}"
    cells = [{"agent_id": "a", "date": "2026-10-20", "text": "L"}, {"agent_id": "a", "date": "2026-10-19", "text": "E"}]
    assert world.post("planner", f"{draft}/edits", {"cells": cells}, headers=etag(world, draft)).status_code == 200
    body = {"without_consent": True, "accept_breaches": True, "reason": "the storm"}
    assert world.post("director", f"{draft}/publish", body, headers=etag(world, draft)).status_code == 200
    tell_news(world.parts.office, mail=False)
    notices = world.get("agent", "/me/notices", headers={"Accept-Language": "en"}).json()["items"]
    assert "10-19 off → E, 10-20 E → L" in str(notices)
    assert world.get("peer", "/me/notices").json()["total"] == 1  # of the first version alone
