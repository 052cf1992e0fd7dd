"""Idiom 2: the race, ordered by a hand-off."""

from threading import Event, Thread


def hand_off() -> tuple[int, int]:
    """The main line waits until the other thread has computed.

    One outcome, 4 2. The event orders the two; joining the thread
    before reading b would do the same.
    """
    a, b = 1, 2
    operation_done = Event()

    def multiply() -> None:
        nonlocal b
        b = a * b
        operation_done.set()

    task = Thread(target=multiply)
    task.start()
    operation_done.wait()
    a = b * b
    task.join()
    return a, b
