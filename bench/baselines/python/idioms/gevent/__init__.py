"""The idioms on gevent: its greenlets, events, locks and queues."""

from .bounded_queue import bounded_queue
from .cancellation import Cancelled, Ended, cancel_deep
from .critical_section import critical_section
from .event import wake_all
from .hand_off import hand_off
from .join import join
from .park import park
from .pipe import pipe, reading_process
from .race import race
from .restartable_timer import RestartableTimer, restartable_timer
from .ring import ring
from .select import select, select_messages
from .share_buffer import exchange, share_buffer
from .signal import signal_task
from .spawn_tree import spawn_tree
from .switch import take_turns
from .wait_group import gather_votes

__all__ = [
    "Cancelled",
    "Ended",
    "RestartableTimer",
    "bounded_queue",
    "cancel_deep",
    "critical_section",
    "exchange",
    "gather_votes",
    "hand_off",
    "join",
    "park",
    "pipe",
    "race",
    "reading_process",
    "restartable_timer",
    "ring",
    "select",
    "select_messages",
    "share_buffer",
    "signal_task",
    "spawn_tree",
    "take_turns",
    "wake_all",
]
