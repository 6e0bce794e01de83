"""Every button of staff, forged by everybody: what the table of rights refuses is refused, said, and audited; no more."""

from __future__ import annotations

from datetime import date

from content.locales import _, speaking
from content.terms import PersonState, Role, TipState
from handlers import effects
from handlers.effects import Refused
from handlers.messages import Act, Incoming, Show, Toast
from handlers.triage.permissions import SENTENCES, TABLE, Refusal, Right, case_of, refusal
from handlers.triage.tables import ACTIONS
from storage import people, stations, tips
from storage.people import Person
from tests.unit.handlers.triage.chats import house
from tests.world import COMMUNE, NEIGHBOUR, PROVINCE, World, member, only_tip

NO_RIGHT = {"p", "pin", "unlink"}
"""A press on the keypad means what the keypad says; a newcomer's PIN; "no"."""
SECRET = "s" * 43
BUTTONS: dict[str, tuple[Right, str]] = {
    "s": (Right.OPEN_SHIFT, f"s:{SECRET}"),
    "c": (Right.CHANGE_PIN, f"c:{SECRET}"),
    "lock": (Right.LOCK, "a:lock"),
    "desk": (Right.DESK, "a:desk"),
    "inbox": (Right.INBOX, "a:inbox:all:0"),
    "filter": (Right.INBOX, "a:filter:topic:is:sale"),
    "search": (Right.SEARCH, "a:search"),
    "figures": (Right.FIGURES, "a:figures:year"),
    "meanings": (Right.FIGURES, "a:meanings"),
    "units": (Right.UNITS, "a:units:2026:late"),
    "units_file": (Right.UNITS, "a:units_file:2026"),
    "found": (Right.SEARCH, "a:found:6"),
    "release": (Right.RELEASE, "a:release:{tip}:1"),
    "pass": (Right.HAND_ON, "a:pass:{tip}:1:{somebody}"),
    "pass_all": (Right.HAND_ON_ALL, "a:pass_all:{somebody}"),
    "card": (Right.CARD, "a:card:{tip}"),
    "claim": (Right.CLAIM, "a:claim:{tip}:1"),
    "mark": (Right.GOING, "a:mark:{tip}:1:going"),
    "read": (Right.READ, "a:read:{tip}"),
    "make_real": (Right.MAKE_REAL, "a:make_real:{tip}:1"),
    "ask": (Right.ASK, "a:ask:{tip}:1"),
    "export": (Right.EXPORT, "a:export:{tip}"),
    "reward": (Right.REWARD, "a:reward:{tip}"),
    "reward_look": (Right.DECIDE_REWARD, "a:reward_look:{tip}"),
    "reward_yes": (Right.DECIDE_REWARD, "a:reward_yes:{tip}"),
    "reward_no": (Right.DECIDE_REWARD, "a:reward_no:{tip}"),
    "reward_code": (Right.REWARD_CODE, "a:reward_code"),
    "abuse": (Right.ABUSE, "a:abuse:{tip}"),
    "junk": (Right.INBOX, "a:junk:0"),
    "take_back": (Right.TAKE_BACK, "a:take_back:{tip}"),
    "join": (Right.JOIN, "a:join:{tip}:1:{tip}"),
    "apart": (Right.JOIN, "a:apart:{tip}:1:{tip}"),
    "split": (Right.SPLIT, "a:split:{tip}:1"),
    "tell": (Right.TELL, "a:tell:{tip}:1"),
    "tell_unclear": (Right.TELL, "a:tell_unclear:{tip}:1"),
    "members": (Right.CARD, "a:members:{tip}"),
    "pairs": (Right.INBOX, "a:pairs"),
    "close": (Right.MOVE, "a:close:{tip}:1"),
    "move": (Right.MOVE, "a:move:{tip}:1:book"),
    "link": (Right.LINK_GROUP, "a:link:31783"),
    "people": (Right.PEOPLE, "a:people:0"),
    "person": (Right.PEOPLE, "a:person:{somebody}"),
    "suspend": (Right.SUSPEND, "a:suspend:{somebody}:yes"),
    "leave": (Right.LEAVE, "a:leave:yes"),
    "invite": (Right.INVITE, "a:invite"),
    "back": (Right.LET_BACK, "a:back:{somebody}"),
    "train": (Right.TRAIN, "a:train:{somebody}"),
    "away": (Right.SEND_AWAY, "a:away:{somebody}:3"),
    "approve": (Right.APPROVE, "a:approve:{somebody}"),
    "roster": (Right.ROSTER, "a:roster"),
    "duty": (Right.SET_ROSTER, "a:duty:20270116:night:{somebody}"),
    "on_duty": (Right.ROSTER, "a:on_duty"),
    "audit": (Right.AUDIT, "a:audit"),
    "audit_of": (Right.AUDIT, "a:audit_of:{somebody}"),
    "auditors": (Right.AUDIT, "a:auditors"),
}
OF_THE_COMMUNE = {"link", "pass_all", "person", "suspend", "back", "train", "away", "approve"}
OF_THE_PROVINCE = {"units", "units_file", "reward_code"}
"""Buttons that act upon the commune, whoever presses; the others act upon one's own station, if upon any."""


async def everybody(world: World) -> dict[str, tuple[int, Person]]:
    """One of each role, and of each way of not being at work."""
    head = await world.officer(COMMUNE, 10, Role.HEAD)
    admin = await world.officer(PROVINCE, 20, Role.ADMIN)
    found = {"head": (10, head), "admin": (20, admin)}
    for number, name in enumerate(("on shift", "off shift", "trainee", "suspended", "left", "on leave"), 11):
        found[name] = (number, await world.officer(COMMUNE, number, approver=head))
    desk_head = await world.officer(PROVINCE, 21, Role.HEAD)
    found["desk"] = (22, await world.officer(PROVINCE, 22, Role.DESK, approver=desk_head))
    found["auditor"] = (23, await world.officer(PROVINCE, 23, Role.AUDITOR, approver=admin))
    found["outreach"] = (26, await world.officer(COMMUNE, 26, Role.OUTREACH))
    found["commander"] = (27, await world.officer(PROVINCE, 27, Role.COMMANDER))
    found["neighbour"] = (24, await world.officer(NEIGHBOUR, 24, Role.HEAD))
    person = "ab" * 16
    await world.do(effects.Invite("w", Role.OFFICER, COMMUNE), effects.Enrol("w", person, member(25), "Đ/c 25"))
    await world.press_pin(person, "enrol")
    found["waiting"] = (25, await world.person(person))
    await world.do(
        effects.CloseShift(found["off shift"][1].id),
        effects.Train(found["trainee"][1].id, head.id, True),
        effects.Suspend(found["suspended"][1].id, head.id),
        effects.Suspend(found["left"][1].id, found["left"][1].id, PersonState.LEFT),
        effects.Away(found["on leave"][1].id, head.id, date(2027, 1, 20)),
    )
    return {name: (number, await world.person(one.id)) for name, (number, one) in found.items()}


def test_every_button_of_staff_is_forged_here() -> None:
    assert set(BUTTONS) | NO_RIGHT == set(ACTIONS)


async def test_whatever_anybody_forges_the_table_of_rights_decides_and_the_refusal_is_said_and_audited(
    world: World,
) -> None:
    staff = await everybody(world)
    somebody = await world.officer(COMMUNE, 30, approver=staff["head"][1])
    await world.send()
    async with world.database.read() as rows:
        public = await only_tip(rows)
    wrong: list[object] = []
    for name, (number, presser) in staff.items():
        for word, (right, payload) in BUTTONS.items():
            filled = payload.format(tip=public, somebody=somebody.id)
            own = presser.station if word in ("roster", "duty", "on_duty") else ""
            upon = COMMUNE if word in OF_THE_COMMUNE else PROVINCE if word in OF_THE_PROVINCE else own
            why = await expected(world, presser, right, upon, public)
            said, refused, done = await pressed(world, number, filled)
            with speaking("vi"):
                sentence = _(SENTENCES[why]) if why else ""
            logged = [Refused(presser.id, right.value, why.value)] if why else []
            if word == "approve" and not why:
                logged, sentence = refused, ""  # nobody waits there: that is said instead
            if refused != logged or (why and (sentence not in said or done)):
                wrong.append((name, word, why, said, refused, done))
    assert wrong == []


async def test_a_stranger_gets_one_sentence_and_leaves_no_line(world: World) -> None:
    somebody = await world.officer(COMMUNE, 30)
    await world.doors_open(PROVINCE)
    await world.send()
    async with world.database.read() as rows:
        public = await only_tip(rows)
    for _word, payload in BUTTONS.values():
        said, refused, done = await pressed(world, 700, payload.format(tip=public, somebody=somebody.id))
        assert said == ["Chỉ cán bộ trực của đơn vị bấm được."]
        assert refused == done == []


async def expected(world: World, presser: Person, right: Right, station: str, public: str) -> Refusal | None:
    async with world.database.read() as rows:
        card = await tips.card(rows, public) if TABLE[right].tip else None
        units = await stations.every(rows)
    assert card is None or card.state is TipState.NEW
    return refusal(right, case_of(presser, world.now, card=card, version=1, stations=units, station=station))


async def pressed(world: World, number: int, payload: str) -> tuple[list[str], list[Refused], list[effects.Effect]]:
    """What a press is answered, which refusals and what else it wants done; nothing of it is carried out."""
    incoming = Incoming(member(number), Act.PRESS, message="9", payload=payload, callback="c", at=world.now)
    async with world.database.read() as rows:
        turned = await house(world).converse(rows, incoming, {}, world.now)
        assert await people.by_account(rows, world.keyring, "telegram", str(number)) or number == 700
    said = [post.text for post in turned.posts if isinstance(post, Toast) and post.text]
    said += [post.screen.text for post in turned.posts if isinstance(post, Show)] if not said else []
    refused = [effect for effect in turned.effects if isinstance(effect, Refused)]
    return said, refused, [effect for effect in turned.effects if not isinstance(effect, Refused)]
