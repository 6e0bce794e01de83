"""Whether an event comes from Zalo."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo_oa.signature import REPLAY_S, fresh, mac, signed_with

APP, STAMP, KEY = "360846524940903967", "1543908534740", "TEST_OA_SECRET"
BODY = (
    '{"app_id":"360846524940903967","user_id_by_app":"552177279717587730","event_name":"user_send_text",'
    '"timestamp":"1543908534740","sender":{"id":"246845883529197922"},"recipient":{"id":"388613280878808645"},'
    '"message":{"msg_id":"96d3cdf3af150460909","text":"xin chào"}}'
).encode()
VECTOR = "51021f0cad7c858c7bc3f83ff36bdc5bb094624fd84c3efa7623aebbd516febe"
BOTH = {"oa": KEY, "app": "ANOTHER"}


def test_the_published_vector() -> None:
    assert mac(APP, BODY, STAMP, KEY) == VECTOR


@pytest.mark.parametrize("header", [f"mac={VECTOR}", VECTOR, f" mac={VECTOR} "])
def test_a_true_signature_names_its_secret(header: str) -> None:
    assert signed_with(APP, BODY, STAMP, header, BOTH) == "oa"


def test_the_app_secret_may_sign_too() -> None:
    assert signed_with(APP, BODY, STAMP, f"mac={mac(APP, BODY, STAMP, 'ANOTHER')}", BOTH) == "app"


@pytest.mark.parametrize(
    ("app", "body", "stamp", "header"),
    [
        (APP, BODY + b" ", STAMP, f"mac={VECTOR}"),
        (APP, BODY, "1543908534741", f"mac={VECTOR}"),
        ("1", BODY, STAMP, f"mac={VECTOR}"),
        (APP, BODY, STAMP, f"mac={VECTOR[:-1]}0"),
        (APP, BODY, STAMP, f"mac={VECTOR.upper()}"),
        (APP, BODY, STAMP, ""),
        (APP, BODY, STAMP, "mac="),
        (APP, BODY, STAMP, "mac=à"),
    ],
)
def test_anything_else_is_nobodys(app: str, body: bytes, stamp: str, header: str) -> None:
    assert signed_with(app, body, stamp, header, BOTH) == ""


def test_an_empty_secret_signs_nothing() -> None:
    assert signed_with(APP, BODY, STAMP, mac(APP, BODY, STAMP, ""), {"oa": "", "app": ""}) == ""


@given(st.text(max_size=80))
def test_no_made_up_header_passes(header: str) -> None:
    assert signed_with(APP, BODY, STAMP, header, BOTH) == "" or VECTOR in header


@pytest.mark.parametrize(
    ("age", "passes"), [(0, True), (2 * 3600, True), (REPLAY_S, True), (REPLAY_S + 1, False), (-REPLAY_S - 1, False)]
)
def test_a_recording_is_not_played_again(age: float, passes: bool) -> None:
    now = 1_800_000_000.0
    assert fresh(str(int((now - age) * 1000)), now) is passes


@pytest.mark.parametrize("stamp", ["", "x", "-1", "1e9", "²", "9" * 40])
def test_a_time_that_is_none_is_not_fresh(stamp: str) -> None:
    assert not fresh(stamp, 1_800_000_000.0)
