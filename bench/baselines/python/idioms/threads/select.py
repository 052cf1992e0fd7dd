"""Idiom 7: the first of a message, a deadline, a cancellation."""

from collections import deque
from threading import Condition
from typing import Literal

from ..sizes import check_delays, check_sizes

First = Literal["message", "deadline", "cancelled"]


class Inbox:
    """Messages and a cancellation, both under one condition."""

    def __init__(self) -> None:
        self.changed = Condition()
        self.messages: deque[object] = deque()
        self.cancelled = False

    def put(self, message: object) -> None:
        with self.changed:
            self.messages.append(message)
            self.changed.notify()

    def cancel(self) -> None:
        """Cancels each select on this inbox, now and later."""
        with self.changed:
            self.cancelled = True
            self.changed.notify_all()


def select(inbox: Inbox, deadline_ms: float) -> First:
    """Waits for the first of three; takes only a message that won.

    A thread can't wait for two objects: what may wake it must share
    one condition. No loser has to be withdrawn, as none has begun.
    """
    check_delays(deadline_ms=deadline_ms)
    with inbox.changed:
        inbox.changed.wait_for(
            lambda: inbox.cancelled or inbox.messages,
            deadline_ms / 1000,
        )
        if inbox.cancelled:
            return "cancelled"
        if not inbox.messages:
            return "deadline"
        inbox.messages.popleft()
        return "message"


def select_messages(messages: int) -> int:
    """Selects a message that is there, `messages` times."""
    check_sizes(messages=messages)
    inbox = Inbox()
    received = 0
    for number in range(messages):
        inbox.put(number)
        received += select(inbox, 60_000) == "message"
    return received
