"""A switch: two tasks yield to each other."""

from time import sleep

from ..sizes import check_sizes
from .group import Group


def take_turns(turns: int) -> int:
    """Two threads yield after each turn; returns the turns of both.

    `sleep(0)` lets go of the GIL and asks for it again. Nothing
    obliges the other thread to take it in between: some turns do
    not change threads. `signal_task` is a switch that must.
    """
    check_sizes(turns=turns)
    taken = [0, 0]

    def take(player: int) -> None:
        for _ in range(turns):
            taken[player] += 1
            sleep(0)

    with Group() as group:
        group.spawn(take, 0)
        group.spawn(take, 1)
    return sum(taken)
