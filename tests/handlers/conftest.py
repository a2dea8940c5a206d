"""A bot without a Slack to speak to: what arrives over HTTP is handled all the same."""

import logging
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from pydantic import SecretStr
from starlette.types import ASGIApp

from handlers.app import Bot, running
from handlers.server import http_app
from handlers.settings import Settings, read_settings
from tests.handlers.shell import Shell
from tests.handlers.web import SECRET
from tests.stage import texts_of

DEPARTMENT = Path(__file__).parent.parent.parent / "examples" / "department.yaml"
NOWHERE = "http://127.0.0.1:9/api/"
"""Nobody answers here: Slack is down."""


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the machine reaches a test."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def settings(sqlite_url: str) -> Callable[..., Settings]:
    """The settings of a bot on HTTP, with `more` given."""

    def made(**more: Any) -> Settings:
        given: dict[str, Any] = {
            "slack_bot_token": SecretStr("xoxb-1"),
            "slack_signing_secret": SecretStr(SECRET),
            "slack_api_url": NOWHERE,
            "breach_database_url": sqlite_url,
            "breach_department": DEPARTMENT,
            "breach_lease_seconds": 2.0,
        }
        return read_settings(**(given | more))

    return made


@pytest.fixture
async def bot(settings: Callable[..., Settings]) -> AsyncIterator[Bot]:
    """A running bot."""
    given = settings()
    async with running(given, texts=texts_of(given)) as made:
        yield made


@pytest.fixture
def web(bot: Bot, settings: Callable[..., Settings]) -> ASGIApp:
    """What it serves."""
    return http_app(bot, settings(), slack=True)


@pytest.fixture
def breach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Shell]:
    root, configured = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers[:], root.level
    umask = os.umask(0o022)
    yield Shell(tmp_path, monkeypatch, capsys)
    os.umask(umask)
    logging.raiseExceptions = True
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**configured)


@pytest.fixture
def database(tmp_path: Path, sqlite_template: Path) -> Path:
    """The database of the command line's folder."""
    return Path(shutil.copy(sqlite_template, tmp_path / "breach.db"))
