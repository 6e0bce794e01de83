"""Where a tip goes when it is no ordinary one, and what becomes of one that is not sent."""

from __future__ import annotations

from content.terms import Reader, Topic
from tests.e2e.house import House
from tests.world import COMMUNE, INSPECTORATE, PROVINCE


async def test_danger_now_rings_station_and_province_at_once(house: House) -> None:
    chief, tu = await house.officer(PROVINCE), await house.officer(COMMUNE)
    group = await house.group(COMMUNE, tu)
    ba = await house.citizen()
    await ba.say("no dang cam dao chem nguoi o cho vinh chau, ngao da")
    if ba.reads("Where is it? Type a commune, hamlet, market, pagoda, bridge… Old names and no accents are fine."):
        await ba.say("phuong vinh chau")
    assert any("113" in line for line in ba.text.splitlines())
    await ba.press("I can't call")
    await ba.say("Hai nguoi, mot con dao")
    while not ba.receipt():
        await ba.press_any("Send now", "Send", "None of these")
    for phone in (chief, tu, group.seen_by(tu)):
        assert phone.reads("🔴 URGENT")
        card = next(message for message in reversed(phone.shown) if "T-" in message["text"])
        assert not card["silent"]
    await tu.press("I go now")
    assert "Đ/c Ba" in group.text
    assert not chief.has("Take this tip")
    before = len(chief.texts)
    await house.pass_time(540, step=180)
    assert len(chief.texts) == before  # somebody is on the way: quiet,
    await house.pass_time(180)
    assert len(chief.texts) > before  # but not for long while nobody has read it


async def test_danger_rings_again_until_somebody_acts(house: House) -> None:
    tu = await house.officer(COMMUNE)
    await house.officer(PROVINCE)
    ba = await house.citizen()
    await ba.say("no dang cam dao chem nguoi o phuong vinh chau")
    await ba.press("I have called")
    while not ba.receipt():
        await ba.press_any("Send now", "Send")
    rings = []
    for _minute in range(3):
        await house.pass_time(185)
        rings += [message["id"] for message in tu.shown if "·" in message["text"] and message["reply_to"]]
    assert len(set(rings)) == 3
    await tu.press("Take this tip")
    assert not [message for message in tu.shown if message["reply_to"] and "T-" in message["text"]]


async def test_only_above_never_shows_itself_to_the_commune(house: House) -> None:
    chief, tu = await house.officer(PROVINCE), await house.officer(COMMUNE)
    group = await house.group(COMMUNE, tu)
    before = tu.looks(), group.text
    ba = await house.citizen()
    await ba.say("co nguoi ban ma tuy gan cho")
    await ba.say("phuong vinh chau")
    await ba.press("Many know it")
    await ba.press("Hide from commune")
    await ba.press(Reader.ABOVE.text)
    await ba.press("Send")
    assert ba.receipt()
    await house.pass_time(3 * 3600, step=1800)
    assert (tu.looks(), group.text) == before
    await chief.press("Take this tip")
    await chief.press("Read the tip")
    assert "gan cho" in chief.text


async def test_an_official_who_covers_up_is_the_inspectorates_alone(house: House) -> None:
    chief, tu = await house.officer(PROVINCE), await house.officer(COMMUNE)
    inspector = await house.officer(INSPECTORATE)
    before = chief.looks(), tu.looks()
    ba = await house.citizen()
    await ba.say("ong can bo bao ke cho nguoi ban ma tuy gan cho")
    await ba.say("phuong vinh chau")
    await ba.press("Many know it")
    await ba.press("Change")
    await ba.press("What it is about")
    await ba.press(Topic.OFFICIAL.text)
    assert "Thanh tra" in ba.text
    await ba.press("Send")
    await house.pass_time(3 * 3600, step=1800)
    assert (chief.looks(), tu.looks()) == before
    await inspector.press("Take this tip")
    await inspector.press("Read the tip")
    assert "bao ke" in inspector.text


async def test_nobody_on_duty_the_group_learns_then_the_province(house: House) -> None:
    chief, tu = await house.officer(PROVINCE), await house.officer(COMMUNE, on=False)
    group = await house.group(COMMUNE, tu)
    ba = await house.citizen()
    await ba.report("co nguoi ban ma tuy gan cho")
    assert group.seen_by(tu).has("Take this tip")
    assert not chief.has("Take this tip")
    await house.pass_time(1900)
    assert chief.has("Take this tip")
    await chief.press("Take this tip")
    await chief.press("Read the tip")
    assert "gan cho" in chief.text


async def test_a_draft_waits_through_a_restart_and_is_resumed(house: House) -> None:
    await house.doors_open(PROVINCE)
    await house.officer(COMMUNE)
    ba = await house.citizen()
    await ba.say("co nguoi ban ma tuy gan cho")
    await ba.say("/menu")
    await house.stop()
    await house.start()
    await ba.press("Unfinished")
    await ba.say("phuong vinh chau")
    await ba.press("Many know it")
    await ba.press("Send")
    assert ba.receipt()


async def test_a_draft_is_gone_after_a_day(house: House) -> None:
    await house.doors_open(PROVINCE)
    ba = await house.citizen()
    await ba.say("co nguoi ban ma tuy gan cho")
    await house.pass_time(700)
    await house.pass_time(25 * 3600)
    await ba.say("/menu")
    assert not ba.has("Unfinished")


async def test_the_quick_exit_leaves_nothing(house: House) -> None:
    await house.doors_open(PROVINCE)
    ba = await house.citizen()
    await ba.say("co nguoi ban ma tuy gan cho")
    await ba.press("Quick exit")
    assert len(ba.texts) == 1
    assert "ma tuy" not in ba.text
    assert "cho" not in ba.labels
    await ba.say("/menu")
    assert not ba.has("Unfinished")


async def test_ten_idle_minutes_bring_the_menu(house: House) -> None:
    await house.doors_open(PROVINCE)
    ba = await house.citizen()
    await ba.say("co nguoi ban ma tuy gan cho")
    await house.pass_time(601)
    assert ba.reads("{title}. Press a line, or just write something.")
    assert len(ba.texts) == 1
    assert ba.has("Unfinished")
