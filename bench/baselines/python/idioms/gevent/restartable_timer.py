"""Idiom 6: a restartable timer."""

from collections.abc import Callable
from contextlib import closing

from gevent import get_hub
from gevent.queue import SimpleQueue

from ..sizes import check_delays, check_sizes


class RestartableTimer:
    """Calls `fire` in the hub, one delay after a restart.

    `fire` must not wait there: let it set an event, or spawn. A timer
    of the loop can't change its delay: each restart makes another.
    `update` counts from now, not from when the loop last woke.
    """

    def __init__(self, fire: Callable[[], object]) -> None:
        self._fire = fire
        self._timer = get_hub().loop.timer(0)

    def restart(self, delay_ms: float) -> None:
        """Fires in `delay_ms`, and not before."""
        check_delays(delay_ms=delay_ms)
        self._timer.close()
        self._timer = get_hub().loop.timer(delay_ms / 1000)
        self._timer.start(self._fire, update=True)

    def stop(self) -> None:
        """Withdraws the deadline; the timer can be restarted."""
        self._timer.close()

    close = stop


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
