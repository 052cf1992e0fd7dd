"""The rows of threads: their sizes, and what they say."""

from queue import SimpleQueue

from idioms import threads

from ..row import Row
from ..rows import Model, rows_of
from .cancellation import cancel_deep
from .group import Group

WHAT = {
    "spawn": "A thread is started, puts a number into a queue,"
    " ends, and is joined.",
    "join": "As spawn, and the thread counts to 1,000 before.",
    "fan-out": "A ThreadPoolExecutor that may grow to a thread per"
    " voter asks one voter, who lets go of the GIL and answers.",
    "wake-all": "A thread is started, waits for an Event, is woken"
    " by it with all others, and is joined.",
    "switch": "time.sleep(0) lets go of the GIL and asks for it"
    " again; the other of two threads may take it in between.",
    "hand-off": "A thread is started, sets an Event that the caller"
    " waits for, and is joined.",
    "lock": "One of two threads takes a Lock, reads, lets go of the"
    " GIL, writes, and releases the Lock.",
    "bounded-queue": "An item passes through a queue.Queue of 100,"
    " and the consumer lets go of the GIL.",
    "signal": "A thread sets an Event, another wakes, clears it and"
    " sets a second Event in answer, which wakes the first.",
    "restart-timer": "The deadline of a timer that runs is moved"
    " under its Condition; the timer's thread sleeps on.",
    "select": "A message is put into an inbox, and select finds it"
    " there under the inbox's Condition.",
    "cancel": "A thread is started, waits 10 calls deep for 1 ms,"
    " which all share, and unwinds by a TimeoutError.",
    "ring": "A thread of two hundred gets the token from its"
    " SimpleQueue and puts it into the next one's.",
    "spawn-tree": "A thread is started as a leaf and joined, and a"
    " ninth of a thread above it adds up.",
    "pipe": "A bytearray is pickled, written to a pipe, read and"
    " unpickled by another process (multiprocessing).",
    "shared-buffer": "A queue hands a reference to a bytearray to"
    " another thread, another queue gives it back; nothing is"
    " copied.",
    "shared-memory": "A message is copied into SharedMemory and out"
    " in another process; a pipe carries its size, and a notice back.",
}


def rows(factor: float = 1) -> list[Row]:
    """The rows, with the work of each run multiplied by `factor`."""
    return rows_of(MODEL, factor)


def cut_short(tasks: int, depth: int) -> int:
    """Cuts `tasks` threads short after 1 ms; counts clean-ups."""
    cleaned_up: SimpleQueue[int] = SimpleQueue()
    with Group() as group:
        for _ in range(tasks):
            group.spawn(
                lambda: cleaned_up.put(cancel_deep(depth, 1).cleaned_up)
            )
    return sum(cleaned_up.get() for _ in range(tasks))


MODEL = Model(
    idioms=threads,
    task="a thread",
    tasks=100,
    turns=1_000,
    items=3_000,
    hand_offs=100,
    restarts=10_000,
    ring=200,
    laps=200,
    cancelled=20,
    leaves=1_000,
    cut_short=cut_short,
    what=WHAT,
)
