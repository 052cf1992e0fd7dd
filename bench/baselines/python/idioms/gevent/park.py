"""Greenlets that wait, for the memory rows."""

from collections.abc import Iterator
from contextlib import contextmanager

from gevent import sleep
from gevent.event import Event

from ..sizes import check_sizes
from .group import joined_group


@contextmanager
def park(tasks: int) -> Iterator[None]:
    """Keeps `tasks` greenlets waiting for the length of the block."""
    check_sizes(tasks=tasks)
    end = Event()
    with joined_group() as group:
        for _ in range(tasks):
            group.spawn(end.wait)
        sleep(0)  # now all of them wait
        yield
        end.set()
