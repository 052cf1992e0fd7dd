"""Results of the idioms, the same on threads and on gevent."""

import unittest
from contextlib import nullcontext
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from tests.models import ModelCase, load


if TYPE_CHECKING:
    Shared = ModelCase
else:
    Shared = object  # or unittest would run it without a model


class Results(Shared):
    """Tests that hold for both models."""

    def check(self, name: str, cases: dict[Any, Any]) -> None:
        """Checks a function's result for each tuple of arguments."""
        for args, expected in cases.items():
            with self.subTest(function=name, args=args):
                result = getattr(self.idioms, name)(*args)
                self.assertEqual(result, expected)

    def test_hand_off(self) -> None:
        """A hand-off has one outcome, 4 2."""
        outcomes = {self.idioms.hand_off() for _ in range(500)}
        self.assertEqual(outcomes, {(4, 2)})

    def test_join(self) -> None:
        """Joined tasks have counted; none and zero count nothing."""
        self.check(
            "join", {(0, 9): 0, (3, 0): 0, (1, 7): 7, (9, 50): 450}
        )

    def test_critical_section(self) -> None:
        """No addition is lost under the lock."""
        cases = {(0, 5): 0, (5, 0): 0, (1, 10): 10, (8, 50): 400}
        self.check("critical_section", cases)

    def test_gather_votes(self) -> None:
        """Half of the voters grant, rounded up."""
        cases = {(0,): 0, (1,): 1, (2,): 1, (5,): 3, (200,): 100}
        self.check("gather_votes", cases)

    def test_select_messages(self) -> None:
        """Each message that is there is selected."""
        self.check("select_messages", {(0,): 0, (1,): 1, (200,): 200})

    def test_cancel_deep(self) -> None:
        """A timeout runs each call's clean-up, however deep."""
        cases = {
            (depth, 1): ("timeout", depth) for depth in (1, 10, 500)
        }
        self.check("cancel_deep", cases)
        self.check("cancel_deep", {(3, 0): ("timeout", 3)})

    def test_bounded_queue(self) -> None:
        """A queue is never longer than its capacity."""
        for capacity, items in ((1, 0), (1, 50), (7, 500), (900, 9)):
            with self.subTest(capacity=capacity, items=items):
                found = self.idioms.bounded_queue(capacity, items)
                total, longest = found
                self.assertEqual(total, sum(range(items)))
                self.assertLessEqual(longest, min(capacity, items))

    def test_wake_all(self) -> None:
        """An event wakes all who wait."""
        self.check("wake_all", {(0,): 0, (1,): 1, (200,): 200})

    def test_ring(self) -> None:
        """A token hops once per task and lap."""
        cases = {
            (1, 0): 0,
            (1, 5): 5,
            (9, 0): 0,
            (2, 3): 6,
            (90, 7): 630,
        }
        self.check("ring", cases)

    def test_spawn_tree(self) -> None:
        """A tree adds up its leaves, also when no power of ten."""
        sizes = (0, 1, 2, 10, 11, 57, 100, 300)
        self.check("spawn_tree", {(n,): sum(range(n)) for n in sizes})

    def test_signal_task(self) -> None:
        """No signal is lost."""
        self.check("signal_task", {(0,): 0, (1,): 1, (300,): 300})

    def test_take_turns(self) -> None:
        """Two tasks take all their turns."""
        self.check("take_turns", {(0,): 0, (1,): 2, (300,): 600})

    def test_pipe(self) -> None:
        """Another process receives each byte of each message."""
        cases = {(1, 0): 0, (16, 3): 48, (1 << 20, 2): 2 << 20}
        self.check("pipe", cases)

    def test_share_buffer(self) -> None:
        """Another task receives each byte of each message."""
        cases = {(1, 0): 0, (16, 300): 4800, (1 << 20, 2): 2 << 20}
        self.check("share_buffer", cases)

    def test_park(self) -> None:
        """Parked tasks end with the block, also with an exception."""
        with self.idioms.park(20):
            pass
        raises = self.assertRaisesRegex(KeyError, "inside")
        with raises, self.idioms.park(20):
            raise KeyError("inside")

    def test_sizes(self) -> None:
        """A size or delay that makes no sense is named."""
        for name, args, argument in BAD_SIZES:
            with self.subTest(function=name, args=args):
                pattern = f"^{argument} is .*: give a"
                with self.assertRaisesRegex(ValueError, pattern):
                    getattr(self.idioms, name)(*args)

    def test_park_sizes(self) -> None:
        """No negative number of tasks can be parked."""
        raises = self.assertRaisesRegex(ValueError, "^tasks is -1: ")
        with raises, self.idioms.park(-1):
            pass


BAD_SIZES: list[tuple[str, tuple[Any, ...], str]] = [
    ("join", (-1, 1), "tasks"),
    ("join", (1, -1), "count"),
    ("join", (1.5, 1), "tasks"),
    ("join", (True, 1), "tasks"),
    ("critical_section", (-1, 1), "tasks"),
    ("critical_section", (1, "2"), "times"),
    ("gather_votes", (-1,), "voters"),
    ("restartable_timer", (-1, 1), "restarts"),
    ("restartable_timer", (1, -1), "delay_ms"),
    ("restartable_timer", (1, float("nan")), "delay_ms"),
    ("restartable_timer", (1, float("inf")), "delay_ms"),
    ("select_messages", (-1,), "messages"),
    ("cancel_deep", (0, 1), "depth"),
    ("cancel_deep", (501, 1), "depth"),
    ("cancel_deep", (1, -1), "timeout_ms"),
    ("bounded_queue", (0, 1), "capacity"),
    ("bounded_queue", (1, -1), "items"),
    ("wake_all", (-1,), "waiters"),
    ("ring", (0, 1), "tasks"),
    ("ring", (1, -1), "laps"),
    ("spawn_tree", (-1,), "leaves"),
    ("signal_task", (-1,), "times"),
    ("take_turns", (-1,), "turns"),
    ("pipe", (0, 1), "bytes"),
    ("pipe", (1, -1), "messages"),
    ("share_buffer", (0, 1), "bytes"),
    ("share_buffer", (1, -1), "messages"),
]


class ResultsOnThreads(Results, ModelCase):
    model = "threads"

    def test_no_lock(self) -> None:
        """Additions are lost without the lock."""
        module = load("idioms.threads.critical_section")
        with patch.object(module, "Lock", nullcontext):
            runs = (module.critical_section(8, 50) for _ in range(100))
            self.assertTrue(any(total < 400 for total in runs))

    def test_most_leaves(self) -> None:
        """More threads than a machine carries are refused."""
        with self.assertRaisesRegex(ValueError, "from 0 to 10000"):
            self.idioms.spawn_tree(10_001)

    def test_shared_memory(self) -> None:
        """Another process copies each message out of the block."""
        cases = {(1, 0): 0, (16, 30): 480, (1 << 20, 2): 2 << 20}
        self.check("shared_memory", cases)

    def test_shared_memory_sizes(self) -> None:
        """A block holds at least one byte."""
        with self.assertRaisesRegex(ValueError, "^bytes is 0: give"):
            self.idioms.shared_memory(0, 1)


class ResultsOnGevent(Results, ModelCase):
    model = "gevent"

    def test_no_lock(self) -> None:
        """All read before any writes without the lock."""
        module = load("idioms.gevent.critical_section")
        with patch.object(module, "BoundedSemaphore", nullcontext):
            self.assertEqual(module.critical_section(8, 50), 50)

    def test_alternate(self) -> None:
        """Each turn goes to the other greenlet."""
        module = load("idioms.gevent.switch")
        from gevent import getcurrent, sleep

        order: list[object] = []

        def sleep_noted(seconds: float) -> None:
            order.append(getcurrent())
            sleep(seconds)

        with patch.object(module, "sleep", sleep_noted):
            module.take_turns(100)
        neighbours = pairwise(order)
        self.assertTrue(all(a is not b for a, b in neighbours))


if __name__ == "__main__":
    unittest.main()
