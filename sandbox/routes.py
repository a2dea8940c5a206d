"""Which path leads where. Only loopback names are answered, so that no web page elsewhere can reach in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

from sandbox import response_urls, uploads
from sandbox.control import Control
from sandbox.happenings import Happenings
from sandbox.web_api import WebApi

BODY_MAX = 64 * 1024 * 1024
PAGE = Path(__file__).with_name("page")
NAMES = ("127.0.0.1", "localhost", "[::1]")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def only_loopback(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse a Host that is not loopback, and never show a traceback."""
    host = request.headers.get("Host", "")
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    if name not in NAMES:
        return web.Response(status=421, text="this Slack answers on loopback only")
    return await handler(request)


def application(slack: Happenings) -> web.Application:
    """All routes of one sandbox."""
    app = web.Application(client_max_size=BODY_MAX, middlewares=[only_loopback])
    api = WebApi(slack)
    app.router.add_route("GET", "/api/{method}", api.handle)
    app.router.add_route("POST", "/api/{method}", api.handle)
    app.router.add_get("/link/", slack.deliveries.sockets.serve)

    async def respond(request: web.Request) -> web.Response:
        return await response_urls.handle(slack, request)

    async def receive(request: web.Request) -> web.Response:
        return await uploads.receive(slack, request)

    async def send(request: web.Request) -> web.Response:
        return await uploads.send(slack, request)

    app.router.add_post("/actions/{team}/{number}/{secret}", respond)
    app.router.add_post("/upload/v1/{id}/{secret}", receive)
    app.router.add_put("/upload/v1/{id}/{secret}", receive)
    app.router.add_get("/files-pri/{id}/{secret}", send)
    app.router.add_get("/files-pri/{id}/download/{secret}", send)
    app.router.add_get("/", _file("index.html"))
    app.router.add_get("/archives/{channel}/{ts}", _file("index.html"))
    for path in sorted(PAGE.glob("*")):
        app.router.add_get(f"/page/{path.name}", _file(path.name))
    Control(slack).add_routes(app.router)
    return app


def _file(name: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(_: web.Request) -> web.StreamResponse:
        headers = {
            "Content-Security-Policy": POLICY,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        }
        return web.FileResponse(PAGE / name, headers=headers)

    return answer
