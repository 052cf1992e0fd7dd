"""The rows of gevent: their sizes, and what they say."""

from idioms import gevent

from ..row import Row
from ..rows import Model, rows_of
from .cancellation import cancel_deep
from .group import joined_group

WHAT = {
    "spawn": "A greenlet is spawned in a Group, returns a number,"
    " and is joined.",
    "join": "As spawn, and the greenlet counts to 1,000 before.",
    "fan-out": "A Group's map spawns a greenlet that asks one"
    " voter, who yields to the hub and answers.",
    "wake-all": "A greenlet is spawned, waits for an Event, is"
    " woken by it with all others, and is joined.",
    "switch": "gevent.sleep(0) goes by way of the hub to the other"
    " of two greenlets.",
    "hand-off": "A greenlet is spawned, sets an Event that the"
    " caller waits for, and is joined.",
    "lock": "One of two greenlets takes a BoundedSemaphore, reads,"
    " yields to the hub, writes, and releases it.",
    "bounded-queue": "An item passes through a Queue of 100, and"
    " the consumer yields to the hub.",
    "signal": "A greenlet sets an Event, another wakes, clears it"
    " and sets a second Event in answer, which wakes the first.",
    "restart-timer": "The loop's timer is closed, and another made"
    " and started.",
    "select": "An AsyncResult is made and set, and gevent.wait"
    " links to it and to an Event, starts a timer, and withdraws"
    " all.",
    "cancel": "A greenlet is spawned, waits 10 calls deep for 1 ms,"
    " which all share, and is unwound by its Timeout.",
    "ring": "A greenlet of a thousand gets the token from its"
    " SimpleQueue and puts it into the next one's.",
    "spawn-tree": "A greenlet is spawned as a leaf and joined, and"
    " a ninth of a greenlet above it adds up.",
    "pipe": "A bytearray is pickled, written to a pipe, read and"
    " unpickled by another process (gevent.subprocess).",
    "shared-buffer": "A queue hands a reference to a bytearray to"
    " another greenlet, another queue gives it back; nothing is"
    " copied.",
}


def rows(factor: float = 1) -> list[Row]:
    """The rows, with the work of each run multiplied by `factor`."""
    return rows_of(MODEL, factor)


def cut_short(tasks: int, depth: int) -> int:
    """Cuts `tasks` greenlets short after 1 ms; counts clean-ups."""
    with joined_group() as group:
        ended = [
            group.spawn(cancel_deep, depth, 1) for _ in range(tasks)
        ]
    return sum(task.get().cleaned_up for task in ended)


MODEL = Model(
    idioms=gevent,
    task="a greenlet",
    tasks=1_000,
    turns=1_000,
    items=10_000,
    hand_offs=1000,
    restarts=10_000,
    ring=1_000,
    laps=100,
    cancelled=200,
    leaves=10_000,
    cut_short=cut_short,
    what=WHAT,
)
