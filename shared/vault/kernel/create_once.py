"""A cache for what is created on first use, where several threads may use it first."""

import functools
import threading
from collections.abc import Callable
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class _CreatedOnce(Generic[P, T]):
    def __init__(self, create: Callable[P, T]) -> None:
        self._lock = threading.RLock()
        self._cached = functools.cache(create)
        functools.update_wrapper(self, create)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        with self._lock:
            return self._cached(*args, **kwargs)  # type: ignore[arg-type] # functools.cache takes only hashable ones

    def cache_clear(self) -> None:
        with self._lock:
            self._cached.cache_clear()


def create_once(create: Callable[P, T]) -> _CreatedOnce[P, T]:
    """functools.cache under a lock: it calls `create` once for the same arguments, also for threads that come at once.

    functools.cache alone would let each of them create a client, and what is dropped of those closes its connections
    when it is collected, in the middle of other calls.
    """
    return _CreatedOnce(create)
