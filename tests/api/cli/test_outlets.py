"""A command runs to its own exit code, whatever a shell made of its standard streams."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
START = "from api.cli.start import run; run()"
RULES = ("rules", "SWAP-3a", "--json")
NOWHERE = ("capacity", "there-is-no-such-case")


def shell(line: str, *words: str, encoding: str = "utf-8", folder: Path = ROOT) -> subprocess.CompletedProcess[bytes]:
    """Run a line of a shell in which `"$@"` is the command."""
    command = [sys.executable, "-c", START, "--lang", "zh", *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding}
    return subprocess.run(
        ["bash", "-c", line, "shell", *command], capture_output=True, cwd=folder, env=environment, check=False
    )


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_changes_no_exit_code(closed: str) -> None:
    assert shell(f'"$@" {closed}', *RULES).returncode == 0
    assert shell(f'"$@" {closed}', *NOWHERE).returncode == 2


def test_what_is_written_to_a_closed_stream_is_in_no_file(tmp_path: Path) -> None:
    assert shell('"$@" >&- 2>&-', "init", "case", "--month", "2026-10", folder=tmp_path).returncode == 0
    written = {path.name for path in (tmp_path / "case").iterdir()}
    assert "下一步" not in "".join((tmp_path / "case" / name).read_text("utf-8-sig") for name in written)
    assert len(written) > 5


def test_a_reader_who_has_gone_changes_no_exit_code() -> None:
    gone = 'set -o pipefail; { "$@"; echo $? >&3; } 3>&2 2>&1 | true'
    assert shell(gone, *RULES).stderr.strip() == b"0"
    assert shell(gone, *NOWHERE).stderr.strip() == b"2"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_is_told_with_the_stream_it_is_full_for() -> None:
    full = shell('"$@" > /dev/full', *RULES)
    assert (full.returncode, full.stderr.startswith(b"<stdout>: ")) == (74, True), full.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk"])
def test_what_an_encoding_lacks_is_written_in_escapes(encoding: str) -> None:
    told = shell('"$@"', *RULES, encoding=encoding)
    assert (told.returncode, told.stderr) == (0, b"")
    assert json.loads(told.stdout.decode(encoding))[0]["title"] == json.loads(shell('"$@"', *RULES).stdout)[0]["title"]


INTERRUPTED = """
import signal, sys
from api.cli.outlets import hold_streams
hold_streams()
told = []
def tell(*_):
    told.append(1)
    print("stopping", file=sys.stderr, flush=True)
signal.signal(signal.SIGALRM, tell)
signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0005)
while len(told) < 200:
    print("so far", file=sys.stderr, flush=True)
signal.setitimer(signal.ITIMER_REAL, 0)
"""


def test_an_interruption_is_answered_in_the_middle_of_a_line() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED], capture_output=True, cwd=ROOT, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr[-500:]
    assert done.stderr.count(b"stopping") >= 200
