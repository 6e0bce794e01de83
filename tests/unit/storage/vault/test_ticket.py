"""Tickets to the page: whoever changes, moves, keeps or makes one gets nowhere."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.vault.keyring import Keyring
from storage.vault.ticket import Purpose, Ticket, issue, read

NOW = 1_800_000_000.0
TICKET = Ticket(secrets.token_hex(16), int(NOW) + 1800)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    return Keyring.create(tmp_path_factory.mktemp("keys") / "keyring", NOW, secrets.token_bytes(32))


def test_a_ticket_holds_until_its_end_and_not_a_second_longer(keys: Keyring) -> None:
    text = issue(keys, TICKET, Purpose.LINK)
    assert read(keys, text, Purpose.LINK, NOW) == TICKET
    assert read(keys, text, Purpose.LINK, TICKET.until - 0.1) == TICKET
    assert read(keys, text, Purpose.LINK, float(TICKET.until)) is None


def test_it_names_nobody_and_no_two_are_alike(keys: Keyring) -> None:
    one, other = (issue(keys, TICKET, Purpose.LINK) for _time in range(2))
    assert one != other
    assert TICKET.person not in one
    assert len(one) < 120


@pytest.mark.parametrize("purpose", Purpose)
def test_one_purpose_never_serves_as_the_other(keys: Keyring, purpose: Purpose) -> None:
    (other,) = set(Purpose) - {purpose}
    assert read(keys, issue(keys, TICKET, purpose), other, NOW) is None


def test_another_keyring_makes_none_that_holds(keys: Keyring, tmp_path: Path) -> None:
    foreign = Keyring.create(tmp_path / "foreign", NOW, secrets.token_bytes(32))
    assert read(keys, issue(foreign, TICKET, Purpose.LINK), Purpose.LINK, NOW) is None


@given(st.data())
def test_a_changed_or_cut_one_is_none(keys: Keyring, data: st.DataObject) -> None:
    text = issue(keys, TICKET, Purpose.VISIT)
    place = data.draw(st.integers(0, len(text) - 2))  # the last letter has bits that mean nothing
    letter = data.draw(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"))
    changed = text[:place] + letter + text[place + 1 :]
    assert (read(keys, changed, Purpose.VISIT, NOW) == TICKET) is (changed == text)
    assert read(keys, text[:place], Purpose.VISIT, NOW) is None


@given(st.text(max_size=300))
def test_any_other_text_is_none(keys: Keyring, text: str) -> None:
    assert read(keys, text, Purpose.LINK, NOW) is None
