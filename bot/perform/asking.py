"""An officer's question finds its way to the reporter, without anybody seeing the way."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial
from typing import Any

import sqlalchemy as sa

from bot.perform import news, ringing
from bot.perform.desk import change, held
from bot.perform.doing import Doing
from bot.perform.moving import decided
from bot.perform.submit import add_entries, add_note
from content.locales import DEFAULT, _, speaking
from content.questions import REPLIES
from content.terms import Contact
from handlers.citizen.notices import NOTICE, QUESTION, REPLY, notice_screen, question_screen, reply_screen
from handlers.effects import AskReporter, ReplyToReporter
from handlers.messages import Address, Lane, Screen, Show
from handlers.triage.ask import expired_screen
from handlers.triage.clock_rules import day_of
from handlers.triage.move_rules import Move
from handlers.triage.permissions import Right
from handlers.triage.state_rules import Given
from storage import due, figures, people, reading, tips
from storage.packed import loads
from storage.reading import OpenTip
from storage.tables import entry, question, tip
from storage.vault import tip as vault

EXPIRY = "question"
UNANSWERED = "unanswered"
"""The kind of entry that says so in the tip."""


async def ask(doing: Doing, effect: AskReporter) -> None:
    """Seal the question to the tip and send what the reporter's choice of contact allows."""
    found = await held(doing, Right.ASK, effect.tip, effect.version, effect.officer)
    person = await people.get(doing.rows, doing.keyring, effect.officer)
    opened = person and await reading.open_tip(doing.rows, doing.keyring, person, effect.tip, doing.now)
    if not found or not opened:
        return
    expires = doing.now + doing.policy.question_life
    if not await decided(doing, *found, Move.ASK, Given(until=day_of(expires, doing.policy))):
        return
    public = secrets.token_bytes(16)
    content = {"text": effect.text, "prepared": effect.prepared, "at": doing.now}
    last = await doing.rows.scalar(sa.select(sa.func.max(entry.c.place)).where(entry.c.tip == opened.row))
    (sealed,) = await add_entries(
        doing, opened.row, opened.pair.public, [("question", content)], first=int(last or 0) + 1
    )
    values = {"id": public, "tip": opened.row, "entry": sealed, "state": "open", "expires_at": int(expires * 1e6)}
    await doing.rows.execute(sa.insert(question), [values])
    changed = await change(doing, found[0], effect.officer, "asked", {"asked_until": day_of(expires, doing.policy)})
    doing.count(changed.station, "asked")
    if figures.ASKED not in changed.events:
        await tips.happened(doing.rows, opened.row, figures.ASKED, doing.now)
    await due.put(
        doing.rows, doing.seals, EXPIRY, public.hex(), expires, {"question": public.hex()}, doing.now, lasting=True
    )
    with speaking(opened.card.language):
        asked = partial(question_screen, public.hex(), effect.text, prepared=effect.prepared)
        await _tell(doing, opened, f"{QUESTION}{public.hex()}", asked)
    await ringing.refresh(doing, changed)


async def reply(doing: Doing, effect: ReplyToReporter) -> None:
    """A ready-made word, sealed into the tip: it says nothing of it, and no answer is waited for."""
    found = await held(doing, Right.ASK, effect.tip, effect.version, effect.officer)
    opened = found and await reading.open_tip(doing.rows, doing.keyring, found[1], effect.tip, doing.now)
    if (
        not found
        or not opened
        or not await decided(doing, *found, Move.ASK, Given(until=day_of(doing.now, doing.policy)))
    ):
        return
    with speaking(opened.card.language):
        text = _(REPLIES[effect.reply].text)
        await add_note(doing, opened.row, REPLY, {"text": text, "at": doing.now})
        await _tell(doing, opened, REPLY, lambda **_platform: reply_screen(text))
    await ringing.refresh(doing, await change(doing, found[0], effect.officer, "replied", {}))


async def _tell(doing: Doing, opened: OpenTip, name: str, said: Callable[..., Screen]) -> None:
    """What the reporter allowed: the words themselves, a notice that says nothing, or silence."""
    sealed = await doing.rows.scalar(sa.select(tip.c.way_back).where(tip.c.id == opened.row))
    if sealed is None or opened.card.contact is Contact.NONE:
        return
    to = Address(**loads(vault.open_address(doing.keyring, opened.pair, sealed, opened.row)))
    here = opened.card.contact is Contact.HERE
    screen = said(removable=doing.tools.facts[to.channel].can_delete) if here else notice_screen()
    wait = ringing.hidden_wait(doing, opened.card)
    await news.show(doing, Show(to, name if here else NOTICE, screen, fresh=True, after_s=wait))


async def expire(doing: Doing, payload: dict[str, Any]) -> None:
    """Nobody answered: whoever has the tip is told, and goes on without it. The reporter reads it at a look-up."""
    row_id = bytes.fromhex(payload["question"])
    row = (
        await doing.rows.execute(
            sa.select(tip.c.id, tip.c.public, tip.c.version)
            .join(question, question.c.tip == tip.c.id)
            .where(question.c.id == row_id, question.c.state == "open")
        )
    ).one_or_none()
    if row is None:
        return
    await doing.rows.execute(sa.update(question).where(question.c.id == row_id).values(state="expired"))
    await tips.change(doing.rows, row.public, row.version, {"asked_until": None})
    doing.audit("", "question expired", row.public, row.version + 1)
    await add_note(doing, row.id, UNANSWERED, {"at": doing.now})
    await ringing.tell_of_news(doing, row.public)
    card = await tips.card(doing.rows, row.public)
    holder = await people.get(doing.rows, doing.keyring, card.holder) if card and card.holder else None
    if card and holder:
        with speaking(DEFAULT):
            word = expired_screen(card)
        to = await doing.address_of(holder)
        doing.posts.append(Show(to, f"expired:{card.public}", word, fresh=True, lane=Lane.ALERT))
