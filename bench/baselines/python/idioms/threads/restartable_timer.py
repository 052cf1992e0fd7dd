"""Idiom 6: a restartable timer."""

from collections.abc import Callable
from contextlib import closing
from queue import SimpleQueue
from threading import Condition, Thread, current_thread
from time import monotonic

from ..sizes import check_delays, check_sizes


class RestartableTimer:
    """Calls `fire` in its own thread, one delay after a restart.

    One thread for all restarts: a restart only moves the deadline,
    and wakes the thread if it is nearer than before; the thread's
    own wake-ups find it moved. `threading.Timer` would start a
    thread per restart. What meets the deadline may come too late.
    """

    def __init__(self, fire: Callable[[], object]) -> None:
        self._fire = fire
        self._deadline: float | None = None
        self._closed = False
        self._changed = Condition()
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def restart(self, delay_ms: float) -> None:
        """Fires in `delay_ms`, and not before, unless closed."""
        check_delays(delay_ms=delay_ms)
        with self._changed:
            earlier = self._deadline
            self._deadline = monotonic() + delay_ms / 1000
            if earlier is None or self._deadline < earlier:
                self._changed.notify()

    def stop(self) -> None:
        """Withdraws the deadline; the timer can be restarted."""
        with self._changed:
            self._deadline = None

    def close(self) -> None:
        """Ends the thread; `fire` is not called afterwards."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        if current_thread() is not self._thread:
            self._thread.join()

    def _run(self) -> None:
        while self._has_expired():
            self._fire()

    def _has_expired(self) -> bool:
        """Waits for the deadline; False if closed before."""
        with self._changed:
            while not self._closed:
                left = None
                if self._deadline is not None:
                    left = self._deadline - monotonic()
                if left is not None and left <= 0:
                    self._deadline = None
                    return True
                self._changed.wait(left)
            return False


def restartable_timer(restarts: int, delay_ms: float) -> int:
    """Starts a timer, and restarts it before it may fire.

    Returns how often it fired early: 0, unless the machine stalls
    for a whole delay. It fires once, a delay after the last restart.
    """
    check_sizes(restarts=restarts)
    fired: SimpleQueue[bool] = SimpleQueue()
    timer = RestartableTimer(lambda: fired.put(True))
    with closing(timer):
        for _ in range(restarts):
            timer.restart(delay_ms)
        early = fired.qsize()
        timer.restart(delay_ms)
        for _ in range(early + 1):
            fired.get()
    return early
