"""Heavy libraries imported when something of them is first asked for, so that what never solves starts at once."""

from importlib import import_module
from typing import Any


class Later:
    """Stands for a module until something of it is wanted. For types, import the module under `TYPE_CHECKING`."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        return getattr(import_module(self._name), attribute)
