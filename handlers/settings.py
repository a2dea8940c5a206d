"""The settings: environment variables, each secret also as `…_FILE`. See docs/settings.md."""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlparse

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy.engine import make_url

from handlers.secret_file import SecretFileError, read_secret_file

_KINDS = (("xoxb-", "SLACK_BOT_TOKEN"), ("xapp-", "SLACK_APP_TOKEN"))
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SECRETS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_SIGNING_SECRET_PREVIOUS")


class BadSettingsError(Exception):
    """A setting is missing or wrong; the message is one line for the person who starts the program."""

    def __init__(self, line: str, faults: Mapping[str, str] | None = None) -> None:
        super().__init__(line)
        self.faults = faults or {}
        """Every wrong setting by its name, with its line, when there may be several."""


class Settings(BaseSettings):
    """What the environment says. Names as in the environment, in small letters."""

    model_config = SettingsConfigDict(env_prefix="", extra="ignore", frozen=True)

    slack_bot_token: SecretStr = SecretStr("")
    """The bot token, `xoxb-…`."""
    slack_app_token: SecretStr = SecretStr("")
    """The app-level token, `xapp-…` with connections:write (Socket Mode)."""
    slack_signing_secret: SecretStr = SecretStr("")
    """The signing secret (HTTP)."""
    slack_signing_secret_previous: SecretStr = SecretStr("")
    """During a rotation: the secret before this one, still accepted."""
    slack_api_url: str = "https://slack.com/api/"
    """Where Slack's Web API is; GovSlack's is https://slack-gov.com/api/ (Slack: GovSlack)."""
    breach_database_url: str = Field(default="sqlite+aiosqlite:///breach.db", repr=False)
    """A SQLite file, or `postgresql+asyncpg://…`."""
    breach_department: Path = Path("department.yaml")
    """The department's people and addresses."""
    breach_clock_file: Path | None = None
    """Tests and drills: a file whose first line is the time (RFC 3339)."""
    breach_escalate_file: Path | None = None
    """Where an unclaimed role is called out of band: role -> apprise addresses."""
    breach_notices: Path | None = None
    """A folder with the department's own wording of notices, laid out as `templates/notices/`."""
    breach_directory_minutes: int = Field(default=15, ge=1, le=1440)
    """How long what Slack last said of a person counts for weighty acts while Slack does not answer."""
    breach_heartbeat_url: str = ""
    """A dead man's switch: called every minute while the clock ticks."""
    breach_lease_seconds: float = Field(default=30.0, gt=0.5, le=600)
    """How long a worker may hold a message before another takes it over; one Slack call may take a third of it."""
    breach_transport: Literal["socket", "http"] = "socket"
    """How Slack reaches the bot, unless the command line says."""
    breach_host: str = "127.0.0.1"
    """The address that the HTTP server listens on."""
    port: int = Field(default=3000, ge=0, le=65535)
    """The port that the HTTP server listens on."""
    breach_health_port: int | None = Field(default=None, ge=0, le=65535)
    """Socket Mode: the port of health and metrics; without it there is no web server."""

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """A password in the database's address is blotted out."""
        yield from super().__repr_args__()
        yield "breach_database_url", make_url(self.breach_database_url).render_as_string(hide_password=True)

    @field_validator(*(name.lower() for name in SECRETS))
    @classmethod
    def _without_edges(cls, value: SecretStr) -> SecretStr:
        """A line break behind a pasted secret is none of its characters."""
        return SecretStr(value.get_secret_value().strip().removeprefix("\ufeff"))

    @field_validator("slack_api_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        value = value.strip()
        if not re.match(r"https?://[^/]", value):
            raise ValueError("not an address that begins with https://")
        if value.startswith("http:") and urlparse(value).hostname not in LOOPBACK:
            raise ValueError("without https:// the token would go out in clear; http:// is for this machine only")
        return value if value.endswith("/") else value + "/"

    @field_validator("breach_database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        if not re.match(r"sqlite(\+aiosqlite)?:///(?!:memory:)[^?]|postgresql(\+asyncpg)?://", value):
            raise ValueError("neither sqlite+aiosqlite:///FILE nor postgresql+asyncpg://…")
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment, and nothing that lies about in a folder."""
        return init_settings, env_settings

    def is_loopback(self) -> bool:
        """Whether Slack is a sandbox on this machine."""
        return urlparse(self.slack_api_url).hostname in LOOPBACK

    def call_seconds(self) -> float:
        """How long one Slack call may take: well inside the lease."""
        return min(10.0, self.breach_lease_seconds / 3)


def read_settings(**given: Any) -> Settings:
    """The settings of this process; `given` come from the command line. Raises BadSettingsError with every fault."""
    faults: dict[str, str] = {}
    for name in SECRETS:
        path = os.environ.get(f"{name}_FILE")
        if path and name.lower() not in given:
            try:
                given[name.lower()] = SecretStr(read_secret_file(Path(path)))
            except SecretFileError as error:
                faults[name.lower()] = f"{name}_FILE: {error}"
    try:
        settings = Settings(**given)
    except ValidationError as error:
        for one in error.errors(include_input=False):
            name = str(one["loc"][0])
            faults.setdefault(name, f"{name.upper()}: {one['msg'].removeprefix('Value error, ')}")
    if faults:
        raise BadSettingsError(next(iter(faults.values())), faults)
    if settings.breach_clock_file and not settings.is_loopback():
        raise BadSettingsError(
            "BREACH_CLOCK_FILE is for tests and drills: it is refused unless SLACK_API_URL is loopback"
        )
    return settings


def check_transport(settings: Settings, transport: str) -> None:
    """Raises BadSettingsError when a token that the transport needs is missing, or stands in another one's place."""
    for fault in transport_faults(settings, transport):
        raise BadSettingsError(fault)


def transport_faults(settings: Settings, transport: str) -> Iterator[str]:
    """What is missing for the transport, or stands in another one's place; a line each."""
    if not settings.slack_bot_token.get_secret_value():
        yield "SLACK_BOT_TOKEN is missing (or SLACK_BOT_TOKEN_FILE)"
    if transport == "socket" and not settings.slack_app_token.get_secret_value():
        yield "SLACK_APP_TOKEN is missing: Socket Mode needs the app-level token"
    if transport == "http" and not settings.slack_signing_secret.get_secret_value():
        yield "SLACK_SIGNING_SECRET is missing: over HTTP nobody could tell Slack from a stranger"
    for name in SECRETS:
        secret = getattr(settings, name.lower()).get_secret_value()
        kind = next((kind for begins, kind in _KINDS if secret.startswith(begins)), None)
        if kind and kind != name.removesuffix("_PREVIOUS"):
            yield f"{name} holds what belongs into {kind}"
        elif re.search(r"\s", secret):
            yield f"{name} holds white space in its middle"
