"""Broadcasts: planned by the month, counted before they leave, never at night, never one too many."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.channels.base import Fate, Outcome
from bot.channels.zalo_oa.plan import Broadcasts, month_of, night_left
from bot.sandbox.zalo_oa.phones import OaPhones
from tests.conftest import NOON, Clock
from tests.unit.bot.channels.zalo_oa.test_outbound import Zalo, open_account
from tests.unit.bot.office import Office

HOUR = 3600.0


@pytest.fixture
async def zalo(office: Office, clock: Clock) -> AsyncIterator[Zalo]:
    async with open_account(office, clock) as opened:
        opened.sandbox.act(opened.to.user, "follow")
        yield opened


def planned(office: Office, zalo: Zalo, most: int = 2) -> Broadcasts:
    return Broadcasts(office.database, zalo.channel.api, most)


async def article(zalo: Zalo, ready_in_s: float = 0.0) -> str:
    assert zalo.sandbox.zalo_oa is not None
    console = OaPhones(zalo.sandbox.zalo_oa).console
    return str((await console["article"]({"title": "Kẹo lạ trước cổng trường", "ready_in_s": ready_in_s}))["id"])


async def test_every_follower_sees_the_article_and_one_is_left(office: Office, zalo: Zalo) -> None:
    room = planned(office, zalo)
    assert (await room.send([await article(zalo)], {}, 5.0)).fate is Fate.SENT
    assert "Kẹo lạ" in zalo.shown[-1]["text"]
    assert await room.left() == 1


async def test_where_none_is_left_nothing_is_asked_until_the_month_is_over(
    office: Office, zalo: Zalo, clock: Clock
) -> None:
    room, one = planned(office, zalo, most=1), await article(zalo)
    assert (await room.send([one], {}, 5.0)).fate is Fate.SENT
    assert (await room.send([one], {}, 5.0)).fate is Fate.QUOTA
    assert zalo.asked("message") == 1
    clock.advance(31 * 24 * HOUR)
    assert await room.left() == 1


async def test_what_zalo_refuses_does_not_count(office: Office, zalo: Zalo) -> None:
    room = planned(office, zalo)
    assert (await room.send([await article(zalo, ready_in_s=600)], {}, 5.0)).fate is Fate.RETRY
    assert (await room.send(["unknown"], {}, 5.0)).fate is Fate.BAD
    assert await room.left() == 2


async def test_what_may_be_out_counts(office: Office, zalo: Zalo) -> None:
    room, one = planned(office, zalo), await article(zalo)
    zalo.fault("message", drop=True)
    assert (await room.send([one], {}, 5.0)).fate is Fate.UNKNOWN
    assert await room.left() == 1


async def test_nothing_is_sent_at_night(office: Office, zalo: Zalo, clock: Clock) -> None:
    clock.advance(8 * HOUR)  # 23:00 in Vietnam
    assert await planned(office, zalo).send(["1"], {}, 5.0) == Outcome(Fate.FLOOD, retry_after=7 * HOUR, why="night")
    assert zalo.asked("message") == 0


async def test_replicas_never_send_more_than_there_are(office: Office, zalo: Zalo) -> None:
    one = await article(zalo)
    sent = await asyncio.gather(*(planned(office, zalo).send([one], {}, 5.0) for _replica in range(6)))
    assert sum(outcome.fate is Fate.SENT for outcome in sent) <= 2
    assert zalo.asked("message") <= 2


async def test_without_a_package_there_is_nothing_to_plan(office: Office, zalo: Zalo) -> None:
    assert await planned(office, zalo, most=0).send([await article(zalo)], {}, 5.0) == Outcome(Fate.QUOTA, why="quota")


@pytest.mark.parametrize("articles", [[], ["1"] * 6])
async def test_a_broadcast_holds_one_to_five_articles(office: Office, zalo: Zalo, articles: list[str]) -> None:
    with pytest.raises(ValueError, match="articles"):
        await planned(office, zalo).send(articles, {}, 5.0)


@pytest.mark.parametrize(
    ("hour", "left"), [(21.99, 0.0), (22, 8 * HOUR), (0, 6 * HOUR), (5, HOUR), (6, 0.0), (12, 0.0)]
)
def test_the_night_of_broadcasts(hour: float, left: float) -> None:
    midnight = NOON - 15 * HOUR  # NOON is 15:00 in Vietnam
    assert night_left(midnight + hour * HOUR) == left


def test_the_month_is_vietnams() -> None:
    last_second = 1_798_736_400.0 - 1
    assert (month_of(last_second), month_of(last_second + 1)) == ("2026-12", "2027-01")
