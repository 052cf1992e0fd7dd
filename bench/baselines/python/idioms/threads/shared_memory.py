"""Idiom 14, a third way: memory that two processes share."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.shared_memory import SharedMemory
from signal import SIG_IGN, SIGINT, signal

from ..sizes import check_sizes


class Writer:
    """Copies messages into a block that another process reads."""

    def __init__(self, memory: memoryview, notices: Connection):
        self._memory = memory
        self._notices = notices

    def send(self, message: bytearray, times: int) -> int:
        """Returns the bytes that the process has received."""
        received = 0
        for _ in range(times):
            self._memory[: len(message)] = message
            self._notices.send(len(message))
            received += self._notices.recv()
        return received


def shared_memory(bytes: int, messages: int) -> int:
    """Does what `pipe` does, through memory that both can see.

    One copy in, one out, nothing pickled but the size. Memory can't
    be waited for: a pipe says that it is full, and free again. A
    small message costs little else.
    """
    check_sizes(1, bytes=bytes)
    check_sizes(messages=messages)
    with copying_process(bytes) as writer:
        return writer.send(bytearray(bytes), messages)


@contextmanager
def copying_process(bytes: int) -> Iterator[Writer]:
    """Starts the process; the end of the block ends it."""
    context = get_context("spawn")
    with ExitStack() as at_end:
        block = SharedMemory(create=True, size=bytes)
        at_end.callback(block.close)
        notices, far_end = context.Pipe()
        process = context.Process(
            target=copy_out, args=(block, far_end), daemon=True
        )
        try:
            with far_end:
                process.start()
            at_end.callback(process.join)
            at_end.enter_context(notices)
            notices.recv()  # both see it: its name can go
        finally:
            block.unlink()
        assert block.buf is not None
        yield Writer(block.buf, notices)


def copy_out(block: SharedMemory, notices: Connection) -> None:
    """Runs in the process, until the pipe's other end is closed."""
    signal(SIGINT, SIG_IGN)
    with closing(block), suppress(EOFError, OSError):
        assert block.buf is not None
        notices.send("attached")
        while True:
            size = notices.recv()
            message = bytes(block.buf[:size])
            notices.send(len(message))
