"""What the bench measures, and what it says of it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

Run = Callable[[], object]


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
    open: Callable[[], AbstractContextManager[Run]]
    """Gives the run. What it starts before is not measured."""
    expected: object
    """What a run returns if all work was done."""
    bytes: int = 0
    """Bytes of a message; 0 in rows without messages."""
