"""Idiom 2: the race, ordered by a hand-off."""

from gevent import spawn
from gevent.event import Event


def hand_off() -> tuple[int, int]:
    """The main line waits until the other greenlet has computed.

    One outcome, 4 2: the opposite of what the race gives here.
    """
    a, b = 1, 2
    operation_done = Event()

    def multiply() -> None:
        nonlocal b
        b = a * b
        operation_done.set()

    task = spawn(multiply)
    operation_done.wait()
    a = b * b
    task.join()
    return a, b
