"""Clean screens (users.md A6 and section 6): every screen a citizen can reach, in every language that is offered.

The screens are found by pressing every button of every screen, from the stories below on; the many pages of the library
are walked in test_prevention.py.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import AsyncIterator

import pytest

from content.folding import fold
from content.locales import REVIEWED, speaking
from handlers.citizen.files import sentence
from handlers.citizen.notices import notice_screen, question_screen
from handlers.messages import Act, Screen
from tests.unit.handlers.citizen.phone import Phone
from tests.world import World

STORIES = (
    "co nguoi ban ma tuy trong hem",
    "thang do ngao da cam dao, o ke nha toi, goi 0912345678",
    "con toi choi ma tuy",
    "toi muon dau thu",
    "hom nay cho dong qua",
    "ghe cho hang trang ngoai bien",
)
PLACES = ("cho vinh chau", "phuong 1", "quan ong tu beo")
MOST_SCREENS = 260
LIBRARY = "a:tips_"
HARMLESS = 40
MOST_WORDS = 18
MOST_LABEL = 20
GIVES_AWAY = {
    "vi": ("ma tuy", "cong an", "to giac", "tin bao", "canh sat", "toi pham"),
    "en": ("drug", "police", "crime", "criminal", "denounce", "informer", "code"),
}
NEVER_SAID = ("vui lòng", "quý khách", "đối tượng", "khai báo", "nhập liệu", "tố giác", "tiếp nhận", "nặc danh")
THEIR_OWN_WORDS = re.compile(r"\n\n.*", re.DOTALL)  # after an empty line: their story, their receipt
WAYS_OUT = {"Thoát nhanh", "Quick exit", "Trang đầu", "Menu", "Thêm…", "More…"}


async def reachable(world: World, language: str) -> AsyncIterator[Screen]:
    """Every main screen that presses and the answers above lead to, each text once."""
    seen: set[str] = set()
    waiting = []
    for story in ("", *STORIES):
        phone = Phone(world, carries_out=False)
        await phone.payload(f"a:languages:{language}")
        await (phone.say(story) if story else phone.command("start"))
        if story == STORIES[0]:
            for kind in ("voice", "photo"):
                await phone.send(kind, after=1)
        waiting.append(phone)
    while waiting and len(seen) < MOST_SCREENS:
        phone = waiting.pop(0)
        screen = phone.shown["main"]
        key = re.sub(r"\d+", "", THEIR_OWN_WORDS.sub("", screen.text))
        if key in seen:
            continue
        seen.add(key)
        yield screen
        payloads = [button.payload for row in screen.rows for button in row]
        for payload in payloads:
            if payload and not payload.startswith(LIBRARY):
                waiting.append(await after(phone, payload))
        if (phone.state or {}).get("focused"):
            waiting += [await after(phone, "", place) for place in PLACES]


async def after(phone: Phone, payload: str, text: str = "") -> Phone:
    """A copy of the phone after one more act."""
    other = copy.copy(phone)
    other.state, other.shown = json.loads(json.dumps(phone.state)), dict(phone.shown)
    await (other.payload(payload) if payload else other.say(text))
    return other


def faults(screen: Screen, language: str) -> list[str]:
    """What is wrong with a screen, in words."""
    ours = THEIR_OWN_WORDS.sub("", screen.text)
    beginning = fold(screen.text[:HARMLESS])
    wrong = [f"begins with {word!r}" for word in GIVES_AWAY[language] if re.search(rf"\b{word}", beginning)]
    wrong += ["begins with mã"] if language == "vi" and re.search(r"\bmã\b", screen.text[:HARMLESS].lower()) else []
    wrong += [f"says {word!r}" for word in NEVER_SAID if word in ours.lower()]
    sentences = re.split(r"[.!?:;…]\s|\n", ours)
    wrong += [f"is long: {one!r}" for one in sentences if len(re.findall(r"\w+(?:['’]\w+)?", one)) > MOST_WORDS]
    labels = [button.label for row in screen.rows for button in row]
    wrong += [f"label {label!r}" for label in labels if len(label) > MOST_LABEL]
    wrong += [] if not screen.rows or WAYS_OUT & set(labels) else ["has no way out"]
    wrong += [] if screen.silent else ["makes a sound"]
    return [f"{screen.text[:60]!r} {fault}" for fault in wrong]


@pytest.mark.parametrize("language", REVIEWED)
async def test_every_screen_is_clean(world: World, language: str) -> None:
    screens = [screen async for screen in reachable(world, language)]
    assert len(screens) > 60
    assert not [fault for screen in screens for fault in faults(screen, language)]


@pytest.mark.parametrize("language", REVIEWED)
async def test_what_comes_unasked_is_clean(language: str) -> None:
    with speaking(language):
        screens = [notice_screen(), question_screen("00" * 16, "Ma túy bán ở đâu? Công an hỏi.")]
        screens += [Screen(sentence(reason)) for reason in ("type_not_allowed", "too_big", "too_long", "hostile", "?")]
    notice, asked, *refused = screens
    assert not faults(notice, language)
    assert not [fault for fault in faults(asked, language) if "begins" in fault]
    assert not [fault for screen in refused for fault in faults(screen, language)]


async def test_odd_things_get_a_plain_sentence(phone: Phone) -> None:
    await phone.act(Act.ODD, name="sticker")
    assert phone.main.startswith("Kiểu này ở đây không đọc được.")
    await phone.say(STORIES[0])
    await phone.act(Act.ODD, name="contact")
    assert "Ở khúc nào?" in phone.main
    assert not faults(phone.shown["main"], "vi")
