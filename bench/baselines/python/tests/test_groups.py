"""Groups: what becomes of tasks when a block ends."""

import unittest
from threading import Event

from idioms.threads.group import Group
from tests.models import ModelCase


class GroupOnGevent(ModelCase):
    model = "gevent"

    def test_killed(self) -> None:
        """An exception ends a block's greenlets in any state."""
        from gevent import Timeout

        with self.assertRaises(Timeout), Timeout(0.001):
            self.idioms.critical_section(5, 1_000_000)


class GroupOnThreads(ModelCase):
    model = "threads"

    def test_raised(self) -> None:
        """A thread's exception is raised at the end of the block."""

        def fail() -> None:
            raise KeyError("in a thread")

        raises = self.assertRaisesRegex(KeyError, "in a thread")
        with raises, Group() as group:
            group.spawn(fail)

    def test_joined(self) -> None:
        """An exception in the block waits for the threads, too."""

        event = Event()
        raises = self.assertRaisesRegex(KeyError, "in the block")
        with raises, Group() as group:
            group.spawn(event.wait)
            event.set()
            raise KeyError("in the block")


if __name__ == "__main__":
    unittest.main()
