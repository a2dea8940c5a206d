"""What stands in front of Bolt, which parses before it checks: size, signature over the raw bytes, age, replay.

Slack: Verifying requests from Slack.
"""

import hashlib
import hmac
import time
from collections.abc import Callable, Sequence

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from handlers.metrics import REFUSED_REQUESTS

LARGEST_BODY = 256 * 1024
"""Bytes of one delivery."""
OLDEST = 300
"""Seconds between Slack's timestamp and ours (Slack: five minutes)."""
_SAY_SECONDS = 60.0
"""Between two log lines of one kind."""

log = structlog.get_logger()


class Guard:
    """ASGI middleware for the path that Slack posts to."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        path: str,
        secrets: Sequence[str],
        now: Callable[[], float] = time.time,  # noqa: TID251 - a signature's age is real time, whatever a drill says
    ) -> None:
        self._app, self._path, self._now = app, path, now
        self._secrets = tuple(secret.encode() for secret in secrets if secret)
        self._seen: dict[bytes, float] = {}
        self._said: dict[str, float] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let signed, fresh, new deliveries through with their body; answer the others 4xx."""
        if scope["type"] != "http" or scope["path"] != self._path:
            await self._app(scope, receive, send)
            return
        if scope["method"] != "POST":
            await _answer(send, 405, "method")
            return
        body = await _body(receive)
        if body is None:
            await _answer(send, 413, "size")
            return
        headers = dict(scope["headers"])
        signature = self._signed(headers, body)
        if signature is None:
            self._say("delivery_not_signed", signed=bool(headers.get(b"x-slack-signature")))
            await _answer(send, 401, "signature")
            return
        if not self._fresh(headers):
            await _answer(send, 401, "age")
            return
        if signature in self._seen:
            await _answer(send, 401, "replay")
            return
        self._seen[signature] = self._now()
        status = await self._pass_on(scope, body, send)
        if status >= 500:
            self._seen.pop(signature, None)

    async def _pass_on(self, scope: Scope, body: bytes, send: Send) -> int:
        given = False
        status = 500

        async def once() -> Message:
            nonlocal given
            if given:
                return {"type": "http.disconnect"}
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        await self._app(scope, once, watch)
        return status

    def _fresh(self, headers: dict[bytes, bytes]) -> bool:
        """Whether it is of these minutes; if not, an old one is repeated, or this machine's clock is off."""
        age = self._now() - int(headers[b"x-slack-request-timestamp"])
        if abs(age) <= OLDEST:
            return True
        self._say("delivery_of_another_time", seconds=round(age))
        return False

    def _say(self, event: str, **values: object) -> None:
        """Log it, but not for every request: a stranger could fill the disk."""
        if time.monotonic() - self._said.get(event, -_SAY_SECONDS) >= _SAY_SECONDS:
            self._said[event] = time.monotonic()
            log.warning(event, **values)

    def _signed(self, headers: dict[bytes, bytes], body: bytes) -> bytes | None:
        timestamp = headers.get(b"x-slack-request-timestamp", b"")
        signature = headers.get(b"x-slack-signature", b"")
        if not timestamp.isdigit() or len(timestamp) > 12:
            return None
        base = b"v0:" + timestamp + b":" + body
        for secret in self._secrets:
            wanted = b"v0=" + hmac.new(secret, base, hashlib.sha256).hexdigest().encode()
            if hmac.compare_digest(wanted, signature):
                self._forget_old()
                return signature
        return None

    def _forget_old(self) -> None:
        oldest = self._now() - 2 * OLDEST
        while self._seen and self._seen[first := next(iter(self._seen))] < oldest:
            del self._seen[first]


async def _body(receive: Receive) -> bytes | None:
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        part = message.get("body", b"")
        size += len(part)
        if size > LARGEST_BODY:
            return None
        parts.append(part)
        if not message.get("more_body"):
            return b"".join(parts)


async def _answer(send: Send, status: int, reason: str) -> None:
    REFUSED_REQUESTS.labels(reason).inc()
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"refused\n"})
