"""Timers, deadlines and cancellation: what wins, and what is left."""

import unittest
from contextlib import closing
from threading import Event, Thread
from time import monotonic
from typing import Any

from tests.models import ModelCase

LONG = 60_000
"""A delay that no test waits for (ms)."""


class TimersOnThreads(ModelCase):
    model = "threads"

    def test_restarted(self) -> None:
        """A timer does not fire early, restarted or not."""
        for restarts, delay in ((0, 0), (0, 1), (1_000, 200)):
            with self.subTest(restarts=restarts, delay=delay):
                start = monotonic()
                early = self.idioms.restartable_timer(restarts, delay)
                self.assertEqual(early, 0)
                elapsed = (monotonic() - start) * 1000
                self.assertGreaterEqual(elapsed, delay)

    def test_shorter(self) -> None:
        """A restart with a shorter delay fires at the earlier time."""
        fired = Event()
        with closing(self.idioms.RestartableTimer(fired.set)) as timer:
            timer.restart(LONG)
            timer.restart(1)
            self.assertTrue(fired.wait(10))

    def test_again(self) -> None:
        """A timer that has fired can be restarted."""
        fired = Event()
        with closing(self.idioms.RestartableTimer(fired.set)) as timer:
            for _ in range(3):
                timer.restart(1)
                self.assertTrue(fired.wait(10))
                fired.clear()

    def test_stopped(self) -> None:
        """A stopped timer does not fire until it is restarted."""
        fired = Event()
        with closing(self.idioms.RestartableTimer(fired.set)) as timer:
            timer.restart(5)
            timer.stop()
            self.idioms.restartable_timer(0, 10)
            self.assertFalse(fired.is_set())
            timer.restart(1)
            self.assertTrue(fired.wait(10))

    def test_closed(self) -> None:
        """A closed timer never fires."""
        fired = Event()
        timer = self.idioms.RestartableTimer(fired.set)
        timer.restart(LONG)
        timer.close()
        timer.restart(0)
        timer.close()
        self.assertFalse(fired.is_set())

    def test_closed_by_fire(self) -> None:
        """What a timer calls may close it."""
        closed = Event()

        def close() -> None:
            timer.close()
            closed.set()

        timer = self.idioms.RestartableTimer(close)
        timer.restart(1)
        self.assertTrue(closed.wait(10))
        timer._thread.join()


class SelectOnThreads(ModelCase):
    model = "threads"

    def setUp(self) -> None:
        self.inbox = self.idioms.Inbox()

    def select(self, deadline_ms: float = LONG) -> Any:
        return self.idioms.select(self.inbox, deadline_ms)

    def test_message(self) -> None:
        """A message that is there wins, and is taken."""
        self.inbox.put("a message")
        self.assertEqual(self.select(), "message")
        self.assertEqual(self.select(0), "deadline")

    def test_deadline(self) -> None:
        """A deadline takes no message: a later one is received."""
        self.assertEqual(self.select(1), "deadline")
        self.inbox.put("a message")
        self.assertEqual(self.select(), "message")

    def test_cancelled(self) -> None:
        """A cancellation wins over a message, and leaves it there."""
        self.inbox.put("a message")
        self.inbox.cancel()
        self.assertEqual(self.select(), "cancelled")
        self.assertEqual(self.select(), "cancelled")
        self.assertEqual(list(self.inbox.messages), ["a message"])

    def test_woken(self) -> None:
        """A thread that waits is woken by either."""
        found: list[str] = []

        def wait() -> None:
            found.append(self.select())

        for act, first in (
            (lambda: self.inbox.put(1), "message"),
            (self.inbox.cancel, "cancelled"),
        ):
            with self.subTest(first=first):
                task = Thread(target=wait)
                task.start()
                act()
                task.join()
                self.assertEqual(found.pop(), first)


class CancellationOnThreads(ModelCase):
    model = "threads"

    def test_cancelled(self) -> None:
        """A cancellation ends the wait and cleans up as deep."""
        cancellation = Event()
        ended: list[Any] = []

        def wait() -> None:
            found = self.idioms.cancel_deep(7, LONG, cancellation)
            ended.append(found)

        task = Thread(target=wait)
        task.start()
        cancellation.set()
        task.join()
        self.assertEqual(ended, [("cancelled", 7)])

    def test_cancelled_before(self) -> None:
        """A cancellation before the start ends the wait at once."""
        cancellation = Event()
        cancellation.set()
        ended = self.idioms.cancel_deep(3, LONG, cancellation)
        self.assertEqual(ended, ("cancelled", 3))


class TimersOnGevent(ModelCase):
    model = "gevent"

    def setUp(self) -> None:
        from gevent.event import Event

        self.fired = Event()

    def test_restarted(self) -> None:
        """A timer does not fire early, restarted or not."""
        for restarts, delay in ((0, 0), (0, 1), (1_000, 200)):
            with self.subTest(restarts=restarts, delay=delay):
                start = monotonic()
                early = self.idioms.restartable_timer(restarts, delay)
                self.assertEqual(early, 0)
                elapsed = (monotonic() - start) * 1000
                self.assertGreaterEqual(elapsed, delay)

    def test_shorter(self) -> None:
        """A restart with a shorter delay fires at the earlier time."""
        timer = self.idioms.RestartableTimer(self.fired.set)
        with closing(timer):
            timer.restart(LONG)
            timer.restart(1)
            self.assertTrue(self.fired.wait(10))

    def test_again(self) -> None:
        """A timer that has fired can be restarted."""
        timer = self.idioms.RestartableTimer(self.fired.set)
        with closing(timer):
            for _ in range(3):
                timer.restart(1)
                self.assertTrue(self.fired.wait(10))
                self.fired.clear()

    def test_stopped(self) -> None:
        """A stopped timer does not fire until it is restarted."""
        timer = self.idioms.RestartableTimer(self.fired.set)
        with closing(timer):
            timer.restart(5)
            timer.stop()
            self.idioms.restartable_timer(0, 10)
            self.assertFalse(self.fired.is_set())
            timer.restart(1)
            self.assertTrue(self.fired.wait(10))

    def test_stopped_by_fire(self) -> None:
        """What a timer calls may stop it."""

        def stop() -> None:
            timer.stop()
            self.fired.set()

        timer = self.idioms.RestartableTimer(stop)
        timer.restart(1)
        self.assertTrue(self.fired.wait(10))


class SelectOnGevent(ModelCase):
    model = "gevent"

    def setUp(self) -> None:
        from gevent.event import AsyncResult, Event

        self.message: Any = AsyncResult()
        self.cancellation: Any = Event()

    def tearDown(self) -> None:
        for event in (self.message, self.cancellation):
            self.assertEqual(event.linkcount(), 0, "a link is left")
        super().tearDown()

    def select(self, deadline_ms: float = LONG) -> Any:
        args = self.message, deadline_ms, self.cancellation
        return self.idioms.select(*args)

    def test_message(self) -> None:
        """A message that is there wins."""
        self.message.set(1)
        self.assertEqual(self.select(), "message")

    def test_deadline(self) -> None:
        """Without either, the deadline wins."""
        self.assertEqual(self.select(1), "deadline")
        self.assertEqual(self.select(0), "deadline")

    def test_cancelled(self) -> None:
        """A cancellation wins over a message."""
        self.message.set(1)
        self.cancellation.set()
        self.assertEqual(self.select(), "cancelled")

    def test_woken(self) -> None:
        """A greenlet that waits is woken by either."""
        from gevent import sleep, spawn

        for event, first in (
            (self.message, "message"),
            (self.cancellation, "cancelled"),
        ):
            with self.subTest(first=first):
                task = spawn(self.select)
                sleep(0)
                event.set()
                self.assertEqual(task.get(), first)

    def test_killed(self) -> None:
        """A greenlet that is killed meanwhile leaves nothing behind."""
        from gevent import sleep, spawn

        task = spawn(self.select)
        sleep(0)
        task.kill()
        self.assertTrue(task.dead)


class CancellationOnGevent(ModelCase):
    model = "gevent"

    def test_cancelled(self) -> None:
        """A cancellation thrown into the wait cleans up as deep."""
        from gevent import sleep, spawn

        task = spawn(self.idioms.cancel_deep, 7, LONG)
        sleep(0)
        task.kill(self.idioms.Cancelled)
        self.assertEqual(task.get(), ("cancelled", 7))

    def test_cancelled_before(self) -> None:
        """A greenlet that is killed before its start does not start."""
        from gevent import GreenletExit, spawn

        task = spawn(self.idioms.cancel_deep, 7, LONG)
        task.kill()
        self.assertIsInstance(task.get(), GreenletExit)

    def test_other_timeout(self) -> None:
        """A timeout around it is not taken for its own."""
        from gevent import Timeout

        raises = self.assertRaises(Timeout)
        with raises as caught, Timeout(0.001) as outer:
            self.idioms.cancel_deep(3, LONG)
        self.assertIs(caught.exception, outer)


if __name__ == "__main__":
    unittest.main()
