"""What the figures depend on: the interpreter and its machine."""

import os
import platform
import resource
import sys
from pathlib import Path
from typing import Any


def environment(model: str) -> dict[str, Any]:
    """The interpreter, its GIL, and for gevent its version and loop."""
    found: dict[str, Any] = {
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
        "compiler": platform.python_compiler(),
        "gil": has_gil(),
        "switchIntervalMs": sys.getswitchinterval() * 1000,
        "cpus": os.cpu_count(),
        "os": platform.platform(),
    }
    if model == "gevent":
        found |= gevent_environment()
    return found


def has_gil() -> bool:
    """False only on a free-threaded build (3.13+) that runs without."""
    return getattr(sys, "_is_gil_enabled", lambda: True)()


def gevent_environment() -> dict[str, str]:
    import gevent
    import greenlet

    loop = gevent.get_hub().loop
    return {
        "gevent": gevent.__version__,
        "greenlet": greenlet.__version__,
        "loop": f"{type(loop).__module__}, {loop.backend}",
    }


def resident_bytes() -> int:
    """Resident memory of this process; its peak where /proc is none."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        pages = int(statm.read_text().split()[1])
        return pages * resource.getpagesize()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
