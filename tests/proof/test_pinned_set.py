"""Every dependency has made a newer, broken release: set-up still installs the pinned ones, and they work."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from wheels import install_arguments, wheel

ROOT = Path(__file__).parents[2]
PINNED = ROOT / "requirements" / "runtime.txt"


@pytest.mark.proof
@pytest.mark.skipif(not os.environ.get("ROSTER_PROOF"), reason="downloads the whole pinned set: make proof")
def test_every_package_has_a_newer_broken_release(tmp_path):
    index = tmp_path / "index"
    pip = [sys.executable, "-m", "pip"]
    subprocess.run(
        [*pip, "download", "--quiet", "--no-deps", "--require-hashes", "-r", PINNED, "-d", index], check=True
    )
    names = sorted(set(re.findall(r"^([a-z0-9][a-z0-9._-]*)==", PINNED.read_text(encoding="utf-8"), re.MULTILINE)))
    assert len(names) > 60
    for name in names:
        module = name.replace("-", "_").replace(".", "_")
        wheel(index, module, "9999.0", asks="Requires-Dist: nowhere-to-be-had\n", code="raise ImportError('broken')")
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    only_here = ["--no-index", "--find-links", str(index)]
    subprocess.run([python, *install_arguments(), *only_here, "--require-hashes", "-r", PINNED], check=True)
    subprocess.run([python, "-m", "pip", "check"], check=True)
    listed = subprocess.run(
        [python, "-m", "pip", "list", "--format=freeze"], capture_output=True, text=True, check=True
    )
    assert "==9999.0" not in listed.stdout
    program = "import api.app, roster.engine.generate"
    subprocess.run([python, "-c", program], check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
