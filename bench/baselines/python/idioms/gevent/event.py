"""Idiom 10: an event wakes all who wait."""

from gevent import sleep
from gevent.event import Event

from ..sizes import check_sizes
from .group import joined_group


def wake_all(waiters: int) -> int:
    """All wait for one event, which is set once.

    Returns how many woke: all. An event stays set, so a greenlet
    that comes late does not wait at all.
    """
    check_sizes(waiters=waiters)
    event = Event()
    woken = 0

    def wait() -> None:
        nonlocal woken
        event.wait()
        woken += 1

    with joined_group() as group:
        for _ in range(waiters):
            group.spawn(wait)
        sleep(0)  # now all of them wait
        event.set()
    return woken
