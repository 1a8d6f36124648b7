"""Run as a program: all our code imported once, and forks of it that run some tests, each with one mutant put in.

Each line on standard input is a JSON object: `tests` (pytest's names), `seconds` of a processor that they may take,
and `mutant` (None: the code as it is) or `watch`, with which the answer tells what lines each test runs.
"""

import importlib
import json
import os
import pkgutil
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable
from contextlib import redirect_stdout
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

import pytest
from coverage import Coverage

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
        """What came of it: how it `ended` (passed, failed, endless, not put, not run), the `failed` test, `ran`."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        order = {"tests": tests, "seconds": seconds, "mutant": mutant and asdict(mutant), "watch": watch}
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


class Watch:
    """A plugin: the first test that fails, and the lines of ours that each test runs, with its CPU seconds.

    Of each file the lines are the bits of a number, written in hexadecimal.
    """

    def __init__(self, *, ran: bool) -> None:
        self.failed = ""
        self.ran: dict[str, tuple[float, dict[str, str]]] = {}
        self._seconds: dict[str, float] = {}
        self._coverage = None
        if ran:
            ours = [f"{ROOT}/{package}/*" for package in ("api", "constraints", "roster")]
            self._coverage = Coverage(data_file=None, config_file=False, include=ours)
            self._coverage.start()

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed and not self.failed:
            self.failed = report.nodeid

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed and not self.failed:
            self.failed = report.nodeid

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: Any) -> Any:
        if self._coverage is None:
            yield
            return
        self._coverage.switch_context(item.nodeid)
        began = time.process_time()
        yield
        self._seconds[item.nodeid] = time.process_time() - began

    def pytest_sessionfinish(self) -> None:
        if self._coverage is None:
            return
        self._coverage.stop()
        seen = self._coverage.get_data()
        lines: dict[tuple[str, str], int] = defaultdict(int)
        for path in seen.measured_files():
            for line, tests in seen.contexts_by_lineno(path).items():
                for test in tests:
                    lines[test, os.path.relpath(path, ROOT)] |= 1 << line
        self.ran = {test: (seconds, {}) for test, seconds in self._seconds.items()}
        for (test, file), bits in lines.items():
            if test in self.ran:
                self.ran[test][1][file] = f"{bits:x}"


def _child(order: dict[str, Any], answer: Path) -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for line in (0, 1, 2):
        os.dup2(nowhere, line)
    # What a test leaves goes with it: no process ends here as Python does.
    os.environ["TMPDIR"] = tempfile.tempdir = tempfile.mkdtemp(dir=answer.parent)
    resource.setrlimit(resource.RLIMIT_CPU, (int(order["seconds"]) + 1, int(order["seconds"]) + 2))
    watch = Watch(ran=order["watch"])
    outcome: dict[str, Any] = {}
    try:
        if order["mutant"]:
            put(CodeMutant(**order["mutant"]))
        code = pytest.main([*OPTIONS, *order["tests"]], plugins=[watch])
        # No test of those names is no test that failed.
        outcome["ended"] = "passed" if code == 0 else "failed" if watch.failed else "not run"
    except NotPutError:
        outcome["ended"] = "not put"
    outcome |= {"failed": watch.failed, "ran": watch.ran}
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
