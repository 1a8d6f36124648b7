"""The bodies of the operation's resources."""

from typing import Literal

from pydantic import BaseModel


class Health(BaseModel):
    """`ok`."""

    status: str


class Alive(Health):
    """`ok`; the service's time, and whether it is the machine's (`demo` has one of its own)."""

    time: str
    clock: Literal["system", "demo"]
