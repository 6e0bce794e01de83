"""What is wanted for whoever earned a reward, without anybody learning who it is."""

from __future__ import annotations

from dataclasses import dataclass, field

from content.terms import Merit


@dataclass(frozen=True)
class ProposeReward:
    """Whoever has a tip proposes its reporter for a reward; the head who decides is told (`reward_rules.deciders`)."""

    tip: str
    officer: str
    merit: Merit


@dataclass(frozen=True)
class DecideReward:
    """The head grants it or not; never whoever proposed it. Its reporter reads of it from `policy.next_news` on."""

    tip: str
    officer: str
    granted: bool


@dataclass(frozen=True)
class GiveCode:
    """A reporter takes a reward up: the code counts from now on, an older one is void. Only its hash is kept."""

    receipt: str = field(repr=False)  # the packed bits, hex
    code: str = field(repr=False)


@dataclass(frozen=True)
class ClaimReward:
    """The province's desk was shown a code: it is used up, once."""

    code: str = field(repr=False)
    officer: str = ""
