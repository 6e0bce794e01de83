"""Words that say somebody may be in danger now. They ask a question; they never decide (users.md A8)."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.citizen.phrase_rules import Word, any_of

SIGNS = any_of(
    "cầm dao|có dao|rút dao|kề dao|mã tấu|có súng|cầm súng|bắn nhau|chém|đâm chém|đâm người|đâm nhau|đòi giết|dọa giết",
    "giết người|đánh người|đánh nhau|đánh vợ|đánh con|đập phá|đốt nhà|co giật|bất tỉnh|ngất xỉu|sốc thuốc",
    "sùi bọt mép|không thở|khó thở|cấp cứu|cứu với|cứu tôi|lên cơn|ngáo đá|bị nhốt|nhốt người|bắt cóc|nhảy lầu",
    "tự tử|hung khí|con tin|muốn chết|không muốn sống|kêu cứu|cứu em|cứu tui|cứu con|giúp tôi với|giúp tui với|giúp em với",
    "đánh tôi|đánh tui|đánh em|đánh mẹ|đánh cha|đánh má|đánh cháu",
)


def hints(text: Sequence[Word]) -> bool:
    """Whether to ask if somebody is in danger now."""
    return SIGNS.among(text)
