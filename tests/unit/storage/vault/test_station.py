"""Stations and public keys: who left opens nothing new, and a swapped key is noticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.vault import tip
from storage.vault.keys import Key, Pair, Refused, fresh_secret
from storage.vault.public import Owner, check_public_key, mac_public_key
from storage.vault.station import WrappedTip, open_station, replace, share_with, voice_code

STATION_ID = b"CAX-31783"
STATION = Pair.new()
LAN, BINH, LEAVER, RECOVERY = (Pair.new() for _ in range(4))
SHARED = share_with(STATION, STATION_ID, [LAN.public, BINH.public, LEAVER.public, RECOVERY.public])
SERVER = Key.of(fresh_secret())


@pytest.mark.parametrize("reader", [LAN, BINH, RECOVERY], ids=["officer", "colleague", "recovery"])
def test_each_officer_and_the_recovery_key_open_the_station(reader: Pair) -> None:
    assert open_station(reader, STATION_ID, STATION.public, SHARED[reader.public]).private == STATION.private


def test_a_share_of_another_station_or_officer_is_refused() -> None:
    with pytest.raises(Refused):
        open_station(LAN, b"CAX-31786", STATION.public, SHARED[LAN.public])
    with pytest.raises(Refused):
        open_station(LAN, STATION_ID, STATION.public, SHARED[BINH.public])


def test_after_somebody_left_every_open_tip_is_under_a_key_they_never_had() -> None:
    tips = {bytes([number]) * 16: Pair.new() for number in range(5)}
    wrapped = [
        WrappedTip(tip_id, tip.wrap_for(pair, tip_id, [STATION.public])[STATION.public])
        for tip_id, pair in tips.items()
    ]
    replaced = replace(STATION, STATION_ID, [LAN.public, RECOVERY.public], wrapped)
    assert set(replaced.wrapped) == {LAN.public, RECOVERY.public}
    new = open_station(LAN, STATION_ID, replaced.pair.public, replaced.wrapped[LAN.public])
    for moved in replaced.tips:
        pair = tips[moved.tip_id]
        assert tip.unwrap(new, moved.tip_id, pair.public, moved.wrapped).private == pair.private
        with pytest.raises(Refused):
            tip.unwrap(STATION, moved.tip_id, pair.public, moved.wrapped)
    for share in replaced.wrapped.values():
        with pytest.raises(Refused):
            open_station(LEAVER, STATION_ID, replaced.pair.public, share)


def test_a_tip_that_does_not_open_stops_the_replacement() -> None:
    foreign = WrappedTip(b"t" * 16, tip.wrap_for(Pair.new(), b"t" * 16, [LAN.public])[LAN.public])
    with pytest.raises(Refused):
        replace(STATION, STATION_ID, [LAN.public], [foreign])


def test_the_voice_code_is_the_same_for_the_same_key_and_differs_for_a_swapped_one() -> None:
    code = voice_code(SERVER, STATION_ID, b"o" * 16, LAN.public)
    assert code == voice_code(SERVER, STATION_ID, b"o" * 16, LAN.public)
    assert len(code) == 7
    assert code.replace(" ", "").isdigit()
    others = {
        voice_code(SERVER, STATION_ID, b"o" * 16, BINH.public),
        voice_code(SERVER, b"CAX-31786", b"o" * 16, LAN.public),
        voice_code(SERVER, STATION_ID, b"p" * 16, LAN.public),
        voice_code(Key.of(fresh_secret()), STATION_ID, b"o" * 16, LAN.public),
    }
    assert code not in others


def test_a_stored_public_key_is_accepted_for_its_owner() -> None:
    mac = mac_public_key(SERVER, Owner.STATION, STATION_ID, STATION.public)
    assert len(mac) == 32
    assert check_public_key(SERVER, Owner.STATION, STATION_ID, STATION.public, mac) == STATION.public


@pytest.mark.parametrize(
    ("owner", "owner_id", "public"),
    [
        (Owner.STATION, STATION_ID, LAN.public),
        (Owner.STATION, b"CAX-31786", STATION.public),
        (Owner.OFFICER, STATION_ID, STATION.public),
        (Owner.STATION, STATION_ID[:-1], STATION_ID[-1:] + STATION.public),
    ],
    ids=["swapped key", "other station", "other kind", "a byte moved over"],
)
def test_a_swapped_public_key_is_refused(owner: Owner, owner_id: bytes, public: bytes) -> None:
    mac = mac_public_key(SERVER, Owner.STATION, STATION_ID, STATION.public)
    with pytest.raises(Refused):
        check_public_key(SERVER, owner, owner_id, public, mac)


@given(st.binary(max_size=40))
def test_a_mac_that_the_server_did_not_write_is_refused(mac: bytes) -> None:
    for forged in (mac, SERVER.id + mac):
        with pytest.raises(Refused):
            check_public_key(SERVER, Owner.TIP, b"t" * 16, LAN.public, forged)
