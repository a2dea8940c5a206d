"""A report is taken from people of the workspace: from no bot, nobody of another workspace, and not from nobody."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import text
from starlette.types import ASGIApp

from handlers.app import Bot
from handlers.server import http_app
from tests.handlers.test_web import command, deliver
from tests.stage import Stage


@pytest.fixture
async def web(stage: Stage) -> ASGIApp:
    """The bot of a workspace that Slack has named."""
    await stage.bot.workspace.known.wait()
    return http_app(stage.bot, stage.settings(), slack=True)


async def reports(bot: Bot) -> int:
    return int(await bot.desk.store.read(lambda conn: conn.execute(text("SELECT count(*) FROM incident")).scalar_one()))


@pytest.mark.parametrize(
    "who",
    [
        {"user_id": ""},
        {"user_id": "USLACKBOT"},
        {"user_id": "B0ROBOT"},
        {"user_id": "B"},
        {"user_id": "T0SANDBOX"},
        {"team_id": "T0OTHER"},
    ],
)
async def test_a_command_of_a_stranger_is_not_recorded_and_says_whom_to_call(
    web: ASGIApp, stage: Stage, who: dict[str, str]
) -> None:
    given = {"user_id": stage.person("olga").id, "team_id": stage.slack.team_id} | who
    answered = await command(web, "report The zebra laptop", **given)
    assert answered.status == 200
    assert b"Not recorded" in answered.body
    assert b"573-751-7446" in answered.body
    assert await reports(stage.bot) == 0


async def test_the_bots_own_user_is_a_stranger(web: ASGIApp, stage: Stage) -> None:
    answered = await command(web, "report x", user_id=stage.slack.bot_user_id, team_id=stage.slack.team_id)
    assert b"Not recorded" in answered.body


async def test_people_of_the_workspace_are_heard(web: ASGIApp, stage: Stage) -> None:
    answered = await command(web, "report x", user_id=stage.person("olga").id, team_id=stage.slack.team_id)
    assert b"Recorded as BR-" in answered.body


@pytest.mark.parametrize(
    "more",
    [
        {"team": {"id": "T0OTHER"}},
        {"user": {"id": "U1", "team_id": "T0OTHER"}},
        {"user": {"id": ""}},
        {"user": None},
    ],
)
async def test_a_form_of_a_stranger_is_not_recorded(web: ASGIApp, stage: Stage, more: dict[str, Any]) -> None:
    view = {
        "id": "V1",
        "hash": "h",
        "type": "modal",
        "callback_id": "report",
        "private_metadata": "{}",
        "state": {"values": {"what": {"what": {"type": "plain_text_input", "value": "The zebra laptop"}}}},
        "blocks": [{"type": "input", "block_id": "what"}],
    }
    payload = {"type": "view_submission", "user": {"id": stage.person("olga").id}, "trigger_id": "1.2", "view": view}
    answered = await deliver(web, urlencode({"payload": json.dumps(payload | more)}).encode())
    assert b"Not recorded" in answered.body
    assert await reports(stage.bot) == 0
