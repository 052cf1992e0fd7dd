"""What the bench measures, and what it says of it."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Start:
    """What runs need that is started before they are measured.

    Equal ones are started once: rows share the process, or buffers.
    """

    function: Callable[..., AbstractContextManager[Any]] = nullcontext
    args: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Row:
    """An idiom with its arguments."""

    name: str
    """The name of the row in the bench's table."""
    unit: str
    """What one unit is, such as "a thread"."""
    units: int
    """Units of one run."""
    size: str
    """The call that one run makes."""
    what: str
    """What a unit's time contains, in one sentence."""
    run: Callable[[Any], object]
    """Runs once, with what `start` has given."""
    start: Start = Start()
    expected: object
    """What a run returns if all work was done."""
    bytes: int = 0
    """Bytes of a message; 0 in rows without messages."""
