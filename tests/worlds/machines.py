"""Machines of their own as far as the network goes: namespaces on one bridge, with whoever made them at its head.

Needs root and Debian's iproute2. Names and addresses are the machine's for all: each who makes some takes a number that
nobody has, by the name of its bridge.
"""

import ctypes
import os
import shutil
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CLONE_NEWNET = 0x40000000


@dataclass(frozen=True)
class Net:
    """The names of the namespaces, the address at the head of their bridge, and all addresses on it."""

    names: tuple[str, ...]
    head: str
    network: str


def _ip(*words: str, check: bool = True) -> bool:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.run(["ip", *words], check=check, **quiet).returncode == 0


def _free_number() -> int | None:
    """The number of a bridge that is ours now; None where none can be made."""
    numbers = [(os.getpid() + step) % 250 + 1 for step in range(20)]
    return next(
        (number for number in numbers if _ip("link", "add", f"rp{number}", "type", "bridge", check=False)), None
    )


@contextmanager
def namespaces(count: int):
    """So many namespaces, each with an address of its own on a bridge; gone at the end. None where that can't be."""
    number = _free_number() if os.geteuid() == 0 and shutil.which("ip") is not None else None
    if number is None:
        yield None
        return
    bridge, net = f"rp{number}", f"10.213.{number}"
    names = tuple(f"{bridge}-{machine}" for machine in range(count))
    try:
        _ip("addr", "add", f"{net}.1/24", "dev", bridge)
        _ip("link", "set", bridge, "up")
        for machine, name in enumerate(names):
            cable = f"{bridge}v{machine}"
            _ip("netns", "add", name)
            _ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", name)
            _ip("link", "set", cable, "master", bridge, "up")
            _ip("-n", name, "addr", "add", f"{net}.{machine + 2}/24", "dev", "eth0")
            _ip("-n", name, "link", "set", "eth0", "up")
            _ip("-n", name, "link", "set", "lo", "up")
        yield Net(names, f"{net}.1", f"{net}.0/24")
    finally:
        for machine, name in enumerate(names):
            # A namespace outlives its name as long as somebody in it is dying, and its cable with it.
            _ip("link", "del", f"{bridge}v{machine}", check=False)
            _ip("netns", "del", name, check=False)
        _ip("link", "del", bridge, check=False)


def enter(name: str) -> None:
    """This process, and all that it starts, lives in that namespace from now on."""
    libc = ctypes.CDLL(None, use_errno=True)
    with (Path("/run/netns") / name).open("rb") as namespace:
        if libc.setns(namespace.fileno(), CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), f"cannot enter {name}")
