"""Socket Mode (docs: "Using Socket Mode"): single-use addresses, hello, envelopes, disconnects."""

from __future__ import annotations

import asyncio
import json
import secrets
from typing import Any

from aiohttp import WSMsgType, web

from sandbox.row import Json
from sandbox.world import World

CONNECTIONS_MAX = 10  # docs: "Using Socket Mode", multiple connections
TICKET_SECONDS = 30.0


class Sockets:
    """The open sockets of the app."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._tickets: dict[str, float] = {}
        self._pending: dict[str, asyncio.Future[Any]] = {}
        self._sent: set[str] = set()
        self._turn = 0
        self._refuse_until = 0.0
        self.connections: list[web.WebSocketResponse] = []

    def new_ticket(self, address: str) -> str:
        """An address that can be connected to once."""
        ticket = secrets.token_urlsafe(16)
        self._tickets[ticket] = self._world.clock.seconds()
        return f"{address}?ticket={ticket}&app_id={self._world.workspace.app_id}"

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One socket from hello to its end."""
        issued = self._tickets.pop(request.query.get("ticket", ""), None)
        if issued is None or self._world.clock.seconds() - issued > TICKET_SECONDS:
            return web.json_response({"ok": False, "error": "invalid_ticket"}, status=403)
        if self._world.clock.seconds() < self._refuse_until:
            # The address is spent all the same: the stricter reading of "single-use".
            return web.Response(status=503, text="upstream error")
        socket = web.WebSocketResponse(heartbeat=20.0)
        if not socket.can_prepare(request).ok:
            return web.json_response({"ok": False, "error": "not_a_websocket"}, status=400)
        await socket.prepare(request)
        if len(self.connections) >= CONNECTIONS_MAX:
            self._world.violation("apps.connections.open", f"more than {CONNECTIONS_MAX} sockets")
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets", "debug_info": {}})
            await socket.close()
            return socket
        self.connections.append(socket)
        await socket.send_json(
            {
                "type": "hello",
                "connection_info": {"app_id": self._world.workspace.app_id},
                "num_connections": len(self.connections),
                "debug_info": {"host": "sandbox", "approximate_connection_time": 18060},
            }
        )
        self._world.changed()
        try:
            async for frame in socket:
                if frame.type == WSMsgType.TEXT:
                    self._receive(frame.data)
        finally:
            if socket in self.connections:
                self.connections.remove(socket)
            self._world.changed()
        return socket

    def _receive(self, text: str) -> None:
        try:
            frame = json.loads(text)
        except (ValueError, RecursionError):
            self._world.violation("socket", "a frame that is not JSON", {"frame": text[:200]})
            return
        if not isinstance(frame, dict) or not isinstance(frame.get("envelope_id"), str):
            self._world.violation("socket", "a frame without an envelope_id", {"frame": text[:200]})
            return
        waiting = self._pending.pop(frame["envelope_id"], None)
        if waiting and not waiting.done():
            waiting.set_result(frame.get("payload"))
        elif frame["envelope_id"] not in self._sent:
            self._world.violation("socket", "acknowledges an envelope that was never sent", frame)

    async def send(self, envelope: Json) -> web.WebSocketResponse | None:
        """Send an envelope to one of the sockets; None when there is none."""
        alive = [socket for socket in self.connections if not socket.closed]
        if not alive:
            return None
        self._turn += 1
        socket = alive[self._turn % len(alive)]
        self._sent.add(envelope["envelope_id"])
        try:
            await socket.send_json(envelope)
        except (ConnectionError, RuntimeError):
            return None
        return socket

    def expect(self, envelope_id: str) -> asyncio.Future[Any]:
        """What will hold the payload of the acknowledgement."""
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._pending[envelope_id] = future
        return future

    def forget(self, envelope_id: str) -> None:
        """Stop waiting for an acknowledgement."""
        self._pending.pop(envelope_id, None)

    async def disconnect(self, reason: str = "refresh_requested") -> int:
        """Send every socket away, as Slack does from time to time; how many there were."""
        leaving = list(self.connections)
        for socket in leaving:
            await self.drop(socket, reason)
        return len(leaving)

    async def refuse(self, seconds: float) -> int:
        """Cut every socket without a word and refuse new ones for so long; how many were cut."""
        self._refuse_until = self._world.clock.seconds() + seconds
        leaving = list(self.connections)
        for socket in leaving:
            await self.drop(socket)
        return len(leaving)

    async def drop(self, socket: web.WebSocketResponse, reason: str = "") -> None:
        """End one socket, with a word (`reason`) or without."""
        if socket in self.connections:
            self.connections.remove(socket)
        if reason and not socket.closed:
            await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}})
        await socket.close()
        self._world.changed()
