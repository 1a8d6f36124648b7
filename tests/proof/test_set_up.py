"""Set-up compiles all that the engine needs: rostering, columns and re-plans begin at once in a later process.

Under ROSTER_PROOF set-up compiles anew into an empty cache; else a copy of what it left is used. Tests that run beside
this one compile too, so nobody else may write there.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from roster.engine.portfolio import precompile

TESTS = Path(__file__).parents[1]
PATHS = (TESTS / "worlds", TESTS.parent)


def test_set_up_leaves_nothing_to_compile(tmp_path):
    environment = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    environment |= {"PYTHONPATH": os.pathsep.join(map(str, PATHS)), "XDG_CACHE_HOME": str(tmp_path)}
    if os.environ.get("ROSTER_PROOF"):
        subprocess.run([sys.executable, "-m", "roster.engine.portfolio.precompile"], env=environment, check=True)
    elif "NUMBA_CACHE_DIR" in os.environ or (mark := precompile._mark()) is None or not mark.exists():
        pytest.skip("set-up has not compiled the engine into the user's cache")
    else:
        half_written = shutil.ignore_patterns("*.tmp.*")
        shutil.copytree(mark.parent, tmp_path / "roster" / mark.parent.name, ignore=half_written)
    run = subprocess.run(
        [sys.executable, TESTS / "worlds" / "left_to_compile.py"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == []
