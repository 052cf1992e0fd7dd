"""Idiom 11: a ring of tasks passes a token."""

from gevent.queue import SimpleQueue

from ..sizes import check_sizes
from .group import joined_group


def ring(tasks: int, laps: int) -> int:
    """`tasks` greenlets in a ring pass a token round it `laps` times.

    Returns the hops, tasks * laps. Each hop wakes the next greenlet;
    the others wait in memory alone.
    """
    check_sizes(1, tasks=tasks)
    check_sizes(laps=laps)
    inboxes: list[SimpleQueue[int]] = [
        SimpleQueue() for _ in range(tasks)
    ]

    def pass_on(task: int) -> None:
        inbox = inboxes[task]
        successor = inboxes[(task + 1) % tasks]
        for _ in range(laps):
            successor.put(inbox.get() + 1)

    with joined_group() as group:
        for task in range(tasks):
            group.spawn(pass_on, task)
        inboxes[0].put(0)
    return inboxes[0].get()
