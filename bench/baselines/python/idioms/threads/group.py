"""A group of threads that ends with a block."""

from collections.abc import Callable
from threading import Thread
from types import TracebackType
from typing import Self, TypeVarTuple

Args = TypeVarTuple("Args")


class Group:
    """Threads that the end of a `with` block joins, as gevent's Group.

    The first exception of a thread is raised there. An interrupted
    program (KeyboardInterrupt) does not wait for its threads: they
    are daemons and end with it.
    """

    def __init__(self) -> None:
        self._threads: list[Thread] = []
        self._errors: list[Exception] = []

    def spawn(
        self,
        target: Callable[[*Args], object],
        *args: *Args,
    ) -> None:
        """Starts a thread. Raises RuntimeError if none is left."""

        def run() -> None:
            try:
                target(*args)
            except Exception as error:
                self._errors.append(error)

        thread = Thread(target=run, daemon=True)
        thread.start()
        self._threads.append(thread)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None or isinstance(error, Exception):
            for thread in self._threads:
                thread.join()
        if error is None and self._errors:
            raise self._errors[0]
