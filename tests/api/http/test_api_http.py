"""What HTTP itself promises: methods told whole, addresses as URIs, validators, bodies that cannot be read."""

import re

import pytest

JSON = {"Content-Type": "application/json"}


def described(world) -> dict[str, set[str]]:
    """The methods that the OpenAPI document has for each address."""
    paths = world.get(None, "/openapi.json").json()["paths"]
    return {path: {name.upper() for name in methods} for path, methods in paths.items()}


def test_a_method_that_there_is_not_is_answered_with_all_that_there_are(world):
    for path, methods in described(world).items():
        wrong = "PATCH" if "PATCH" not in methods else "DELETE"
        told = world.call("admin", wrong, re.sub(r"\{\w+\}", "x", path).removeprefix("/api/v1"))
        if told.status_code != 405:
            continue  # another address, which fits the same words, knows it
        assert set(told.headers["allow"].split(", ")) >= methods, path
        assert ("HEAD" in told.headers["allow"]) == ("GET" in told.headers["allow"]), path


def test_what_a_method_refused_names_is_of_every_route_to_the_address(world):
    assert world.call("agent", "PATCH", "/swaps").headers["allow"] == "GET, HEAD, POST"


@pytest.mark.parametrize(
    "path", ["/centres/中心/agents", "/centres/a b/agents", "/centres/%FF/agents", '/centres/"<>/x']
)
def test_the_address_in_a_problem_is_a_uri(world, path):
    instance = world.get("admin", path).json()["instance"]
    assert instance.isascii()
    assert re.fullmatch(r"[A-Za-z0-9._~%/:@!$&'()*+,;=-]+", instance)


@pytest.mark.parametrize("body", [b"[" * 50_000, b'{"label": "\xe9"}', b'{"label": ' + b"1" * 5000 + b"}"])
def test_a_body_that_cannot_be_read_has_a_fault_with_what_mends_it(world, body):
    told = world.call("agent", "POST", "/calendars", content=body, headers=JSON)
    assert told.status_code == 422
    assert [(item["file"], bool(item["remedy"])) for item in told.json()["faults"]] == [("body", True)]


def test_an_address_with_a_slash_too_many_sends_nobody_to_another_host(world):
    told = world.get("agent", "/rosters/", headers={"Host": "evil.test"})
    assert (told.status_code, told.headers.get("location")) == (404, None)


def test_what_is_as_it_was_may_be_kept_as_before(world):
    world.publish()
    for path in ("/rosters/1", "/rosters/1/duties"):
        first = world.get("agent", path)
        again = world.get("agent", path, headers={"If-None-Match": first.headers["etag"]})
        assert again.status_code == 304
        for name in ("etag", "cache-control"):
            assert again.headers[name] == first.headers[name], path
