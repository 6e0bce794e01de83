"""A cleaner that was taken over finds nothing to take, and is ended when it takes too long or too much."""

import json
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from bot.files.cell import read_apart
from bot.files.confine import CALLS, MACHINES, call_filter
from bot.files.limits import MIB, CleanLimits
from bot.files.outcome import Cleaned, CleanerUnavailable, Reason, Refused

ROOT = Path(__file__).parents[4]
PRISONER = "tests.unit.bot.files.prisoner"
SMALL = CleanLimits(memory_bytes=256 * MIB, result_bytes=MIB)
walled = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in MACHINES, reason="only Linux has the filter"
)


async def do(deed: str, cpu_seconds: int = 5) -> Cleaned | Refused:
    return await read_apart(PRISONER, "plain", deed.encode(), SMALL, cpu_seconds)


@walled
async def test_a_cleaner_that_was_taken_over_can_reach_nothing() -> None:
    outcome = await do("report")
    assert isinstance(outcome, Cleaned)
    report = json.loads(outcome.content)
    assert set(report.pop("environment")) <= {"LC_CTYPE"}  # which Python itself sets
    assert report.pop("folder") == "/"
    assert {crime: what for crime, what in report.items() if not what.startswith("refused: ")} == {}


async def test_a_cleaner_that_loops_is_ended() -> None:
    assert await do("loop", cpu_seconds=1) == Refused(Reason.TIMED_OUT)


async def test_a_cleaner_that_waits_is_ended_by_the_wall_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.files.cell.SPARE_SECONDS", -1.5)
    assert await read_apart(PRISONER, "plain", b"sleep", SMALL, 1) == Refused(Reason.TIMED_OUT)


@pytest.mark.parametrize("deed", ["eat", "crash", "flood", "lie", "leave"])
async def test_memory_crashes_floods_and_lies_are_hostile(deed: str) -> None:
    assert await do(deed) == Refused(Reason.HOSTILE)


@walled
async def test_a_part_that_cannot_be_loaded_is_our_fault_and_not_the_files() -> None:
    with pytest.raises(CleanerUnavailable):
        await do("import")


async def test_a_cleaner_that_does_not_start_is_our_fault_and_not_the_files() -> None:
    with pytest.raises(CleanerUnavailable):
        await read_apart("bot.files.no_such_cleaner", "plain", b"x", SMALL, 5)


@pytest.mark.parametrize("machine", MACHINES)
def test_the_filter_is_a_whole_program_for_each_machine(machine: str) -> None:
    column, _ = MACHINES[machine]
    known = [pair[column] for pair in CALLS.values() if pair[column] is not None]
    assert len(set(known)) == len(known)
    assert len(call_filter(machine)) == 8 * (4 + len(known) + 2)


SPY = """
import os, sys
sys.path.insert(0, sys.argv[1])
import ctypes
from bot.files.confine import control_process, harden_main_process
if os.geteuid() == 0:
    os.setgroups([]); os.setresgid(65534, 65534, 65534); os.setresuid(65534, 65534, 65534)
control_process(4, 1)  # as a process that did not change its user
def spied():
    if (child := os.fork()) == 0:
        try:
            control_process(4, 1)
            os.close(os.open(f"/proc/{os.getppid()}/mem", os.O_RDONLY))
        except PermissionError:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
before = spied()
harden_main_process()
import resource
print(before, spied(), resource.getrlimit(resource.RLIMIT_CORE))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc")
def test_after_hardening_no_process_of_the_same_user_can_read_the_main_process() -> None:
    done = subprocess.run([sys.executable, "-I", "-c", SPY, str(ROOT)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True False (0, 0)"
