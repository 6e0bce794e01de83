"""Kept connections against servers that answer in every way, or not at all."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from bot.channels import lines as module
from bot.channels.lines import Lines, Lost, Unsent

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
WAIT_S = 5.0

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Server:
    """Answers each request with what it is given, and counts connections."""

    def __init__(self, answer: bytes = OK, *, leaves: bool = False) -> None:
        self.answer, self.leaves = answer, leaves
        self.connections, self.heads, self.bodies = 0, list[bytes](), list[bytes]()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        while True:
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except (asyncio.IncompleteReadError, ConnectionError):
                break
            self.heads.append(head)
            self.bodies.append(await reader.readexactly(int(head.partition(b"Content-Length: ")[2].split()[0])))
            writer.write(self.answer)
            if self.leaves:
                break


@asynccontextmanager
async def serving(talk: Talk, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """A server until everybody has hung up; its port."""
    talks = set[asyncio.Task[None]]()

    async def talk_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            await talk(reader, writer)
            writer.close()
            await writer.wait_closed()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talks.add(asyncio.create_task(talk_once(reader, writer)))

    served = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=tls)
    try:
        yield served.sockets[0].getsockname()[1]
    finally:
        served.close()
        if talks:
            await asyncio.wait(talks)


@asynccontextmanager
async def calling(port: int, proxy: str = "", most: int = 100) -> AsyncIterator[Lines]:
    lines = Lines(f"http://127.0.0.1:{port}", proxy, most)
    try:
        yield lines
    finally:
        await lines.close()


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of "localhost" that nobody else trusts, and its key, in a file."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]),
    )
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("papers") / "papers.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(signed.public_bytes(Encoding.PEM) + secret)
    return file


@pytest.fixture
def tls(papers: Path) -> ssl.SSLContext:
    """How a server shows them."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(papers)
    return context


async def test_calls_one_after_another_share_a_connection_and_those_at_once_do_not() -> None:
    server = Server()
    async with serving(server.talk) as port, calling(port) as lines:
        for _number in range(3):
            assert await lines.post("/bot1:A/sendMessage", b'{"a":1}', WAIT_S) == (200, b"{}")
        assert (server.connections, server.bodies) == (1, [b'{"a":1}'] * 3)
        assert server.heads[0].startswith(b"POST /bot1:A/sendMessage HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n" % port)
        await asyncio.gather(*(lines.post("/", b"{}", WAIT_S) for _number in range(3)))
        assert server.connections == 3


async def test_there_are_no_more_connections_than_were_allowed() -> None:
    server = Server()
    async with serving(server.talk) as port, calling(port, most=2) as lines:
        await asyncio.gather(*(lines.post("/", b"{}", WAIT_S) for _number in range(9)))
    assert (server.connections, len(server.bodies)) == (2, 9)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 3\r\n\r\nabc", (429, b"abc")),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n1\r\n \r\n0\r\n\r\n", (200, b"{} ")),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + OK, (200, b"{}")),
        (b"HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", (502, b"")),
    ],
)
async def test_every_form_of_an_answer_is_read(answer: bytes, expected: tuple[int, bytes]) -> None:
    async with serving(Server(answer).talk) as port, calling(port) as lines:
        assert await lines.post("/", b"{}", WAIT_S) == expected
        assert await lines.post("/", b"{}", WAIT_S) == expected


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", b"SSH-2.0-nonsense\r\n\r\n"])
async def test_an_answer_that_is_cut_or_unreadable_may_have_arrived(answer: bytes) -> None:
    async with serving(Server(answer, leaves=True).talk) as port, calling(port) as lines:
        with pytest.raises(Lost):
            await lines.post("/", b"{}", WAIT_S)


async def test_no_answer_in_time_may_have_arrived_and_a_late_one_is_nobodys() -> None:
    server = Server(b"")
    async with serving(server.talk) as port, calling(port) as lines:
        with pytest.raises(Lost, match="TimeoutError"):
            await lines.post("/", b"{}", 0.05)
        server.answer = OK
        assert await lines.post("/", b"{}", WAIT_S) == (200, b"{}")
    assert server.connections == 2


async def test_a_server_that_is_not_there_got_nothing() -> None:
    async with calling(9) as lines:
        with pytest.raises(Unsent):
            await lines.post("/", b"{}", WAIT_S)


async def test_a_connection_that_the_server_has_closed_is_not_used_again() -> None:
    server = Server(leaves=True)
    async with serving(server.talk) as port, calling(port) as lines:
        for _number in range(3):
            assert await lines.post("/", b"{}", WAIT_S) == (200, b"{}")
            while lines._resting[-1].alive:  # noqa: ASYNC110  until the news of it is here
                await asyncio.sleep(0)
    assert server.connections == 3


async def test_a_connection_that_rested_for_long_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "IDLE_S", 0.0)
    server = Server()
    async with serving(server.talk) as port, calling(port) as lines:
        await lines.post("/", b"{}", WAIT_S)
        await lines.post("/", b"{}", WAIT_S)
    assert server.connections == 2


async def test_what_comes_without_being_asked_for_is_no_answer_to_the_next_call() -> None:
    server = Server(OK + b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged")
    async with serving(server.talk) as port, calling(port) as lines:
        for _number in range(3):
            assert await lines.post("/", b"{}", WAIT_S) == (200, b"{}")


async def test_calls_go_through_a_proxy_that_is_asked_for_the_name(unused_tcp_port: int) -> None:
    asked: list[bytes] = []

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readuntil(b"\r\n\r\n")).partition(b"\r\n")[0])
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await Server().talk(reader, writer)

    async with serving(proxy) as port:
        lines = Lines("http://api.example:81", f"http://127.0.0.1:{port}")
        assert await lines.post("/x", b"{}", WAIT_S) == (200, b"{}")
        await lines.close()
    assert asked == [b"CONNECT api.example:81 HTTP/1.1"]
    nowhere = Lines("http://api.example:81", f"socks5://127.0.0.1:{unused_tcp_port}")
    with pytest.raises(Unsent):
        await nowhere.post("/x", b"{}", WAIT_S)


async def test_a_server_that_cannot_prove_its_name_gets_nothing(tls: ssl.SSLContext) -> None:
    server = Server()
    async with serving(server.talk, tls) as port:
        lines = Lines(f"https://127.0.0.1:{port}")
        with pytest.raises(Unsent):
            await lines.post("/", b"secret", WAIT_S)
        await lines.close()
    assert server.bodies == []


async def test_a_server_that_proves_its_name_is_called_over_tls(
    tls: ssl.SSLContext, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Server()
    async with serving(server.talk, tls) as port:
        monkeypatch.setenv("SSL_CERT_FILE", str(papers))
        lines = Lines(f"https://localhost:{port}")
        for _number in range(2):
            assert await lines.post("/", b"{}", WAIT_S) == (200, b"{}")
        await lines.close()
    assert server.connections == 1
