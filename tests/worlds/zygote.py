"""Run as a program: services and workers that are there at once, because all they import has been imported before.

Each line on standard input is a JSON object: `kind` ("service" or "worker"), `data`, `port`, `at`, `settings`, the
`slip` to work under and the network `namespace` to live in; the answer is the number of the process that it has become.
What is forked is a process like any other, with its own connections and threads: killing it is killing a service.
"""

import json
import os
import signal
import sys
import threading
import time
import traceback
from datetime import datetime
from pathlib import Path

import uvicorn

import api.jobs.worker
import api.pages.routes
from api.app import chores, create_app, open_services
from api.settings import load_settings
from roster.desk.clock import FixedClock

sys.path.insert(0, str(Path(__file__).parent))
import machines
import slips


def gone_with(parent: int) -> None:
    """Nobody is left behind where the one that made us was killed."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(2)


def become(order: dict, parent: int) -> None:
    threading.Thread(target=gone_with, args=(parent,), daemon=True).start()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if order["namespace"]:
        machines.enter(order["namespace"])
    log = os.open(Path(order["data"]) / f"{order['kind']}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.environ.update({f"ROSTER_{key.upper()}": str(value) for key, value in order["settings"].items()})
    settings = load_settings(data=order["data"], port=order["port"], log_level="error")
    if order["slip"]:
        slips.make(order["slip"])
    parts = open_services(settings, FixedClock(datetime.fromisoformat(order["at"])))
    if order["kind"] == "worker":
        api.jobs.worker.Worker(settings, parts.store, parts.office, chores(settings, parts.store, parts.office)).start()
        threading.Event().wait()
    uvicorn.run(create_app(parts, work=settings.run_jobs), port=order["port"], log_config=None, access_log=False)


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        parent = os.getpid()
        child = os.fork()
        if child == 0:
            os.setsid()
            try:
                become(order, parent)
            except BaseException:  # noqa: BLE001 - what a child ends with is told and goes no further
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(1)
        print(child, flush=True)


if __name__ == "__main__":
    main()
