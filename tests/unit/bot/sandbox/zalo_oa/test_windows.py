"""When a message is free, paid or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.zalo_oa.windows import window

from ..zalo_ground import DAY, HOUR, Oa


@pytest.mark.parametrize(
    ("since", "state"),
    [
        (0, "free"),
        (47 * HOUR + 59 * 60, "free"),
        (48 * HOUR, "free"),
        (48 * HOUR + 60, "paid"),
        (7 * DAY, "paid"),
        (7 * DAY + 1, "closed"),
    ],
)
def test_the_window_closes_in_two_steps(since: float, state: str) -> None:
    assert window(1_000.0, 1_000.0 + since) == state


def test_without_any_interaction_there_is_no_window() -> None:
    assert window(None, 1_000.0) == "never"


@given(st.floats(0, 20 * DAY), st.floats(0, 20 * DAY))
def test_a_window_never_opens_again_by_itself(earlier: float, later: float) -> None:
    order = ["free", "paid", "closed"]
    first, second = sorted((earlier, later))
    assert order.index(window(0.0, first)) <= order.index(window(0.0, second))


@pytest.mark.parametrize(
    ("since", "tuning", "code"),
    [
        (47 * HOUR + 59 * 60, {}, 0),
        (48 * HOUR + 60, {"zca_balance": 1_000}, 0),
        (48 * HOUR + 60, {}, -321),
        (48 * HOUR + 60, {"zca_linked": False}, -320),
        (7 * DAY + 60, {"zca_balance": 1_000}, -230),
        (7 * DAY + 60, {"zca_balance": 1_000, "closed_code": -232}, -232),
    ],
)
async def test_a_message_is_answered_by_the_window_it_falls_into(
    oa: Oa, since: float, tuning: dict[str, object], code: int
) -> None:
    oa.tune(**tuning, access_lifetime_s=30 * 86_400)
    oa.token = oa.world.tokens.issue(oa.world.settings)["access_token"]
    ba = oa.citizen()
    oa.sandbox.clock.advance(since)
    assert await oa.code(ba) == code


async def test_a_paid_message_takes_its_price_and_a_free_one_nothing(oa: Oa) -> None:
    oa.tune(zca_balance=100, access_lifetime_s=30 * 86_400)
    oa.token = oa.world.tokens.issue(oa.world.settings)["access_token"]
    ba = oa.citizen()
    await oa.say(ba)
    assert oa.world.balance == 100
    oa.sandbox.clock.advance(3 * DAY)
    paid = await oa.say(ba)
    assert (paid["data"]["quota"]["quota_type"], oa.world.balance) == ("purchase_quota", 45)
    assert await oa.code(ba) == -321


async def test_whoever_never_interacted_cannot_be_written_to(oa: Oa) -> None:
    stranger = oa.sandbox.zalo_person("zalo_oa", "Lạ")
    assert await oa.code(stranger) == -232


@pytest.mark.parametrize("action", ["send", "follow", "chatnow", "menu"])
async def test_each_interaction_opens_the_window_anew(oa: Oa, action: str) -> None:
    oa.tune(menu={"Tra cứu": "Tra cứu"}, access_lifetime_s=30 * 86_400)
    oa.token = oa.world.tokens.issue(oa.world.settings)["access_token"]
    ba = oa.citizen()
    oa.sandbox.clock.advance(8 * DAY)
    assert await oa.code(ba) == -230
    oa.sandbox.act(ba, action, text="Tra cứu")
    assert await oa.code(ba) == 0


async def test_the_older_rule_of_eight_free_replies_can_be_switched_on(oa: Oa) -> None:
    oa.tune(replies_per_interaction=8)
    ba = oa.citizen()
    assert [await oa.code(ba) for _ in range(9)] == [0] * 8 + [-211]
    oa.sandbox.act(ba, "send", text="dạ")
    assert await oa.code(ba) == 0


async def test_the_quota_call_tells_when_somebody_last_interacted(oa: Oa) -> None:
    ba = oa.citizen()
    told = (await oa.post("/v3.0/oa/quota/message", user_id=ba))["data"]
    assert told["last_interaction"] == "1800000000000"
    assert told["cs_reply"] == {"remain": 8, "total": 8}
