"""The idioms on the standard library's threads."""

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
from .select import Inbox, select, select_messages
from .share_buffer import exchange, share_buffer
from .shared_memory import copying_process, shared_memory
from .signal import signal_task
from .spawn_tree import MOST_LEAVES, spawn_tree
from .switch import take_turns
from .wait_group import gather_votes

__all__ = [
    "MOST_LEAVES",
    "Cancelled",
    "Ended",
    "Inbox",
    "RestartableTimer",
    "bounded_queue",
    "cancel_deep",
    "copying_process",
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
    "shared_memory",
    "signal_task",
    "spawn_tree",
    "take_turns",
    "wake_all",
]
