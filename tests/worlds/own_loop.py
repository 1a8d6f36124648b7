"""Coroutines run in a thread of their own: the test's may have a browser's loop already."""

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio


def run(act: Callable[..., Awaitable[Any]], *given: Any) -> Any:
    """What the coroutine gives, or its error."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(anyio.run, act, *given).result()
