"""Idiom 8: a timeout cuts short what waits deep inside."""

from threading import Event
from typing import Literal, NamedTuple

from ..sizes import check_delays, check_sizes

MOST_DEPTH = 500
"""Calls that fit below Python's limit of recursion."""

Outcome = Literal["timeout", "cancelled"]


class Ended(NamedTuple):
    outcome: Outcome
    cleaned_up: int
    """Calls that have cleaned up."""


class Cancelled(Exception):
    """Another thread ended the wait."""


def cancel_deep(
    depth: int, timeout_ms: float, cancellation: Event | None = None
) -> Ended:
    """Ends a wait `depth` calls deep after a timeout.

    Nothing interrupts a thread that waits: the wait itself must know
    of the timeout and the cancellation. The exception that it raises
    runs each `finally` on its way out.
    """
    check_sizes(1, MOST_DEPTH, depth=depth)
    check_delays(timeout_ms=timeout_ms)
    ended = cancellation or Event()
    cleaned_up = 0

    def descend(levels: int) -> None:
        nonlocal cleaned_up
        try:
            if levels > 1:
                descend(levels - 1)
            elif ended.wait(timeout_ms / 1000):
                raise Cancelled
            else:
                raise TimeoutError
        finally:
            cleaned_up += 1

    outcome: Outcome = "cancelled"
    try:
        descend(depth)
    except TimeoutError:
        outcome = "timeout"
    except Cancelled:
        pass
    return Ended(outcome, cleaned_up)
