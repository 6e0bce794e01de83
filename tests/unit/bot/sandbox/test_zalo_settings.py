"""The settings of the emulated Zalo: told in the manual, and changed by name."""

from dataclasses import fields
from pathlib import Path

import pytest

from bot.sandbox.tuning import tuned
from bot.sandbox.zalo_bot.settings import BotSettings
from bot.sandbox.zalo_oa.settings import OaSettings

MANUAL = Path(__file__).parents[4] / "docs" / "sandbox.md"


@pytest.mark.parametrize("kind", [OaSettings, BotSettings])
def test_the_manual_names_every_setting(kind: type[OaSettings] | type[BotSettings]) -> None:
    told = MANUAL.read_text(encoding="utf-8").partition(f"| {kind.__name__} |")[2]
    assert [one.name for one in fields(kind) if f"`{one.name}`" not in told] == []


def test_a_setting_is_changed_by_name_and_the_rest_stays() -> None:
    settings = tuned(BotSettings(), {"replay": True, "redeliver_after_s": [1, 2]})
    assert (settings.replay, settings.redeliver_after_s, settings.user_limit) == (True, (1.0, 2.0), 50)


def test_none_is_a_value_where_the_setting_may_be_missing() -> None:
    assert tuned(OaSettings(), {"group_messages_per_month": None}).group_messages_per_month is None
    with pytest.raises(ValueError, match="uploads_per_month is int"):
        tuned(OaSettings(), {"uploads_per_month": None})
