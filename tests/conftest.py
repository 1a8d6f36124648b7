"""The databases that tests run on: SQLite, and PostgreSQL where a server is named."""

import gc
import logging
import os
import shutil
import tempfile
from pathlib import Path

import api_world
import both_databases
import pytest
import structlog
from cheap_passwords import make_passwords_cheap
from hypothesis import settings
from pair_centre import Zygote
from shared_proofs import share_proofs
from shared_statements import share_statements

IN_MEMORY, ROOM = Path("/dev/shm"), 8 * 2**30


def _may_be_used(folder: Path) -> bool:
    """Whether tests have room there, and may run what they install."""
    if not os.access(folder, os.W_OK) or shutil.disk_usage(folder).free < ROOM:
        return False
    return not os.statvfs(folder).f_flag & os.ST_NOEXEC


# What tests write need not outlive them, so it waits for no disk.
if "TMPDIR" not in os.environ and _may_be_used(IN_MEMORY):
    os.environ["TMPDIR"] = tempfile.tempdir = str(IN_MEMORY)

make_passwords_cheap()
share_statements()
share_proofs()

# How long an example takes says nothing on a machine that others share, and the first one may compile.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


LONGEST = (
    *("pages/test_supervisor_walk.py", "proof/test_api_kills.py", "api/http/test_api_crash.py", "tests/test_readme.py"),
    *("desk/test_centre_month.py", "bench/test_hotline.py", "pages/test_generate.py", "api/test_bench_prices.py"),
    *("proof/test_desk_states.py", "api/cli/test_commands.py", "proof/test_kills.py", "api/http/test_api_demo.py"),
)
"""Files with tests of many seconds: begun first, so that at the end no worker waits for another one's last."""


def pytest_configure(config):
    if both_databases.RECORD in os.environ:
        config.pluginmanager.register(both_databases.Recorder(Path(os.environ[both_databases.RECORD])))


def pytest_collection_modifyitems(config, items):
    if not both_databases.WHOLE:
        left = both_databases.left_out(item.nodeid for item in items)
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid in left])
        items[:] = [item for item in items if item.nodeid not in left]
    items.sort(key=lambda item: not item.path.as_posix().endswith(LONGEST))


def pytest_collection_finish():
    """Half a million objects live as long as the run: the collector passes over them.

    To look through them now and then took a quarter of the time. So does the service before it serves.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


@pytest.fixture(autouse=True)
def logs_of_its_own():
    """A command that serves sets up the logs of its process, which in a test is the next tests' too."""
    root, configured = logging.getLogger(), structlog.is_configured()
    before, level = tuple(root.handlers), root.level
    yield
    for handler in tuple(root.handlers):
        if type(handler) is logging.StreamHandler and handler not in before:
            root.removeHandler(handler)
            root.setLevel(level)
    if not configured:
        structlog.reset_defaults()


@pytest.fixture(scope="module", params=api_world.DATABASES)
def database(request):
    """The databases on which worlds are made: SQLite, and PostgreSQL where a test server is named."""
    api_world.chosen["database"] = request.param
    yield request.param
    api_world.chosen["database"] = "sqlite"
    api_world.drop_copies()


@pytest.fixture(scope="session")
def zygote():
    """What services and workers are forked from, so that none of them imports anything."""
    made = Zygote()
    yield made
    made.end()
