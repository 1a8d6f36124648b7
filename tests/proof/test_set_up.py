"""Set-up compiles all that the engine needs: rostering, columns and re-plans begin at once in a later process.

Under ROSTER_PROOF in a cache of its own, compiled anew; else in the user's, where an earlier run may have mended it.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from roster.engine import warm

TESTS = Path(__file__).parents[1]
PATHS = (TESTS / "cases", TESTS / "roster" / "engine", TESTS.parent)


def test_set_up_leaves_nothing_to_compile(tmp_path):
    kept = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    kept["PYTHONPATH"] = os.pathsep.join(map(str, PATHS))
    if os.environ.get("ROSTER_PROOF"):
        kept["XDG_CACHE_HOME"] = str(tmp_path)
        subprocess.run([sys.executable, "-m", "roster.engine.warm"], env=kept, check=True)
    elif (mark := warm._mark()) is None or not mark.exists():
        pytest.skip("set-up has not compiled the engine")
    run = subprocess.run(
        [sys.executable, TESTS / "cases" / "left_to_compile.py"],
        env=kept,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == []
