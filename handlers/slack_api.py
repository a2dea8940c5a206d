"""Slack's Web API: the only caller. One session, no retries inside: what failed goes back to its outbox row.

The SDK's own retry handlers post twice when an answer is lost, and a shared session ignores the client's timeout.
"""

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlparse

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.commands import Room
from handlers.metrics import SLACK_CALLS, SLACK_SECONDS
from handlers.skew import Skew
from handlers.slack_errors import sort_of

OPERATOR = {
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "missing_scope",
    "no_permission",
    "ekm_access_denied",
    "not_allowed_token_type",
}
"""What is wrong with the token itself: nothing at all works with it."""
_SLOW_SECONDS = 60.0
_HOOKS = ("hooks.slack.com", "hooks.slack-gov.com")


@dataclass
class SlackRefusedError(Exception):
    """Slack did not do it, or did not say. `permanent`: asking again is useless. `after`: seconds to wait."""

    method: str
    error: str
    permanent: bool = False
    after: float | None = None
    answer: Mapping[str, Any] | None = None
    in_channel: bool = False
    """Whether it is the momentary state of the incident's channel, or of counsel's room, that Slack speaks of."""
    room: Room = "incident"
    """Which of the two."""

    def __str__(self) -> str:
        return f"{self.method}: {self.error}"


class SlackApi:
    """Calls Slack with the bot's token."""

    def __init__(self, token: str, api_url: str, seconds: float) -> None:
        timeout = aiohttp.ClientTimeout(total=seconds, connect=min(3.0, seconds))
        self._session = aiohttp.ClientSession(timeout=timeout)
        self._seconds = seconds
        self.skew = Skew()
        self.client = AsyncWebClient(token=token, base_url=api_url, session=self._session, retry_handlers=[])

    async def call(self, method: str, **arguments: Any) -> Mapping[str, Any]:
        """Call a method once. Raises SlackRefusedError, which says whether to ask again and when."""
        began = time.perf_counter()
        try:
            async with asyncio.timeout(self._seconds):
                answer = await self.client.api_call(method, data=_form(arguments))
        except SlackApiError as fault:
            self.skew.note_date(_header(fault.response.headers, "date"))
            refused = _refused(method, fault)
            SLACK_CALLS.labels(method, refused.error[:40]).inc()
            raise refused from None
        except (aiohttp.ClientError, TimeoutError, ConnectionError, ValueError) as fault:
            SLACK_CALLS.labels(method, "no_answer").inc()
            raise SlackRefusedError(method, f"no answer ({type(fault).__name__})") from None
        finally:
            SLACK_SECONDS.labels(method).observe(time.perf_counter() - began)
        SLACK_CALLS.labels(method, "ok").inc()
        self.skew.note_date(_header(answer.headers, "date"))
        data = answer.data
        return data if isinstance(data, dict) else {}

    @property
    def workspace_host(self) -> str:
        """The domain under which workspaces stand: Slack's own, or that of GovSlack."""
        host = urlparse(self.client.base_url).hostname or ""
        return "slack-gov.com" if host.endswith("slack-gov.com") else "slack.com"

    async def respond(self, url: str, text: str, blocks: list[dict[str, Any]] | None) -> None:
        """Answer one person through the address that came with what they did. Raises SlackRefusedError.

        It works where the bot is no member, and without a trigger (Slack: Handling user interaction, response_url).
        """
        if not self._is_slacks(url):
            raise SlackRefusedError("response_url", "not an address of Slack", permanent=True)
        said = {"response_type": "ephemeral", "replace_original": False, "text": text, "blocks": blocks or []}
        try:
            async with asyncio.timeout(self._seconds), self._session.post(url, json=said) as answer:
                if answer.status != 200:
                    raise SlackRefusedError("response_url", f"http {answer.status}", permanent=answer.status < 500)
        except (aiohttp.ClientError, TimeoutError, ConnectionError) as fault:
            raise SlackRefusedError("response_url", f"no answer ({type(fault).__name__})") from None

    def _is_slacks(self, url: str) -> bool:
        """Whether an address is Slack's own, or stands beside the API that this bot was told of."""
        theirs, ours = urlparse(url), urlparse(self.client.base_url)
        if theirs.netloc == ours.netloc:
            return theirs.scheme == ours.scheme
        return theirs.scheme == "https" and theirs.hostname in _HOOKS

    async def put(self, url: str, content: bytes) -> None:
        """Bring a file's bytes to the address that Slack gave for them. Raises SlackRefusedError."""
        try:
            async with asyncio.timeout(self._seconds), self._session.post(url, data=content) as answer:
                if answer.status != 200:
                    raise SlackRefusedError("upload", f"http {answer.status}")
        except (aiohttp.ClientError, TimeoutError, ConnectionError) as fault:
            raise SlackRefusedError("upload", f"no answer ({type(fault).__name__})") from None

    async def close(self) -> None:
        """End the session."""
        await self._session.close()


def _form(arguments: Mapping[str, Any]) -> dict[str, str]:
    form = {}
    for name, value in arguments.items():
        if value is None:
            continue
        if isinstance(value, bool):
            form[name] = "true" if value else "false"
        else:
            form[name] = value if isinstance(value, str) else json.dumps(value)
    return form


def _refused(method: str, fault: SlackApiError) -> SlackRefusedError:
    response = fault.response
    data = response.data if isinstance(response.data, dict) else {}
    error = str(data.get("error") or f"http {response.status_code}")
    sort = sort_of(error)
    if response.status_code == 429 or sort == "limit":
        return SlackRefusedError(method, "ratelimited", after=_retry_after(response.headers))
    if response.status_code >= 500 or not data:
        return SlackRefusedError(method, error)
    if sort == "operator":
        return SlackRefusedError(method, error, after=_SLOW_SECONDS)
    return SlackRefusedError(method, error, permanent=sort in ("final", "gone"), answer=data)


def _retry_after(headers: Mapping[str, str]) -> float:
    try:
        return max(1.0, float(_header(headers, "retry-after") or ""))
    except ValueError:
        return 30.0


def _header(headers: Mapping[str, str], name: str) -> str | None:
    return next((value for key, value in headers.items() if key.lower() == name), None)
