"""Checks of the sizes that the idioms take."""

import sys
from threading import TIMEOUT_MAX


def check_sizes(
    least: int = 0, most: int = sys.maxsize, **sizes: int
) -> None:
    """Checks that each size is a whole number from `least` to `most`.

    Call it with the arguments' names: `check_sizes(tasks=tasks)`.
    Raises ValueError, which names the argument.
    """
    limit = f"from {least} to {most}"
    if most == sys.maxsize:
        limit = f"of at least {least}"
    for name, size in sizes.items():
        if type(size) is not int or not least <= size <= most:
            raise ValueError(
                f"{name} is {size!r}: give a whole number {limit}"
            )


def check_delays(**delays: float) -> None:
    """Checks that a timer takes each delay (ms).

    Raises ValueError, which names the argument.
    """
    longest = int(TIMEOUT_MAX) * 1000
    for name, delay in delays.items():
        is_number = type(delay) in (int, float)
        if not is_number or not 0 <= delay <= longest:
            raise ValueError(
                f"{name} is {delay!r}: give a number of milliseconds"
                f" from 0 to {longest}"
            )
