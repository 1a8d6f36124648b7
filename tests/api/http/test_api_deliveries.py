"""E-mail and webhooks over the wire: sent once, tried again, and not lost when the worker dies in between."""

import collections
import threading

import pytest
from receivers import Hook, Mailbox
from sqlalchemy import select, update

from api.notices.deliver import MOST_ATTEMPTS, deliver_due, send_now, signature
from api.notices.tell import tell_news
from api.store.tables import DELIVERIES, WEBHOOKS


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def post(world):
    """Agent a's mail and the centre's webhook, both on loopback; the month is published and told."""
    world.mailbox, world.hook = Mailbox(), Hook()
    made = world.post("admin", "/webhooks", {"centre_id": "hotline", "url": "https://hooks.example.com/x"}).json()
    world.secret = made["secret"]
    with world.parts.store.writing() as connection:
        connection.execute(update(WEBHOOKS).where(WEBHOOKS.c.id == made["id"]).values(url=world.hook.url))
    for who in ("agent", "partner"):
        world.call(who, "PATCH", "/me", json={"email": f"{who}@example.com", "language": "en"})
    world.settings = world.parts.settings.model_copy(
        update={"smtp_url": world.mailbox.url, "mail_from": "roster@example.com", "webhook_networks": "127.0.0.0/8"}
    )
    world.publish()
    while tell_news(world.parts.office, mail=True):
        pass
    yield world
    world.mailbox.close()
    world.hook.close()


def states(world) -> collections.Counter:
    with world.parts.store.reading() as connection:
        return collections.Counter(connection.execute(select(DELIVERIES.c.state)).scalars())


def time_passes(world) -> None:
    """What was claimed or put off is due again."""
    with world.parts.store.writing() as connection:
        connection.execute(update(DELIVERIES).where(DELIVERIES.c.state == "waiting").values(due_at=0))


def deliver_all(world, rounds: int = 30) -> None:
    for _ in range(rounds):
        time_passes(world)
        deliver_due(world.parts.store, world.settings)
        if set(states(world)) == {"sent"}:
            return


def assert_once(world) -> None:
    total = states(world)["sent"]
    assert states(world) == {"sent": total}
    mails = [str(message["To"]) for message in world.mailbox.got]
    assert sorted(mails) == ["agent@example.com", "partner@example.com"]
    deliveries = [headers["Roster-Delivery"] for headers, _ in world.hook.got]
    assert len(deliveries) == len(set(deliveries)) == total - 2
    for headers, body in world.hook.got:
        assert headers["Roster-Signature"] == signature(world.secret, body)
    assert {str(message["Subject"]) for message in world.mailbox.got} == {"The roster is published: 2026-10"}


def test_each_goes_out_once_however_many_workers_deliver(post):
    def once() -> None:
        while deliver_due(post.parts.store, post.settings):
            pass

    workers = [threading.Thread(target=once) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert_once(post)


def test_what_is_turned_away_is_tried_again(post):
    post.mailbox.refuse, post.hook.answers = 3, [500, 404, 302, 500]
    deliver_all(post)
    assert_once(post)


def test_what_a_dying_worker_had_in_hand_goes_out_later(post):
    def die(_row, _settings):
        raise Killed

    for _ in range(3):
        with pytest.raises(Killed):
            deliver_due(post.parts.store, post.settings, send=die)
    assert post.mailbox.got == post.hook.got == []
    # While the claims hold nobody else sends these three; then somebody does.
    while deliver_due(post.parts.store, post.settings):
        pass
    assert states(post)["waiting"] == 3
    deliver_all(post)
    assert_once(post)


def test_a_repetition_after_a_crash_can_be_told_by_its_id(post):
    def send_and_die(row, settings):
        send_now(row, settings)
        raise Killed

    with pytest.raises(Killed):
        deliver_due(post.parts.store, post.settings, send=send_and_die)
    deliver_all(post)
    deliveries = [headers["Roster-Delivery"] for headers, _ in post.hook.got]
    deliveries += [str(message["Message-ID"]).strip("<>").removesuffix("@roster") for message in post.mailbox.got]
    assert len(deliveries) == len(set(deliveries)) + 1
    with post.parts.store.reading() as connection:
        assert set(deliveries) == set(connection.execute(select(DELIVERIES.c.id)).scalars())


def test_a_receiver_that_never_answers_is_given_up(post):
    post.hook.answers = [500] * 10_000
    for _ in range(MOST_ATTEMPTS + 1):
        time_passes(post)
        deliver_due(post.parts.store, post.settings)
    assert set(states(post)) == {"sent", "failed"}
    assert len(post.mailbox.got) == 2
