"""Files are fetched from Zalo's own hosts over https, and from nowhere else."""

from __future__ import annotations

import pytest

from bot.channels.zalo_media import safe_address

HOSTS = ("zdn.vn", "zadn.vn")


@pytest.mark.parametrize(
    ("url", "fetched"),
    [
        ("https://f6.photo.talk.zdn.vn/a.jpg?x=1", "https://f6.photo.talk.zdn.vn/a.jpg?x=1"),
        ("http://f6.photo.talk.zdn.vn/a.jpg", "https://f6.photo.talk.zdn.vn/a.jpg"),
        ("http://f6.zdn.vn:80/a", "https://f6.zdn.vn/a"),
        ("https://F6.ZDN.VN./a", "https://f6.zdn.vn/a"),
        ("https://zadn.vn/a", "https://zadn.vn/a"),
    ],
)
def test_zalos_own_hosts_over_https(url: str, fetched: str) -> None:
    assert safe_address(url, HOSTS) == fetched


@pytest.mark.parametrize(
    "url",
    [
        "", "x", "ftp://a.zdn.vn/x", "file:///etc/passwd", "https://evilzdn.vn/a", "https://zdn.vn.evil.org/a",
        "https://a.zdn.vn@evil.org/", "https://evil.org/?zdn.vn", "https://a.zdn.vn:8443/", "http://a.zdn.vn:443/",
        "http://169.254.169.254/", "http://127.0.0.1/", "https://a.zdn.vn\\@evil.org/", "https://[::1]/",
        "https://a.zdn.vn/ x", "https://a.zdn.vn:x/", "//a.zdn.vn/x", "https://a.zdn.vn/" + "a" * 3000, "https://á.zdn.vn/",
    ],
)  # fmt: skip
def test_nothing_else(url: str) -> None:
    assert safe_address(url, HOSTS) == ""


def test_the_training_ground_names_its_whole_origin() -> None:
    assert safe_address("http://127.0.0.1:9/media/a.jpg", ("http://127.0.0.1:9",)) == "http://127.0.0.1:9/media/a.jpg"
    assert safe_address("http://127.0.0.1:91/media/a.jpg", ("http://127.0.0.1:9",)) == ""
