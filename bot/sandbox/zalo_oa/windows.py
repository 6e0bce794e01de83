"""The interaction windows: what a message to somebody costs, and when it is refused. Pure."""

from typing import Literal

FREE_S = 48 * 3600
CLOSED_S = 7 * 86_400

Window = Literal["never", "free", "paid", "closed"]


def window(last_interaction: float | None, now: float) -> Window:
    """Free up to and at 48 hours since the user's last interaction, paid up to and at 7 days, then closed."""
    if last_interaction is None:
        return "never"
    since = now - last_interaction
    if since <= FREE_S:
        return "free"
    return "paid" if since <= CLOSED_S else "closed"
