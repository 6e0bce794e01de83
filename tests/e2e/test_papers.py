"""A tip's papers in the real house: two taps, a file that opens with its password, and an empty chat a quarter of an hour later."""

from __future__ import annotations

import io
import re

import pyzipper
from docx import Document

from tests.e2e.house import House
from tests.world import COMMUNE, PROVINCE

STORY = "co nguoi ban ma tuy gan cho"
PASSWORD = re.compile(r"^\w{4}(-\w{4}){3}$", re.MULTILINE)


async def test_an_officer_takes_the_papers_of_a_tip_out_and_nothing_stays(house: House) -> None:
    await house.officer(PROVINCE)
    tu = await house.officer(COMMUNE, name="Đ/c Tư")
    ba = await house.citizen("Ba")
    await ba.report(STORY)
    await tu.press("Take this tip")
    await tu.press("Enter in the book")
    await tu.press("Take papers out")
    await tu.press("Papers in a ZIP")
    await tu.sees("Password for {label}, hyphens too:")
    (shown,) = [message for message in tu.shown if message["media"] and message["media"]["kind"] == "document"]
    secret = next(message for message in tu.shown if PASSWORD.search(message["text"]))
    assert secret["protected"]
    assert not shown["protected"]

    (sent,) = [one for one in house.sandbox.telegram.files.values() if one.name.endswith(".zip")]
    password = PASSWORD.search(secret["text"])
    assert password
    with pyzipper.AESZipFile(io.BytesIO(sent.data)) as archive:
        archive.setpassword(password[0].encode())
        document = Document(io.BytesIO(archive.read(archive.namelist()[0])))
    assert any(STORY in line.text for line in document.paragraphs)

    await house.pass_time(15 * 60 + 1)
    assert not [message for message in tu.shown if message["media"]]
    assert password[0] not in tu.text
