"""Idiom 12: a tree of tasks, as in the skynet benchmark."""

from ..sizes import check_sizes
from .group import joined_group

FAN_OUT = 10


def spawn_tree(leaves: int) -> int:
    """Each greenlet spawns up to ten more, down to `leaves` leaves.

    Returns the sum of the leaves' numbers, 0 to leaves - 1. Greenlets
    start in the order of their spawns: the tree is built level by
    level, and all leaves exist at once.
    """
    check_sizes(leaves=leaves)
    return sum_of_part(0, leaves)


def sum_of_part(first: int, leaves: int) -> int:
    if leaves <= 1:
        return first
    size = -(-leaves // FAN_OUT)
    end = first + leaves
    with joined_group() as group:
        parts = [
            group.spawn(sum_of_part, start, min(size, end - start))
            for start in range(first, end, size)
        ]
    return sum(part.get() for part in parts)
