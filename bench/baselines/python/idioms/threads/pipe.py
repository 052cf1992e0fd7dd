"""Idiom 14: a pipe between two processes."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from signal import SIG_IGN, SIGINT, signal

from ..sizes import check_sizes


class Reader:
    """A process at the far end of a pipe, which counts the bytes."""

    def __init__(self, messages: Connection, counts: Connection):
        self._messages = messages
        self._counts = counts

    def send(self, message: bytearray, times: int) -> int:
        """Returns the bytes that the process has received."""
        self._messages.send(times)
        for _ in range(times):
            self._messages.send(message)
        count: int = self._counts.recv()
        return count


def pipe(bytes: int, messages: int) -> int:
    """Sends messages to another process; returns the bytes received.

    Each is pickled, written, read and unpickled: four copies, and
    system calls at both ends. Compare `share_buffer`.
    """
    check_sizes(1, bytes=bytes)
    check_sizes(messages=messages)
    with reading_process() as reader:
        return reader.send(bytearray(bytes), messages)


@contextmanager
def reading_process() -> Iterator[Reader]:
    """Starts the process; the end of the block ends it."""
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    counts, counted = context.Pipe(duplex=False)
    process = context.Process(
        target=count_bytes, args=(receiver, counted), daemon=True
    )
    with receiver, counted:
        process.start()
    try:
        with sender, counts:
            yield Reader(sender, counts)
    finally:
        process.join()


def count_bytes(messages: Connection, counts: Connection) -> None:
    """Runs in the process, until the pipe's other end is closed."""
    signal(SIGINT, SIG_IGN)
    with suppress(EOFError, OSError):
        while True:
            times = messages.recv()
            received = (messages.recv() for _ in range(times))
            counts.send(sum(map(len, received)))
