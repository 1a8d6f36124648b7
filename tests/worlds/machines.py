"""Machines of their own as far as the network goes: namespaces on one bridge, with whoever made them at its head.

Needs root and Debian's iproute2; `possible` tells.
"""

import ctypes
import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

NETWORK, HEAD = "10.213.0.0/24", "10.213.0.1"
BRIDGE = "roster-proof"
CLONE_NEWNET = 0x40000000


def _ip(*words: str, check: bool = True) -> bool:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.run(["ip", *words], check=check, **quiet).returncode == 0


def possible() -> bool:
    """Whether namespaces and a bridge between them can be made here."""
    if os.geteuid() != 0 or shutil.which("ip") is None:
        return False
    try:
        with namespaces(1):
            return True
    except subprocess.CalledProcessError:
        return False


@contextmanager
def namespaces(count: int):
    """The names of so many namespaces, each with an address of its own on the bridge; gone at the end."""
    names = [f"{BRIDGE}-{number}" for number in range(count)]
    try:
        _ip("link", "add", BRIDGE, "type", "bridge")
        _ip("addr", "add", f"{HEAD}/24", "dev", BRIDGE)
        _ip("link", "set", BRIDGE, "up")
        for number, name in enumerate(names):
            _ip("netns", "add", name)
            cable = f"roster-p{number}"
            _ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", name)
            _ip("link", "set", cable, "master", BRIDGE, "up")
            _ip("-n", name, "addr", "add", f"10.213.0.{number + 2}/24", "dev", "eth0")
            _ip("-n", name, "link", "set", "eth0", "up")
            _ip("-n", name, "link", "set", "lo", "up")
        yield names
    finally:
        for name in names:
            _ip("netns", "del", name, check=False)
        _ip("link", "del", BRIDGE, check=False)


def enter(name: str) -> None:
    """This process, and all that it starts, lives in that namespace from now on."""
    libc = ctypes.CDLL(None, use_errno=True)
    with (Path("/run/netns") / name).open("rb") as namespace:
        if libc.setns(namespace.fileno(), CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), f"cannot enter {name}")
