"""The connections that strangers open: limited in number, size and time before anything of them is believed.

uvicorn takes headers of any size and waits for them for ever, so a proxy would have to be the only protection.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from handlers.metrics import REFUSED_REQUESTS

LARGEST_HEAD = 16 * 1024
"""Bytes of the request line and the headers together; Slack's take about one thousand."""
HEAD_SECONDS = 5.0
"""Seconds from the first moment of a connection, or of a next request on it, to the end of its headers."""
BODY_SECONDS = 5.0
"""Seconds from the end of the headers to the end of the body; Slack waits 3 s for the answer."""
MOST = 400
"""Connections at the same time: well under the usual limit of 1,024 open files. The oldest that waits gives way."""


class LimitedConnection(HttpToolsProtocol):
    """One connection of a client."""

    _deadline: asyncio.TimerHandle | None = None
    _in_head = True
    _head = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        super().connection_made(transport)
        self._await_head()
        if len(self.connections) > MOST:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        self._no_deadline()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        if self._in_head:
            if self._deadline is None:
                self._await_head()
            self._head += len(data)
            end = data.find(b"\r\n\r\n")  # what follows may be a body: the guard looks at its size
            if self._head > LARGEST_HEAD and (end < 0 or self._head - len(data) + end > LARGEST_HEAD):
                self._refuse(431, "head_size")
                return
        super().data_received(data)

    def on_headers_complete(self) -> None:
        self._in_head, self._head = False, 0
        self._no_deadline()
        super().on_headers_complete()
        self._deadline = self.loop.call_later(BODY_SECONDS, self._refuse, 408, "body_time")

    def on_message_complete(self) -> None:
        self._in_head = True
        self._no_deadline()
        super().on_message_complete()

    def waits(self) -> bool:
        """Whether nobody is at work for this connection."""
        return self.cycle is None or self.cycle.response_complete or self.cycle.more_body

    def give_way(self) -> None:
        """End, so that somebody else can be served."""
        self._refuse(503, "connections")

    def _make_room(self) -> None:
        # A set of uvicorn's own keeps no order: the one whose time ends first is the oldest.
        others = [one for one in self.connections if one is not self and isinstance(one, LimitedConnection)]
        waiting = [one for one in others if one.waits()]
        if waiting:
            min(waiting, key=lambda one: one._deadline.when() if one._deadline else 0.0).give_way()
        else:
            self.give_way()

    def _await_head(self) -> None:
        self._no_deadline()
        self._deadline = self.loop.call_later(HEAD_SECONDS, self._refuse, 408, "head_time")

    def _no_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _refuse(self, status: int, reason: str) -> None:
        self._no_deadline()
        if self.transport is None or self.transport.is_closing():
            return
        REFUSED_REQUESTS.labels(reason).inc()
        if self._in_head or not self.cycle.response_started:
            self.transport.write(STATUS_LINE[status] + b"content-length: 0\r\nconnection: close\r\n\r\n")
        if self.transport.get_write_buffer_size():  # the client does not take what it is told
            self.transport.abort()
        else:
            self.transport.close()

    def eof_received(self) -> Any:
        """The client has said all; what is unfinished will never be finished."""
        if self.waits():
            self.transport.close()
        return super().eof_received()
