"""A cleaner that a hostile file has taken over: it does the worst that the text of the file names."""

import ctypes
import json
import os
import socket
import sys
import threading
from collections.abc import Callable

from bot.files.limits import CleanLimits
from bot.files.outcome import Cleaned, Kind, Reason, Rejected

STARTED_IN = os.getcwd()


def attempt(crime: Callable[[], object]) -> str:
    """What came of it."""
    try:
        return repr(crime())
    except BaseException as error:
        return f"refused: {type(error).__name__}"


def look_into_parent() -> object:
    """The system call by which a debugger reads another process's memory."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(310, os.getppid(), 0, 0, 0, 0, 0) < 0:
        raise OSError(ctypes.get_errno(), "process_vm_readv")
    return "read"


CRIMES: dict[str, Callable[[], object]] = {
    "open a file": lambda: os.open("/etc/passwd", os.O_RDONLY),
    "list a folder": lambda: os.listdir("/"),
    "read the parent's memory": lambda: os.open(f"/proc/{os.getppid()}/mem", os.O_RDONLY),
    "read it by a call": look_into_parent,
    "write a file": lambda: os.open("/tmp/prisoner", os.O_WRONLY | os.O_CREAT),
    "delete a file": lambda: os.unlink("/tmp/prisoner"),
    "open a socket": socket.socket,
    "pair sockets": socket.socketpair,
    "fork": os.fork,
    "start a program": lambda: os.execv("/bin/true", ["true"]),
    "start a thread": lambda: threading.Thread(target=print).start(),
    "signal the parent": lambda: os.kill(os.getppid(), 0),
    "become root": lambda: os.setuid(0),
    "raise a limit": lambda: __import__("resource").setrlimit(7, (64, 64)),
}


def clean(source: bytes, form: str, limits: CleanLimits, change_voice: bool) -> Cleaned:
    """Answer as a cleaner would, after the deed."""
    deed = source.decode()
    if deed == "report":
        report = {name: attempt(crime) for name, crime in CRIMES.items()}
        return answer(json.dumps({"environment": sorted(os.environ), "folder": STARTED_IN, **report}).encode())
    if deed == "loop":
        while True:
            pass
    if deed == "sleep":
        threading.Event().wait(60)
    if deed == "eat":
        return answer(b"x" * limits.memory_bytes)
    if deed == "crash":
        ctypes.string_at(0)
    if deed == "flood":
        return answer(b"x" * (limits.result_bytes + 8192))
    if deed == "lie":
        return Cleaned(Kind.PHOTO, "image/jpeg", b"<html>")
    if deed == "leave":
        sys.exit(7)
    if deed == "import":
        import wave  # noqa: F401
    raise Rejected(Reason.BROKEN)


def answer(content: bytes) -> Cleaned:
    """A text document."""
    return Cleaned(Kind.DOCUMENT, "text/plain", content)
