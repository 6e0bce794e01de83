"""Walls around the process that reads strangers' files, and around the one that holds the keys.

The cleaning process may be taken over by a hostile file, so it is left nothing to take. It starts with an empty
environment and three pipes. Before it reads the first byte it lowers its limits for good, gives up root if it had it,
and on Linux (x86-64, ARM64) puts on a seccomp filter: from then on it may compute, allocate memory, read and write the
pipes it has and end, nothing else. It can open no file and no socket, start no process or thread, and look into no
other process. Where the filter is required and refused by the kernel, it does not start to read.

On other systems and processors there is no filter: the limits and the empty environment hold (where a limit cannot be
set, nothing is cleaned), but a process that was taken over could read the files of its user and use the network. Real
operation belongs on Linux.
"""

import contextlib
import ctypes
import os
import platform
import resource
import struct
import sys

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
SECCOMP_MODE_FILTER = 2
SIGKILL = 9
EPERM = 1
NOBODY = 65534

CALLS = {
    # name: (x86-64, ARM64); None where that machine has no such call
    "read": (0, 63),
    "write": (1, 64),
    "close": (3, 57),
    "fstat": (5, 80),
    "poll": (7, None),
    "lseek": (8, 62),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "munmap": (11, 215),
    "brk": (12, 214),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "readv": (19, 65),
    "writev": (20, 66),
    "sched_yield": (24, 124),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "nanosleep": (35, 101),
    "getpid": (39, 172),
    "exit": (60, 93),
    "gettimeofday": (96, 169),
    "getrusage": (98, 165),
    "sigaltstack": (131, 132),
    "gettid": (186, 178),
    "futex": (202, 98),
    "sched_getaffinity": (204, 123),
    "restart_syscall": (219, 128),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115),
    "exit_group": (231, 94),
    "set_robust_list": (273, 99),
    "getrandom": (318, 278),
    "rseq": (334, 293),
}
"""All that the cleaning process may ask of the kernel. Anything else fails with "not permitted"."""

MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
"""Machine -> its column in CALLS, and the kernel's name for it (AUDIT_ARCH)."""


def harden_main_process() -> None:
    """Let no core dump and no other process of the same user read this process's memory. Linux only for the latter.

    Root still can. Call it once, first thing: the keyring is read after it.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        control_process(PR_SET_DUMPABLE, 0)


def shut_in(memory_bytes: int, cpu_seconds: int) -> None:
    """Give up, for good, everything that reading one file does not need. Raises OSError where that fails.

    Nothing can be imported afterwards. The kernel ends the process when `cpu_seconds` are used up.
    """
    for limit, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 3),
        (resource.RLIMIT_AS, memory_bytes),
    ):
        resource.setrlimit(limit, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))  # equal ones would end it by SIGKILL
    if os.geteuid() == 0:
        with contextlib.suppress(PermissionError):  # a root whom its container forbids this has nothing to give up
            os.setgroups([])
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)
    if sys.platform == "linux":
        control_process(PR_SET_DUMPABLE, 0)
        control_process(PR_SET_PDEATHSIG, SIGKILL)
        if platform.machine() in MACHINES:
            filter_calls(platform.machine())


def filter_calls(machine: str) -> None:
    """Let the kernel refuse every call that is not in CALLS, to this process, for good."""
    program = call_filter(machine)
    code = ctypes.create_string_buffer(program, len(program))
    header = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code)))
    control_process(PR_SET_NO_NEW_PRIVS, 1)
    control_process(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(header))


def call_filter(machine: str) -> bytes:
    """The filter as classic BPF instructions of 8 bytes, as the kernel's seccomp takes them."""
    column, arch = MACHINES[machine]
    numbers = [pair[column] for pair in CALLS.values()]
    allowed = [number for number in numbers if number is not None]
    load, equal, give = 0x20, 0x15, 0x06
    kill, refuse, allow = 0x80000000, 0x00050000 | EPERM, 0x7FFF0000
    instructions = [(load, 0, 0, 4), (equal, 1, 0, arch), (give, 0, 0, kill), (load, 0, 0, 0)]
    instructions += [(equal, len(allowed) - place, 0, number) for place, number in enumerate(allowed)]
    instructions += [(give, 0, 0, refuse), (give, 0, 0, allow)]
    return b"".join(struct.pack("HBBI", *instruction) for instruction in instructions)


def control_process(option: int, *arguments: int) -> None:
    """prctl(2); raises OSError with the kernel's reason."""
    libc = ctypes.CDLL(None, use_errno=True)
    padded = [*arguments, 0, 0, 0][:4]
    if libc.prctl(option, *(ctypes.c_ulong(word) for word in padded)) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
