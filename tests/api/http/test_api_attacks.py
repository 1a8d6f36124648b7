"""What an attack found, each for its kind: the pool, bodies, measures, rights, masks, keys, tokens, receivers."""

import ipaddress
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import own_loop
import pytest
from api_world import MONTH, duties, local, make_world
from pool_watch import NestedConnectionError, watched

from api.accounts.limit import HASHES_AT_ONCE, Hashing, RateLimits
from api.app import _close
from api.notices.outbound import NotAllowedError, may_reach, post_status
from api.notices.robot_desk import need_outside
from api.office.shared_cache import SharedCache
from api.problem import Problem
from api.settings import Settings
from roster.errors import InputError, InternalError, StorageError
from roster.model import Roster

ROW = {"agent_id": "a", "name": "Anna", "team": "T1", "jobs": ["189"], "grade": "junior"}
DAY = {"date": "2026-10-26", "partner": "c", "payback_date": "2026-10-27", "reason": "r"}


# The pool


def test_the_watch_sees_a_connection_within_a_connection(world):
    with watched(), world.parts.store.reading(), pytest.raises(NestedConnectionError):
        world.parts.store.engine.connect()


def test_no_request_takes_a_connection_within_a_connection(world):
    world.publish()
    feed = world.post("agent", "/calendars", {"kind": "agent"}).json()["url"]
    with watched():
        swap = world.post("agent", "/swaps", DAY, headers={"Idempotency-Key": "k"}).json()["id"]
        for who, path in (
            ("agent", "/me"),
            ("agent", f"/swaps/{swap}"),
            ("leader", f"/swaps/{swap}/effect"),
            ("director", "/rosters/1/findings"),
            ("director", "/rosters/1/coverage"),
            ("agent", "/rosters/1/duties"),
            ("leader", "/ledger"),
            ("leader", "/register"),
            ("leader", "/me/waiting"),
        ):
            assert world.get(who, path).status_code == 200, path
        assert world.client.get(feed).status_code == 200
        assert world.post("partner", f"/swaps/{swap}/accept").status_code == 200


def test_a_write_within_a_read_is_a_fault_of_ours(world):
    with world.parts.store.reading(), pytest.raises(InternalError), world.parts.store.writing():
        pass


def test_many_readers_of_one_thing_wait_for_one_computation():
    cache, made, go = SharedCache(8), [], threading.Event()

    def make() -> int:
        made.append(1)
        go.wait(20)
        return 7

    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(cache.get, "key", make) for _ in range(8)]
        go.set()
        assert {item.result() for item in asked} == {7}
    assert made == [1]


def test_more_feeds_than_connections_all_answer(tmp_path):
    world = make_world(tmp_path, database="sqlite", threads=2, requests_per_minute=10**6)
    world.publish()
    feeds = [world.post("agent", "/calendars", {"kind": "agent"}).json()["url"] for _ in range(24)]
    with ThreadPoolExecutor(24) as threads:
        answers = list(threads.map(lambda url: world.client.get(url).status_code, feeds))
    world.parts.store.close()
    assert answers == [200] * 24


# Bodies


def test_nobody_is_asked_who_they_are_after_their_body_is_read(world):
    huge = b"[" * (8 * 2**20 - 1)
    for path in ("/swaps", "/rosters", "/leave/check", "/centres/hotline/import"):
        answer = world.call(None, "POST", path, content=huge, headers={"Content-Type": "application/json"})
        assert answer.status_code == 401, path


def test_nothing_is_read_of_who_may_not_send_it(world):
    """Not a byte: whoever asks for one here fails."""

    async def receive():
        raise AssertionError("the body is read")

    for who, method, path in (
        (None, "POST", "/api/v1/swaps"),
        (None, "POST", "/import"),
        ("agent", "POST", "/import"),
        ("leader", "POST", "/import"),
        ("leader", "POST", "/api/v1/centres/hotline/import"),
        ("agent", "PUT", "/api/v1/centres/hotline/seats"),
        ("leader", "PUT", "/api/v1/centres/hotline/shifts"),
        ("agent", "PUT", "/api/v1/rosters/1/duties"),
        ("planner", "POST", "/api/v1/accounts"),
        ("planner", "POST", "/api/v1/webhooks"),
    ):
        headers = [(b"host", b"x"), (b"content-type", b"application/json")]
        if who is not None:
            headers.append((b"authorization", f"Bearer {world.tokens[who]}".encode()))
        scope = {"type": "http", "method": method, "path": path, "headers": headers, "query_string": b""}
        told = []

        async def send(message, told=told):
            told.append(message.get("status"))

        scope |= {"client": ("127.0.0.1", 1), "scheme": "http", "root_path": ""}
        own_loop.run(world.app, scope, receive, send)
        assert told[0] == (303 if path == "/import" and who is None else 401 if who is None else 404), (who, path)


def test_a_large_form_is_one_of_files(world):
    many, kind = b"&" * 100_000, {"Content-Type": "application/x-www-form-urlencoded"}
    world.client.cookies.clear()
    bearer = {"Authorization": f"Bearer {world.tokens['planner']}"}
    assert world.client.post("/import", content=many, headers={**kind, **bearer}).status_code == 413
    for path in ("/login", "/language", "/theme"):
        assert world.client.post(path, content=many[:5000], headers=kind).status_code == 413, path
        other = world.client.post(
            path, content=b"language=en&theme=dark", headers={**kind, "Origin": "https://evil.test"}
        )
        assert other.status_code == 403, path


def test_a_body_is_as_large_as_its_route_needs(world):
    many = {f"k{number}": 1 for number in range(8000)}
    assert world.post("agent", "/swaps", many).status_code == 413
    assert world.post(None, "/sessions", many).status_code == 413
    few = {f"k{number}": 1 for number in range(2000)}
    answer = world.post("agent", "/swaps/check", few)
    assert answer.status_code == 422
    assert len(answer.json()["faults"]) == 100
    assert len(answer.content) < 64 * 1024


def test_a_table_is_read_row_by_row_and_its_faults_are_bounded(world):
    rows = [{"date": "2026-10-20", "time": "09:00", "job": "189", "seats": -1}] * 20_000
    answer = world.call("planner", "PUT", "/centres/hotline/seats", json=rows)
    assert (answer.status_code, len(answer.json()["faults"])) == (422, 100)
    assert answer.json()["faults"][0]["field"] == "0.seats"


# Measures


def test_unknown_methods_and_addresses_make_no_new_measures(world):
    world.get("agent", "/me")
    before = len(world.get(None, "/metrics").text.splitlines())
    for number in range(50):
        world.client.request(f"M{number}", f"/nowhere/{number}")
        world.client.request("GET", f"/nowhere/{number}")
    after = world.get(None, "/metrics").text
    assert "M1" not in after
    assert len(after.splitlines()) <= before + 40


# Rights and masks


def test_a_leader_moves_nobody_and_changes_no_rules(world):
    path = "/centres/hotline/agents/c"
    for change in ({"team": "T1"}, {"team": "T2", "role": "leader"}, {"team": "T2", "grade": "senior"}):
        row = {**ROW, "agent_id": "c", "name": "Chen", **change}
        assert world.call("leader", "PUT", path, json=row).status_code == 403
        assert world.call("leader2", "PUT", path, json=row).status_code == 403
    assert world.call("planner", "PUT", path, json={**ROW, "agent_id": "c", "name": "Chen"}).status_code == 204
    agents = {row["agent_id"]: row for row in world.get("planner", "/centres/hotline/agents").json()["items"]}
    assert agents["c"]["team"] == "T1"
    assert world.call("leader", "POST", "/centres/hotline/import", content=b"PK").status_code == 404


def test_the_log_names_fields_and_both_values_but_no_protection(world):
    row = {**ROW, "team": "T2", "protected": "pregnancy"}
    assert world.call("planner", "PUT", "/centres/hotline/agents/a", json=row).status_code == 204
    change = world.get("admin", "/audit?centre_id=hotline").json()["items"][0]["payload"]["changes"]["agents"]["a"]
    assert change["team"] == ["T1", "T2"]
    assert change["protections"] == "changed"
    assert "pregnan" not in str(change)


def test_what_is_masked_stays_when_it_is_put_back(world):
    rows = {row["agent_id"]: row for row in world.get("leader2", "/centres/hotline/agents").json()["items"]}
    assert rows["d"]["protected"] is None
    assert world.call("leader2", "PUT", "/centres/hotline/agents/d", json=rows["d"]).status_code == 204
    by_agent = {row["agent_id"]: row for row in world.get("planner", "/centres/hotline/agents").json()["items"]}
    assert by_agent["d"]["protected"] == "nursing"


# Keys


def test_a_key_belongs_to_account_centre_method_and_address(world):
    key = {"Idempotency-Key": "same"}
    body = {"centre_id": "hotline", "month": "2026-10"}
    first = world.post("planner", "/rosters", body, headers=key)
    again = world.post("planner", "/rosters", body, headers=key)
    assert (again.json(), again.headers["idempotency-replayed"]) == (first.json(), "true")
    assert world.post("planner", "/rosters", {**body, "label": "x"}, headers=key).status_code == 422
    other = world.post("stranger", "/rosters", {**body, "centre_id": "other"}, headers=key)
    assert (other.status_code, other.json()["centre_id"]) == (201, "other")
    assert world.post("leader", "/rosters", body, headers=key).json()["id"] != first.json()["id"]
    assert world.post("planner", f"/rosters/{first.json()['id']}/draft", headers=key).status_code == 201


def test_a_refused_write_leaves_its_key_free(world):
    key = {"Idempotency-Key": "later"}
    assert world.post("agent", "/swaps", DAY, headers=key).status_code in {404, 409}
    world.publish()
    assert world.post("agent", "/swaps", DAY, headers=key).status_code == 201


# Tokens and roles


def token_of(world, secret: str, **body) -> str:
    answer = world.client.post("/api/v1/me/tokens", json=body, headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 201, answer.text
    return answer.json()["token"]


def status_of(world, secret: str) -> int:
    return world.client.get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"}).status_code


def test_a_child_ends_with_its_parent_and_not_after_it(world):
    parent = token_of(world, world.tokens["agent"], scopes=["read", "write"], days=1)
    child = token_of(world, parent, days=3650)
    tokens = world.get("agent", "/me/tokens").json()["items"]
    ends = {item["id"]: item["expires_at"] for item in tokens if item["expires_at"]}
    assert len(set(ends.values())) == 1
    mine = next(item["id"] for item in tokens if item["scopes"] == ["read", "write"] and item["expires_at"])
    assert world.call("agent", "DELETE", f"/me/tokens/{mine}").status_code == 204
    assert (status_of(world, parent), status_of(world, child)) == (401, 401)


def test_a_new_password_ends_every_token_and_a_one_time_one_makes_none(world):
    made = world.post("admin", "/accounts", {"username": "zoe", "role": "planner", "centre_id": "hotline"}).json()
    log_in = {"username": "zoe", "password": made["one_time_password"]}
    assert world.client.post("/api/v1/sessions", json=log_in).status_code == 204
    assert world.client.post("/api/v1/me/tokens", json={}).status_code == 403
    change = {"current": made["one_time_password"], "new": "a long enough phrase"}
    assert world.client.put("/api/v1/me/password", json=change).status_code == 204
    world.client.cookies.clear()
    log_in["password"] = change["new"]
    assert world.client.post("/api/v1/sessions", json=log_in).status_code == 204
    secret = world.client.post("/api/v1/me/tokens", json={}).json()["token"]
    assert status_of(world, secret) == 200
    world.call("admin", "PATCH", f"/accounts/{made['id']}", json={"reset_password": True})
    world.client.cookies.clear()
    assert status_of(world, secret) == 401


def test_a_demoted_admin_keeps_no_centre_but_the_one_that_is_named(world):
    boss = world.post(
        "admin", "/accounts", {"username": "boss", "role": "admin", "password": "quiet river stone"}
    ).json()
    path = f"/accounts/{boss['id']}"
    assert world.call("admin", "PATCH", path, json={"role": "planner"}).status_code == 422
    changed = world.call("admin", "PATCH", path, json={"role": "planner", "centre_id": "hotline"})
    assert (changed.status_code, changed.json()["centre_id"]) == (200, "hotline")


def test_role_and_office_change_together(world):
    made = world.post("admin", "/accounts", {"username": "dora", "role": "department_director", "centre_id": "hotline"})
    assert "@dora" in world.desk.board(MONTH).staff.directors
    path = f"/accounts/{made.json()['id']}"
    assert world.call("admin", "PATCH", path, json={"role": "planner"}).status_code == 200
    assert "@dora" not in world.desk.board(MONTH).staff.directors


def test_nobody_locks_somebody_else_out(world):
    wrong = {"username": "planner", "password": "not the password"}
    statuses = [world.post(None, "/sessions", wrong).status_code for _ in range(12)]
    assert statuses[-1] == 429
    # Another address is not kept out by what this one tried.
    world.parts.limits.take("log-in name", "10.9.8.7 planner", 10)


def test_password_hashes_run_two_at_a_time_and_few_wait():
    hashing, began, go = Hashing(), threading.Semaphore(0), threading.Event()

    def work() -> str:
        try:
            with hashing:
                began.release()
                go.wait(20)
        except Problem as problem:
            return problem.kind.name
        return "done"

    with ThreadPoolExecutor(60) as threads:
        asked = [threads.submit(work) for _ in range(60)]
        for _ in range(HASHES_AT_ONCE):
            began.acquire()
        assert not began.acquire(blocking=False)
        go.set()
        statuses = [item.result() for item in asked]
    assert statuses.count("done") >= HASHES_AT_ONCE
    assert set(statuses) <= {"done", "limited"}


# Extremes


@pytest.mark.parametrize("number", ["9" * 5000, "²", "1e9", "-1", "0x1"])
def test_no_number_is_too_long(world, number):
    for path in (f"/rosters/{number}", f"/rosters/{number}/duties", f"/delegations/{number}"):
        assert world.call("director", "GET", path).status_code in {404, 405, 422}, path


@pytest.mark.parametrize("year", ["0001-01-01", "9999-12-31"])
def test_no_year_is_too_early_or_too_late(world, year):
    world.publish()
    sick = {"kind": "sick", "start": year, "end": year, "reason": "r"}
    for path, body in (
        ("/leave", sick),
        ("/leave/check", sick),
        ("/swaps", {**DAY, "date": year}),
        ("/swaps/check", {**DAY, "payback_date": year}),
        ("/swaps/suggest", {"date": year}),
        ("/swaps/change", {"date": year, "to_date": year, "to_shift": "E", "reason": "r"}),
        ("/delegations", {"deputy": "b", "start": year, "end": year}),
    ):
        who = "leader" if path == "/delegations" else "agent"
        assert world.post(who, path, body).status_code in {404, 409, 422}, path


def test_an_address_with_a_nul_names_nothing(world):
    for method, path in (
        ("DELETE", "/robots/%00"),
        ("GET", "/swaps/a%00"),
        ("PUT", "/centres/hotline%00/agents/x"),
        ("GET", "/audit?actor=%00"),
        ("GET", "/me/colleagues?q=a%00"),
    ):
        answer = world.call("admin", method, path, json=ROW if method == "PUT" else None)
        assert answer.status_code == 404, path
        assert answer.json()["status"] == 404, path


def test_ids_that_mean_somebody_else_are_refused(world):
    for name in ("system", "@director"):
        row = {**ROW, "agent_id": name}
        answer = world.call("planner", "PUT", f"/centres/hotline/agents/{name}", json=row)
        assert answer.status_code == 422, name


def test_an_address_is_of_one_receiver(world):
    for several in ("a,b@example.com", "a@example.com,b@example.com", "Anna <a@example.com>", "a;b@example.com"):
        assert world.call("agent", "PATCH", "/me", json={"email": several}).status_code == 422, several
    assert world.call("agent", "PATCH", "/me", json={"email": "a.b+c@mail.example.com"}).status_code == 204


def test_links_never_follow_the_host_that_a_request_names(world):
    made = world.post("agent", "/calendars", {"kind": "agent"}, headers={"Host": "evil.test"})
    assert made.json()["url"].startswith("http://127.0.0.1:8000/")


def test_every_answer_says_how_it_may_be_kept_and_framed(world):
    for who, path in (("agent", "/me"), (None, "/healthz"), (None, "/nowhere"), ("agent", "/rosters/99")):
        headers = world.get(who, path).headers
        assert headers["cache-control"] == "no-store", path
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
    world.publish()
    assert world.get("agent", "/rosters/1").headers["cache-control"] == "private, no-cache"


def test_a_moved_agent_is_seen_where_the_agent_is_now(world):
    world.publish(Roster.of(duties()))
    seen = world.get("agent", "/rosters/1/duties")
    assert "b" in {item["agent_id"] for item in seen.json()["items"]}
    moved = {**ROW, "agent_id": "b", "name": "Bao", "team": "T2"}
    assert world.call("planner", "PUT", "/centres/hotline/agents/b", json=moved).status_code == 204
    again = world.get("agent", "/rosters/1/duties", headers={"If-None-Match": seen.headers["etag"]})
    assert again.status_code == 200
    assert "b" not in {item["agent_id"] for item in again.json()["items"]}


def test_a_job_limit_holds_among_racers(world):
    world.clock.at = local(1, month=9)
    drafts = [
        world.post("planner", "/rosters", {"centre_id": "hotline", "month": "2026-10"}).json()["id"] for _ in "12345678"
    ]
    with ThreadPoolExecutor(8) as threads:
        statuses = list(
            threads.map(lambda d: world.post("planner", f"/rosters/{d}/solve", {"seconds": 5}).status_code, drafts)
        )
    assert sorted(statuses) == [202] * 3 + [429] * 5


# Receivers


def test_where_a_receiver_may_be():
    inside = (ipaddress.ip_network("10.1.0.0/16"),)
    reached = {
        "8.8.8.8": True,
        "10.1.2.3": True,
        "10.2.2.3": False,
        "127.0.0.1": False,
        "169.254.169.254": False,
        "::1": False,
        "::ffff:127.0.0.1": False,
        "fd00::1": False,
        "224.0.0.1": False,
        "0.0.0.0": False,
        "2606:4700::1111": True,
        "::ffff:8.8.8.8": True,
        "::ffff:10.1.2.3": True,
        "64:ff9b::808:808": True,
        "::127.0.0.1": False,
        "::ffff:0:127.0.0.1": False,
        "64:ff9b::a00:1": False,
        "64:ff9b:1::a00:1": False,
        "2002:7f00:1::1": False,
        "2001:0:7f00:1::1": False,
        "fec0::1": False,
        "5f00::1": False,
        "3fff::1": False,
        "100.64.0.1": False,
        "192.0.0.9": False,
        "192.88.99.1": False,
    }
    assert {name: may_reach(ipaddress.ip_address(name), inside) for name in reached} == reached


@pytest.mark.parametrize(
    "host",
    [
        *(
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f.0.0.1",
            "0177.0.0.1",
            "0",
            "localhost",
            "a.localhost",
            "localhost.",
        ),
        *("[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[fe80::1%25eth0]", "①②⑦.0.0.1", "user@10.0.0.1", "a:0"),
        *("169.254.169.254", "0xA9FEA9FE", "[::]", ""),
    ],
)
def test_no_way_to_write_an_address_hides_it(host):
    with pytest.raises(InputError):
        need_outside(Settings(), f"https://{host}/hook")


def test_a_name_may_lead_anywhere_until_it_is_looked_up():
    for host in ("hooks.example.com", "8.8.8.8", "[2606:4700::1111]", "10.example"):
        need_outside(Settings(), f"https://{host}/hook")
    need_outside(Settings(webhook_networks="127.0.0.0/8"), "http://127.1/hook")


def test_trials_under_way_leave_threads_to_others(world):
    robot = {"kind": "wecom", "url": "https://example.com/hook"}
    path = f"/robots/{world.post('agent', '/robots', robot).json()['id']}/trial"
    with world.parts.trials, world.parts.trials:
        answer = world.post("agent", path)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "2")


def test_a_name_that_leads_inside_is_not_connected_to():
    with pytest.raises(NotAllowedError):
        post_status("http://localhost:1/", b"", {"Host": "localhost"}, inside=(), seconds=5)


def test_an_answer_without_end_costs_its_status_only():
    server = socket.create_server(("127.0.0.1", 0))

    def talk() -> None:
        with server.accept()[0] as line:
            line.recv(65536)
            line.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            try:
                while True:
                    line.sendall(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
            except OSError:
                return

    thread = threading.Thread(target=talk, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.getsockname()[1]}/"
    loopback = (ipaddress.ip_network("127.0.0.0/8"),)
    assert post_status(url, b"{}", {"Host": "x"}, inside=loopback, seconds=10) == 200
    thread.join(10)
    server.close()
    assert not thread.is_alive()


def test_a_receiver_that_dribbles_is_left_at_the_deadline():
    server = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def talk() -> None:
        with server.accept()[0] as line:
            line.recv(65536)
            while not over.wait(0.05):
                try:
                    line.sendall(b"H")
                except OSError:
                    return

    thread = threading.Thread(target=talk, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.getsockname()[1]}/"
    loopback = (ipaddress.ip_network("127.0.0.0/8"),)
    began = time.monotonic()
    with pytest.raises(Exception, match=r"over|timed|malformed|illegal|disconnected"):
        post_status(url, b"{}", {"Host": "x"}, inside=loopback, seconds=0.5)
    over.set()
    server.close()
    assert time.monotonic() - began < 30


# The data folder


@pytest.mark.parametrize(("name", "mode"), [("roster.sqlite", 0o700), ("accounts.xlsx", 0o755)])
def test_a_data_folder_is_closed_where_it_holds_nothing_else(tmp_path, name, mode):
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(0o755)
    (folder / name).touch()
    _close(folder)
    assert folder.stat().st_mode & 0o777 == mode


# What is asked with every request


def test_a_limit_does_not_hear_of_the_machines_clock():
    moment = [0.0]
    limits = RateLimits(lambda: moment[0])
    for _ in range(3):
        limits.take("kind", "who", 3)
    with pytest.raises(Problem):
        limits.take("kind", "who", 3)
    limits.take("kind", "somebody else", 3)
    # Half a minute into the next one, half of what was asked in the last still counts.
    moment[0] = 90.0
    limits.take("kind", "who", 3)
    limits.take("kind", "who", 3)
    with pytest.raises(Problem):
        limits.take("kind", "who", 3)
    moment[0] = 240.0
    limits.take("kind", "who", 3)


def test_a_calendar_that_is_as_it_was_needs_one_look(world):
    world.publish()
    url = world.post("agent", "/calendars", {"kind": "agent"}).json()["url"]
    path = "/calendars/" + url.rsplit("/", 1)[1]
    tag = world.client.get(path).headers["etag"]
    looks, store = [], world.parts.store
    for look in ("glance", "peek"):
        plain = getattr(store, look)
        setattr(store, look, lambda *given, plain=plain, **more: looks.append(1) or plain(*given, **more))
    again = world.client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.headers["etag"], again.content, len(looks)) == (304, tag, b"", 1)

    def not_at_once(*_, **__):
        raise StorageError("database is locked")

    store.peek = not_at_once
    assert world.client.get(path, headers={"If-None-Match": tag}).status_code == 304
    revoked = world.get("agent", "/calendars").json()["items"][0]["id"]
    assert world.call("agent", "DELETE", f"/calendars/{revoked}").status_code == 204
    assert world.client.get(path, headers={"If-None-Match": tag}).status_code == 404


def test_a_history_asked_of_no_day_is_refused(world):
    roster = world.publish()
    answer = world.get("director", f"/rosters/{roster}/history", params={"agent_id": "a", "date": "2026-W40-1"})
    assert answer.status_code == 422
