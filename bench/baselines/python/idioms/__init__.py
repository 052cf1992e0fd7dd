"""Small concurrency idioms, on threads and on gevent."""
