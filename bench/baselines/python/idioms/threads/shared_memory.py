"""Idiom 14, a third way: memory that two processes share."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.shared_memory import SharedMemory

from ..sizes import check_sizes


class Writer:
    """Copies messages into a block that another process reads."""

    def __init__(self, memory: memoryview, bell: Connection):
        self._memory = memory
        self._bell = bell

    def send(self, message: bytearray, times: int) -> int:
        """Returns the bytes that the process has received."""
        received = 0
        for _ in range(times):
            self._memory[: len(message)] = message
            self._bell.send(len(message))
            received += self._bell.recv()
        return received


def shared_memory(bytes: int, messages: int) -> int:
    """Does what `pipe` does, through memory that both can see.

    One copy in, one out, nothing pickled but the size. A block can't
    be waited for: a pipe rings when it is full, and back when it is
    free again. For small messages, that is what it costs.
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
        at_end.callback(block.unlink)
        bell, far_bell = context.Pipe()
        process = context.Process(
            target=copy_out, args=(block, far_bell), daemon=True
        )
        with far_bell:
            process.start()
        at_end.callback(process.join)
        at_end.enter_context(bell)
        assert block.buf is not None
        yield Writer(block.buf, bell)


def copy_out(block: SharedMemory, bell: Connection) -> None:
    """Runs in the process, until the pipe's other end is closed."""
    with closing(block), suppress(EOFError, OSError):
        assert block.buf is not None
        while True:
            size = bell.recv()
            message = bytes(block.buf[:size])
            bell.send(len(message))
