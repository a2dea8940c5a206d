"""An ASGI client of a few lines: one request, its status and its body."""

import hashlib
import hmac
from dataclasses import dataclass

from starlette.types import ASGIApp, Message

SECRET = "secret"
PATH = "/slack/events"


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What came back."""

    status: int
    body: bytes


def sign(body: bytes, timestamp: str, secret: str = SECRET) -> str:
    """Slack's signature."""
    base = b"v0:" + timestamp.encode("latin-1") + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


async def send(
    app: ASGIApp,
    body: bytes = b"",
    headers: dict[str, str] | None = None,
    *,
    method: str = "POST",
    path: str = PATH,
    parts: int = 1,
) -> Answered:
    """Send one request, its body in `parts`."""
    length = max(1, -(-len(body) // parts))
    chunks = [body[at : at + length] for at in range(0, len(body), length)] or [b""]
    coming: list[Message] = [
        {"type": "http.request", "body": chunk, "more_body": place < len(chunks) - 1}
        for place, chunk in enumerate(chunks)
    ]
    came: list[Message] = []

    async def receive() -> Message:
        return coming.pop(0) if coming else {"type": "http.disconnect"}

    async def take(message: Message) -> None:
        came.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [
            (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in (headers or {}).items()
        ],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    await app(scope, receive, take)
    status = next(message["status"] for message in came if message["type"] == "http.response.start")
    return Answered(status=status, body=b"".join(m.get("body", b"") for m in came if m["type"] == "http.response.body"))
