"""A PostgreSQL server of one's own on loopback, from Debian's package, in a folder that goes with it."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from service import free_port

PROGRAMS = Path("/usr/lib/postgresql")
UNPRIVILEGED = ("postgres", "nobody")


def programs() -> Path | None:
    """Where the newest server's programs are; None where the package is not installed."""
    candidates = sorted(PROGRAMS.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return candidates[-1].parent if candidates else None


class OwnPostgres:
    """A server that starts, is killed and starts again. It runs as somebody without rights where we are root.

    One that does not last waits for no disk: what it holds need not outlive it. `host` is the address that it listens
    on, `network` those that may connect to it.
    """

    def __init__(
        self, folder: Path | None = None, *, lasts: bool = True, host: str = "127.0.0.1", network: str = ""
    ) -> None:
        candidates = programs()
        assert candidates is not None, "Debian's package postgresql is not installed"
        self.programs, self.port, self.host = candidates, free_port(), host
        self.settings = (
            "" if lasts else " -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off"
        )
        self.folder = folder or Path(tempfile.mkdtemp(prefix="roster-pg-"))
        self.data = self.folder / "data"
        self.user: dict = {}
        if os.geteuid() == 0:
            name = next(name for name in UNPRIVILEGED if _known(name))
            entry = pwd.getpwnam(name)
            self.user = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
            os.chown(self.folder, entry.pw_uid, entry.pw_gid)
        self.url = f"postgresql://roster@{host}:{self.port}/postgres"
        self._run("initdb", "-D", self.data, "-U", "roster", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        if network:
            with (self.data / "pg_hba.conf").open("a") as allowed:
                allowed.write(f"host all all {network} trust\n")

    def start(self) -> None:
        """Start, after a crash too, and wait until it takes connections."""
        given = f"-p {self.port} -c listen_addresses={self.host} -k {self.folder} -c max_connections=200{self.settings}"
        self._run("pg_ctl", "-D", self.data, "-w", "-t", "120", "-l", self.folder / "log", "-o", given, "start")

    def kill(self) -> None:
        """Die as in a crash: nothing is written, what was committed is recovered at the next start."""
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")

    def end(self) -> None:
        """Stop and leave nothing behind."""
        if (self.data / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop")
        for _ in range(5):
            shutil.rmtree(self.folder, ignore_errors=True)
            if not self.folder.exists():
                return
            time.sleep(0.2)

    def _run(self, program: str, *given: object) -> None:
        subprocess.run(
            [self.programs / program, *map(str, given)],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            **self.user,
        )


def _known(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
