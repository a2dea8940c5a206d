"""A press, a form and an event find their handler by their name; what nobody handles is said to be so."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.types import ASGIApp

from handlers import actions, events
from handlers.boundary import Handler
from handlers.listeners import names_of
from handlers.replies import Nothing, Reply
from handlers.request import request_of
from tests.handlers.test_web import deliver

KNOWN = (*actions.ACTIONS, "decide_delay", "notice_file_7", "my_tasks_12")


def pressed(action_id: str) -> dict[str, Any]:
    return {"type": "block_actions", "user": {"id": "U1"}, "actions": [{"action_id": action_id, "value": "1"}]}


def submitted(callback_id: str) -> dict[str, Any]:
    return {
        "type": "view_submission",
        "user": {"id": "U1"},
        "view": {"callback_id": callback_id, "id": "V1", "type": "modal"},
    }


def happened(kind: str) -> dict[str, Any]:
    return {"type": "event_callback", "event_id": f"E{kind}", "event": {"type": kind, "user": "U1", "channel": "C1"}}


async def statuses(web: ASGIApp, made: Callable[[str], Mapping[str, Any]], names: tuple[str, ...]) -> dict[str, int]:
    answers = {}
    for name in names:
        body = made(name)
        if "event" in body:
            told = await deliver(web, json.dumps(body).encode(), "application/json")
        else:
            told = await deliver(web, urlencode({"payload": json.dumps(body)}).encode())
        answers[name] = told.status
    return answers


async def test_every_button_is_heard(web: ASGIApp) -> None:
    assert set((await statuses(web, pressed, KNOWN)).values()) == {200}


async def test_every_form_is_heard(web: ASGIApp) -> None:
    assert set((await statuses(web, submitted, tuple(actions.SUBMISSIONS))).values()) == {200}


async def test_every_event_is_heard(web: ASGIApp) -> None:
    assert set((await statuses(web, happened, tuple(events.EVENTS))).values()) == {200}


@pytest.mark.parametrize(
    ("made", "name"), [(pressed, "item_done_x"), (pressed, "my_tasks_x"), (submitted, "decid"), (happened, "messages")]
)
async def test_a_name_that_only_looks_like_one_is_not_heard(
    web: ASGIApp, made: Callable[[str], Mapping[str, Any]], name: str
) -> None:
    assert await statuses(web, made, (name,)) == {name: 404}


@pytest.mark.parametrize(
    ("action_id", "table", "name"),
    [
        ("my_tasks", actions.ACTIONS, "my_tasks"),
        ("my_tasks_12", actions.PATTERNS, "my_tasks_[0-9]+"),
        ("decide_delay", actions.PATTERNS, "decide_.*"),
        ("decision_amend", actions.ACTIONS, "decision_amend"),
    ],
)
async def test_a_press_goes_to_the_handler_of_its_name(
    monkeypatch: pytest.MonkeyPatch, action_id: str, table: dict[str, Handler], name: str
) -> None:
    came = []

    async def handler(desk: Any, request: Any) -> Reply:
        came.append(action_id)
        return Nothing()

    monkeypatch.setitem(table, name, handler)
    nobody: Any = None
    await actions.press(nobody, request_of(pressed(action_id)))
    assert came == [action_id]


def test_a_dot_in_a_name_is_a_dot() -> None:
    assert names_of(["a.b"]).search("a.b")
    assert not names_of(["a.b"]).search("axb")
