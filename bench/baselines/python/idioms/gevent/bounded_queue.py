"""Idiom 9: a bounded queue."""

from gevent import sleep
from gevent.queue import Queue

from ..sizes import check_sizes
from .group import joined_group


def bounded_queue(capacity: int, items: int) -> tuple[int, int]:
    """A fast producer and a slow consumer; items are 0, 1, 2, ...

    Returns the sum of the items and the longest length seen: `put`
    waits while the queue is full, so it is at most `capacity`.
    """
    check_sizes(1, capacity=capacity)
    check_sizes(items=items)
    queue: Queue[int] = Queue(capacity)
    total = longest = 0

    def consume() -> None:
        nonlocal total
        for _ in range(items):
            total += queue.get()
            sleep(0)

    with joined_group() as group:
        group.spawn(consume)
        for item in range(items):
            queue.put(item)
            longest = max(longest, queue.qsize())
    return total, longest
