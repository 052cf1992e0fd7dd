"""Outcomes of the race: which are possible, and which are found."""

import sys
import threading
import unittest
from collections.abc import Iterator
from itertools import combinations
from types import FrameType
from typing import Any
from unittest.mock import patch

from tests.models import ModelCase, load

MAIN = ("read b", "read b", "write a")
"""Main line: a = b * b."""

TASK = ("read a", "read b", "write b")
"""Task: b = a * b."""


def interleavings() -> Iterator[list[tuple[str, str]]]:
    """Each order of the six steps that keeps the order within both."""
    steps = len(MAIN) + len(TASK)
    for places in combinations(range(steps), len(MAIN)):
        main, task = iter(MAIN), iter(TASK)
        yield [
            ("main", next(main))
            if place in places
            else ("task", next(task))
            for place in range(steps)
        ]


def outcome_of(order: list[tuple[str, str]]) -> tuple[int, int]:
    """Performs the steps one by one."""
    cells = {"a": 1, "b": 2}
    read: dict[str, list[int]] = {"main": [], "task": []}
    for runner, step in order:
        verb, cell = step.split()
        if verb == "read":
            read[runner].append(cells[cell])
        else:
            x, y = read[runner]
            cells[cell] = x * y
    return cells["a"], cells["b"]


class RaceOnThreads(ModelCase):
    model = "threads"

    def setUp(self) -> None:
        self.race = load("idioms.threads.race")

    def test_possible(self) -> None:
        """Twenty interleavings have two outcomes: 4 2 and 4 8.

        The GIL makes each read and write a step. b becomes 8 only if
        the task reads a after the main line has written it, and by
        then the main line has read b: a is 4 in any case.
        """
        orders = list(interleavings())
        self.assertEqual(len(orders), 20)
        outcomes = {outcome_of(order) for order in orders}
        self.assertEqual(outcomes, set(self.race.POSSIBLE))

    def test_found(self) -> None:
        """No run has another outcome, however often threads switch."""
        found = set()
        interval = sys.getswitchinterval()
        try:
            for seconds in (interval, 1e-6):
                sys.setswitchinterval(seconds)
                found |= {self.race.race() for _ in range(2_000)}
        finally:
            sys.setswitchinterval(interval)
        self.assertLessEqual(found, set(self.race.POSSIBLE))

    def test_suspended(self) -> None:
        """Both outcomes occur if the system suspends the new thread.

        It is suspended before each of its instructions in turn, and
        goes on when the main line has computed.
        """
        found = [suspended_race(self.race, 0)]
        while found[-1] is not None:
            found.append(suspended_race(self.race, len(found)))
        self.assertEqual(set(found[:-1]), set(self.race.POSSIBLE))
        self.assertEqual(found[0], (4, 8))
        self.assertEqual(found[-2], (4, 2))


def suspended_race(module: Any, before: int) -> tuple[int, int] | None:
    """A race whose thread is suspended before that instruction.

    None if the thread has fewer instructions.
    """
    computed = threading.Event()
    instructions = 0
    join = threading.Thread.join

    def trace(frame: FrameType, event: str, arg: object) -> Any:
        nonlocal instructions
        if frame.f_code.co_name != "multiply":
            return None
        frame.f_trace_opcodes = True
        if event == "opcode":
            if instructions == before:
                computed.wait()
            instructions += 1
        return trace

    def join_afterwards(thread: threading.Thread) -> None:
        computed.set()
        join(thread)

    with patch.object(threading.Thread, "join", join_afterwards):
        threading.settrace(trace)
        try:
            outcome: tuple[int, int] = module.race()
        finally:
            threading.settrace(None)
    return outcome if instructions > before else None


class RaceOnGevent(ModelCase):
    model = "gevent"

    def setUp(self) -> None:
        self.race = load("idioms.gevent.race")

    def test_possible(self) -> None:
        """The interleaving without a switch has one outcome, 4 8."""
        order = [("main", step) for step in MAIN]
        order += [("task", step) for step in TASK]
        self.assertEqual((outcome_of(order),), self.race.POSSIBLE)

    def test_found(self) -> None:
        """Each run has this outcome."""
        found = {self.race.race() for _ in range(5_000)}
        self.assertEqual(found, {(4, 8)})

    def test_first_switch(self) -> None:
        """The main line has computed a when it first gives way.

        So the task finds a = 4: nothing else can run before.
        """
        from greenlet import settrace

        a_at_switches: list[int] = []

        def trace(event: str, args: object) -> None:
            frame: FrameType | None = sys._getframe()
            while frame and frame.f_code.co_name != "race":
                frame = frame.f_back
            if frame:
                a_at_switches.append(frame.f_locals["a"])

        before = settrace(trace)
        try:
            self.race.race()
        finally:
            settrace(before)
        self.assertEqual(a_at_switches[0], 4)


if __name__ == "__main__":
    unittest.main()
