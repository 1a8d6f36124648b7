"""Notices: whoever is touched is told once; e-mail and webhooks are tried until they go out, and signed."""

from datetime import timedelta

from api_world import MONTH, duties, local
from receivers import Hook
from sqlalchemy import select, update

from api.notices.deliver import deliver_due, signature
from api.notices.tell import tell_news
from api.settings import Settings
from api.store.tables import DELIVERIES, WEBHOOKS
from roster.desk.rosters.roster_desk import publish, published_roster, save_draft
from roster.desk.tasks.task_desk import put_tasks
from roster.desk.tick import tick
from roster.model import Roster
from roster.model.task import Every, Recurrence, Task, TaskRole

SWAP = {"date": "2026-10-20", "partner": "c", "payback_date": "2026-10-23", "reason": "secret reason"}


def tell(world, *, mail=False) -> None:
    while tell_news(world.parts.office, mail=mail):
        pass


def unread(world, who) -> list[str]:
    answer = world.get(who, "/me/notices", headers={"Accept-Language": "en"}).json()
    return [item["text"] for item in answer["items"] if not item["read"]]


def test_whom_an_act_touches_is_told_once(world):
    world.publish()
    world.clock.at = local(12)
    tell(world)
    assert unread(world, "agent") == ["The roster is published: 2026-10"]
    for who in ("agent", "partner", "leader", "leader2"):
        world.post(who, "/me/notices/read")
    swap = world.post("agent", "/swaps", SWAP).json()["id"]
    tell(world)
    assert (unread(world, "agent"), len(unread(world, "partner")), unread(world, "leader")) == ([], 1, [])
    world.post("partner", f"/swaps/{swap}/accept")
    tell(world), tell(world)
    assert [len(unread(world, who)) for who in ("agent", "leader", "leader2", "peer", "stranger")] == [1, 1, 1, 1, 0]
    assert world.get("leader", "/me").json()["unread_notices"] == 1
    assert "secret reason" not in str([unread(world, who) for who in ("agent", "partner", "leader")])


PERMIT = {"date": "2026-10-12", "start": "2026-10-12T10:00:00+08:00", "end": "2026-10-12T10:15:00+08:00"}


def test_who_answers_a_permit_is_told_of_it_without_a_duty_leader_too(world):
    """The 12th has a and b alone: their team's leader, who is off, is asked; an older log's permit was one given."""
    world.publish(Roster.of(duty for duty in duties() if duty.agent_id != "l1"))
    world.clock.at = local(12)
    tell(world)
    permit = world.post("agent", "/permits/requests", PERMIT).json()["id"]
    tell(world)
    assert unread(world, "leader") == ["Somebody asks to leave the post: Anna 2026-10-12 10:00–10:15"]
    assert unread(world, "leader2") == ["The roster is published: 2026-10"]
    with world.desk.writing("l1", "permit.grant") as work:
        work.tell(f"permit:{permit}", {"agent_id": "a", "day": "2026-10-12"})
    tell(world)
    assert unread(world, "agent")[0] == "You may leave the post: Anna 2026-10-12 10:00–10:15"


def test_a_state_is_told_once_however_many_decisions_it_takes(world):
    world.publish()
    world.clock.at = local(12)
    tell(world)
    for who in ("agent", "partner", "leader", "leader2"):
        world.post(who, "/me/notices/read")
    swap = world.post("agent", "/swaps", SWAP).json()["id"]
    world.post("partner", f"/swaps/{swap}/accept")
    tell(world)
    unread_by = {who: unread(world, who) for who in ("agent", "partner", "leader", "leader2")}
    assert [len(items) for items in unread_by.values()] == [1, 1, 1, 1]
    # The first leader's word leaves the swap waiting for the second one's: there is nothing new to tell.
    world.post("leader", f"/swaps/{swap}/approve", {})
    tell(world)
    assert {who: unread(world, who) for who in unread_by} == unread_by
    world.post("leader2", f"/swaps/{swap}/approve", {})
    tell(world)
    assert [len(unread(world, who)) for who in ("agent", "partner")] == [2, 2]


def test_a_webhook_is_tried_again_and_signed_and_sent_once(world):
    hook = Hook((500,))
    made = world.post("admin", "/webhooks", {"centre_id": "hotline", "url": "http://hooks.test/x"}).json()
    with world.parts.store.writing() as connection:
        connection.execute(update(WEBHOOKS).values(url=hook.url))
    world.publish()
    tell(world)
    settings = Settings(webhook_networks="127.0.0.0/8")
    deliver_due(world.parts.store, settings)
    with world.parts.store.writing() as connection:
        connection.execute(update(DELIVERIES).where(DELIVERIES.c.state == "waiting").values(due_at=0))
    while deliver_due(world.parts.store, settings):
        pass
    hook.close()
    with world.parts.store.reading() as connection:
        states = connection.execute(select(DELIVERIES.c.state)).scalars().all()
    assert set(states) == {"sent"}
    assert len({headers["Roster-Delivery"] for headers, _ in hook.got}) == len(hook.got) == len(states)
    for headers, body in hook.got:
        assert headers["Roster-Signature"] == signature(made["secret"], body)


def test_mail_goes_to_who_gave_an_address(world, monkeypatch):
    import smtplib

    sent = []

    class Server:
        def __init__(self, host, port, timeout):
            assert (host, port) == ("mail.test", 2525)

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def login(self, user, password):
            assert (user, password) == ("me", "p@ss")

        def send_message(self, message):
            sent.append(message)

    monkeypatch.setattr(smtplib, "SMTP", Server)
    world.call("agent", "PATCH", "/me", json={"email": "a@example.com", "language": "en"})
    world.publish()
    tell(world, mail=True)
    settings = Settings(smtp_url="smtp://me:p%40ss@mail.test:2525", public_url="https://roster.example.com")
    assert deliver_due(world.parts.store, settings) == 1
    assert deliver_due(world.parts.store, settings) == 0
    assert (sent[0]["To"], sent[0]["Subject"]) == ("a@example.com", "The roster is published: 2026-10")
    assert "https://roster.example.com/api/v1/rosters/" in sent[0].get_content()


def test_whose_task_is_overdue_is_told_once(world):
    world.publish()
    world.clock.at = local(12)
    report = Task("R-1", "周报", TaskRole.LEADER, Recurrence(Every.WEEK, (1,)), 17 * 60)
    put_tasks(world.desk, "@director", MONTH, (report,))
    tell(world)
    for who in ("leader", "leader2", "agent"):
        world.post(who, "/me/notices/read")
    world.clock.at = local(12, 17)
    tick(world.desk)
    tell(world), tick(world.desk), tell(world)
    expected = ["A task is overdue: 周报 2026-10-12"]
    assert [unread(world, who) for who in ("leader", "leader2", "agent")] == [expected, expected, []]


def test_who_asked_to_leave_the_post_is_told_that_nobody_answered(world):
    world.publish()
    world.clock.at = local(12, 10)
    for who in ("agent", "leader"):
        world.post(who, "/me/notices/read")
    start = local(12, 10)
    span = {"start": start.isoformat(), "end": (start + timedelta(minutes=15)).isoformat()}
    world.post("agent", "/permits/requests", {"date": "2026-10-12", **span})
    tell(world)
    world.clock.at = start + timedelta(minutes=15)
    tick(world.desk)
    tell(world)
    notice = "Nobody answered: your request to leave the post has lapsed"
    assert sum(text.startswith(notice) for text in unread(world, "agent")) == 1, unread(world, "agent")
    assert not any(text.startswith(notice) for text in unread(world, "leader"))


def test_a_later_version_tells_whom_it_moves_and_what_as_much_as_is_read_at_a_glance(world):
    world.publish()
    tell(world)
    everybody = ("agent", "peer", "partner", "leader", "leader2")

    def without(agent, count):
        for who in everybody:
            world.post(who, "/me/notices/read")
        world.clock.ahead(hours=1)
        version, roster = published_roster(world.desk, MONTH)
        gone = [duty for duty in roster.duties if duty.agent_id == agent][:count]
        draft = save_draft(world.desk, "planner", MONTH, Roster.of(set(roster.duties) - set(gone)), re_plans=version)
        publish(world.desk, "@director", draft.roster_id, accept_breaches=True, without_consent=True, reason="as drawn")
        tell(world)
        return {who: texts for who in everybody if (texts := unread(world, who))}, gone

    told, gone = without("a", 6)
    changes = ", ".join(f"{duty.day:%m-%d} E → off" for duty in gone)
    assert told == {"agent": [f"The roster is published: 2026-10 {changes}"]}
    told, gone = without("c", 7)
    changes = ", ".join(f"{duty.day:%m-%d} E → off" for duty in gone[:6])
    assert told == {"partner": [f"The roster is published: 2026-10 {changes} …"]}


def test_leave_is_told_to_whose_it_is_who_applied_and_whose_word_is_due(world):
    world.publish()
    world.clock.at = local(12)
    tell(world)
    everybody = ("agent", "peer", "leader", "leader2", "director", "top")

    def told():
        tell(world)
        said = {who: [text.split(":")[0] for text in unread(world, who)] for who in everybody}
        for who in everybody:
            world.post(who, "/me/notices/read")
        return {who: texts for who, texts in said.items() if texts}

    told()
    body = {"agent_id": "a", "kind": "business", "start": "2026-10-20", "end": "2026-10-20", "reason": "fair"}
    leave = world.post("leader", "/leave", body).json()["id"]
    waits = told()
    assert waits.pop("agent") == ["A leave waits for a decision"]
    assert waits == {"director": ["A leave waits for a decision"]}
    assert world.post("director", f"/leave/{leave}/approve").status_code == 200
    agreed = ["A leave has one yes and waits for the next decision"]
    # Who was told that it waits hears no more until it is decided.
    assert told() == {"leader": agreed, "top": ["A leave waits for a decision"]}
    assert world.post("top", f"/leave/{leave}/approve").json()["state"] == "effective"
    assert told() == {"agent": ["A leave is approved"], "leader": ["A leave is approved"]}
    # Sickness counts at once, and its leader is told all the same.
    ill = {"kind": "sick", "start": "2026-10-22", "end": "2026-10-22", "reason": "flu"}
    assert world.post("peer", "/leave", ill).status_code == 201
    assert told() == {"leader": ["Leave recorded; papers to follow"]}
