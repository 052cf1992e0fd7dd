"""What the tests of both models share."""

import gc
import threading
from importlib import import_module
from multiprocessing import active_children
from typing import Any
from unittest import SkipTest, TestCase

NO_GEVENT = "gevent isn't installed: python3 -m pip install gevent"


class ModelCase(TestCase):
    """Tests of one model; after each, nothing may be left running."""

    model: str
    idioms: Any

    @classmethod
    def setUpClass(cls) -> None:
        cls.idioms = load(f"idioms.{cls.model}")

    def tearDown(self) -> None:
        main = threading.main_thread()
        self.assertEqual(threading.enumerate(), [main])
        self.assertEqual(active_children(), [])
        if self.model == "gevent":
            self.assertEqual(living_greenlets(), [])
            self.assertEqual(active_watchers(), 0)


def load(module: str) -> Any:
    """Imports a module, or skips the tests if it needs gevent."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name != "gevent":
            raise
        raise SkipTest(NO_GEVENT) from error


def living_greenlets() -> list[Any]:
    from gevent import Greenlet

    return [
        found
        for found in gc.get_objects()
        if isinstance(found, Greenlet) and not found.dead
    ]


def active_watchers() -> int:
    """Timers and other watchers of the loop that are started."""
    from gevent import get_hub, sleep

    sleep(0)  # callbacks that are due count as one
    return int(get_hub().loop.activecnt)
