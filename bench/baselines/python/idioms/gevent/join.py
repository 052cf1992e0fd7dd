"""Idiom 3: start tasks, and wait for their end."""

from ..sizes import check_sizes
from .group import joined_group


def join(tasks: int, count: int) -> int:
    """Each greenlet counts to `count`, and returns its count.

    Returns the sum of their counts. A greenlet keeps its return
    value. It does not wait while it counts, so no other runs then.
    """
    check_sizes(tasks=tasks, count=count)

    def count_up() -> int:
        counted = 0
        while counted < count:
            counted += 1
        return counted

    with joined_group() as group:
        counting = [group.spawn(count_up) for _ in range(tasks)]
    return sum(task.get() for task in counting)
