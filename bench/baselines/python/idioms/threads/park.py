"""Threads that wait, for the memory rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Semaphore

from ..sizes import check_sizes
from .group import Group


@contextmanager
def park(tasks: int) -> Iterator[None]:
    """Keeps `tasks` threads waiting for the length of the block."""
    check_sizes(tasks=tasks)
    end = Event()
    started = Semaphore(0)

    def wait() -> None:
        started.release()
        end.wait()

    with Group() as group:
        try:
            for _ in range(tasks):
                group.spawn(wait)
            for _ in range(tasks):
                started.acquire()
            yield
        finally:
            end.set()
