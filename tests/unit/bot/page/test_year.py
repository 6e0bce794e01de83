"""What the page shows of a year: read where the chat reads it, said as the chat says it, escaped."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from bot.page.look import chosen_year
from bot.page.year import left
from bot.training.targets import every_target
from content.locales import DEFAULT, speaking
from content.plans import shipped
from content.terms import Role
from storage import entered, sets, targets, years
from storage.entered import Figure
from storage.sets import TargetSet
from storage.tables import delivery, press, run, subscription
from storage.times import micros
from tests.unit.bot.page.conftest import Client, link
from tests.unit.bot.perform.outreach.test_reporting import begun
from tests.world import NEIGHBOUR, PROVINCE, World

PLAN = "soc-trang-2022-2025"


@pytest.mark.parametrize("typed", ["", "x", "1999", "2099", "٢٠٢٥", "-1", "2025; DROP", "99999999999"])
def test_a_year_that_the_plan_does_not_have_is_the_one_of_today(typed: str) -> None:
    assert chosen_year(shipped(PLAN), {"nam": typed}, date(2024, 5, 1)) == 2024


@pytest.mark.parametrize(
    ("day", "said"), [(date(2025, 12, 1), "còn 1 ngày"), (date(2025, 11, 30), "hôm nay"), (date(2025, 11, 1), "đã qua 29 ngày")]
)  # fmt: skip
def test_how_far_a_day_is_stands_beside_it(day: date, said: str) -> None:
    with speaking(DEFAULT):
        assert left(day, date(2025, 11, 30)) == said


async def test_figures_lists_and_deadlines_of_the_year(client: Client, world: World) -> None:
    chief = await world.officer(PROVINCE, 60, Role.COMMANDER)
    async with world.database.write() as rows:
        await entered.save(rows, PLAN, 2024, Figure("K4", 20, world.now, chief.id))
        await entered.save(rows, PLAN, 2025, Figure("K4", 21, world.now, chief.id))
        fixed = TargetSet(
            PLAN, 2025, "K2b", "12/KH <b>", date(2025, 1, 15), date(2025, 11, 20), date(2025, 1, 16), chief.id
        )
        await sets.fix(rows, fixed, [])
        await years.close(rows, PLAN, 2025, chief.id, {}, world.now)
    text = await (await client.get(f"{link(world, chief.id)}?nam=2025")).text()
    assert "Năm này đã khóa từ 15/01/2027" in text
    assert "21 điểm, tụ điểm" in text
    assert "+5 %" in text
    assert "12/KH &lt;b&gt; ngày 15/01/2025" in text
    assert "<b>" not in text
    assert "30/11/2025" in text
    assert "Năm này chưa gửi đợt nào." in text


async def test_a_sending_stands_there_with_its_copies_for_whoever_it_concerns_only(
    client: Client, world: World
) -> None:
    await begun(world)
    chief = await world.officer(PROVINCE, 60, Role.COMMANDER)
    neighbour = await world.officer(NEIGHBOUR, 61, Role.COMMANDER)
    text = await (await client.get(f"{link(world, chief.id)}?nam=2025")).text()
    assert "Năm này chưa gửi đợt nào." in text  # it began in 2027
    async with world.database.write() as rows:
        await rows.execute(sa.update(run).values(began_at=micros(datetime(2025, 5, 1, tzinfo=UTC).timestamp())))
    text = await (await client.get(f"{link(world, chief.id)}?nam=2025")).text()
    row = text[text.index("Đừng giữ giùm gói lạ.") :].split("</tr>")[0]
    assert re.findall(r">([^<>]+)</td>", row) == ["01/05/2025", "1", "0", "1", "0", "1"]
    text = await (await client.get(f"{link(world, neighbour.id)}?nam=2025")).text()
    assert "Đừng giữ giùm gói lạ." not in text


async def test_what_is_covered_is_filtered_and_a_press_covers_its_school_only(client: Client, world: World) -> None:
    await begun(world)
    chief = await world.officer(PROVINCE, 60, Role.COMMANDER)
    async with world.database.write() as rows:
        await targets.save(rows, world.keyring, every_target(date(2025, 8, 1)))
        at = micros(datetime(2025, 9, 1, tzinfo=UTC).timestamp())
        sent = sa.select(delivery.c.subscription).where(delivery.c.state == "sent")
        await rows.execute(sa.update(delivery).values(at=at))
        await rows.execute(
            sa.update(subscription).where(subscription.c.id.in_(sent)).values(target="th-hoa-sen", area="vinh-chau")
        )
    opened = await (await client.get(f"{link(world, chief.id)}?nam=2025")).text()
    assert "Nơi chưa phủ: 47" in opened  # 43 communes, two schools, a depot, a route: only sent, nobody pressed
    await pressed(world)
    page = await (await client.get("/trang?nam=2025&chitieu=K2b&loai=school")).text()
    assert re.findall(r'data-of="Đã phủ" class="figure">([^<]+)<', page)[0] == "1/2"
    assert "Nơi chưa phủ: 1" in page
    assert "Trường THPT Biển Xanh" in page
    assert "Trường Tiểu học Hoa Sen" not in page


async def test_a_forged_filter_is_no_filter(client: Client, world: World) -> None:
    chief = await world.officer(PROVINCE, 60, Role.COMMANDER)
    await client.get(link(world, chief.id))
    plain = await (await client.get("/trang?nam=2025")).text()
    assert await (await client.get("/trang?nam=2025&cach=x&chitieu=%3Cb%3E&loai=x")).text() == plain


async def pressed(world: World) -> None:
    """Somebody pressed "Đã xem" under the copy that arrived."""
    async with world.database.write() as rows:
        copy = (await rows.execute(sa.select(delivery).where(delivery.c.state == "sent"))).one()
        values = {"run": copy.run, "kind": "seen", "presser": b"p" * 16, "subscription": copy.subscription}
        await rows.execute(sa.insert(press), [values])
