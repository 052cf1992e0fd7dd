"""Idiom 11: a ring of tasks passes a token."""

from queue import SimpleQueue

from ..sizes import check_sizes
from .group import Group


def ring(tasks: int, laps: int) -> int:
    """`tasks` threads in a ring pass a token round it `laps` times.

    Returns the hops, tasks * laps. Each hop wakes the next thread;
    the others sleep. The full count goes round once more: each
    thread passes it on and ends.
    """
    check_sizes(1, tasks=tasks)
    check_sizes(laps=laps)
    last = tasks * laps
    inboxes: list[SimpleQueue[int]] = [
        SimpleQueue() for _ in range(tasks)
    ]

    def pass_on(task: int) -> None:
        inbox = inboxes[task]
        successor = inboxes[(task + 1) % tasks]
        while (hops := inbox.get()) < last:
            successor.put(hops + 1)
        successor.put(hops)

    with Group() as group:
        try:
            for task in range(tasks):
                group.spawn(pass_on, task)
        except RuntimeError:
            for inbox in inboxes:
                inbox.put(last)
            raise
        inboxes[0].put(0)
    return inboxes[0].get()
