"""Idiom 3: start tasks, and wait for their end."""

from queue import SimpleQueue

from ..sizes import check_sizes
from .group import Group


def join(tasks: int, count: int) -> int:
    """Each thread counts to `count` and says when it has finished.

    Returns the sum of their counts. A thread returns no value: it
    puts it into a queue. One thread counts at a time, for the GIL.
    """
    check_sizes(tasks=tasks, count=count)
    finished: SimpleQueue[int] = SimpleQueue()

    def count_up() -> None:
        counted = 0
        while counted < count:
            counted += 1
        finished.put(counted)

    with Group() as group:
        for _ in range(tasks):
            group.spawn(count_up)
    return sum(finished.get() for _ in range(tasks))
