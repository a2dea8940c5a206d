"""The Web API over HTTP: reading a request, token, faults, scopes, rates, the method, the journal."""

from __future__ import annotations

import json
import time
from urllib.parse import parse_qsl

from aiohttp import web

from sandbox.call import Call
from sandbox.errors import SlackError
from sandbox.faults import CALL_FAULTS, Fault, run_callback
from sandbox.happenings import Happenings
from sandbox.journal import Entry
from sandbox.methods import METHODS
from sandbox.row import Json


async def arguments(request: web.Request) -> Json:
    """Query, form and JSON arguments as one mapping, or Slack's error about the body."""
    args: Json = dict(request.query)
    if request.method == "GET":
        return args
    kind = request.content_type
    if kind == "multipart/form-data":
        try:
            form = await request.post()
        except (ValueError, AssertionError, AttributeError, LookupError) as error:
            raise SlackError("invalid_form_data") from error
        return args | {key: value for key, value in form.items() if isinstance(value, str)}
    raw = await request.read()
    if not raw:
        return args
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SlackError("invalid_charset") from error
    if kind == "application/json":
        try:
            body = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise SlackError("invalid_json") from error
        if not isinstance(body, dict):
            raise SlackError("json_not_object")
        return args | body
    if kind == "application/x-www-form-urlencoded":
        try:
            return args | dict(parse_qsl(text, keep_blank_values=True, max_num_fields=1000))
        except ValueError as error:
            raise SlackError("invalid_form_data") from error
    raise SlackError("missing_post_type" if not request.headers.get("Content-Type") else "invalid_post_type")


class WebApi:
    """Answers every path under /api/."""

    def __init__(self, slack: Happenings) -> None:
        self._slack = slack

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One call from its bytes to its answer."""
        started = time.monotonic()
        method = request.match_info["method"]
        try:
            args = await arguments(request)
        except SlackError as error:
            args = {}
            answer: Json = error.answer()
        else:
            answer = {}
        token = _token(request, args)
        args.pop("token", None)
        entry = Entry(kind="call", method=method, args=args, time=self._slack.world.clock.now(), at=started)
        status: int | None = 200
        headers: dict[str, str] = {}
        if not answer:
            entry.person = self._person(args)
            answer, status, headers = await self._answer(method, args, token, entry)
        entry.answer, entry.status, entry.seconds = (
            answer,
            status or "lost",
            round(time.monotonic() - started, 4),
        )
        self._slack.world.journal.write(entry)
        self._slack.world.changed()
        if status is None:
            return _dropped(request)
        headers |= {
            "X-OAuth-Scopes": ",".join(sorted(self._slack.world.scopes)),
            "X-Slack-Req-Id": self._slack.workspace.next_hash(),
        }
        if status >= 500:
            return web.Response(status=status, text="upstream error", headers=headers)
        return web.json_response(answer, status=status, headers=headers)

    async def _answer(
        self, method: str, args: Json, token: str, entry: Entry
    ) -> tuple[Json, int | None, dict[str, str]]:
        faults = self._slack.world.faults.take({method, "*"}, CALL_FAULTS, entry.person)
        for fault in faults:
            entry.note = f"fault: {fault.kind}"
            refused = await self._before(fault, entry)
            if refused:
                return refused
        try:
            answer = self._call(method, args, token)
        except SlackError as error:
            answer = error.answer()
            if error.code == "ratelimited":
                return answer, 429, {"Retry-After": str(error.extra["retry_after"])}
            if error.code in _VIOLATIONS or error.code.startswith(("invalid_", "msg_", "metadata_")):
                self._slack.world.violation(method, error.code, args, answer)
        for fault in faults:
            if fault.kind == "call" and fault.options["when"] == "after":
                await run_callback(fault, entry)
        lost = any(fault.kind == "lost" for fault in faults)
        return answer, None if lost else 200, {}

    async def _before(self, fault: Fault, entry: Entry) -> tuple[Json, int | None, dict[str, str]] | None:
        options = fault.options
        if fault.kind == "error":
            return {"ok": False, "error": options["error"]}, 200, {}
        if fault.kind == "revoked":
            return {"ok": False, "error": "token_revoked"}, 200, {}
        if fault.kind == "ratelimited":
            return {"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(options["retry_after"])}
        if fault.kind == "http":
            return {"ok": False, "error": "internal_error"}, int(options["status"]), {}
        if fault.kind == "lost_before":
            return {}, None, {}
        if fault.kind == "hang":
            await self._slack.world.pause(options["seconds"])
            return {}, None, {}
        if fault.kind == "delay":
            await self._slack.world.pause(options["seconds"])
        if fault.kind == "call" and options["when"] == "before":
            await run_callback(fault, entry)
        return None

    def _call(self, name: str, args: Json, token: str) -> Json:
        method = METHODS.get(name)
        if method is None:
            raise SlackError("unknown_method", req_method=name)
        slack = self._slack
        if method.token != "none":  # noqa: S105  # a kind of token
            _check_token(slack, token, method.token)
        call = Call(slack=slack, method=name, args=args)
        if method.token == "bot":  # noqa: S105  # a kind of token
            call.need_scope(*method.scopes)
        if slack.world.rates:
            wait = slack.world.rates.spend(name, str(args.get("channel", "")), slack.world.clock.seconds())
            if wait:
                raise SlackError("ratelimited", retry_after=wait)
        return {"ok": True, **method.answer(call)}

    def _person(self, args: Json) -> str | None:
        """Whom a call concerns, for faults that strike one person."""
        workspace = self._slack.workspace
        trigger = workspace.triggers.get(str(args.get("trigger_id")))
        wanted = trigger.user_id if trigger else args.get("user") or args.get("user_id") or args.get("users")
        if wanted is None:
            channel = workspace.channels.get(str(args.get("channel")))
            others = [user for user in channel.members if user != workspace.bot.id] if channel and channel.is_im else []
            wanted = others[0] if others else args.get("channel")
        view = workspace.view(str(args.get("view_id") or ""))
        person = workspace.people.get(view.user_id if view else str(wanted))
        return person.handle if person else None


# Refusals that mean the app broke a rule of Slack, not that the world was otherwise than it thought.
_VIOLATIONS = frozenset(
    {
        "missing_scope",
        "expired_trigger_id",
        "exchanged_trigger_id",
        "view_too_large",
        "push_limit_reached",
        "unknown_method",
        "not_allowed_token_type",
        "too_many_users",
        "too_long",
        "no_text",
        "json_not_object",
    }
)


def _token(request: web.Request, args: Json) -> str:
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and value:
        return value.strip()
    in_form = request.content_type != "application/json" and isinstance(args.get("token"), str)
    return str(args["token"]) if in_form else ""


def _check_token(slack: Happenings, token: str, kind: str) -> None:
    if not token:
        raise SlackError("not_authed")
    if token in slack.world.revoked:
        raise SlackError("token_revoked")
    if token not in (slack.world.bot_token, slack.world.app_token):
        raise SlackError("invalid_auth")
    if (token == slack.world.app_token) != (kind == "app"):
        raise SlackError("not_allowed_token_type")


def _dropped(request: web.Request) -> web.Response:
    """End the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
