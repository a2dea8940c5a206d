"""The control API under /sandbox/: what the driver does, for the page and for tests against a subprocess."""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from aiohttp import web

from sandbox import administration
from sandbox.deliveries import Answer
from sandbox.errors import NotPossible
from sandbox.happenings import Happenings
from sandbox.person import Actor
from sandbox.row import Json
from sandbox.snapshot import snapshot

Act = Callable[[Actor, Json], Any]

# What a person can do: POST /sandbox/people/{handle}/{act} with a JSON body of these keys.
ACTS: dict[str, Act] = {
    "command": lambda who, body: who.command(body["name"], body.get("text", ""), body.get("channel")),
    "shortcut": lambda who, body: who.shortcut(body["callback_id"]),
    "message_shortcut": lambda who, body: who.message_shortcut(body["callback_id"], body["channel"], body["ts"]),
    "fill": lambda who, body: who.fill(body["values"]),
    "submit": lambda who, body: who.submit(body.get("values")),
    "close": lambda who, body: who.close(everything=bool(body.get("everything"))),
    "press": lambda who, body: who.press(
        body["action_id"],
        body.get("ts"),
        body.get("value"),
        body.get("block_id"),
        home=bool(body.get("home")),
    ),
    "suggest": lambda who, body: who.suggest(body["action_id"], body.get("text", ""), body.get("ts")),
    "open_home": lambda who, body: who.open_home(),
    "open_messages": lambda who, body: who.open_messages(),
    "post": lambda who, body: who.post(body["channel"], body["text"], body.get("thread_ts")),
    "upload": lambda who, body: who.upload(
        body["channel"], body["name"], base64.b64decode(body["content"], validate=True), body.get("text", "")
    ),
    "react": lambda who, body: who.react(body["channel"], body["ts"], body["name"]),
    "create_channel": lambda who, body: who.create_channel(body["name"], is_private=bool(body.get("is_private"))),
    "invite": lambda who, body: who.invite(body["channel"], *body["handles"], quietly=bool(body.get("quietly"))),
    "kick": lambda who, body: who.kick(body["channel"], body["handle"], quietly=bool(body.get("quietly"))),
    "join": lambda who, body: who.join(body["channel"]),
    "leave": lambda who, body: who.leave(body["channel"]),
    "archive": lambda who, body: who.archive(body["channel"]),
    "unarchive": lambda who, body: who.unarchive(body["channel"]),
    "make_public": lambda who, body: who.make_public(body["channel"]),
    "make_private": lambda who, body: who.make_private(body["channel"]),
    "share_outside": lambda who, body: who.share_outside(body["channel"], body["team"]),
    "unshare": lambda who, body: who.unshare(body["channel"], body["team"]),
    "delete_channel": lambda who, body: who.delete_channel(body["channel"]),
    "delete": lambda who, body: who.delete(body["channel"], body["ts"]),
}

# What an administrator can do: POST /sandbox/administration/{act} with a JSON body of these keys.
ADMINISTRATION: dict[str, Callable[[Happenings, Json], None]] = {
    "deactivate": lambda slack, body: administration.deactivate(slack, body["handle"]),
    "change_email": lambda slack, body: administration.change_email(
        slack, body["handle"], body["email"], quietly=bool(body.get("quietly"))
    ),
    "make_guest": lambda slack, body: administration.make_guest(
        slack, body["handle"], quietly=bool(body.get("quietly"))
    ),
    "change_usergroup": lambda slack, body: administration.change_usergroup(
        slack, body["handle"], body["members"], quietly=bool(body.get("quietly"))
    ),
    "delete_message": lambda slack, body: administration.delete_message(slack, body["channel"], body["ts"]),
}


class Control:
    """The routes under /sandbox/."""

    def __init__(self, slack: Happenings) -> None:
        self._slack = slack

    def add_routes(self, router: web.UrlDispatcher) -> None:
        """Enter them."""
        router.add_get("/sandbox/state", self._state)
        router.add_get("/sandbox/changes", self._changes)
        router.add_get("/sandbox/journal", self._journal)
        router.add_get("/sandbox/story", self._story)
        router.add_post("/sandbox/people/{handle}/{act}", self._guarded(self._act))
        router.add_post("/sandbox/faults", self._guarded(self._add_fault))
        router.add_post("/sandbox/faults/clear", self._guarded(self._clear_faults))
        router.add_post("/sandbox/clock", self._guarded(self._move_clock))
        router.add_post("/sandbox/disconnect", self._guarded(self._disconnect))
        router.add_post("/sandbox/administration/{act}", self._guarded(self._administer))
        router.add_post("/sandbox/refuse-sockets", self._guarded(self._refuse_sockets))
        router.add_post("/sandbox/revoke", self._guarded(self._revoke))

    def _guarded(self, act: Callable[[web.Request, Json], Awaitable[Any]]) -> Callable[[web.Request], Any]:
        """JSON in, JSON out; a wrong body is a 400 with one sentence, an impossible act a 409."""

        async def answer(request: web.Request) -> web.Response:
            if request.content_type != "application/json":
                return web.json_response({"error": "send JSON"}, status=415)
            try:
                body = json.loads((await request.read()).decode("utf-8"))
                if not isinstance(body, dict):
                    raise TypeError("the body must be a JSON object")
                result = await act(request, body)
            except NotPossible as error:
                return web.json_response({"error": str(error)}, status=409)
            except KeyError as error:
                return web.json_response({"error": f"{error.args[0]!r} is missing or unknown"}, status=400)
            except LookupError as error:
                return web.json_response({"error": str(error)}, status=404)
            except (
                TypeError,
                ValueError,
                AttributeError,
                OverflowError,
                RecursionError,
                binascii.Error,
            ) as error:
                return web.json_response({"error": f"the body is wrong: {error}"}, status=400)
            return web.json_response(result, dumps=_dumps)

        return answer

    async def _act(self, request: web.Request, body: Json) -> Any:
        actor = Actor(self._slack, request.match_info["handle"])
        act = ACTS.get(request.match_info["act"])
        if act is None:
            raise LookupError(f"there is no such act; there is {', '.join(ACTS)}")
        result = act(actor, body)
        if asyncio.iscoroutine(result):
            result = await result
        self._slack.world.changed()
        if isinstance(result, Answer):
            return asdict(result) | {"ok": result.ok}
        return {"ok": True, "result": result.json() if hasattr(result, "json") else result}

    async def _story(self, _: web.Request) -> web.Response:
        return web.json_response(self._slack.world.story.json())

    async def _state(self, request: web.Request) -> web.Response:
        try:
            actor = Actor(self._slack, request.query.get("as", "alice"))
        except LookupError as error:
            return web.json_response({"error": str(error)}, status=404)
        return web.json_response(snapshot(self._slack, actor), dumps=_dumps)

    async def _journal(self, request: web.Request) -> web.Response:
        after = request.query.get("after", "0")
        start = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0
        rows = [row.json() for row in self._slack.world.journal[start:]]
        return web.json_response({"rows": rows, "next": len(self._slack.world.journal)}, dumps=_dumps)

    async def _changes(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: the number of the newest change."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        seen = -1
        try:
            while not self._slack.world.ending.is_set():
                change = asyncio.ensure_future(self._slack.world.next_change())
                if seen != self._slack.world.version:
                    seen = self._slack.world.version
                    await response.write(f"data: {seen}\n\n".encode())
                try:
                    await asyncio.wait_for(change, 15.0)
                except TimeoutError:
                    await response.write(b": still here\n\n")
        except ConnectionError:
            pass
        return response

    async def _add_fault(self, _: web.Request, body: Json) -> Json:
        options = body.get("options") or {}
        person = body.get("person") or None
        fault = self._slack.world.faults.add(
            body["method"],
            body["kind"],
            times=body.get("times", 1),
            skip=body.get("skip", 0),
            person=person,
            **options,
        )
        return fault.json()

    async def _clear_faults(self, _: web.Request, body: Json) -> Json:
        if "id" in body:
            return {"ok": self._slack.world.faults.remove(int(body["id"]))}
        self._slack.world.faults.clear()
        return {"ok": True}

    async def _move_clock(self, _: web.Request, body: Json) -> Json:
        if "set" in body:
            self._slack.world.clock.set(datetime.fromisoformat(body["set"]))
        if "advance" in body:
            self._slack.world.clock.advance(float(body["advance"]))
        return {"now": self._slack.world.clock.now().isoformat()}

    async def _administer(self, request: web.Request, body: Json) -> Json:
        act = ADMINISTRATION.get(request.match_info["act"])
        if act is None:
            raise LookupError(f"there is no such act; there is {', '.join(ADMINISTRATION)}")
        act(self._slack, body)
        return {"ok": True}

    async def _refuse_sockets(self, _: web.Request, body: Json) -> Json:
        return {"sockets": await self._slack.deliveries.sockets.refuse(float(body["seconds"]))}

    async def _disconnect(self, _: web.Request, body: Json) -> Json:
        return {
            "sockets": await self._slack.deliveries.sockets.disconnect(str(body.get("reason", "refresh_requested")))
        }

    async def _revoke(self, _: web.Request, body: Json) -> Json:
        self._slack.world.revoke()
        return {"ok": True}


def _dumps(value: Any) -> str:
    return json.dumps(value, default=lambda other: other.json() if hasattr(other, "json") else str(other))
