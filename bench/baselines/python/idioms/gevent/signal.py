"""Idiom 13: a signal that carries no data."""

from gevent.event import Event

from ..sizes import check_sizes
from .group import joined_group


def signal_task(times: int) -> int:
    """Signals a greenlet `times` times, and waits for each answer.

    Returns the signals received: all. An event keeps one signal
    until it is cleared; two without an answer between are one.
    """
    check_sizes(times=times)
    signal, received = Event(), Event()
    count = 0

    def receive() -> None:
        nonlocal count
        for _ in range(times):
            signal.wait()
            signal.clear()
            count += 1
            received.set()

    with joined_group() as group:
        group.spawn(receive)
        for _ in range(times):
            signal.set()
            received.wait()
            received.clear()
    return count
