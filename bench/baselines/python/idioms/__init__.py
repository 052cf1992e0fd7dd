"""Small concurrency idioms, on threads and on gevent."""


def load_tests(_loader: object, tests: object, _: object) -> object:
    """Ends unittest's discovery here: gevent may not be installed."""
    return tests
