"""A desk's store on each database, and desks of small worlds."""

import pytest
from desk_store import opened
from fresh_store import POSTGRES, postgres_store, sqlite_store

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=BOTH)
def store(request, tmp_path):
    """A fresh store, once on SQLite and once on PostgreSQL where a test server is named."""
    if request.param == "sqlite":
        with sqlite_store(tmp_path / "roster.db") as made:
            yield made
        return
    if not POSTGRES:
        pytest.skip("no PostgreSQL server is named in ROSTER_TEST_POSTGRES")
    with postgres_store() as made:
        yield made


@pytest.fixture
def lite(tmp_path):
    """A fresh store on SQLite."""
    with sqlite_store(tmp_path / "roster.db") as made:
        yield made


@pytest.fixture
def desk_of(store):
    """Opens a desk with a published roster: `desk_of("a: 8E; b: 12E")`."""

    def make(text, **given):
        return opened(store, text, **given)

    return make
