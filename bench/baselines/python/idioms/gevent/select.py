"""Idiom 7: the first of a message, a deadline, a cancellation."""

from typing import Literal

from gevent import wait
from gevent.event import AsyncResult, Event

from ..sizes import check_delays, check_sizes

First = Literal["message", "deadline", "cancelled"]


def select(
    message: "AsyncResult[object]",
    deadline_ms: float,
    cancellation: Event,
) -> First:
    """Waits for the first of three; a cancellation wins a tie.

    `wait` links this greenlet to both objects, and unlinks it from
    the losers. It takes events, results, greenlets: not a queue.
    """
    check_delays(deadline_ms=deadline_ms)
    wait((cancellation, message), deadline_ms / 1000, count=1)
    if cancellation.ready():
        return "cancelled"
    return "message" if message.ready() else "deadline"


def select_messages(messages: int) -> int:
    """Selects a message that is there, `messages` times."""
    check_sizes(messages=messages)
    never = Event()
    received = 0
    for number in range(messages):
        message: AsyncResult[object] = AsyncResult()
        message.set(number)
        received += select(message, 60_000, never) == "message"
    return received
