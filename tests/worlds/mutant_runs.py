"""Run as a program: all our code imported once, and forks of it that run some tests, each with one mutant put in.

Each line on standard input is a JSON object: `tests` (pytest's names), `seconds` of a processor that they may take,
and `mutant` (None: the code as it is) or `watch`, with which the answer tells what functions each test enters.
"""

import cProfile
import importlib
import json
import os
import pkgutil
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from contextlib import redirect_stdout
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from code_mutants import ROOT, CodeMutant, NotPutError, put

OPTIONS = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-W", "ignore")
LEFT_OUT = ("migrations", "bench", "__main__", "engine")


class MutantRuns:
    """The other side of the pipe: what imports the packages in which mutants are, and the files of their tests."""

    def __init__(self, packages: tuple[str, ...], tests: Iterable[str]) -> None:
        self.packages, self.tests = packages, tests

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            [sys.executable, __file__, *self.packages, "--", *self.tests],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"
        return self

    def __exit__(self, *_: object) -> None:
        # Closes both ends, upon which it ends.
        self.process.communicate()

    def run(self, tests: list[str], seconds: float, mutant: CodeMutant | None = None, *, watch: bool = False) -> Any:
        """What came of it: `ended` ("passed", "failed", "endless", "not put"), the first `failed` test, `entered`."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        order = {"tests": tests, "seconds": seconds, "mutant": mutant and asdict(mutant), "watch": watch}
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


class Watch:
    """A plugin: the first test that fails, and the functions of ours that each test enters, with its CPU seconds."""

    def __init__(self, *, entered: bool) -> None:
        self.failed = ""
        self.entered: dict[str, tuple[float, list[str]]] = {}
        self._watches = entered
        self._elsewhere: set[Any] = set()

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed and not self.failed:
            self.failed = report.nodeid

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed and not self.failed:
            self.failed = report.nodeid

    def _seen(self, frame: Any, event: str, _: object) -> None:
        if event == "call":
            self._elsewhere.add(frame.f_code)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: Any) -> Any:
        if not self._watches:
            yield
            return
        # Routes run in threads of their own, which one profile does not see.
        threading.setprofile(self._seen)
        self._elsewhere.clear()
        profile, began = cProfile.Profile(), time.process_time()
        profile.enable()
        yield
        profile.disable()
        codes = {entry.code for entry in profile.getstats() if not isinstance(entry.code, str)} | self._elsewhere
        self.entered[item.nodeid] = (
            time.process_time() - began,
            sorted(filter(None, map(_named, codes))),
        )


def _named(code: Any) -> str | None:
    """A function of ours as its file and name; what is defined within it counts as itself."""
    path = code.co_filename
    if not path.startswith(f"{ROOT}{os.sep}") or path.startswith(f"{ROOT}{os.sep}tests"):
        return None
    return f"{os.path.relpath(path, ROOT)}::{code.co_qualname.split('.<locals>')[0]}"


def _child(order: dict[str, Any], answer: Path) -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for line in (0, 1, 2):
        os.dup2(nowhere, line)
    # What a test leaves goes with it: no process ends here as Python does.
    os.environ["TMPDIR"] = tempfile.tempdir = tempfile.mkdtemp(dir=answer.parent)
    resource.setrlimit(resource.RLIMIT_CPU, (int(order["seconds"]) + 1, int(order["seconds"]) + 2))
    watch = Watch(entered=order["watch"])
    outcome: dict[str, Any] = {}
    try:
        if order["mutant"]:
            put(CodeMutant(**order["mutant"]))
        code = pytest.main([*OPTIONS, *order["tests"]], plugins=[watch])
        outcome["ended"] = "passed" if code == 0 else "failed"
    except NotPutError:
        outcome["ended"] = "not put"
    outcome |= {"failed": watch.failed, "entered": watch.entered}
    answer.write_text(json.dumps(outcome))
    os._exit(0)


def main() -> None:
    # What the worlds import is there; the tests' own modules are pytest's to load, once for all that is forked later.
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    importlib.import_module("api_world")
    place = sys.argv.index("--")
    for package in sys.argv[1:place]:
        for module in pkgutil.walk_packages([str(ROOT / package.replace(".", os.sep))], f"{package}."):
            if not any(part in LEFT_OUT for part in module.name.split(".")):
                importlib.import_module(module.name)
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        pytest.main([*OPTIONS, "--collect-only", *sys.argv[place + 1 :]])
    print("ready", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        for line in sys.stdin:
            order = json.loads(line)
            answer.unlink(missing_ok=True)
            began = time.monotonic()
            child = os.fork()
            if child == 0:
                os.setsid()
                _child(order, answer)
            # A mutant that waits for ever uses no processor.
            while os.waitpid(child, os.WNOHANG)[0] == 0:
                if time.monotonic() - began > 20 * order["seconds"] + 60:
                    os.killpg(child, 9)
                time.sleep(0.02)
            for left in filter(Path.is_dir, answer.parent.iterdir()):
                shutil.rmtree(left, ignore_errors=True)
            print(answer.read_text() if answer.exists() else json.dumps({"ended": "endless", "failed": ""}), flush=True)


if __name__ == "__main__":
    main()
