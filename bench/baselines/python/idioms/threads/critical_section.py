"""Idiom 4: a critical section."""

from threading import Lock
from time import sleep

from ..sizes import check_sizes
from .group import Group


def critical_section(tasks: int, times: int) -> int:
    """Each thread adds 1 to a shared total, `times` times.

    Returns the total, tasks * times. `with` holds the lock by scope,
    also when the block raises. `sleep(0)` lets go of the GIL between
    the read and the write: without the lock, additions are lost.
    """
    check_sizes(tasks=tasks, times=times)
    total = 0
    lock = Lock()

    def add() -> None:
        nonlocal total
        for _ in range(times):
            with lock:
                seen = total
                sleep(0)
                total = seen + 1

    with Group() as group:
        for _ in range(tasks):
            group.spawn(add)
    return total
