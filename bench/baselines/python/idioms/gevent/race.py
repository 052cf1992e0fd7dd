"""Idiom 1: a race."""

from gevent import spawn

POSSIBLE = ((4, 8),)


def race() -> tuple[int, int]:
    """Two greenlets write what the other reads.

    One outcome, 4 8. `spawn` only schedules; the main line goes on
    until it waits, and computes first.
    """
    a, b = 1, 2

    def multiply() -> None:
        nonlocal b
        b = a * b

    task = spawn(multiply)
    a = b * b
    task.join()
    return a, b
