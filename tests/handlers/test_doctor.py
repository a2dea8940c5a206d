"""The doctor shows every fault in plain words, and what to do about each."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.handlers.shell import Done, Shell
from tests.stage import Stage, on_stage


@pytest.fixture
async def slack(sqlite_url: str) -> AsyncIterator[Stage]:
    """A Slack without a bot in it."""
    async with on_stage(sqlite_url, bots=0) as stage:
        yield stage


async def examine(breach: Shell, slack: Stage, *arguments: str, **more: str) -> Done:
    """The doctor with the settings of a good set-up and `more`."""
    set_up(breach, slack, more)
    return await asyncio.to_thread(breach, "doctor", *arguments)


def set_up(breach: Shell, slack: Stage, more: dict[str, str]) -> None:
    names = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL", "BREACH_DATABASE_URL")
    good = slack.environment()
    breach.settings.update({name: good[name] for name in names} | more)


def wrong(done: Done) -> list[str]:
    return [line.removeprefix("WRONG ") for line in done.stdout.splitlines() if line.startswith("WRONG")]


async def test_a_good_set_up_is_well(breach: Shell, slack: Stage) -> None:
    set_up(breach, slack, {})
    done = await asyncio.to_thread(breach.as_process, "doctor")
    assert (done.returncode, wrong(done)) == (0, []), done
    for part in ("token: ", "app token: ", "clock: agrees", "database: answers", "scopes: all there"):
        assert f"ok    {part}" in done.stdout


async def test_the_same_as_json(breach: Shell, slack: Stage) -> None:
    told = json.loads((await examine(breach, slack, "--json")).stdout)
    assert told["ok"] is True
    assert {"part", "ok", "text"} == set(told["findings"][0])


async def test_an_app_token_is_tried(breach: Shell, slack: Stage) -> None:
    done = await examine(breach, slack, SLACK_APP_TOKEN="xapp-1-zebra")
    assert done.returncode == 1
    assert any(line.startswith("app token: Slack refuses SLACK_APP_TOKEN") for line in wrong(done)), done
    assert "zebra" not in done.stdout


async def test_a_line_break_behind_a_token_does_no_harm(breach: Shell, slack: Stage) -> None:
    more = {"SLACK_APP_TOKEN": slack.slack.app_token + "\n", "SLACK_BOT_TOKEN": slack.slack.bot_token + "\n"}
    assert wrong(await examine(breach, slack, **more)) == []


async def test_a_database_of_another_workspace_is_named(breach: Shell, slack: Stage, sqlite_url: str) -> None:
    there = sqlite3.connect(sqlite_url.partition(":///")[2])
    there.execute("INSERT INTO meta VALUES ('team', 'T0OTHER')")
    there.commit()
    there.close()
    assert any("database belongs to T0OTHER" in line for line in wrong(await examine(breach, slack)))


async def test_a_newer_schema_is_named_as_newer(breach: Shell, slack: Stage, sqlite_url: str) -> None:
    there = sqlite3.connect(sqlite_url.partition(":///")[2])
    there.execute("UPDATE alembic_version SET version_num = '9999'")
    there.commit()
    there.close()
    (line,) = wrong(await examine(breach, slack))
    assert "newer program" in line
    assert "db upgrade" not in line


async def test_a_readable_database_is_named(breach: Shell, slack: Stage, sqlite_url: str) -> None:
    await asyncio.to_thread(Path(sqlite_url.partition(":///")[2]).chmod, 0o644)
    assert any("can be reached by others (mode 0644)" in line for line in wrong(await examine(breach, slack)))


def test_nothing_at_all_is_every_fault_and_no_exceptions_name(breach: Shell, tmp_path: Path) -> None:
    breach.settings = {}
    done = breach.as_process("doctor")
    assert done.returncode == 1, done
    said = "\n".join(wrong(done))
    for name in ("SLACK_BOT_TOKEN is missing", "SLACK_APP_TOKEN is missing", "department.yaml", "breach db upgrade"):
        assert name in said
    assert "Error" not in done.stdout + done.stderr
    assert not (tmp_path / "breach.db").exists()


def test_every_wrong_setting_is_shown(breach: Shell) -> None:
    breach.settings |= {"PORT": "ninety", "BREACH_TRANSPORT": "pigeon", "SLACK_API_URL": "http://slack.com/api/"}
    said = "\n".join(wrong(breach("doctor")))
    for name in ("PORT: ", "BREACH_TRANSPORT: ", "SLACK_API_URL: "):
        assert name in said


def test_every_fault_of_the_department_is_shown(breach: Shell, tmp_path: Path) -> None:
    (tmp_path / "department.yaml").write_text("name: Transportation\nroles: 7\nstrange: 1\n")
    breach.settings["BREACH_DEPARTMENT"] = "department.yaml"
    assert len([line for line in wrong(breach("doctor")) if line.startswith("department: ")]) >= 3


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_APP_TOKEN", "xoxb-1-zebra"),
        ("SLACK_BOT_TOKEN", "xapp-1-zebra"),
        ("SLACK_SIGNING_SECRET", "xapp-1-zebra"),
    ],
)
def test_a_secret_in_anothers_place_is_named(breach: Shell, name: str, value: str) -> None:
    breach.settings[name] = value
    assert any(line.startswith(f"{name} holds what belongs into") for line in wrong(breach("doctor")))


def test_a_signing_secret_that_cannot_be_one_is_named(breach: Shell) -> None:
    breach.settings |= {"SLACK_API_URL": "https://127.0.0.2:9/api/", "SLACK_SIGNING_SECRET": "zebra"}
    assert any("has not the form" in line for line in wrong(breach("doctor")))
