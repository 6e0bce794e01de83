"""Who sends very much at once is heard more slowly, never less: every tip is kept, its card waits (the prankster of users.md)."""

from __future__ import annotations

from content.policy import Policy

TIPS, FILES = "tips", "files"
"""What is counted of a chat: tips with what is added to them, and files."""
LONGEST_WAIT_S = 12 * 3600.0


def tip_wait(ahead_s: float, policy: Policy) -> float:
    """How many seconds longer the card of a tip waits, `ahead_s` being where the chat stands with it.

    >>> tip_wait(6 * 600.0, Policy()), tip_wait(8 * 600.0, Policy())
    (0.0, 1200.0)
    """
    return _wait(ahead_s, policy.tips_at_once * policy.tip_pace)


def file_wait(ahead_s: float, policy: Policy) -> float:
    """The same for the download of a file: what has been sent is not lost, others go first."""
    return _wait(ahead_s, policy.files_at_once * policy.file_pace)


def _wait(ahead_s: float, free_s: float) -> float:
    return min(max(0.0, ahead_s - free_s), LONGEST_WAIT_S)
