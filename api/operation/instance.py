"""One service a folder and a port: what else would break is told before the store is opened."""

import fcntl
import os
import socket
from contextlib import suppress
from typing import IO

from api.settings import Settings
from roster.errors import Fault, InputError
from roster.text import Text, os_words

LOCK = "serve.lock"


def sole_service(settings: Settings) -> IO[str] | None:
    """Hold the data folder until the file returned is closed; None over a database server, which many may serve.

    InputError where another service holds it: two over one SQLite folder would each do the work of time and notices.
    """
    if settings.database_url:
        return None
    settings.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = (settings.folder / LOCK).open("a+", encoding="ascii")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.seek(0)
        who = file.read().strip()
        file.close()
        problem = Text(
            f"已有一个服务在用这个文件夹(进程 {who or '?'})",
            f"a service is running on this folder already (process {who or '?'})",
        )
        remedy = Text(
            "先停下它,或用 --data 指定别的文件夹;多台机器共用请改用 PostgreSQL",
            "Stop it, or give another folder with --data; for several at once use PostgreSQL",
        )
        raise InputError([Fault(str(settings.folder), None, None, problem, remedy)]) from None
    with suppress(OSError):
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
    return file


def listening(host: str, port: int) -> socket.socket:
    """A socket bound to the address, for the service to listen on; InputError where it is taken or is none."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        bound = socket.socket(family, kind, protocol)
    except OSError as error:
        problem = Text(f"没有地址 {host}({os_words(error).zh})", f"no address {host}: {error.strerror}")
        raise InputError([_fault("--host", problem)]) from None
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind(address)
    except OSError as error:
        bound.close()
        problem = Text(
            f"不能在 {host}:{port} 上监听({os_words(error).zh})",
            f"{host}:{port} can't be listened on: {error.strerror}",
        )
        raise InputError([_fault("--port", problem)]) from None
    bound.set_inheritable(True)
    return bound


def _fault(name: str, problem: Text) -> Fault:
    remedy = Text(
        "端口被占用时换一个:--port 8001;地址用本机的,如 127.0.0.1",
        "Where the port is taken choose another, --port 8001; the address is one of this machine, as 127.0.0.1",
    )
    return Fault(name, None, None, problem, remedy)
