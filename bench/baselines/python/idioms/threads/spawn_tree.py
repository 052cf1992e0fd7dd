"""Idiom 12: a tree of tasks, as in the skynet benchmark."""

from queue import SimpleQueue

from ..sizes import check_sizes
from .group import Group

FAN_OUT = 10
MOST_LEAVES = 10_000
"""A million threads are more than an operating system starts."""


def spawn_tree(leaves: int) -> int:
    """Each thread starts up to ten more, down to `leaves` leaves.

    Returns the sum of the leaves' numbers, 0 to leaves - 1. Each
    thread above a leaf waits with its own stack until its part is
    summed: the limit is what the operating system carries.
    """
    check_sizes(0, MOST_LEAVES, leaves=leaves)
    return sum_of_part(0, leaves)


def sum_of_part(first: int, leaves: int) -> int:
    if leaves <= 1:
        return first
    sums: SimpleQueue[int] = SimpleQueue()
    size = -(-leaves // FAN_OUT)

    def add_part(start: int) -> None:
        rest = first + leaves - start
        sums.put(sum_of_part(start, min(size, rest)))

    starts = range(first, first + leaves, size)
    with Group() as group:
        for start in starts:
            group.spawn(add_part, start)
    return sum(sums.get() for _ in starts)
