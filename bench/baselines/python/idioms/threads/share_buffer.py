"""Idiom 14, the other half: a buffer that two threads share."""

from queue import SimpleQueue

from ..sizes import check_sizes
from .group import Group


def share_buffer(bytes: int, messages: int) -> int:
    """Does what `pipe` does, within one process.

    A queue hands over a reference, and with it the right to use the
    bytes: nothing is copied, at any size. Two buffers go to
    and fro. Nothing but this agreement keeps a thread from writing
    into a buffer that it has handed over.
    """
    check_sizes(1, bytes=bytes)
    check_sizes(messages=messages)
    return exchange((bytearray(bytes), bytearray(bytes)), messages)


def exchange(buffers: tuple[bytearray, ...], messages: int) -> int:
    """Sends the buffers to and fro; returns the bytes received."""
    full: SimpleQueue[bytearray] = SimpleQueue()
    empty: SimpleQueue[bytearray] = SimpleQueue()
    for buffer in buffers:
        empty.put(buffer)
    received = 0

    def receive() -> None:
        nonlocal received
        for _ in range(messages):
            buffer = full.get()
            received += len(buffer)
            empty.put(buffer)

    with Group() as group:
        group.spawn(receive)
        for number in range(messages):
            buffer = empty.get()
            buffer[-1] = number % 256
            full.put(buffer)
    return received
