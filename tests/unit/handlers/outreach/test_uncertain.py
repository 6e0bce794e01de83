"""What may have arrived is sent again only by whoever was told what that means."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from content.outreach_terms import DeliveryState, RunState
from content.terms import Role
from handlers.outreach.campaign_rules import Step
from storage import runs
from storage.mailing import Message
from storage.tables import run
from tests.sendings import group, run_sent
from tests.unit.handlers.outreach.test_campaign import group as agreed
from tests.unit.handlers.outreach.test_campaign import submitted
from tests.unit.handlers.outreach.test_desk import enlisted
from tests.unit.handlers.triage.chats import Chat
from tests.world import COMMUNE, World


async def finished(world: World, *outcomes: str) -> tuple[bytes, Chat]:
    """A run that is over, its copies as given, and an officer who looks at its campaign."""
    to = [group(f"-{place}", area=world.area(COMMUNE)) for place in range(1, len(outcomes) + 1)]
    run_id, _ids = await run_sent(world, Message({"vi": "Kẹo lạ: đừng thử."}), to, outcomes=outcomes)
    values = {"state": RunState.FINISHED.value, "cursor": runs.GATHERED}
    async with world.database.write() as rows:
        await rows.execute(sa.update(run).where(run.c.id == run_id).values(values))
        of = await runs.get(rows, run_id)
    assert of is not None
    chat = await enlisted(world, COMMUNE, 40, Role.OUTREACH)
    await chat.payload(f"a:campaign:{of.campaign.hex()}")
    return run_id, chat


async def counts(world: World, run_id: bytes) -> Any:
    async with world.database.read() as rows:
        progress = await runs.progress(rows, run_id, world.now)
    assert progress is not None
    return progress.counts


async def test_the_uncertain_are_sent_again_after_a_word_of_warning(world: World) -> None:
    run_id, chat = await finished(world, "sent", "unknown", "unknown", "failed")
    await chat.press("Gửi lại chỗ không rõ")
    assert "Có 2 bản không rõ đã tới chưa. Gửi lại thì có nơi đọc hai lần." in chat.main
    assert (await counts(world, run_id))[DeliveryState.UNKNOWN] == 2
    await chat.press("Gửi lại chỗ không rõ")
    after = await counts(world, run_id)
    assert (after[DeliveryState.QUEUED], after[DeliveryState.UNKNOWN], after[DeliveryState.FAILED]) == (2, 0, 1)


async def test_where_nothing_is_uncertain_there_is_no_such_button(world: World) -> None:
    run_id, chat = await finished(world, "sent", "failed")
    assert "Gửi lại chỗ không rõ" not in chat.labels()
    assert "Gửi lại chỗ lỗi" in chat.labels()
    await chat.payload(f"a:run_unsure:{run_id.hex()}")
    assert chat.toast == "Mục đó của lúc trước."


@pytest.mark.parametrize("argument", ["", "zz" * 16, "00" * 16])
async def test_a_forged_button_says_so(world: World, argument: str) -> None:
    _run, chat = await finished(world, "unknown")
    await chat.payload(f"a:run_unsure:{argument}")
    assert chat.toast == "Mục đó của lúc trước."


async def test_before_the_decision_what_ends_it_for_good_stands_in_a_row_of_its_own(world: World) -> None:
    await agreed(world)
    _author, chief = await submitted(world)
    stops = [
        row for row in chief.shown["main"].rows if any(f":{Step.STOP.value}" in (one.payload or "") for one in row)
    ]
    assert all(len(row) == 1 for row in stops)
