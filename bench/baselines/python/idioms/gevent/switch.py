"""A switch: two tasks yield to each other."""

from gevent import sleep

from ..sizes import check_sizes
from .group import joined_group


def take_turns(turns: int) -> int:
    """Two greenlets yield after each turn; returns the turns of both.

    `sleep(0)` lets all others that are ready run first: the two
    alternate strictly. It goes by way of the hub, so that I/O and
    timers have their turn, too.
    """
    check_sizes(turns=turns)
    taken = [0, 0]

    def take(player: int) -> None:
        for _ in range(turns):
            taken[player] += 1
            sleep(0)

    with joined_group() as group:
        group.spawn(take, 0)
        group.spawn(take, 1)
    return sum(taken)
