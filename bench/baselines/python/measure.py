"""Measures rows: samples of nanoseconds per unit."""

import gc
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import repeat
from math import ceil
from time import perf_counter_ns
from typing import Any

from idioms.row import Row, Start

Run = Callable[[], object]


@dataclass(frozen=True)
class Sizes:
    """A row that only starts its tasks, the row, and twice its work."""

    idle: Row
    once: Row
    twice: Row


@dataclass
class Subject:
    """A row that is being measured."""

    sizes: Sizes
    given: Any
    """What the row's start has given."""
    loops: int = 1
    samples: list[float] = field(default_factory=list)
    doubling: float | None = None
    """Of the last round."""
    expected_ok: bool = True

    def mean(self, row: Row, loops: int) -> float:
        """Nanoseconds of a run, the mean of `loops`; checks each.

        The garbage collector stays on, as in pyperf and unlike
        timeit: what a model's tasks leave behind is part of their
        cost.
        """
        given, run, expected = self.given, row.run, row.expected
        right = True
        start = perf_counter_ns()
        for _ in repeat(None, loops):
            right = run(given) == expected and right
        elapsed = perf_counter_ns() - start
        self.expected_ok = self.expected_ok and right
        return elapsed / loops

    def calibrate(self, sample_ms: float) -> None:
        """Finds the runs of a sample of about `sample_ms`.

        The number grows tenfold at most until the time is long
        enough, which warms up, too.
        """
        once, wanted = self.sizes.once, sample_ms * 1e6
        if self.mean(self.sizes.idle, 1) >= wanted:
            return  # as does each run
        while (mean := self.mean(once, self.loops)) * self.loops < wanted:
            self.loops = min(10 * self.loops, ceil(1.2 * wanted / mean))
        self.loops = max(1, round(wanted / mean))

    def sample(self, proof: bool) -> None:
        """Takes a sample, without what a run takes that only starts.

        Garbage of the rows before is collected first. Messages of
        all sizes go through the same code: the smallest prove it.
        """
        gc.collect()
        once, twice = self.sizes.once, self.sizes.twice
        start = self.mean(self.sizes.idle, 1)
        took = self.mean(once, self.loops)
        if took <= start:  # disturbed: the sample then contains it
            start = 0
        self.samples.append((took - start) / once.units)
        if proof and once.bytes <= 16 and twice.units == 2 * once.units:
            double = self.mean(twice, max(1, self.loops // 2))
            if double > start:
                self.doubling = (double - start) / (took - start)


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
        found = [
            prepare(row, started, stack, sample_ms) for row in rows
        ]
        for _ in range(rounds):
            for subject in found:
                if isinstance(subject, Subject):
                    subject.sample(proof)
    return [
        described(subject) if isinstance(subject, Subject) else subject
        for subject in found
    ]


def prepare(
    sizes: Sizes,
    started: dict[Start, Any],
    stack: ExitStack,
    sample_ms: float,
) -> Subject | dict[str, Any]:
    """Starts what the row needs; a row that can't start is missing."""
    row = sizes.once
    try:
        if row.start not in started:
            context = row.start.function(*row.start.args)
            started[row.start] = stack.enter_context(context)
        subject = Subject(sizes, started[row.start])
        subject.calibrate(sample_ms)
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
        "loops": subject.loops,
        "nsPerUnit": subject.samples,
        **proof,
        "expectedOK": subject.expected_ok,
    }


def size_of(row: Row) -> dict[str, int]:
    """The message's bytes, in rows with messages."""
    return {"bytes": row.bytes} if row.bytes else {}
