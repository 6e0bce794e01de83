"""Files a citizen sends: announced now, fetched and cleaned by slow work, destroyed where they belong to nothing."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bot.perform.doing import Doing
from bot.perform.news import tell
from handlers.citizen.pace_rules import FILES, file_wait
from handlers.effects import ChangeVoice, CountMiss, DropFiles, Fetch
from handlers.messages import Address
from storage import blobs, own, pace

FETCH, VOICE = "fetch", "voice"


async def fetch(doing: Doing, effect: Fetch) -> None:
    """Announce the file and order its download: {media, blob, key, address}."""
    await blobs.begin(doing.rows, bytes.fromhex(effect.blob), doing.now)
    payload = {
        "media": asdict(effect.media),
        "blob": effect.blob,
        "key": effect.key,
        "address": asdict(effect.address) if effect.address else None,
    }
    wait = 0.0
    if doing.incoming is not None:
        ahead = await pace.spend(doing.rows, FILES, doing.here(), doing.policy.file_pace, doing.now)
        wait = file_wait(ahead, doing.policy)
    await doing.order(FETCH, payload, after_s=wait)


async def change_voice(doing: Doing, effect: ChangeVoice) -> None:
    """Order another voice for a stored recording: {blob, key}. Until then nobody hears it as it was."""
    await blobs.withhold(doing.rows, bytes.fromhex(effect.blob))
    await doing.order(VOICE, {"blob": effect.blob, "key": effect.key})


async def fetched(doing: Doing, payload: dict[str, Any]) -> None:
    """A file could not be kept: whoever sent it hears why, as long as their chat lives."""
    result = payload["result"]
    if result.get("state") != "ready" and payload["address"]:
        reason = result.get("reason", "failed")
        await blobs.refuse(doing.rows, bytes.fromhex(payload["blob"]), reason)
        told = {"kind": payload["media"]["kind"], "blob": payload["blob"], "reason": reason}
        await tell(doing, Address(**payload["address"]), "file", told)


async def voice_changed(doing: Doing, payload: dict[str, Any]) -> None:
    """A recording whose voice could not be changed is destroyed: its sender did not want it heard as it was."""
    if payload["result"].get("state") != "ready":
        await blobs.forget_content(doing.rows, bytes.fromhex(payload["blob"]), blobs.VOICE)


async def drop(doing: Doing, effect: DropFiles) -> None:
    await blobs.destroy(doing.rows, [bytes.fromhex(one) for one in effect.blobs])


async def count_miss(doing: Doing, effect: CountMiss) -> None:
    """One more receipt that was not found in this chat: its next look-ups are slowed."""
    to = effect.chat
    chat = doing.seals.chat_ids(to.channel, to.chat, to.user, private=to.private, now=doing.now)[0]
    await own.count_miss(doing.rows, chat, doing.now)
