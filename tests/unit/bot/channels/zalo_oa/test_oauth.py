"""The token endpoint: what counts as a pair, what can be tried again, what needs a person."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.network import Network
from bot.channels.zalo_oa.oauth import (
    LEAST_S,
    USUAL_S,
    Denied,
    OAuth,
    Unanswered,
    challenge,
    new_verifier,
    pair_of,
    reason_of,
)
from bot.sandbox.clock import Clock as VirtualClock
from bot.sandbox.server import Sandbox
from bot.sandbox.zalo_oa.world import World
from tests.conftest import NOON, Clock


@pytest.fixture
async def sandbox(clock: Clock) -> AsyncIterator[Sandbox]:
    async with Sandbox(clock=VirtualClock(clock), zalo_oa=True) as ground:
        yield ground


@pytest.fixture
def oa(sandbox: Sandbox) -> World:
    assert sandbox.zalo_oa is not None
    return sandbox.zalo_oa


@pytest.fixture
async def oauth(sandbox: Sandbox, oa: World, clock: Clock) -> AsyncIterator[OAuth]:
    network = Network()
    yield OAuth(oa.settings.app_id, oa.settings.app_secret, sandbox.zalo_oa_url, network, clock)
    await network.close()


async def test_an_administrators_code_becomes_a_pair_once(oauth: OAuth, oa: World) -> None:
    verifier = new_verifier()
    code = oa.tokens.grant(oa.settings, challenge(verifier))
    pair = await oauth.redeem(code, verifier)
    assert (pair.taken_at, pair.until) == (NOON, NOON + 90_000)
    with pytest.raises(Denied):
        await oauth.redeem(code, verifier)


async def test_another_verifier_gets_nothing(oauth: OAuth, oa: World) -> None:
    with pytest.raises(Denied):
        await oauth.redeem(oa.tokens.grant(oa.settings, challenge(new_verifier())), new_verifier())


async def test_a_code_older_than_ten_minutes_gets_nothing(oauth: OAuth, oa: World, clock: Clock) -> None:
    code = oa.tokens.grant(oa.settings)
    clock.advance(601)
    with pytest.raises(Denied):
        await oauth.redeem(code, new_verifier())


@pytest.mark.parametrize(
    "changed",
    [{"oauth_failure_status": 200}, {"oauth_failure_status": 400}, {"oauth_failure_number": False}, {"refresh_failure_code": -14004}],
)  # fmt: skip
async def test_a_used_refresh_token_is_denied_however_zalo_says_it(
    oauth: OAuth, oa: World, changed: dict[str, Any]
) -> None:
    oa.settings = replace(oa.settings, **changed)
    given_ = oa.tokens.issue(oa.settings)["refresh_token"]
    await oauth.refresh(given_)
    with pytest.raises(Denied) as denied:
        await oauth.refresh(given_)
    assert denied.value.why == "Invalid refresh token"
    assert given_ not in str(denied.value)


@pytest.mark.parametrize(
    "fault", [{"error": {"code": 500}}, {"error": {"code": 502}}, {"drop": True}], ids=["500", "502", "silence"]
)
async def test_where_nobody_answered_the_same_token_may_be_tried_again(
    oauth: OAuth, oa: World, sandbox: Sandbox, fault: dict[str, Any]
) -> None:
    sandbox.faults.add([{"method": "access_token", "nth": 1, **fault}])
    with pytest.raises(Unanswered):
        await oauth.refresh(oa.tokens.issue(oa.settings)["refresh_token"])


async def test_a_host_that_is_not_there_is_unanswered(clock: Clock) -> None:
    network = Network()
    with pytest.raises(Unanswered):
        await OAuth("1", "s", "http://127.0.0.1:9", network, clock).refresh("r")
    await network.close()


def test_the_address_for_the_administrator_holds_no_secret(clock: Clock) -> None:
    asked = OAuth("1", "app secret", "https://oauth.zaloapp.com/", Network(), clock).permission_url(
        "https://hotline.example/zalo/oa", "verifier", "state"
    )
    parts = urlsplit(asked)
    assert (parts.netloc, parts.path) == ("oauth.zaloapp.com", "/v4/oa/permission")
    assert parse_qs(parts.query) == {
        "app_id": ["1"],
        "redirect_uri": ["https://hotline.example/zalo/oa"],
        "code_challenge": [challenge("verifier")],
        "state": ["state"],
    }
    assert "secret" not in asked


def test_the_challenge_is_the_standards_own_example() -> None:
    assert challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    assert len(new_verifier()) == 43


@pytest.mark.parametrize(
    ("expires", "lasts"),
    [
        ("90000", 90_000.0), (90000, 90_000.0), (None, USUAL_S), ("", USUAL_S), ("soon", USUAL_S), ("-5", USUAL_S),
        ("0", LEAST_S), ("9" * 30, USUAL_S),
    ],
)  # fmt: skip
def test_how_long_a_token_lives(expires: object, lasts: float) -> None:
    pair = pair_of({"access_token": "a", "refresh_token": "r", "expires_in": expires}, NOON)
    assert pair is not None
    assert pair.until == NOON + lasts


@pytest.mark.parametrize(
    "answer",
    [None, [], "x", {}, {"access_token": "a"}, {"refresh_token": "r"}, {"access_token": "", "refresh_token": "r"},
     {"access_token": 1, "refresh_token": 2}, {"error": -14002, "access_token": None, "refresh_token": None}],
)  # fmt: skip
def test_half_a_pair_is_none(answer: object) -> None:
    assert pair_of(answer, NOON) is None


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.dictionaries(st.text(), inner))
)
def test_why_zalo_refused_is_short_and_says_no_value(answer: object) -> None:
    assert len(reason_of({"error_name": answer})) <= 60
    assert all(sign.isalnum() or sign in " -_" for sign in reason_of(answer))


def test_neither_tokens_nor_secrets_show_themselves(clock: Clock) -> None:
    pair = pair_of({"access_token": "RfBh5N", "refresh_token": "L2Y2BO"}, NOON)
    shown = f"{pair!r} {OAuth('1', 'app secret', 'https://x', Network(), clock)!r}"
    assert not any(secret in shown for secret in ("RfBh5N", "L2Y2BO", "app secret"))
