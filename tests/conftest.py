"""The databases that tests run on: SQLite, and PostgreSQL where a server is named."""

import api_world
import pytest
from hypothesis import settings

# How long an example takes says nothing on a machine that others share, and the first one may compile.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(scope="module", params=api_world.DATABASES)
def database(request):
    """The databases on which worlds are made: SQLite, and PostgreSQL where a test server is named."""
    api_world.chosen["database"] = request.param
    yield request.param
    api_world.chosen["database"] = "sqlite"
