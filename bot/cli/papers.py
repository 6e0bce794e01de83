"""Secrets that leave the machine on paper: shown twice, then four of their groups are asked back."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console

from bot.cli.terminal import ask, say
from content.locales import _
from content.terms import N_
from storage.vault.recovery import Circle, NewRecovery, Question, answered, questions

CIRCLES: Mapping[Circle, str] = {
    Circle.PROVINCE: N_("Recovery key of the province and the communes"),
    Circle.INSPECTORATE: N_("Recovery key of the inspectorate"),
}
A_LINE = 7  # groups


def hand_out(circle: Circle, recovery: NewRecovery) -> None:
    """Until both shares are written down. Raises Wrong where nobody answers: then they are worth nothing."""
    _show(circle, recovery)
    ask(_("Write both papers down, in 2 copies. Done? Press Enter to see them once more."))
    _show(circle, recovery)
    ask(_("Compare every group. Done? Press Enter; they are not shown again."))
    Console().clear()
    while not answered(recovery, {one: ask(_question(one)) for one in questions()}):
        say(_("Something differs. Look at the papers again."))
        _show(circle, recovery)
        ask(_("Corrected? Press Enter."))
        Console().clear()
    say(_("Right. Seal the papers; 2 people keep them, in 2 places, never both with one."))


def _show(circle: Circle, recovery: NewRecovery) -> None:
    say()
    say(_(CIRCLES[circle]))
    for number, share in enumerate(recovery.shares, 1):
        say(_("Paper {number}:").format(number=number))
        groups = [f"{place:2}. {group}" for place, group in enumerate(share.split(), 1)]
        for start in range(0, len(groups), A_LINE):
            say("   " + "   ".join(groups[start : start + A_LINE]))
    say()


def _question(one: Question) -> str:
    return _("Paper {share}, group {group}:").format(share=one.share, group=one.group)
