"""The two transports: signed HTTP with health and metrics beside it, and Socket Mode."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from contextlib import nullcontext

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from handlers.app import Bot
from handlers.connections import LimitedConnection
from handlers.guard import Guard
from handlers.settings import BadSettingsError, Settings
from storage.engine import probe

SLACK_PATH = "/slack/events"


def http_app(bot: Bot | None, settings: Settings, *, slack: bool) -> ASGIApp:
    """The web application; `slack` whether Slack posts to it (else only health and metrics)."""

    async def healthz(request: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def readyz(request: Request) -> Response:
        trouble = await probe(bot.desk.store) if bot else "starting"
        return JSONResponse({"ready": trouble is None, "trouble": trouble}, status_code=503 if trouble else 200)

    async def metrics(request: Request) -> Response:
        if bot:
            await bot.delivery.measure()
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    routes = [
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        Route("/metrics", metrics),
    ]
    if bot is None or not slack:
        return Starlette(routes=routes)
    bolt = AsyncSlackRequestHandler(bot.app)

    async def events(request: Request) -> Response:
        try:
            return await bolt.handle(request)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return PlainTextResponse("not understood\n", status_code=400)

    app = Starlette(routes=[*routes, Route(SLACK_PATH, events, methods=["POST"])])
    secrets = [settings.slack_signing_secret, settings.slack_signing_secret_previous]
    return Guard(app, path=SLACK_PATH, secrets=[one.get_secret_value() for one in secrets])


async def serve_http(bot: Bot, settings: Settings, stop: asyncio.Event, ready: Callable[[str], None]) -> None:
    """Serve until `stop`. Raises BadSettingsError when the port is taken."""
    listener = _listen(settings)
    server = uvicorn.Server(_config(http_app(bot, settings, slack=True)))
    server.capture_signals = nullcontext  # type: ignore[method-assign, assignment]  # the command line handles signals
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    ready(f"http://{settings.breach_host}:{listener.getsockname()[1]}{SLACK_PATH}")
    await stop.wait()
    server.should_exit = True
    await serving


async def serve_socket(bot: Bot, settings: Settings, stop: asyncio.Event, ready: Callable[[str], None]) -> None:
    """Keep a Socket Mode connection until `stop`; while Slack cannot be reached, try again."""
    handler = AsyncSocketModeHandler(
        bot.app, settings.slack_app_token.get_secret_value(), web_client=bot.desk.slack.client
    )
    connecting = asyncio.create_task(_connect(handler.client.connect, ready))
    try:
        await stop.wait()
    finally:
        connecting.cancel()
        await handler.client.close()  # type: ignore[no-untyped-call]  # the SDK gives it no types


async def _connect(connect: Callable[[], Awaitable[None]], ready: Callable[[str], None]) -> None:
    wait = 0.5
    while True:
        try:
            await connect()
        except Exception:
            await asyncio.sleep(wait)
            wait = min(wait * 2, 30.0)
        else:
            ready("Socket Mode")
            return


def _listen(settings: Settings) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # asyncio looks: TCP_NODELAY
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.breach_host, settings.port))
        listener.listen(1024)  # before anybody is told that we are ready
    except OSError as error:
        raise BadSettingsError(f"PORT: {settings.breach_host}:{settings.port}: {error.strerror}") from None
    return listener


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=LimitedConnection,
        ws="none",
        log_level="critical",
        access_log=False,
        lifespan="off",
        server_header=False,
    )
