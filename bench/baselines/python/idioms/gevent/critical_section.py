"""Idiom 4: a critical section."""

from gevent import sleep
from gevent.lock import BoundedSemaphore

from ..sizes import check_sizes
from .group import joined_group


def critical_section(tasks: int, times: int) -> int:
    """Each greenlet adds 1 to a shared total, `times` times.

    Returns the total, tasks * times. `with` holds the lock by scope,
    also when the greenlet is killed. Only a section that waits needs
    one: without `sleep(0)`, no other greenlet could run in it.
    """
    check_sizes(tasks=tasks, times=times)
    total = 0
    lock = BoundedSemaphore(1)

    def add() -> None:
        nonlocal total
        for _ in range(times):
            with lock:
                seen = total
                sleep(0)
                total = seen + 1

    with joined_group() as group:
        for _ in range(tasks):
            group.spawn(add)
    return total
