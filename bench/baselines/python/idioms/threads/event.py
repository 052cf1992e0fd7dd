"""Idiom 10: an event wakes all who wait."""

from queue import SimpleQueue
from threading import Event

from ..sizes import check_sizes
from .group import Group


def wake_all(waiters: int) -> int:
    """All wait for one event, which is set once.

    Returns how many woke: all. An event stays set, so a thread that
    comes late does not wait at all.
    """
    check_sizes(waiters=waiters)
    event = Event()
    woken: SimpleQueue[None] = SimpleQueue()

    def wait() -> None:
        event.wait()
        woken.put(None)

    with Group() as group:
        try:
            for _ in range(waiters):
                group.spawn(wait)
        finally:
            event.set()
    return woken.qsize()
