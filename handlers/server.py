"""The two transports: signed HTTP with health and metrics beside it, and Socket Mode."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from typing import Any

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
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
from handlers.socket_connection import SocketConnection

SLACK_PATH = "/slack/events"


def http_app(bot: Bot | None, settings: Settings, *, slack: bool) -> ASGIApp:
    """The web application; `slack` whether Slack posts to it (else only health and metrics)."""

    async def healthz(request: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def readyz(request: Request) -> Response:
        trouble = await bot.health.readiness() if bot else "starting"
        told = {"ready": trouble is None, "trouble": trouble, "parts": await bot.health.seen() if bot else {}}
        return JSONResponse(told, status_code=503 if trouble else 200)

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
    """Serve until `stop`. Raises BadSettingsError when the port is taken; what `bot.failed` ends with."""
    async with _web(http_app(bot, settings, slack=True), settings.breach_host, settings.port, "PORT") as port:
        ready(f"http://{settings.breach_host}:{port}{SLACK_PATH}")
        await _until(stop, bot.failed)


async def serve_socket(bot: Bot, settings: Settings, stop: asyncio.Event, ready: Callable[[str], None]) -> None:
    """Keep a Socket Mode connection until `stop`; while Slack cannot be reached, try again.

    Raises BadSettingsError when Slack refuses the token or the health port is taken; what `bot.failed` ends with.
    """
    connection = SocketConnection(bot.app, settings.slack_app_token.get_secret_value(), bot.desk.slack.client)
    bot.health.socket = connection
    async with AsyncExitStack() as stack:
        stack.push_async_callback(connection.close)
        if settings.breach_health_port is not None:
            app = http_app(bot, settings, slack=False)
            port = await stack.enter_async_context(
                _web(app, settings.breach_host, settings.breach_health_port, "BREACH_HEALTH_PORT")
            )
            ready(f"health on http://{settings.breach_host}:{port}/readyz")
        keeping = asyncio.create_task(connection.keep(lambda: ready("Socket Mode")))
        try:
            await _until(stop, bot.failed, keeping)
        finally:
            keeping.cancel()


async def _until(stop: asyncio.Event, *failing: "asyncio.Future[None]") -> None:
    """Wait for the end. Raises what the first of the failing raises."""
    stopping = asyncio.create_task(stop.wait())
    ends: set[asyncio.Future[Any]] = {stopping, *failing}
    try:
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
    for one in failing:
        if one.done():
            one.result()


@asynccontextmanager
async def _web(app: ASGIApp, host: str, port: int, setting: str) -> AsyncIterator[int]:
    """A web server; gives its port."""
    listener = _listen(host, port, setting)
    server = uvicorn.Server(_config(app))
    server.capture_signals = nullcontext  # type: ignore[method-assign, assignment]  # the command line handles signals
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield int(listener.getsockname()[1])
    finally:
        server.should_exit = True
        await serving


def _listen(host: str, port: int, setting: str) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # asyncio looks: TCP_NODELAY
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(1024)  # before anybody is told that we are ready
    except OSError as error:
        raise BadSettingsError(f"{setting}: {host}:{port}: {error.strerror}") from None
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
