"""Idiom 14: a pipe between two processes."""

import pickle
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gevent.subprocess import PIPE, Popen

from ..sizes import check_sizes

READER = Path(__file__).with_name("reader.py")


class Reader:
    """A process at the far end of a pipe, which counts the bytes."""

    def __init__(self, process: "Popen[bytes]") -> None:
        assert process.stdin and process.stdout
        self._messages = process.stdin
        self._counts = process.stdout

    def send(self, message: bytearray, times: int) -> int:
        """Returns the bytes that the process has received."""
        pickle.dump(times, self._messages)
        for _ in range(times):
            pickle.dump(message, self._messages)
        self._messages.flush()
        count: int = pickle.load(self._counts)
        return count


def pipe(bytes: int, messages: int) -> int:
    """Sends messages to another process; returns the bytes received.

    Each is pickled, written, read and unpickled: four copies, and
    system calls at both ends. gevent's `Popen` gives pipes at which
    only this greenlet waits. Compare `share_buffer`.
    """
    check_sizes(1, bytes=bytes)
    check_sizes(messages=messages)
    with reading_process() as reader:
        return reader.send(bytearray(bytes), messages)


@contextmanager
def reading_process() -> Iterator[Reader]:
    """Starts the process; the end of the block ends it."""
    command = [sys.executable, "-I", str(READER)]
    with Popen(command, stdin=PIPE, stdout=PIPE) as process:
        yield Reader(process)
