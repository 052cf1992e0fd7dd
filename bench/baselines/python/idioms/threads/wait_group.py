"""Idiom 5: fan out, wait for all, gather."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

from ..sizes import check_sizes


def gather_votes(voters: int) -> int:
    """Asks voters 1 to `voters` at once, and counts the grants.

    A voter with an odd number grants: half of them, rounded up.
    The pool may grow to a thread per voter; a thread that has its
    answer serves the next voter. `map` keeps the order of voters.
    """
    check_sizes(voters=voters)

    def request_vote(voter: int) -> bool:
        sleep(0)  # request and answer
        return voter % 2 == 1

    with ThreadPoolExecutor(max(1, voters)) as pool:
        return sum(pool.map(request_vote, range(1, voters + 1)))
