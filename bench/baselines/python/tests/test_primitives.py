"""The program: what it prints, and how it ends."""

import json
import signal
import subprocess
import sys
import time
import unittest
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from idioms.row import Row, Start
from measure import Run, Sizes, measure
from tests.models import ModelCase, load

PROGRAM = str(Path(__file__).parents[1] / "primitives.py")
NAMES = {
    *("spawn", "switch", "hand-off", "join", "fan-out", "lock"),
    *("restart-timer", "select", "cancel", "wake-all"),
    *("bounded-queue", "ring", "spawn-tree", "signal"),
    *("pipe", "shared-buffer"),
}


def run(
    *args: str, flags: tuple[str, ...] = (), stdin: str = ""
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *flags, PROGRAM, *args],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
    )


class Arguments(unittest.TestCase):
    def test_bad(self) -> None:
        """Bad arguments are one line on stderr, with exit code 2."""
        for args in BAD_ARGUMENTS:
            with self.subTest(args=args):
                ended = run(*args.split())
                self.assertEqual(ended.returncode, 2)
                self.assertEqual(ended.stdout, "")
                self.assertRegex(
                    ended.stderr, r"^primitives.py: .+\n\Z"
                )

    def test_help(self) -> None:
        """Help is printed on request."""
        ended = run("--help")
        self.assertEqual(ended.returncode, 0)
        self.assertIn("--sample-ms", ended.stdout)

    def test_no_gevent(self) -> None:
        """Without gevent, the line that installs it is printed."""
        for command in ((), ("race", "5"), ("park", "5")):
            with self.subTest(command=command):
                # -S leaves out the installed packages.
                args = (*command, "--model", "gevent")
                ended = run(*args, flags=("-S",))
                missing = json.loads(ended.stdout)["missing"]
                self.assertRegex(
                    missing, "python3 -m pip install gevent"
                )
                self.assertEqual(ended.returncode, 0)


BAD_ARGUMENTS = (
    "",
    "--model",
    "--model processes",
    "--model threads --rounds 0",
    "--model threads --rounds 1.5",
    "--model threads --sample-ms -1",
    "--model threads --factor 0",
    "--model threads --factor nan",
    "--model threads --row nothing",
    "--model threads --nothing",
    "race --model threads",
    "race 0 --model threads",
    "race many --model threads",
    "park --model threads",
    "park 4 3 --model threads",
    "race 3 4 --model threads",
    "walk 3 --model threads",
)


class Program(ModelCase):
    """What holds for both models; run for each below."""

    model = "threads"

    def run_json(self, *args: str, stdin: str = "") -> Any:
        ended = run(*args, "--model", self.model, stdin=stdin)
        self.assertEqual((ended.stderr, ended.returncode), ("", 0))
        return json.loads(ended.stdout)

    def measure(self, row: str, rounds: int) -> Any:
        args = ("--row", row, "--rounds", str(rounds))
        return self.run_json(*args, "--sample-ms", "1")

    def test_row(self) -> None:
        """A row is measured once per round, and its results checked."""
        found = self.measure("select", rounds=3)
        self.assertEqual(found["model"], f"python-{self.model}")
        self.assertIs(found["environment"]["gil"], True)
        (row,) = found["rows"]
        self.assertEqual(len(row["nsPerUnit"]), 3)
        self.assertGreater(min(row["nsPerUnit"]), 0)
        self.assertIs(row["expectedOK"], True)
        self.assertEqual(row["size"], "select_messages(1000)")

    def test_pipe(self) -> None:
        """A pipe has a row per size."""
        rows = self.measure("pipe", rounds=1)["rows"]
        sizes = [row["bytes"] for row in rows]
        self.assertEqual(sizes, [16 << 4 * i for i in range(6)])
        self.assertTrue(all(row["expectedOK"] for row in rows))

    def test_race(self) -> None:
        """Outcomes are counted, and possible."""
        found = self.run_json("race", "200")
        self.assertEqual(found["runs"], 200)
        self.assertEqual(sum(found["outcomes"].values()), 200)
        self.assertLessEqual(
            set(found["outcomes"]), set(found["possible"])
        )

    def test_proof(self) -> None:
        """Twice the work is measured, too, on request."""
        args = ("--row", "join", "--rounds", "1", "--proof")
        (row,) = self.run_json(*args, "--sample-ms", "5")["rows"]
        self.assertGreater(row["doubling"], 0)

    def test_no_proof(self) -> None:
        """Twice the work is done on request alone."""
        (row,) = self.measure("select", rounds=1)["rows"]
        self.assertNotIn("doubling", row)

    def test_park_more(self) -> None:
        """After some tasks wait, as many more do as make the next."""
        args = ("park", "5", "50", "--model", self.model)
        ended = run(*args, stdin="\n")
        lines = [json.loads(line) for line in ended.stdout.splitlines()]
        self.assertEqual([line["tasks"] for line in lines], [5, 50])

    def test_park(self) -> None:
        """Parked tasks are printed, and end with standard input."""
        found = self.run_json("park", "50")
        self.assertEqual(found["tasks"], 50)
        self.assertGreater(found["rssBytes"], 1 << 20)
        self.assertNotIn("runtimeBytes", found)

    def test_traced(self) -> None:
        """The runtime's own figure is printed on request."""
        found = self.run_json("park", "50", "--traced")
        self.assertGreater(found["runtimeBytes"], 50 * 100)

    def test_signals(self) -> None:
        """SIGTERM and SIGINT end the program while tasks are parked."""
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(signal=number):
                self.assertEqual(self.park_and_send(number), -number)

    def park_and_send(self, number: signal.Signals) -> int:
        args = [
            sys.executable,
            PROGRAM,
            "park",
            "50",
            "--model",
            self.model,
        ]
        pipe = subprocess.PIPE
        with subprocess.Popen(args, stdin=pipe, stdout=pipe) as process:
            assert process.stdout
            process.stdout.readline()
            process.send_signal(number)
            return process.wait(30)

    def test_rows(self) -> None:
        """Each row has a subject that does all its work."""
        rows = load(f"idioms.{self.model}.rows").rows()
        names = {row.name for row in rows}
        rows += load(f"idioms.{self.model}.rows").rows(0)
        self.assertEqual(names - {"shared-memory"}, NAMES)
        for row in rows:
            start = row.start.function(*row.start.args)
            with self.subTest(row=row.size), start as given:
                self.assertEqual(row.run(given), row.expected)

    def test_factor(self) -> None:
        """Twice the factor is twice the units."""
        module = load(f"idioms.{self.model}.rows")
        all = zip(
            module.rows(0.5), module.rows(), module.rows(2), strict=True
        )
        for half, one, two in all:
            with self.subTest(row=one.size):
                self.assertEqual(one.units, 2 * half.units)
                self.assertEqual(two.units, 2 * one.units)
                self.assertEqual(
                    (two.name, two.bytes), (one.name, one.bytes)
                )


class ProgramOnGevent(Program):
    model = "gevent"


class Measure(unittest.TestCase):
    def test_wrong(self) -> None:
        """A wrong result is marked, and not hidden."""
        results = iter([1] * 100 + [2] * 1_000_000)
        row = row_of(lambda: next(results), expected=1)
        (found,) = measure([row], rounds=2, sample_ms=0.5)
        self.assertIs(found["expectedOK"], False)

    def test_start(self) -> None:
        """What a run takes without work is subtracted."""

        def run(work_ms: float) -> Callable[[], object]:
            return lambda: time.sleep((20 + work_ms) / 1000)

        row = row_of(run(10), idle=run(0), twice=run(20), units=1)
        for _ in range(10):  # a busy machine may disturb any one
            (found,) = measure([row], 1, sample_ms=1, proof=True)
            (ns,), doubling = found["nsPerUnit"], found["doubling"]
            if 5e6 < ns < 20e6 and 1.5 < doubling < 2.5:
                return
        self.fail(f"{ns} ns, doubled {doubling}")

    def test_disturbed(self) -> None:
        """Twice the work that takes no time has no doubling."""
        row = row_of(
            lambda: time.sleep(0.003),
            idle=lambda: time.sleep(0.001),
            twice=lambda: None,
        )
        (found,) = measure([row], 1, sample_ms=1, proof=True)
        self.assertNotIn("doubling", found)

    def test_shared(self) -> None:
        """Rows with an equal start share what it has started."""
        starts = []

        @contextmanager
        def start(size: int) -> Iterator[int]:
            starts.append(size)
            yield size

        rows = [
            row_of(lambda: 0, expected=0, start=Start(start, (size,)))
            for size in (1, 1, 2)
        ]
        measure(rows, rounds=1, sample_ms=0.1)
        self.assertEqual(starts, [1, 2])

    def test_missing(self) -> None:
        """A row that can't start is missing, with the reason."""

        def fail() -> None:
            raise RuntimeError("can't start new thread")

        row = row_of(fail, expected=None)
        (found,) = measure([row], rounds=2, sample_ms=1)
        self.assertEqual(set(found), {"name", "missing"})
        self.assertIn("can't start new thread", found["missing"])


def row_of(
    once: Run,
    expected: object = None,
    idle: Run | None = None,
    twice: Run | None = None,
    units: int = 1,
    start: Start = Start(),
) -> Sizes:
    def row(run: Run, units: int) -> Row:
        return Row(
            name="a row",
            unit="a unit",
            units=units,
            size="run()",
            what="Nothing.",
            run=lambda _: run(),
            start=start,
            expected=expected,
        )

    return Sizes(
        idle=row(idle or (lambda: expected), 0),
        half=row(once, 0),
        once=row(once, units),
        twice=row(twice or once, 2 * units),
    )


if __name__ == "__main__":
    unittest.main()
