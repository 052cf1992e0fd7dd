"""The program at the far end of the pipe; it ends with the pipe."""

import pickle
import sys
from contextlib import suppress
from signal import SIG_IGN, SIGINT, signal


def count_bytes() -> None:
    """Reads a number and that many messages; writes their bytes."""
    signal(SIGINT, SIG_IGN)
    messages, counts = sys.stdin.buffer, sys.stdout.buffer
    with suppress(EOFError, OSError):
        while True:
            times = pickle.load(messages)
            received = (pickle.load(messages) for _ in range(times))
            pickle.dump(sum(map(len, received)), counts)
            counts.flush()


if __name__ == "__main__":
    count_bytes()
