#!/usr/bin/env python3
"""Measures the idioms on threads or on gevent, and prints JSON.

primitives.py --model threads|gevent --rounds R [--row NAME]
primitives.py race N --model threads|gevent
primitives.py park N ... --model threads|gevent
"""

import json
import os
import signal
import sys
import tracemalloc
from argparse import Namespace
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from importlib import import_module
from typing import Any

from environment import environment, resident_bytes
from measure import Sizes, measure
from options import fail, parse_options

NO_GEVENT = "gevent isn't installed: python3 -m pip install gevent"


def main() -> int:
    options = parse_options(__doc__)
    # A child process finds its modules where this one does, and not
    # in the working directory.
    os.environ["PYTHONSAFEPATH"] = "1"
    # Both signals end it at once; its processes then end by
    # themselves, as their pipes are closed.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        return COMMANDS[options.command](options)
    except ModuleNotFoundError as error:
        if error.name != "gevent":
            raise
        print_json({"missing": NO_GEVENT})
        return 0
    except (OSError, RuntimeError, MemoryError) as error:
        print(f"primitives.py: {error}", file=sys.stderr)
        return 1


def print_rows(options: Namespace) -> int:
    """Measures; exit code 1 if an idiom returned a wrong result."""
    module = import_module(f"idioms.{options.model}.rows")
    factors = [options.factor * share for share in (0, 0.5, 1, 2)]
    sizes = zip(*map(module.rows, factors), strict=True)
    rows = [Sizes(*row) for row in sizes]
    names = list(dict.fromkeys(row.once.name for row in rows))
    if options.row and options.row not in names:
        fail(f"no row {options.row}: give one of {', '.join(names)}")
    wanted = [r for r in rows if options.row in (None, r.once.name)]
    measured = measure(
        wanted, options.rounds, options.sample_ms, options.proof
    )
    print_json(
        {
            "model": f"python-{options.model}",
            "environment": environment(options.model),
            "settings": {
                "rounds": options.rounds,
                "sampleMs": options.sample_ms,
                "factor": options.factor,
            },
            "rows": measured,
        }
    )
    right = all(row.get("expectedOK", True) for row in measured)
    return 0 if right else 1


def print_outcomes(options: Namespace) -> int:
    """Runs the race; exit code 1 if an outcome is impossible."""
    race = import_module(f"idioms.{options.model}.race")
    (runs,) = options.numbers
    found = Counter(race.race() for _ in range(runs))
    print_json(
        {
            "model": f"python-{options.model}",
            "runs": runs,
            "outcomes": {f"{a} {b}": n for (a, b), n in found.items()},
            "possible": [f"{a} {b}" for a, b in race.POSSIBLE],
        }
    )
    return 0 if found.keys() <= set(race.POSSIBLE) else 1


def park_tasks(options: Namespace) -> int:
    """Keeps tasks waiting, until the first number of them, then more.

    A line of the standard input, or its end, leads on to the next.
    """
    idioms = import_module(f"idioms.{options.model}")
    if options.traced:
        tracemalloc.start()
    waiting = 0
    with ExitStack() as parked:
        for tasks in options.numbers:
            parked.enter_context(idioms.park(tasks - waiting))
            waiting = tasks
            bytes = {"rssBytes": resident_bytes()}
            if options.traced:
                traced, _ = tracemalloc.get_traced_memory()
                bytes["runtimeBytes"] = traced
            model = f"python-{options.model}"
            print_json({"model": model, "tasks": tasks, **bytes})
            sys.stdin.buffer.readline()
    return 0


def print_json(value: dict[str, Any]) -> None:
    print(json.dumps(value), flush=True)


COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "measure": print_rows,
    "race": print_outcomes,
    "park": park_tasks,
}

if __name__ == "__main__":
    sys.exit(main())
