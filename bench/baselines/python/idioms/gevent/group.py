"""A group of greenlets that ends with a block."""

from collections.abc import Iterator
from contextlib import contextmanager

from gevent.pool import Group


@contextmanager
def joined_group() -> Iterator[Group]:
    """Joins its greenlets at the end of the block.

    Kills those that still run when an exception leaves the block,
    or when one of them has raised one.
    """
    group = Group()
    try:
        yield group
        group.join(raise_error=True)
    finally:
        group.kill()
