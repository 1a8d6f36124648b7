"""The page of a day offers what would be done: signatures that would count, marks by who may put them right."""

import re
from datetime import date

import pytest
from api_world import case, local

from roster.desk.attendance.attendance_desk import list_attendance
from roster.desk.duty_day.hand_over import sign
from roster.desk.duty_day.roll_call import read_roll
from roster.desk.rosters.roster_desk import import_case
from roster.model import Duty, Month, Roster
from roster.model.handover import Side

DAY = local(12).date()


@pytest.fixture
def monday(world):
    world.roster_id = world.publish()
    world.clock.at = local(12, 12)
    return world


def headers(world, who, language="zh"):
    return {"Authorization": f"Bearer {world.tokens[who]}", "Accept": "text/html", "Accept-Language": language}


def page(world, who, path=f"/day/{DAY}?shift=E"):
    answer = world.client.get(path, headers=headers(world, who))
    assert answer.status_code == 200
    return answer.text


def button(text, side):
    """None where the page has no such button, else whether it can be pressed, and whether it is the one to press."""
    found = re.search(rf'<button name="side" value="{side}" ([^>]*)>', text)
    return found and ("disabled" not in found[1], "primary" in found[1])


def test_a_signature_that_would_be_refused_cannot_be_pressed_and_says_why(monday):
    text = page(monday, "leader")
    # In the middle of the shift it may be given, but nothing presses it upon the reader.
    assert (button(text, "give"), button(text, "take")) == ((True, False), (False, False))
    assert "交班班长尚未签字" in re.search(r'<p class="muted" id="no-take">(.*?)</p>', text, re.DOTALL)[1]
    monday.clock.at = local(12, 16)
    assert button(page(monday, "leader"), "give") == (True, True)
    sign(monday.desk, "l1", DAY, "E", Side.GIVE)
    for who, may in (("leader", False), ("leader2", True)):
        text = page(monday, who)
        assert (button(text, "give"), button(text, "take")) == (None, (may, may))
        assert ('aria-describedby="no-take"' in text) is not may


def test_who_is_unmarked_stands_above_the_signature_by_name(monday):
    monday.clock.at = local(12, 16)
    text = page(monday, "leader")
    (warned,) = re.findall(r'<p class="warned" id="unmarked">(.*?)</p>', text)
    people = [line.duty.agent_id for line in read_roll(monday.desk, DAY, "E").lines]
    assert f"还有 {len(people)} 人未点名" in warned
    assert all(who in warned for who in people)


def test_after_the_shift_the_list_is_put_right_by_the_leader_of_each(monday):
    monday.clock.at = local(12, 17)
    own, foreign = page(monday, "leader"), page(monday, "leader2")
    assert f'action="/day/{DAY}/E/settle"' in own
    marks = r'<input type="radio" name="m.(\w+)" value="present"\s+(\w*)'
    assert dict(re.findall(marks, own))["b"] == ""
    # Nobody's own mark is theirs to put right, nor those of another's people: they are there to be read.
    assert {"b", "l1"} - dict(re.findall(marks, own)).keys() == {"l1"}
    assert re.findall(marks, foreign) == []
    assert foreign.count("未点名") >= 2
    fields = {"w.b": "", "v.b": "0", "m.b": "late", "n.b": "25", "w.a": "", "v.a": "0", "m.a": "present", "n.a": ""}
    address = f"/day/{DAY}/E/settle"

    def send(who, **more):
        return monday.client.post(
            address, data={**fields, **more}, headers=headers(monday, who), follow_redirects=False
        )

    assert send("leader2", reason="x", key="1").status_code == 404
    assert send("leader", reason="", key="2").status_code == 422
    assert send("leader", reason="x", key="3", **{"n.b": ""}).status_code == 422
    assert list_attendance(monday.desk, DAY, DAY) == ()
    assert send("leader", reason="登记本", key="4").status_code == 303
    known = {record.agent_id: record.late_minutes for record, _ in list_attendance(monday.desk, DAY, DAY)}
    assert known == {"a": 0, "b": 25}


def test_a_waiting_signature_leads_from_the_inbox_to_the_hand_over(monday):
    monday.clock.at = local(12, 16)
    assert f'href="/handovers/{DAY}/E"' in page(monday, "leader", "/")
    answer = monday.client.get(f"/handovers/{DAY}/E", headers=headers(monday, "leader"), follow_redirects=False)
    assert answer.headers["location"] == f"/day/{DAY}?shift=E#over"
    assert 'id="over"' in page(monday, "leader", answer.headers["location"].partition("#")[0])
    (item,) = (one for one in monday.get("leader", "/me/waiting").json()["items"] if one["kind"] == "sign")
    assert monday.get("leader", item["link"]).json()["unmarked"]


def test_the_duty_day_opens_today_whatever_month_is_looked_at(monday):
    import_case(monday.desk, "test", case(month=Month(2026, 11)))
    for path in ("/requests?month=2026-11", "/rosters?month=2026-10", "/day/2026-11-03"):
        answer = monday.client.get(path, headers=headers(monday, "leader"))
        assert '<a href="/day" ' in answer.text, path

    def leads_to(path):
        answer = monday.client.get(path, headers=headers(monday, "leader"), follow_redirects=False)
        return answer.headers["location"]

    assert leads_to("/day") == f"/day/{DAY}"
    # Still the eleventh by Greenwich.
    monday.clock.at = local(12, 0)
    assert leads_to("/day") == f"/day/{DAY}"
    assert leads_to("/day?month=2026-11") == "/day/2026-11-01"
    assert leads_to("/day/2026-11-03?month=2026-10") == f"/day/{DAY}"
    other = page(monday, "leader", "/day/2026-11-03")
    assert f'href="/day/{DAY}">今天</a>' in other
    assert "<span>2026-11</span>" in other
    assert "今天</a>" not in page(monday, "leader")


def test_after_midnight_the_night_that_is_worked_is_what_a_leader_comes_to(world):
    night, last = date(2026, 10, 12), date(2026, 10, 31)
    held = [Duty("l1", day, "N", "189") for day in (night, last)]
    world.publish(
        Roster.of([*held, Duty("l1", date(2026, 10, 14), "E", "189"), Duty("l2", date(2026, 10, 13), "E", "189")])
    )
    import_case(world.desk, "test", case(month=Month(2026, 11)))

    def leads_to(at, path="/day"):
        world.clock.at = at
        answer = world.client.get(path, headers=headers(world, "leader"), follow_redirects=False)
        return answer.headers["location"]

    # Until the roll of the morning's shift may be called, ten minutes before it; the night ends at six.
    early = local(13, 1)
    assert leads_to(early) == "/day/2026-10-12"
    shown = page(world, "leader", "/")
    assert 'href="/day/2026-10-12?shift=N"' in shown
    assert "昨日起" in shown
    assert leads_to(early, "/day?month=2026-11") == "/day/2026-11-01"
    assert leads_to(local(13, 6)) == "/day/2026-10-13"
    assert "昨日起" not in page(world, "leader", "/")
    # Over the month's end, where the next month has no roster yet.
    assert leads_to(local(1, 5, month=11)) == f"/day/{last}"
    shown = page(world, "leader", "/")
    assert f'href="/day/{last}?shift=N"' in shown
    assert "本月班表尚未发布" in shown
