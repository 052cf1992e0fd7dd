"""Small concurrency idioms, on threads and on gevent."""

from unittest import TestLoader, TestSuite


def load_tests(
    loader: TestLoader, tests: TestSuite, pattern: str | None
) -> TestSuite:
    """Ends unittest's discovery here: gevent may not be installed."""
    return tests
