"""A connection gets limited time and size before any signature counts; others are served meanwhile."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from urllib.parse import urlencode

import pytest

from handlers import connections
from handlers.app import Bot
from handlers.server import SLACK_PATH, serve_http
from handlers.settings import Settings
from tests.handlers.web import sign

Open = Callable[[], "asyncio.Future[tuple[asyncio.StreamReader, asyncio.StreamWriter]]"]


@pytest.fixture
async def port(bot: Bot, settings: Callable[..., Settings]) -> AsyncIterator[int]:
    """A bot that serves on a real socket."""
    stop, told = asyncio.Event(), asyncio.get_running_loop().create_future()
    serving = asyncio.create_task(serve_http(bot, settings(port=0), stop, told.set_result))
    where = await told
    yield int(where.rpartition(":")[2].partition("/")[0])
    stop.set()
    await serving


async def dial(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", port)


async def answer_to(port: int, data: bytes) -> bytes:
    """What comes back until the server ends the connection."""
    reader, writer = await dial(port)
    writer.write(data)
    came = b""
    try:
        while part := await asyncio.wait_for(reader.read(4096), 20):
            came += part
    except ConnectionError:
        pass  # ended while we were still sending
    writer.close()
    return came


async def health(port: int) -> bytes:
    return await answer_to(port, b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")


def head(length: int, more: str = "") -> bytes:
    return f"POST {SLACK_PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n{more}\r\n".encode()


async def test_a_healthy_bot_answers(port: int) -> None:
    assert (await health(port)).startswith(b"HTTP/1.1 200")


async def test_a_signed_delivery_is_answered_and_the_connection_stays_for_the_next(port: int) -> None:
    reader, writer = await dial(port)
    for number in range(3):
        form = {"command": "/breach", "text": "help", "user_id": "UOLGA", "trigger_id": str(number)}
        body, timestamp = urlencode(form).encode(), str(int(time.time()))  # noqa: TID251 - a signature's age is real time
        more = (
            f"X-Slack-Request-Timestamp: {timestamp}\r\nX-Slack-Signature: {sign(body, timestamp)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
        )
        writer.write(head(len(body), more) + body)
        told = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
        assert told.startswith(b"HTTP/1.1 200"), told
        length = int(told.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        await reader.readexactly(length)
    writer.close()


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"POST /slack/ev",
        b"POST /slack/events HTTP/1.1\r\nHost: x\r\nX-A: 1\r\n",
        head(100) + b"half a bo",
        head(100),
        b"POST /slack/events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
    ],
)
async def test_what_never_comes_to_an_end_is_ended(sent: bytes, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(connections, "BODY_SECONDS", 0.3)
    assert (await answer_to(port, sent)).startswith(b"HTTP/1.1 408")


async def test_a_header_that_comes_byte_by_byte_gets_no_more_time(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.5)
    reader, writer = await dial(port)
    writer.write(b"GET /healthz HTTP/1.1\r\nX-A: ")
    answer = asyncio.create_task(reader.read())
    while not answer.done():
        writer.write(b"a")
        await asyncio.wait([answer], timeout=0.05)
    assert answer.result().startswith(b"HTTP/1.1 408")
    writer.close()


@pytest.mark.parametrize(
    "start",
    [b"GET /", b"GET /healthz HTTP/1.1\r\nX-A: ", b"GET /healthz HTTP/1.1\r\n" + b"A: b\r\n" * 3_000],
)
async def test_a_head_without_end_is_refused_at_its_limit(port: int, start: bytes) -> None:
    _, writer = await dial(port)
    sent = 0
    writer.write(start)
    try:
        while sent < 200_000_000:
            writer.write(b"a" * 65_536)
            await writer.drain()
            sent += 65_536
    except ConnectionError:
        pass
    writer.transport.abort()
    assert sent < 20_000_000


async def test_many_headers_that_are_small_each_are_limited_together(port: int) -> None:
    told = await answer_to(port, b"GET /healthz HTTP/1.1\r\n" + b"A: b\r\n" * 5_000 + b"\r\n")
    assert told.startswith(b"HTTP/1.1 431") or told == b""


async def test_half_headers_by_the_thousand_keep_nobody_out(port: int) -> None:
    opened = []
    for _ in range(connections.MOST + 200):
        _, writer = await dial(port)
        writer.write(b"POST /slack/events HTTP/1.1\r\nHost: x\r\n")
        opened.append(writer)
    assert (await health(port)).startswith(b"HTTP/1.1 200")
    for writer in opened:
        writer.transport.abort()


async def test_a_body_over_the_limit_is_refused_and_the_connection_ended(port: int) -> None:
    told = await answer_to(port, head(50_000_000) + b"x" * 1_000_000)
    assert told.startswith(b"HTTP/1.1 413") or told == b""


@pytest.mark.parametrize("sent", [b"\x16\x03\x01\x02\x00", b"GARBAGE\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n"])
async def test_what_is_no_request_is_ended(port: int, sent: bytes) -> None:
    assert (await answer_to(port, sent))[:12] in (b"HTTP/1.1 400", b"HTTP/1.1 404", b"HTTP/1.1 408")
