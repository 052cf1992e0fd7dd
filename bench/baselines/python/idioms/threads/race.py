"""Idiom 1: a race."""

from threading import Thread

POSSIBLE = ((4, 2), (4, 8))


def race() -> tuple[int, int]:
    """Two threads write what the other reads.

    Nothing orders them: 4 2 if the new thread computes first, 4 8 if
    the main line does. `start` waits until the thread runs, and the
    thread then keeps the GIL for up to 5 ms: 4 8 is possible, but rare.
    """
    a, b = 1, 2

    def multiply() -> None:
        nonlocal b
        b = a * b

    task = Thread(target=multiply)
    task.start()
    a = b * b
    task.join()
    return a, b
