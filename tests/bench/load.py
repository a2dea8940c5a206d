"""Slack's side: fresh, signed requests over kept-alive connections, with as little work of our own as can be."""

import asyncio
import json
import secrets
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from sandbox.signing import sign

SECRET = "the-signing-secret-of-the-benchmark"
REPORTER = "U0OLGA"


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What came back for one request; `began` and `ended` are monotonic readings, the same in every process."""

    status: int
    body: bytes
    began: float
    ended: float

    @property
    def seconds(self) -> float:
        """From the first byte sent to the last byte read."""
        return self.ended - self.began


def report(what: str = "A laptop was stolen from a parked car") -> bytes:
    """The body of `/breach report …` with a trigger of its own (Slack: slash commands)."""
    form = {
        "token": "unused",
        "team_id": "T0SANDBOX",
        "team_domain": "dot",
        "channel_id": "C0GENERAL",
        "channel_name": "general",
        "user_id": REPORTER,
        "user_name": "olga",
        "command": "/breach",
        "text": f"report {what}",
        "api_app_id": "A0SANDBOX",
        "is_enterprise_install": "false",
        "response_url": "http://127.0.0.1:9/unused",
        "trigger_id": secrets.token_hex(16),
    }
    return urlencode(form).encode()


def press(user: str, action_id: str, value: str, channel: str) -> bytes:
    """The body of a press on a button in a message of that channel (Slack: block_actions)."""
    payload = {
        "type": "block_actions",
        "user": {"id": user, "team_id": "T0SANDBOX"},
        "team": {"id": "T0SANDBOX", "domain": "dot"},
        "api_app_id": "A0SANDBOX",
        "container": {"type": "message", "channel_id": channel},
        "channel": {"id": channel, "name": "privategroup"},
        "trigger_id": secrets.token_hex(16),
        "actions": [{"type": "button", "action_id": action_id, "block_id": "b", "value": value}],
    }
    return urlencode({"payload": json.dumps(payload)}).encode()


def request(url: str, body: bytes) -> bytes:
    """The request's bytes, signed now."""
    parts = urlsplit(url)
    stamp = str(int(time.time()))  # noqa: TID251 - the guard compares it with the real time
    head = (
        f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: {sign(SECRET, stamp, body)}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def one_by_one(url: str, bodies: Sequence[bytes]) -> list[Answered]:
    """Send one after the other over one connection."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return [_exchange(connection, request(url, body)) for body in bodies]


async def side_by_side(url: str, bodies: Sequence[bytes], connections: int) -> list[Answered]:
    """Send over `connections` connections, each one after the other, all at once."""
    parts = urlsplit(url)
    opened = [await asyncio.open_connection(parts.hostname, parts.port) for _ in range(connections)]
    waiting = [request(url, body) for body in bodies]
    answers: list[Answered] = []

    async def send(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while waiting:
            raw = waiting.pop()
            began = time.monotonic()
            writer.write(raw)
            head = await reader.readuntil(b"\r\n\r\n")
            body = await reader.readexactly(_length(head))
            answers.append(Answered(status=int(head[9:12]), body=body, began=began, ended=time.monotonic()))

    try:
        async with asyncio.timeout(60):
            await asyncio.gather(*(send(*pair) for pair in opened))
    finally:
        for _, writer in opened:
            writer.close()
    return answers


def recorded(answers: Sequence[Answered]) -> int:
    """How many were told that their report is recorded."""
    return sum(one.status == 200 and b"Recorded as" in one.body for one in answers)


def _exchange(connection: socket.socket, raw: bytes) -> Answered:
    began = time.monotonic()
    connection.sendall(raw)
    got = b""
    while (end := got.find(b"\r\n\r\n")) < 0 or len(got) < end + 4 + _length(got[: end + 2]):
        part = connection.recv(65536)
        if not part:
            raise ConnectionError("the server closed the connection")
        got += part
    return Answered(status=int(got[9:12]), body=got[end + 4 :], began=began, ended=time.monotonic())


def _length(head: bytes) -> int:
    name = b"content-length:"
    lines = head.lower().split(b"\r\n")
    return next((int(line[len(name) :]) for line in lines if line.startswith(name)), 0)
