"""Who gets messages, and what becomes of the row when they no longer do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from content.library.terms import Audience
from content.outreach_terms import Reason, SubscriptionKind, SubscriptionState, TargetKind
from storage import subscriptions, targets
from storage.engine import Database
from storage.subscriptions import Subscription, Wanted, chat_of
from storage.tables import subscription
from storage.targets import Target
from storage.vault.keyring import Keyring
from tests.conftest import NOON

SCHOOL = Target(
    "th-hoa-sen", TargetKind.SCHOOL, "Trường Tiểu học Hoa Sen", None, Audience.PARENTS, date(2027, 1, 1), contact="0299 x"
)  # fmt: skip
GROUP = Wanted(
    SubscriptionKind.GROUP,
    {"channel": "telegram", "chat": "-1001", "user": "", "thread": "", "private": False},
    target=SCHOOL.id,
    audience=Audience.PARENTS,
    consent_text="1",
    title="Phụ huynh 3A",
)
PERSON = Wanted(
    SubscriptionKind.PERSON, {"channel": "telegram", "chat": "7", "user": "7", "thread": "", "private": True}
)


async def begun(database: Database, keyring: Keyring, wanted: Wanted = GROUP, now: float = NOON) -> Subscription:
    async with database.write() as rows:
        await targets.save(rows, keyring, [SCHOOL])
        return await subscriptions.subscribe(rows, keyring, wanted, now)


async def seen(database: Database, keyring: Keyring, one: Subscription) -> Subscription:
    async with database.read() as rows:
        found = await subscriptions.get(rows, keyring, one.id)
    assert found is not None
    return found


async def test_a_target_comes_back_as_it_was_saved_and_its_contact_is_sealed(
    database: Database, keyring: Keyring
) -> None:
    async with database.write() as rows:
        await targets.save(rows, keyring, [SCHOOL, replace(SCHOOL, id="th-khac", contact="")])
        await targets.save(rows, keyring, [replace(SCHOOL, valid_to=date(2028, 1, 1))])
    async with database.read() as rows:
        known = await targets.every(rows, keyring)
    assert known["th-khac"].contact == ""
    assert known[SCHOOL.id] == replace(SCHOOL, valid_to=date(2028, 1, 1))
    assert not known[SCHOOL.id].holds_on(date(2028, 1, 1))


async def test_a_group_is_known_by_its_chat_with_title_consent_and_address(
    database: Database, keyring: Keyring
) -> None:
    one = await begun(database, keyring)
    async with database.read() as rows:
        found = await subscriptions.by_chat(rows, keyring, chat_of(keyring, "telegram", "-1001"))
        to = await subscriptions.address(rows, keyring, one.id)
    assert found == one
    assert one.title == "Phụ huynh 3A"
    assert one.consent_text == "1"
    assert to == GROUP.address


async def test_a_group_that_stopped_and_agrees_again_has_a_new_row_and_its_old_one_stays(
    database: Database, keyring: Keyring
) -> None:
    one = await begun(database, keyring)
    async with database.write() as rows:
        assert await subscriptions.stop(rows, keyring, one.id, Reason.ASKED, NOON + 5)
        assert not await subscriptions.stop(rows, keyring, one.id, Reason.ASKED, NOON + 6)
    again = await begun(database, keyring, now=NOON + 9)
    async with database.read() as rows:
        both = await subscriptions.of_target(rows, keyring, SCHOOL.id)
    assert again.id != one.id
    assert [row.state for row in both] == [SubscriptionState.STOPPED, SubscriptionState.ACTIVE]


async def test_nothing_of_an_account_is_left_in_the_row_when_it_ends(database: Database, keyring: Keyring) -> None:
    one = await begun(database, keyring, PERSON)
    async with database.write() as rows:
        assert await subscriptions.lose(rows, keyring, one.id, Reason.BLOCKED, NOON + 5)
        assert await subscriptions.address(rows, keyring, one.id) == {}
        assert await subscriptions.by_chat(rows, keyring, chat_of(keyring, "telegram", "7")) is None
        chat = (await rows.execute(subscription.select())).one().chat
    assert chat == one.id


async def test_a_chat_that_is_lost_twice_is_lost_once(database: Database, keyring: Keyring) -> None:
    one = await begun(database, keyring)
    async with database.write() as rows:
        assert await subscriptions.lose(rows, keyring, one.id, Reason.REMOVED, NOON + 5)
        assert not await subscriptions.lose(rows, keyring, one.id, Reason.GONE, NOON + 9)
    assert (await seen(database, keyring, one)).reason is Reason.REMOVED


async def test_a_held_group_goes_on_once_the_reason_is_gone(database: Database, keyring: Keyring) -> None:
    one = await begun(database, keyring)
    async with database.write() as rows:
        assert await subscriptions.hold(rows, one.id, Reason.ADMIN, NOON + 1)
        assert not await subscriptions.hold(rows, one.id, Reason.ADMIN, NOON + 2)
    assert (await seen(database, keyring, one)).state is SubscriptionState.HELD
    async with database.write() as rows:
        assert await subscriptions.release(rows, one.id, NOON + 3)
        assert not await subscriptions.release(rows, one.id, NOON + 4)
    assert (await seen(database, keyring, one)).state is SubscriptionState.ACTIVE


@pytest.mark.parametrize(("reason", "state"), [(Reason.NONE, "active"), (Reason.ADMIN, "held")])
async def test_a_waiting_group_counts_once_an_officer_says_whose_it_is(
    database: Database, keyring: Keyring, reason: Reason, state: str
) -> None:
    waiting = replace(GROUP, target=None, state=SubscriptionState.WAITING, reason=reason)
    one = await begun(database, keyring, waiting)
    async with database.write() as rows:
        assert await subscriptions.confirm(rows, one.id, SCHOOL.id, None, Audience.PARENTS, NOON + 1)
        assert not await subscriptions.confirm(rows, one.id, SCHOOL.id, None, Audience.PARENTS, NOON + 2)
    found = await seen(database, keyring, one)
    assert (found.state.value, found.target) == (state, SCHOOL.id)


async def test_a_group_with_a_new_number_keeps_its_row_and_takes_the_place_of_a_twin(
    database: Database, keyring: Keyring
) -> None:
    one = await begun(database, keyring)
    twin = await begun(database, keyring, replace(GROUP, address={**GROUP.address, "chat": "-1002"}))
    async with database.write() as rows:
        assert await subscriptions.move(rows, keyring, one.id, "-1002", NOON + 1)
        assert not await subscriptions.move(rows, keyring, one.id, "-1002", NOON + 2)
        found = await subscriptions.by_chat(rows, keyring, chat_of(keyring, "telegram", "-1002"))
        to = await subscriptions.address(rows, keyring, one.id)
    assert found is not None
    assert found.id == one.id
    assert to["chat"] == "-1002"
    assert (await seen(database, keyring, twin)).reason is Reason.MOVED


async def test_figures_count_rows_and_members_and_no_page_shows_persons(database: Database, keyring: Keyring) -> None:
    one = await begun(database, keyring)
    await begun(database, keyring, PERSON)
    async with database.write() as rows:
        await subscriptions.set_members(rows, one.id, 41, NOON)
        found = {count.kind: count for count in await subscriptions.counts(rows)}
        shown = await subscriptions.in_state(rows, keyring, SubscriptionState.ACTIVE)
    assert (found[SubscriptionKind.GROUP].subscriptions, found[SubscriptionKind.GROUP].members) == (1, 41)
    assert found[SubscriptionKind.PERSON].subscriptions == 1
    assert [row.id for row in shown] == [one.id]


async def test_who_wanted_no_more_since_a_backup_is_written_to_by_nobody_after_it(
    database: Database, keyring: Keyring
) -> None:
    one, person = await begun(database, keyring), await begun(database, keyring, PERSON)
    async with database.write() as rows:
        await subscriptions.bury(rows, [one.id, person.id])
        assert await subscriptions.address(rows, keyring, person.id) == {}
    assert (await seen(database, keyring, one)).state is SubscriptionState.STOPPED
