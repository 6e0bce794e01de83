"""Codes, pairs of tokens, and the refresh token that works once."""

from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from bot.sandbox.zalo_oa.oauth import challenge

from ..zalo_ground import DAY, Oa

VERIFIER = "a" * 43
BACK = "https://bot.example.org/zalo/callback"


async def permission(oa: Oa, **query: str) -> tuple[int, dict[str, str]]:
    """(status, what the callback gets) of the page where the account's administrator agrees."""
    given = {"app_id": oa.world.settings.app_id, "redirect_uri": BACK, **query}
    url = f"{oa.sandbox.zalo_oa_url}/v4/oa/permission"
    async with oa.http.get(url, params=given, allow_redirects=False) as answer:
        if answer.status != 302:
            return answer.status, dict(await answer.json())
        back = urlsplit(answer.headers["Location"])
        return 302, {name: values[0] for name, values in parse_qs(back.query).items()}


async def first_pair(oa: Oa) -> dict[str, str]:
    _, back = await permission(oa, code_challenge=challenge(VERIFIER))
    status, pair = await oa.exchange(grant_type="authorization_code", code=back["code"], code_verifier=VERIFIER)
    assert status == 200
    return pair


async def refreshed(oa: Oa, token: str) -> dict[str, str]:
    return (await oa.exchange(grant_type="refresh_token", refresh_token=token))[1]


async def test_an_administrator_agrees_and_the_code_becomes_a_pair(oa: Oa) -> None:
    status, back = await permission(oa, code_challenge=challenge(VERIFIER), state="xyz")
    assert (status, back["oa_id"], back["state"]) == (302, oa.world.settings.oa_id, "xyz")
    _, pair = await oa.exchange(grant_type="authorization_code", code=back["code"], code_verifier=VERIFIER)
    assert set(pair) == {"access_token", "refresh_token", "expires_in"}
    assert pair["expires_in"] == "90000"
    oa.token = pair["access_token"]
    assert (await oa.get("/v2.0/oa/getoa"))["data"]["oaid"] == oa.world.settings.oa_id


async def test_the_callback_can_name_the_code_otherwise_and_keep_the_state_to_itself(oa: Oa) -> None:
    oa.tune(code_name="oa_code", state_echoed=False)
    _, back = await permission(oa, state="xyz")
    assert set(back) == {"oa_code", "oa_id"}


@pytest.mark.parametrize(
    ("tuning", "query", "number"),
    [
        ({}, {"app_id": "1"}, -14002),
        ({"redirect_uri": "https://else.example.org/"}, {}, -14003),
        ({}, {"redirect_uri": "javascript:alert(1)"}, -14003),
        ({"code_challenge": "fixed"}, {"code_challenge": "mine"}, None),
    ],
)
async def test_a_permission_that_does_not_fit_the_console_is_refused(
    oa: Oa, tuning: dict[str, str], query: dict[str, str], number: int | None
) -> None:
    oa.tune(**tuning)
    status, told = await permission(oa, **query)
    assert (status, told.get("error")) == (200, number)
    assert told["error_name"]


async def test_a_code_works_once(oa: Oa) -> None:
    _, back = await permission(oa)
    await oa.exchange(grant_type="authorization_code", code=back["code"])
    _, told = await oa.exchange(grant_type="authorization_code", code=back["code"])
    assert "access_token" not in told


async def test_a_code_dies_after_ten_minutes(oa: Oa) -> None:
    _, back = await permission(oa)
    oa.sandbox.clock.advance(600)
    _, told = await oa.exchange(grant_type="authorization_code", code=back["code"])
    assert "access_token" not in told


async def test_a_code_needs_the_verifier_of_its_challenge(oa: Oa) -> None:
    _, back = await permission(oa, code_challenge=challenge(VERIFIER))
    _, told = await oa.exchange(grant_type="authorization_code", code=back["code"], code_verifier="b" * 43)
    assert told["error_name"] == "Invalid code verifier"


async def test_a_refresh_token_works_exactly_once(oa: Oa) -> None:
    first = await first_pair(oa)
    second = await refreshed(oa, first["refresh_token"])
    assert second["access_token"] != first["access_token"]
    status, told = await oa.exchange(grant_type="refresh_token", refresh_token=first["refresh_token"])
    assert (status, told["error_name"]) == (200, "Invalid refresh token")
    assert "error" not in told
    assert "access_token" in await refreshed(oa, second["refresh_token"])


async def test_a_new_pair_kills_the_old_access_token(oa: Oa) -> None:
    first = await first_pair(oa)
    oa.token = first["access_token"]
    await refreshed(oa, first["refresh_token"])
    assert (await oa.get("/v2.0/oa/getoa"))["error"] == -216
    oa.tune(replaced_token_code=-124)
    assert (await oa.get("/v2.0/oa/getoa"))["error"] == -124


async def test_an_access_token_expires_after_25_hours(oa: Oa) -> None:
    oa.sandbox.clock.advance(90_000 - 1)
    assert (await oa.get("/v2.0/oa/getoa"))["error"] == 0
    oa.sandbox.clock.advance(1)
    assert (await oa.get("/v2.0/oa/getoa"))["error"] == -220


async def test_a_refresh_token_expires_after_three_months(oa: Oa) -> None:
    first = await first_pair(oa)
    oa.sandbox.clock.advance(90 * DAY)
    assert "access_token" not in await refreshed(oa, first["refresh_token"])


async def test_a_rotation_whose_answer_is_lost_has_burnt_the_token(oa: Oa) -> None:
    first = await first_pair(oa)
    oa.sandbox.faults.add([{"method": "access_token", "nth": 1, "drop": True}])
    with pytest.raises(aiohttp.ClientError):
        await refreshed(oa, first["refresh_token"])
    assert "access_token" not in await refreshed(oa, first["refresh_token"])


async def test_a_revoked_grant_kills_both_tokens(oa: Oa) -> None:
    first = await first_pair(oa)
    oa.token = first["access_token"]
    oa.world.tokens.revoke()
    assert (await oa.get("/v2.0/oa/getoa"))["error"] == -220
    assert "access_token" not in await refreshed(oa, first["refresh_token"])


@pytest.mark.parametrize("form", [{"app_id": "1"}, {"secret": "wrong"}, {"grant_type": "password"}])
async def test_a_wrong_app_a_wrong_secret_or_a_wrong_grant_gets_nothing(oa: Oa, form: dict[str, str]) -> None:
    first = await first_pair(oa)
    wrong = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"], **form}
    _, told = await oa.exchange(**wrong)
    assert "access_token" not in told
    assert "access_token" in await refreshed(oa, first["refresh_token"])


async def test_failures_can_come_with_another_status_and_without_a_number(oa: Oa) -> None:
    oa.tune(oauth_failure_status=400, oauth_failure_number=False)
    status, told = await oa.exchange(app_id="1", grant_type="refresh_token")
    assert (status, "error" in told) == (400, False)


@pytest.mark.parametrize("token", ["", "made up"])
async def test_a_call_without_the_living_token_gets_minus_216_in_http_200(oa: Oa, token: str) -> None:
    oa.token = token
    assert await oa.get("/v2.0/oa/getoa") == {"error": -216, "message": "Access token is invalid"}
