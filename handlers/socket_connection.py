"""The Socket Mode connection: one that is dead is noticed, and each new one gets a new address.

The SDK's own loop tries the same address for ever, though Slack's addresses are for one use (Slack: Using Socket
Mode), measures a dead connection by the wall clock, and speaks only in lines that may hold words of an incident.
"""

import asyncio
import logging
from collections.abc import Callable

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from handlers.metrics import SOCKET_CONNECTED, SOCKET_REFUSED
from handlers.settings import BadSettingsError
from handlers.slack_api import OPERATOR

CONNECT_SECONDS = 10.0
"""How long getting an address and opening it may take together."""
HEARTBEAT_SECONDS = 10.0
"""After so long without a word a ping goes out; half of it later the connection is dead (aiohttp: ws_connect)."""
_LOOK_SECONDS = 0.5
_LONGEST_WAIT = 15.0

log = structlog.get_logger()


class SocketConnection(SocketModeClient):
    """One connection at a time, kept."""

    def __init__(self, app: AsyncApp, app_token: str, web_client: AsyncWebClient) -> None:
        super().__init__(
            app_token,
            logger=logging.getLogger("slack_sdk.socket_mode"),
            web_client=web_client,
            auto_reconnect_enabled=False,  # `keep` does it
        )
        self._app = app
        self.trouble: str | None = "not connected yet"
        """Why there is no connection; None while there is one."""
        self.socket_mode_request_listeners.append(self._hand_on)

    async def keep(self, ready: Callable[[], None]) -> None:
        """Stay connected until cancelled; `ready` is called at the first connection.

        Raises BadSettingsError when Slack refuses the token before there ever was one.
        """
        wait, was_ready = 0.5, False
        while True:
            if await self.is_connected():
                wait = 0.5
                await asyncio.sleep(_LOOK_SECONDS)
                continue
            if self.trouble is None:
                log.warning("socket_lost")
            SOCKET_CONNECTED.set(0)
            self.trouble = await self._try()
            if self.trouble is None:
                SOCKET_CONNECTED.set(1)
                log.info("socket_connected")
                if not was_ready:
                    was_ready = True
                    ready()
                continue
            if self.trouble in OPERATOR and not was_ready:
                raise BadSettingsError(f"SLACK_APP_TOKEN: Slack refuses it ({self.trouble})")
            SOCKET_REFUSED.labels(self.trouble).inc()
            log.warning("socket_refused", error=self.trouble)
            await asyncio.sleep(wait)
            wait = min(wait * 2, _LONGEST_WAIT)

    async def connect(self) -> None:
        """Open the address once; the SDK's own would come back to it for ever."""
        if self.current_session is not None:  # first: Slack counts it until it is closed
            await self.current_session.close()
        if self.aiohttp_client_session.closed:
            self.aiohttp_client_session = aiohttp.ClientSession()
        if self.wss_uri is None:
            self.wss_uri = await self.issue_new_wss_url()
        address, self.wss_uri = self.wss_uri, None
        self.current_session = await self.aiohttp_client_session.ws_connect(
            address, autoping=False, heartbeat=HEARTBEAT_SECONDS, proxy=self.proxy
        )
        if self.message_receiver is not None:
            self.message_receiver.cancel()
        self.message_receiver = asyncio.ensure_future(self.receive_messages())

    async def _try(self) -> str | None:
        """Get a new address and open it; answers why that was not possible."""
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await self.connect_to_new_endpoint()
        except SlackApiError as refused:
            data = refused.response.data
            return str(data.get("error") or "refused") if isinstance(data, dict) else "refused"
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as fault:
            return f"no answer ({type(fault).__name__})"
        return None if await self.is_connected() else "closed at once"

    async def _hand_on(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        began = asyncio.get_running_loop().time()
        answer = await run_async_bolt_app(self._app, request)
        await send_async_response(client, request, answer, began)
