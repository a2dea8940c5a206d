"""A database belongs to one workspace; nothing goes out before it is known that it is the token's."""

import asyncio
from pathlib import Path

import pytest

from handlers.app import running
from handlers.server import serve_socket
from handlers.settings import BadSettingsError
from storage import identity
from tests.stage import Stage, on_stage


async def started(stage: Stage) -> None:
    """Runs until it ends by itself."""
    settings = stage.settings()
    async with running(settings) as bot:
        await serve_socket(bot, settings, asyncio.Event(), lambda where: None)


async def test_the_first_start_binds_the_database_to_its_workspace(stage: Stage) -> None:
    await stage.bot.workspace.known.wait()
    assert await stage.bot.desk.store.read(identity.team_of) == stage.slack.team_id


async def test_the_token_of_another_workspace_is_refused_and_nothing_is_sent_there(sqlite_url: str) -> None:
    async with on_stage(sqlite_url, bots=0) as home:
        home.slack.faults.add("conversations.create", "http", status=503, times=None)
        async with home.bot_inside() as bot:
            await home.slack.connected()
            await bot.workspace.known.wait()
            answer = await home.person("olga").command("/breach", "report The zebra laptop")
            assert "Recorded as BR-" in (answer.text or "")
    async with on_stage(sqlite_url, bots=0) as other:
        other.slack.workspace.team_id = "T0OTHER"
        with pytest.raises(BadSettingsError, match="of the workspace T0OTHER, but the database belongs to"):
            await started(other)
        assert not other.slack.calls("conversations.create")
        assert not other.slack.calls("chat.postMessage")


async def test_a_bot_token_that_slack_refuses_is_named(sqlite_url: str) -> None:
    async with on_stage(sqlite_url, bots=0) as stage:
        stage.slack.revoke()
        with pytest.raises(BadSettingsError, match=r"^SLACK_BOT_TOKEN: Slack refuses it \(\w+\)$"):
            await started(stage)


async def test_a_slack_that_is_away_for_a_moment_stops_nothing(sqlite_url: str) -> None:
    async with on_stage(sqlite_url, bots=0) as stage:
        stage.slack.faults.add("auth.test", "http", status=503, times=2)
        async with stage.bot_inside() as bot:
            assert bot.workspace.trouble
            await stage.slack.connected()
            await stage.report()
            assert bot.workspace.trouble is None


async def test_a_file_put_in_the_databases_place_stops_the_bot(
    sqlite_url: str, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    from handlers import app
    from storage.unavailable import ReplacedError

    monkeypatch.setattr(app, "FILE_SECONDS", 0.1)
    async with on_stage(sqlite_url, bots=0) as stage:
        ending = asyncio.create_task(started(stage))
        await stage.slack.connected()
        path = Path(sqlite_url.partition(":///")[2])
        await asyncio.to_thread(path.rename, path.with_name("away.db"))
        await asyncio.to_thread(shutil.copy, sqlite_template, path)
        with pytest.raises(ReplacedError):
            await asyncio.wait_for(ending, 10)
