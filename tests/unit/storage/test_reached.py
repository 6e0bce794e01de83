"""What was done for each target: columns that are kept apart, and the first confirmation."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from content.library.terms import Audience
from content.outreach_terms import RelayAnswer, SubscriptionKind, TargetKind
from storage import heard, reached, relays, targets
from storage.heard import Copy
from storage.mailing import Message
from storage.reached import Reached, total
from storage.subscriptions import Wanted
from storage.targets import Target
from storage.times import DAY_S
from tests.sendings import group, run_sent
from tests.world import COMMUNE, World

MESSAGE = Message({"vi": "Kẹo lạ: đừng thử."})
COUNTS = st.integers(0, 1000)


async def known(world: World, *names: str) -> None:
    async with world.database.write() as rows:
        some = [
            Target(name, TargetKind.SCHOOL, name, world.area(COMMUNE), Audience.PARENTS, date(2022, 1, 1))
            for name in names
        ]
        await targets.save(rows, world.keyring, some)


async def of_today(world: World) -> dict[str, Reached]:
    async with world.database.read() as rows:
        return dict(await reached.between(rows, world.now - DAY_S, world.now + DAY_S))


async def test_what_was_only_sent_is_not_confirmed_and_a_press_under_it_is(world: World) -> None:
    await known(world, "hoa-sen", "bong-trang")
    groups = [group("-1", target="hoa-sen"), group("-2", target="bong-trang")]
    run_id, (first, _second) = await run_sent(world, MESSAGE, groups, "sent")
    assert await of_today(world) == {"hoa-sen": Reached(sent=1), "bong-trang": Reached(sent=1)}
    async with world.database.write() as rows:
        for who in (b"a" * 16, b"b" * 16):
            await heard.seen(rows, Copy(run_id, first, "group", "vi", None, world.now), who)
    assert (await of_today(world))["hoa-sen"] == Reached(sent=1, seen=2, first=world.now)


async def test_a_copy_of_which_nobody_knows_stands_in_a_column_of_its_own(world: World) -> None:
    await known(world, "hoa-sen")
    await run_sent(world, MESSAGE, [group("-1", target="hoa-sen")], "unknown")
    assert await of_today(world) == {"hoa-sen": Reached(unknown=1)}


async def test_what_never_arrived_and_what_is_older_counts_for_nothing(world: World) -> None:
    await known(world, "hoa-sen")
    await run_sent(world, MESSAGE, [group("-1", target="hoa-sen")], "failed")
    assert await of_today(world) == {"hoa-sen": Reached()}
    async with world.database.read() as rows:
        assert await reached.between(rows, world.now + 1, world.now + DAY_S) == {}


async def test_a_contact_has_it_first_and_then_says_that_it_is_posted(world: World) -> None:
    await known(world, "hoa-sen")
    to = {"channel": "telegram", "chat": "5", "user": "5", "thread": "", "private": True}
    contact = Wanted(SubscriptionKind.RELAY, to, target="hoa-sen", consent_text="1")
    run_id, (row,) = await run_sent(world, MESSAGE, [contact], "sent")
    assert await of_today(world) == {"hoa-sen": Reached(handed=1)}
    async with world.database.write() as rows:
        await relays.put(rows, run_id, row, RelayAnswer.OTHER, None, world.now)
    assert (await of_today(world))["hoa-sen"].first is None
    async with world.database.write() as rows:
        await relays.put(rows, run_id, row, RelayAnswer.POSTED, 45, world.now + 60)
    assert await of_today(world) == {"hoa-sen": Reached(handed=1, posted=1, first=world.now + 60)}


@given(st.lists(st.builds(Reached, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS, st.none() | st.floats(0, 1e9)), max_size=20))
def test_each_column_of_a_total_is_the_sum_of_its_own(some: list[Reached]) -> None:
    whole = total(some)
    for name in ("sent", "unknown", "handed", "posted", "seen"):
        assert getattr(whole, name) == sum(getattr(one, name) for one in some)
    assert (whole.first is None) is all(one.first is None for one in some)
