"""The whole OpenAPI document under random requests, by every role: no server error, no answer outside its schema."""

import os

import pytest
import schemathesis
from api_world import PEOPLE, make_world
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import CHECKS, load_all_checks

load_all_checks()


@schemathesis.serializer("application/zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
def upload(_context, value):
    """Uploads are bytes as they come."""
    return value if isinstance(value, bytes) else str(value).encode()


WHOLE = os.environ.get("ROSTER_PROOF") == "1"
EXAMPLES = 40 if WHOLE else 1
ROLES = sorted(PEOPLE) if WHOLE else ["admin", "director", "agent"]
CHECKED = [
    CHECKS.get_one(name)
    for name in (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
    )
]


@pytest.fixture(scope="module")
def world(tmp_path_factory, database):
    made = make_world(
        tmp_path_factory.mktemp("schema"),
        requests_per_minute=10**7,
        feed_requests_per_minute=10**7,
        jobs_per_account=10**6,
    )
    made.publish()
    yield made
    made.parts.store.close()


def operations(world):
    schema = schemathesis.openapi.from_asgi("/openapi.json", world.app)
    return [result.ok() for result in schema.get_all_operations()]


@pytest.mark.parametrize("who", ROLES)
def test_no_server_error_and_no_breach_of_the_schema(world, who):
    headers = {"Authorization": f"Bearer {world.tokens[who]}"}
    asked = 0
    for operation in operations(world):

        @settings(
            max_examples=EXAMPLES,
            database=None,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case):
            nonlocal asked
            asked += 1
            case.headers = {**(case.headers or {}), **headers}
            response = case.call()
            case.validate_response(response, checks=CHECKED)

        ask()
    assert asked >= EXAMPLES * 60
