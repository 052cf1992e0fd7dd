"""Small concurrency idioms, on threads and on gevent."""


def load_tests(loader: object, tests: object, pattern: object) -> object:
    """Ends unittest's discovery here: gevent may not be installed."""
    return tests
