"""A reward, on its reporter's side: read of at a look-up and nowhere else, with what claiming it costs first (users.md C5)."""

from __future__ import annotations

from dataclasses import dataclass

from content.locales import _
from handlers.dialogue import Ask
from handlers.effects import GiveCode
from handlers.here import Here
from handlers.questions import Choice
from handlers.triage.hours import local
from handlers.triage.reward_rules import new_code, written
from storage import rewards
from storage.own import OwnTip


@dataclass(frozen=True)
class Taken:
    """What is said after the person has chosen, and the code that counts from now on."""

    said: str
    effects: tuple[GiveCode, ...] = ()


async def is_offered(here: Here, found: OwnTip) -> bool:
    """Whether this tip has a reward that can be taken up."""
    reward = await rewards.of_tip(here.rows, found.row)
    return reward is not None and reward.offered(here.now)


async def take_up(ask: Ask, here: Here, receipt: str, found: OwnTip) -> Taken | None:
    """The warning, then the code or nothing. None where it has ended meanwhile."""
    reward = await rewards.of_tip(here.rows, found.row)
    if reward is None or not reward.offered(here.now):
        return None
    # Marked for legal review: whether whoever pays out has to ask for a signature is not settled.
    text = "\n".join(
        (
            _("Whoever fetches a reward is seen there. Leaving it is fine."),
            _("You fetch it at {agency}, not in your commune. This channel writes no name down.").format(
                agency=here.policy.agency
            ),
            _("They may ask you to sign there. Until {day}.").format(
                day=f"{local(reward.expires_at, here.policy):%d/%m/%Y}"
            ),
        )
    )
    options = {"no": _("Leave it"), "code": _("Show me a code")}
    if await ask("reward", Choice(_("A reward"), options, text, 1)) == "no":
        return Taken(_("Good. Nothing was done."))
    code = new_code()
    lines = [
        _("Copy onto paper: {code}").format(code=written(code)),
        _("It works once. Whoever has it can fetch the reward. An older one is void now."),
    ]
    return Taken("\n".join(lines), (GiveCode(receipt, code),))
