"""Deliveries to the app, over signed HTTP or Socket Mode, with the three seconds, retries and faults."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp

from sandbox.faults import DELIVERY_FAULTS, Fault, run_callback
from sandbox.journal import Entry
from sandbox.row import Json
from sandbox.signing import sign
from sandbox.socket_mode import Sockets
from sandbox.world import World

RETRY_WAITS = (0, 60, 300)  # docs: "Events API", retries: at once, after a minute, after five


@dataclass(kw_only=True)
class Answer:
    """How the app answered: an HTTP status, or "acknowledged", "timeout", "unreachable", "refused"."""

    status: int | str
    seconds: float = 0.0
    text: str | None = None
    body: Any = None
    errors: dict[str, str] = field(default_factory=dict)
    no_retry: bool = False

    @property
    def ok(self) -> bool:
        """Did the app acknowledge in time?"""
        return self.status in (200, "acknowledged")


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """Something to deliver: `kind` as Socket Mode calls it, `name` what it is in particular."""

    kind: str
    name: str
    person: str | None
    payload: Json
    retry: int = 0
    reason: str = ""
    envelope_id: str = field(default_factory=lambda: str(uuid.uuid4()))


class Deliveries:
    """Sends to the app and keeps count of what is under way."""

    def __init__(self, world: World, sockets: Sockets) -> None:
        self._world = world
        self.sockets = sockets
        self._tasks: set[asyncio.Task[Any]] = set()
        self._held: list[tuple[int, Delivery]] = []
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Stop whatever is still under way."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session:
            await self._session.close()

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Let something run beside; it ends with the sandbox."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def event(self, delivery: Delivery) -> Answer:
        """Deliver an event; its retries go on beside."""
        held = self._strike(delivery, "reorder")
        if held:
            self._held.append((held.options["behind"], delivery))
            return Answer(status="held")
        answer = await self.send(delivery)
        if not answer.ok and not answer.no_retry:
            self.spawn(self._retry(delivery, answer))
        for count, waiting in self._release():
            if count <= 0:
                self.spawn(self.event(waiting))
        return answer

    def _release(self) -> list[tuple[int, Delivery]]:
        counted = [(count - 1, waiting) for count, waiting in self._held]
        self._held = [row for row in counted if row[0] > 0]
        return counted

    async def _retry(self, delivery: Delivery, answer: Answer) -> None:
        for number, wait in enumerate(RETRY_WAITS, start=1):
            reason = {"timeout": "http_timeout", "unreachable": "connection_failed"}.get(
                str(answer.status), "http_error"
            )
            if wait:
                due = self._world.clock.seconds() + wait
                await self._world.clock.wait_until_seconds(due)
            answer = await self.send(
                Delivery(
                    kind=delivery.kind,
                    name=delivery.name,
                    person=delivery.person,
                    payload=delivery.payload,
                    retry=number,
                    reason=reason,
                )
            )
            if answer.ok or answer.no_retry:
                return

    def _strike(self, delivery: Delivery, *kinds: str) -> Fault | None:
        names = {delivery.kind, delivery.name, "delivery"}
        wanted = {kind: DELIVERY_FAULTS[kind] for kind in kinds}
        struck = self._world.faults.take(names, wanted, self._handle(delivery))
        return struck[0] if struck else None

    def _handle(self, delivery: Delivery) -> str | None:
        person = self._world.workspace.people.get(delivery.person or "")
        return person.handle if person else delivery.person

    async def send(self, delivery: Delivery) -> Answer:
        """Deliver once (or, under a fault, several times); the first answer counts."""
        callback = self._strike(delivery, "call")
        if callback and callback.options["when"] == "before":
            await run_callback(callback, delivery)
        delay = self._strike(delivery, "delay")
        if delay:
            await asyncio.sleep(delay.options["seconds"])
        if self._strike(delivery, "lost_before"):
            return self._journal(delivery, Answer(status="timeout"), "fault: never delivered")
        lost = self._strike(delivery, "lost")
        again = self._strike(delivery, "redeliver")
        cut = self._strike(delivery, "disconnect")
        transmit = self._transmission(delivery, cut=bool(cut))
        if again and again.options["together"]:
            answers = await asyncio.gather(*(transmit() for _ in range(again.options["copies"])))
        else:
            answers = [await transmit() for _ in range(again.options["copies"] if again else 1)]
        for _ in answers[1:]:
            self._journal(delivery, _, "fault: delivered again")
        answer = Answer(status="timeout", seconds=answers[0].seconds) if lost else answers[0]
        if callback and callback.options["when"] == "after":
            await run_callback(callback, delivery)
        if answers[0].status == "timeout" and not cut:
            note = f"not acknowledged within {self._world.ack_seconds:g} s"
            self._world.violation(delivery.name, note, delivery.payload)
        return self._journal(delivery, answer, "fault: the answer was lost" if lost else "")

    def _transmission(self, delivery: Delivery, *, cut: bool) -> Callable[[], Coroutine[Any, Any, Answer]]:
        if self._world.app_url:
            url, body, headers = self._world.app_url, self._body(delivery), self._headers(delivery)
            return lambda: self._http(url, body, headers)
        return lambda: self._socket(delivery, cut=cut)

    def _body(self, delivery: Delivery) -> bytes:
        if delivery.kind == "slash_commands":
            return urlencode(delivery.payload).encode()
        text = json.dumps(delivery.payload)
        return urlencode({"payload": text}).encode() if delivery.kind == "interactive" else text.encode()

    def _headers(self, delivery: Delivery) -> dict[str, str]:
        kind = "application/json" if delivery.kind == "events_api" else "application/x-www-form-urlencoded"
        stamp = str(int(time.time()))  # noqa: TID251  # apps compare it with their own real clock
        headers = {
            "Content-Type": kind,
            "User-Agent": "Slackbot 1.0 (sandbox)",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": sign(self._world.signing_secret, stamp, self._body(delivery)),
        }
        if delivery.retry:
            headers |= {"X-Slack-Retry-Num": str(delivery.retry), "X-Slack-Retry-Reason": delivery.reason}
        return headers

    async def _http(self, url: str, body: bytes, headers: dict[str, str]) -> Answer:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        started = time.monotonic()
        limit = aiohttp.ClientTimeout(total=self._world.ack_seconds)
        try:
            async with self._session.post(
                url, data=body, headers=headers, allow_redirects=False, timeout=limit
            ) as response:
                text = (await response.content.read(1_000_000)).decode("utf-8", "replace")
                parsed = _parsed(text, response.content_type)
                return Answer(
                    status=response.status,
                    seconds=time.monotonic() - started,
                    body=parsed,
                    text=_text(parsed),
                    no_retry=response.headers.get("X-Slack-No-Retry") == "1",
                )
        except TimeoutError:
            return Answer(status="timeout", seconds=time.monotonic() - started)
        except aiohttp.ClientError:
            return Answer(status="unreachable", seconds=time.monotonic() - started)

    async def _socket(self, delivery: Delivery, *, cut: bool) -> Answer:
        started = time.monotonic()
        envelope: Json = {
            "envelope_id": delivery.envelope_id,
            "type": delivery.kind,
            "payload": delivery.payload,
            "accepts_response_payload": delivery.kind != "events_api",
        }
        if delivery.kind == "events_api":
            envelope |= {"retry_attempt": delivery.retry, "retry_reason": delivery.reason}
        acknowledged = self.sockets.expect(delivery.envelope_id)
        socket = await self.sockets.send(envelope)
        if socket is None:
            self.sockets.forget(delivery.envelope_id)
            return Answer(status="unreachable")
        if cut:
            await self.sockets.drop(socket)
        try:
            payload = await asyncio.wait_for(acknowledged, self._world.ack_seconds)
        except TimeoutError:
            self.sockets.forget(delivery.envelope_id)
            return Answer(status="timeout", seconds=time.monotonic() - started)
        if payload and delivery.kind == "events_api":
            self._world.violation(delivery.name, "an event cannot be answered with a payload", {"payload": payload})
        return Answer(
            status="acknowledged",
            seconds=time.monotonic() - started,
            body=payload or None,
            text=_text(payload),
        )

    def _journal(self, delivery: Delivery, answer: Answer, note: str) -> Answer:
        retry = f"retry {delivery.retry} ({delivery.reason})" if delivery.retry else ""
        self._world.journal.write(
            Entry(
                kind="delivery",
                method=delivery.name,
                person=self._handle(delivery),
                args=delivery.payload,
                answer={"body": answer.body} if answer.body is not None else {},
                status=answer.status,
                at=time.monotonic() - answer.seconds,
                time=self._world.clock.now(),
                seconds=round(answer.seconds, 4),
                note=note or retry,
            )
        )
        self._world.changed()
        return answer


def _parsed(text: str, content_type: str) -> Any:
    if not text:
        return None
    if "json" in content_type:
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return text
    return text


def _text(parsed: Any) -> str | None:
    if isinstance(parsed, str):
        return parsed
    if isinstance(parsed, dict) and isinstance(parsed.get("text"), str):
        return str(parsed["text"])
    return None
