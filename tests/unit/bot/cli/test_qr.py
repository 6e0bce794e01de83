"""What stands on a poster: the link that carries the commune or the school, and room for the longest names there are."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.cli.qr import of_area, of_target
from content.areas import shipped
from content.library.terms import Audience
from content.locales import speaking
from content.outreach_terms import TargetKind
from content.policy import Policy
from handlers.papers.poster import Sheet, pdf
from storage.targets import Target

DAY = date(2027, 1, 15)
NOW = datetime(2027, 1, 15, tzinfo=UTC).timestamp()
BOT = "x" * 32


def test_a_communes_codes_bring_it_along_and_zalo_is_told_what_to_type() -> None:
    version = shipped().by_code("31783", DAY)
    assert version is not None
    poster = of_area(Policy(), version, "xom_bot", "https://zalo.me/1", NOW)
    telegram, zalo = poster.codes
    assert telegram.url == "https://t.me/xom_bot?start=u31783"
    assert (zalo.url, zalo.hint) == ("https://zalo.me/1", "then type: /start u31783")
    assert "113" in poster.alarm


def test_the_longest_names_have_room_in_vietnamese() -> None:
    target = Target("x" * 40, TargetKind.SCHOOL, "Trường W" * 15, None, Audience.PARENTS, DAY)
    with speaking("vi"):
        poster = of_target(Policy(), target, BOT, NOW)
        longest = max(shipped().on(DAY).values(), key=lambda one: len(one.name))
        other = of_area(Policy(), longest, BOT, "https://zalo.me/1", NOW)
    assert poster.codes[0].url == f"https://t.me/{BOT}?startgroup={target.id}"
    assert pdf(poster, Sheet.A6).startswith(b"%PDF")
    assert pdf(other, Sheet.A4).startswith(b"%PDF")
