"""Idiom 8: a timeout cuts short what waits deep inside."""

from typing import Literal, NamedTuple

from gevent import Timeout
from gevent.event import Event

from ..sizes import check_delays, check_sizes

MOST_DEPTH = 500
"""Calls that fit below Python's limit of recursion."""

Outcome = Literal["timeout", "cancelled"]


class Ended(NamedTuple):
    outcome: Outcome
    cleaned_up: int
    """Calls that have cleaned up."""


class Cancelled(Exception):
    """What another greenlet throws, by `task.kill(Cancelled)`."""


def cancel_deep(depth: int, timeout_ms: float) -> Ended:
    """Ends a wait `depth` calls deep after a timeout.

    Nothing is handed down: the hub throws the timeout, and `kill` a
    cancellation, into the greenlet where it waits. The exception
    runs each `finally` on its way out.
    """
    check_sizes(1, MOST_DEPTH, depth=depth)
    check_delays(timeout_ms=timeout_ms)
    cleaned_up = 0

    def descend(levels: int) -> None:
        nonlocal cleaned_up
        try:
            if levels > 1:
                descend(levels - 1)
            else:
                Event().wait()  # forever
        finally:
            cleaned_up += 1

    outcome: Outcome = "cancelled"
    timeout = Timeout(timeout_ms / 1000)
    try:
        with timeout:
            descend(depth)
    except Timeout as late:
        if late is not timeout:
            raise
        outcome = "timeout"
    except Cancelled:
        pass
    return Ended(outcome, cleaned_up)
