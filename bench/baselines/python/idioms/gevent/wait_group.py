"""Idiom 5: fan out, wait for all, gather."""

from gevent import sleep

from ..sizes import check_sizes
from .group import joined_group


def gather_votes(voters: int) -> int:
    """Asks voters 1 to `voters` at once, and counts the grants.

    A voter with an odd number grants: half of them, rounded up.
    A greenlet per voter; the group waits for all, and raises the
    first exception of one. `map` keeps the order of voters.
    """
    check_sizes(voters=voters)

    def request_vote(voter: int) -> bool:
        sleep(0)  # request and answer
        return voter % 2 == 1

    with joined_group() as group:
        votes = group.map(request_vote, range(1, voters + 1))
        return sum(votes)
