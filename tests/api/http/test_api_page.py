"""docs/api.md: its commands, as they stand there, from an empty store to two calendars."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
MONTH, BEFORE_THE_MONTH = "2027-02", "2027-01-20T10:00:00+08:00"


@pytest.fixture
def service(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(ROOT / "tests/worlds/serve_at.py"), str(port), str(tmp_path / "data")]
    process = subprocess.Popen([*command, BEFORE_THE_MONTH], stdout=subprocess.PIPE, text=True, env=environment)
    password = process.stdout.readline().strip()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            time.sleep(0.1)
    yield f"http://127.0.0.1:{port}/api/v1", password
    process.terminate()
    process.wait(20)


def blocks(page: str) -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```", page, re.MULTILINE | re.DOTALL)


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_the_pages_commands_run(service, tmp_path):
    api, password = service
    script = "\n".join(["set -eu", *blocks((ROOT / "docs/api.md").read_text(encoding="utf-8"))])
    program = tmp_path / "bin" / "roster"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m api.cli.main "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    path = f"{program.parent}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env={
            **os.environ,
            "PATH": path,
            "PYTHONPATH": str(ROOT),
            "API": api,
            "MONTH": MONTH,
            "ONE_TIME": password,
            "no_proxy": "*",
        },
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-1500:] + done.stderr[-1500:]
    for phrase in ('"state":"published"', '"state":"effective"', '"number":1', "event: end", '"allowed":true'):
        assert phrase in done.stdout, phrase
    assert re.findall(r"^\d+$", done.stdout, re.MULTILINE)[-2:] >= ["1", "1"]
