"""A served world for the tests of API and commands: one of a test's own, and one that tests which only read share."""

import pytest
from api_world import local, make_world


@pytest.fixture
def world(tmp_path, database):
    made = make_world(tmp_path)
    yield made
    made.parts.store.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory, database):
    """A world that a module's tests only read, with a published roster."""
    made = make_world(tmp_path_factory.mktemp("world"))
    made.roster_id = made.publish()
    yield made
    made.parts.store.close()


@pytest.fixture
def published(world):
    """The world with its month published, on the 12th."""
    world.roster_id = world.publish()
    world.clock.at = local(12)
    return world
