"""What a process that reads a stranger's file may still do: compute, a while, in so much memory.

The limits are the kernel's (setrlimit(2), setitimer(2)); the process takes them upon itself before
it sees the first byte of the file, and cannot give them back.
"""

from __future__ import annotations

import ctypes
import resource
import signal

MOST_MEMORY = 1024**3  # bytes of address space; Python and the readers take a quarter of it
MOST_SECONDS = 180  # of processor time in all, for a PDF of a thousand pages
FILE_SECONDS = 10.0  # of it for a document that is read in one step
PAGE_SECONDS = 1.5  # of it to open a PDF, and for each of its pages; a full one takes a tenth
_DESCRIPTORS = 3  # standard input, output and error: no further file, no socket
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # <linux/sched.h>


def confine() -> None:
    """Takes away files, network, memory and time. Modules must have been imported before."""
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _DESCRIPTORS),
    ):
        resource.setrlimit(what, (most, most))
    # A network of its own, empty; a container may forbid it, and without descriptors there are no
    # sockets either way
    unshare = getattr(ctypes.CDLL(None), "unshare", None)
    if unshare is not None:
        unshare(_NEW_USER | _NEW_NETWORK)
    signal.setitimer(signal.ITIMER_PROF, FILE_SECONDS)


def step() -> None:
    """The time of the next page begins. At its end the process is ended by SIGPROF."""
    signal.setitimer(signal.ITIMER_PROF, PAGE_SECONDS)
