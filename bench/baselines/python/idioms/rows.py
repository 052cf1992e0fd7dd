"""Which idiom each row measures, and at which size."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import wraps
from math import ceil
from typing import Any

from .row import Row, Start

PIPE_SIZES = (16, 256, 4 << 10, 64 << 10, 1 << 20, 16 << 20)
"""Bytes of a message, from 16 B to 16 MiB."""

COUNT = 1_000
"""What each task of `join` counts to."""

DEPTH = 10
"""Calls that `cancel` cuts short."""

CAPACITY = 100
"""Items that the bounded queue holds."""

MOST_BYTES = 64 << 20
"""Bytes that a run sends to a process at the factor 1."""

AN_HOUR = 3_600_000
"""Delay of a timer that is not to fire (ms)."""


@dataclass(frozen=True, kw_only=True)
class Model:
    """A model's idioms, its sizes, and what its rows say."""

    idioms: Any
    """The package whose functions are the idioms."""
    task: str
    """What a task is, such as "a thread"."""
    tasks: int
    """Tasks that a run starts."""
    turns: int
    """Turns or signals of a run."""
    items: int
    """Items of a queue; most messages of a run."""
    hand_offs: int
    restarts: int
    ring: int
    """Tasks of the ring."""
    laps: int
    leaves: int
    cancelled: int
    """Tasks that one timeout cuts short."""
    cut_short: Callable[[int, int], int]
    """Takes tasks and depth; ends each by a timeout of 1 ms."""
    what: Mapping[str, str]
    """What a unit's time contains, by the row's name."""
    factor: float = 1

    def row(
        self,
        name: str,
        unit: str,
        units: int,
        expected: object,
        function: Callable[..., object],
        *args: int,
    ) -> Row:
        """A row whose run calls `function` with `args`."""
        return Row(
            name=name,
            unit=unit,
            units=units,
            size=call_of(function, *args),
            what=self.what[name],
            run=lambda _: function(*args),
            expected=expected,
        )


    def messages(self, size: int) -> int:
        """Messages of a run, each of `size` bytes that are copied."""
        most = max(1, min(self.items, MOST_BYTES // size))
        return ceil(most * self.factor)


def call_of(function: Callable[..., object], *args: int) -> str:
    """The call as source code: `join(1000, 0)`."""
    return f"{function.__name__}({', '.join(map(str, args))})"


def rows_of(model: Model, factor: float = 1) -> list[Row]:
    """The rows, with the work of each run multiplied by `factor`.

    At the factor 0 a run starts the tasks that every run starts, and
    does no work. Beyond that, twice the factor must take twice the
    time for each run. Sizes are rounded up.
    """
    model = replace(
        model,
        tasks=ceil(model.tasks * factor),
        turns=ceil(model.turns * factor),
        hand_offs=ceil(model.hand_offs * factor),
        restarts=ceil(model.restarts * factor),
        laps=ceil(model.laps * factor),
        leaves=ceil(model.leaves * factor),
        factor=factor,
    )
    return [
        *task_rows(model),
        *turn_rows(model),
        *wait_rows(model),
        *many_rows(model),
        *message_rows(model),
    ]


def task_rows(model: Model) -> list[Row]:
    """Tasks that know nothing of each other."""
    row, idioms, task = model.row, model.idioms, model.task
    n = model.tasks
    voted = (n + 1) // 2
    return [
        row("spawn", task, n, 0, idioms.join, n, 0),
        row("join", task, n, n * COUNT, idioms.join, n, COUNT),
        row("fan-out", "a voter", n, voted, idioms.gather_votes, n),
        row("wake-all", "a waiter", n, n, idioms.wake_all, n),
    ]


def turn_rows(model: Model) -> list[Row]:
    """Two tasks that wait for each other, or yield."""
    row, idioms, n = model.row, model.idioms, model.turns
    lock, times = idioms.critical_section, model.hand_offs
    items, done = ceil(model.items * model.factor), [(4, 2)] * times
    total = items * (items - 1) // 2
    # Long enough for the scheduler to have spread two threads.
    signals = 5 * n

    @wraps(idioms.hand_off)
    def hand_off() -> list[tuple[int, int]]:
        return [idioms.hand_off() for _ in range(times)]

    @wraps(idioms.bounded_queue)
    def queue(capacity: int, items: int) -> int:
        total, longest = idioms.bounded_queue(capacity, items)
        return int(total) if longest <= capacity else -1

    return [
        row("switch", "a turn", 2 * n, 2 * n, idioms.take_turns, n),
        row("hand-off", "a hand-off", times, done, hand_off),
        row("lock", "a critical section", 2 * n, 2 * n, lock, 2, n),
        row(
            *("bounded-queue", "an item", items, total, queue),
            *(CAPACITY, items),
        ),
        row(
            *("signal", "a signal", signals, signals),
            *(idioms.signal_task, signals),
        ),
    ]


def wait_rows(model: Model) -> list[Row]:
    """Timers, deadlines and cancellation."""
    row, idioms = model.row, model.idioms

    def restart_timer(times: int) -> int:
        with closing(idioms.RestartableTimer(print)) as timer:
            for _ in range(times):
                timer.restart(AN_HOUR)
        return times

    n, m, tasks = model.restarts, model.turns, model.cancelled
    times = ceil(10 * model.factor)
    cut = f"{model.task} cut short, of {tasks} at once"
    ended = times * tasks * DEPTH

    @wraps(model.cut_short)
    def cut_short(tasks: int, depth: int) -> int:
        return sum(
            model.cut_short(tasks, depth) for _ in range(times)
        )

    return [
        row("restart-timer", "a restart", n, n, restart_timer, n),
        row("select", "a select", m, m, idioms.select_messages, m),
        row(
            *("cancel", cut, times * tasks, ended, cut_short),
            *(tasks, DEPTH),
        ),
    ]


def many_rows(model: Model) -> list[Row]:
    """Many tasks that depend on each other."""
    row, idioms = model.row, model.idioms
    laps, leaves = model.laps, 1
    while 10 * leaves <= model.leaves:
        leaves *= 10
    trees = ceil(model.leaves / leaves)
    hops = model.ring * laps
    total = leaves * (leaves - 1) // 2 * trees

    @wraps(idioms.spawn_tree)
    def forest(leaves: int) -> int:
        # Full down to the last: a tree of twice the leaves would have
        # more than twice the tasks.
        return sum(idioms.spawn_tree(leaves) for _ in range(trees))

    n = leaves * trees
    return [
        row(
            *("ring", "a hop", hops, hops),
            *(idioms.ring, model.ring, laps),
        ),
        row("spawn-tree", "a leaf", n, total, forest, leaves),
    ]


def message_rows(model: Model) -> Iterator[Row]:
    """A row for each way that a message takes, and each size."""
    idioms, ways = model.idioms, ["pipe", "shared-buffer"]
    if hasattr(idioms, "shared_memory"):
        ways.append("shared-memory")
    for name in ways:
        for size in PIPE_SIZES:
            yield message_row(model, name, size)


def message_row(model: Model, name: str, size: int) -> Row:
    """A row of messages of `size` bytes each."""
    idioms, copied = model.idioms, name != "shared-buffer"
    n, message = model.messages(size if copied else 1), bytearray(size)
    match name:
        case "pipe":
            way = idioms.pipe
            start = Start(idioms.reading_process)
        case "shared-memory":
            way = idioms.shared_memory
            # One process for all: its memory holds the longest.
            start = Start(idioms.copying_process, (max(PIPE_SIZES),))
        case _:
            way = idioms.share_buffer
            start = Start(two_buffers, (size,))

    def send(process: Any) -> object:
        return process.send(message, n)

    def exchange(buffers: Any) -> object:
        return idioms.exchange(buffers, n)

    run = send if copied else exchange
    row = model.row(name, "a message", n, size * n, way, size, n)
    return replace(row, bytes=size, start=start, run=run)


@contextmanager
def two_buffers(size: int) -> Iterator[tuple[bytearray, bytearray]]:
    """Makes the buffers once: they must be filled with zeros."""
    yield bytearray(size), bytearray(size)
