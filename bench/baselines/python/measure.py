"""Measures rows: samples of nanoseconds per unit."""

import gc
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import repeat
from time import perf_counter_ns
from typing import Any

from idioms.row import Row, Run


@dataclass
class Subject:
    """A row that is being measured."""

    row: Row
    run: Run
    loops: int
    samples: list[float] = field(default_factory=list)
    expected_ok: bool = True


def measure(
    rows: Iterable[Row], rounds: int, sample_ms: float
) -> list[dict[str, Any]]:
    """Takes one sample of each row per round, and describes them all.

    Rounds are the outer loop, so that a slow phase of the machine
    meets all rows alike.
    """
    with ExitStack() as stack:
        found = [prepare(row, stack, sample_ms) for row in rows]
        for _ in range(rounds):
            for subject in found:
                if isinstance(subject, Subject):
                    sample(subject)
    return [
        described(subject) if isinstance(subject, Subject) else subject
        for subject in found
    ]


def prepare(
    row: Row, stack: ExitStack, sample_ms: float
) -> Subject | dict[str, Any]:
    """Starts what the row needs; a row that can't start is missing."""
    try:
        run = stack.enter_context(row.open())
        return Subject(row, run, calibrated_loops(run, sample_ms))
    except (OSError, RuntimeError, EOFError, MemoryError) as error:
        reason = f"{row.size} fails: {error!r}"
        return {"name": row.name, **size_of(row), "missing": reason}


def calibrated_loops(run: Run, sample_ms: float) -> int:
    """Runs per sample, so that a sample lasts about `sample_ms`.

    As pyperf calibrates: the number is doubled until the time is long
    enough, which warms up, too. timeit's round numbers (1, 2, 5, 10)
    may take twice the time asked for; here the last step is scaled.
    """
    loops, wanted = 1, sample_ms * 1e6
    while (elapsed := timed(run, loops)) < wanted:
        loops *= 2
    return max(1, round(loops * wanted / elapsed))


def timed(run: Run, loops: int) -> int:
    """Nanoseconds of `loops` runs."""
    start = perf_counter_ns()
    for _ in repeat(None, loops):
        run()
    return perf_counter_ns() - start


def sample(subject: Subject) -> None:
    """Takes one sample and checks each run's result.

    The garbage collector stays on, as in pyperf and unlike timeit:
    what a model's tasks leave behind is part of their cost. Garbage
    of the row before is collected first.
    """
    gc.collect()
    row, run, expected = subject.row, subject.run, subject.row.expected
    right = True
    start = perf_counter_ns()
    for _ in repeat(None, subject.loops):
        right = run() == expected and right
    elapsed = perf_counter_ns() - start
    subject.samples.append(elapsed / (subject.loops * row.units))
    subject.expected_ok = subject.expected_ok and right


def described(subject: Subject) -> dict[str, Any]:
    """What the program prints for a row."""
    row = subject.row
    return {
        "name": row.name,
        **size_of(row),
        "unit": row.unit,
        "units": row.units,
        "size": row.size,
        "what": row.what,
        "loops": subject.loops,
        "nsPerUnit": subject.samples,
        "expectedOK": subject.expected_ok,
    }


def size_of(row: Row) -> dict[str, int]:
    """The message's bytes, in rows with messages."""
    return {"bytes": row.bytes} if row.bytes else {}
