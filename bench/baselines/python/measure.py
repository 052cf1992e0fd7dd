"""Measures rows: samples of nanoseconds per unit."""

import gc
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from statistics import mean, median
from time import perf_counter_ns
from typing import Any

from idioms.row import Row, Start

Run = Callable[[], object]

FEWEST_TURNS = 3
"""Turns of a sample whose runs are not long."""


@dataclass(frozen=True)
class Sizes:
    """A row that only starts its tasks, half of it, it, and twice."""

    idle: Row
    half: Row
    once: Row
    twice: Row

    def compared(self) -> Row | None:
        """Half of the work, or else twice, where it can be had.

        Messages of all sizes go through the same code: the smallest
        prove it.
        """
        units = self.once.units
        if self.once.bytes > 16:
            return None
        if units == 2 * self.half.units:
            return self.half
        return self.twice if self.twice.units == 2 * units else None


@dataclass
class Turn:
    """Nanoseconds of runs one after the other.

    What a slow phase of the machine adds, it adds to all of them:
    differences and ratios are taken within turns.
    """

    idle: int
    once: int
    compared: int | None = None
    factor: float = 1
    """The compared work as a share of the row: a half, or two."""

    @property
    def work(self) -> int:
        """Without the start."""
        return self.once - self.idle

    @property
    def doubling(self) -> float | None:
        """None without proof, or if the start took longest."""
        if self.compared is None or self.work <= 0:
            return None
        ratio = (self.compared - self.idle) / self.work
        if ratio <= 0:
            return None
        return 1 / ratio if self.factor < 1 else ratio


@dataclass
class Subject:
    """A row that is being measured."""

    sizes: Sizes
    given: Any
    """What the row's start has given."""
    samples: list[float] = field(default_factory=list)
    turns: int = 0
    """Of the last sample."""
    doubling: float | None = None
    """Of the last sample."""
    expected_ok: bool = True

    def time(self, row: Row) -> int:
        """Nanoseconds of a run, whose result is checked.

        The garbage collector stays on, as in pyperf and unlike
        timeit: what a model's tasks leave behind is part of their
        cost.
        """
        start = perf_counter_ns()
        result = row.run(self.given)
        elapsed = perf_counter_ns() - start
        self.expected_ok = self.expected_ok and result == row.expected
        return elapsed

    def turn(self, compared: Row | None, once_first: bool) -> Turn:
        """Runs in an order from which neither profits always."""
        idle, once = self.time(self.sizes.idle), self.sizes.once
        if compared is None:
            return Turn(idle, self.time(once))
        factor = compared.units / once.units
        if once_first:
            return Turn(
                idle, self.time(once), self.time(compared), factor
            )
        first = self.time(compared)
        return Turn(idle, self.time(once), first, factor)

    def sample(self, sample_ms: float, proof: bool) -> None:
        """Takes turns until runs of the row have filled the time.

        Three, unless a run alone takes three times as long.

        Garbage of the rows before is collected first. The sample is
        the mean, without what a run takes that only starts.
        """
        gc.collect()
        compared = self.sizes.compared() if proof else None
        turns: list[Turn] = []
        took, wanted = 0, sample_ms * 1e6
        while took < wanted or (
            len(turns) < FEWEST_TURNS
            and turns[0].once < FEWEST_TURNS * wanted
        ):
            once_first = len(turns) % 2 == 1
            turns.append(self.turn(compared, once_first))
            took += turns[-1].once
        work = mean(turn.work for turn in turns)
        if work <= 0:  # disturbed: the sample then contains the start
            work = mean(turn.once for turn in turns)
        self.samples.append(work / self.sizes.once.units)
        self.turns = len(turns)
        ratios = [t.doubling for t in turns if t.doubling is not None]
        self.doubling = median(ratios) if ratios else None


def measure(
    rows: Iterable[Sizes],
    rounds: int,
    sample_ms: float,
    proof: bool = False,
) -> list[dict[str, Any]]:
    """Takes one sample of each row per round, and describes them all.

    Rounds are the outer loop, so that a slow phase of the machine
    meets all rows alike.
    """
    with ExitStack() as stack:
        started: dict[Start, Any] = {}
        found = [prepare(row, started, stack) for row in rows]
        for _ in range(rounds):
            for subject in found:
                if isinstance(subject, Subject):
                    subject.sample(sample_ms, proof)
    return [
        described(subject) if isinstance(subject, Subject) else subject
        for subject in found
    ]


def prepare(
    sizes: Sizes,
    started: dict[Start, Any],
    stack: ExitStack,
) -> Subject | dict[str, Any]:
    """Starts what the row needs; a row that can't start is missing."""
    row = sizes.once
    try:
        if row.start not in started:
            context = row.start.function(*row.start.args)
            started[row.start] = stack.enter_context(context)
        subject = Subject(sizes, started[row.start])
        subject.time(sizes.half)  # warms up
        return subject
    except (OSError, RuntimeError, EOFError, MemoryError) as error:
        reason = f"{row.size} fails: {error!r}"
        return {"name": row.name, **size_of(row), "missing": reason}


def described(subject: Subject) -> dict[str, Any]:
    """What the program prints for a row."""
    row = subject.sizes.once
    doubling = subject.doubling
    proof = {} if doubling is None else {"doubling": doubling}
    return {
        "name": row.name,
        **size_of(row),
        "unit": row.unit,
        "units": row.units,
        "size": row.size,
        "what": row.what,
        "turns": subject.turns,
        "nsPerUnit": subject.samples,
        **proof,
        "expectedOK": subject.expected_ok,
    }


def size_of(row: Row) -> dict[str, int]:
    """The message's bytes, in rows with messages."""
    return {"bytes": row.bytes} if row.bytes else {}
