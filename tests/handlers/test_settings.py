"""The settings: from the environment or from files, and one line about whatever is wrong with them."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from handlers.now import Clock
from handlers.settings import SECRETS, BadSettingsError, Settings, check_transport, read_settings


def secret(settings: Settings, name: str) -> str:
    return str(getattr(settings, name.lower()).get_secret_value())


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_comes_from_the_environment(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "xoxb-1-zebra")
    assert secret(read_settings(), name) == "xoxb-1-zebra"


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_comes_from_a_file(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("xoxb-1-zebra\n")
    file.chmod(0o600)
    monkeypatch.setenv(f"{name}_FILE", str(file))
    assert secret(read_settings(), name) == "xoxb-1-zebra"


def test_a_secret_that_everybody_can_read_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("xoxb-1-zebra")
    file.chmod(0o644)
    monkeypatch.setenv("SLACK_BOT_TOKEN_FILE", str(file))
    with pytest.raises(BadSettingsError, match="can be read by everybody"):
        read_settings()


@pytest.mark.parametrize("mode", [0o640, 0o620, 0o610, 0o602, 0o604, 0o666])
def test_a_secret_that_anybody_else_can_get_at_is_refused(
    mode: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "secret"
    file.write_text("xoxb-1-zebra")
    file.chmod(mode)
    monkeypatch.setenv("SLACK_BOT_TOKEN_FILE", str(file))
    with pytest.raises(BadSettingsError, match=f"mode {mode:04o}") as refused:
        read_settings()
    assert "zebra" not in str(refused.value)


@pytest.mark.parametrize(("mode", "taken"), [(0o440, True), (0o400, True), (0o444, False), (0o460, False)])
def test_a_credential_of_systemd_may_show_its_units_user_as_the_group(
    mode: int, taken: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "slack_bot_token"
    file.write_text("xoxb-1-zebra")
    file.chmod(mode)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    monkeypatch.setenv("SLACK_BOT_TOKEN_FILE", str(file))
    if taken:
        assert secret(read_settings(), "SLACK_BOT_TOKEN") == "xoxb-1-zebra"
    else:
        with pytest.raises(BadSettingsError, match="SLACK_BOT_TOKEN_FILE"):
            read_settings()


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("edges", ["{}\n", "{}\r\n", " {}\t", "\ufeff{}\n"])
def test_a_line_break_behind_a_secret_is_cut_off(name: str, edges: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, edges.format("zebra"))
    assert secret(read_settings(), name) == "zebra"


def write_latin_1(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\xe9")
    path.chmod(0o600)


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.mkdir(mode=0o700), write_latin_1])
def test_a_secret_file_that_cannot_be_read_is_one_line(
    make: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    make(tmp_path / "secret")
    monkeypatch.setenv("SLACK_APP_TOKEN_FILE", str(tmp_path / "secret"))
    with pytest.raises(BadSettingsError, match=r"^SLACK_APP_TOKEN_FILE: .+[^\n]$"):
        read_settings()


WRONG = [
    ("PORT", "ninety"),
    ("PORT", "70000"),
    ("PORT", "-1"),
    ("BREACH_LEASE_SECONDS", "0"),
    ("BREACH_LEASE_SECONDS", "nan"),
    ("BREACH_TRANSPORT", "pigeon"),
    ("BREACH_DATABASE_URL", "breach.db"),
    ("BREACH_DATABASE_URL", "mysql://root@localhost/breach"),
    ("BREACH_DATABASE_URL", "sqlite+aiosqlite://"),
    ("BREACH_DATABASE_URL", "sqlite+aiosqlite:///:memory:"),
    ("SLACK_API_URL", "slack.com/api"),
    ("SLACK_API_URL", "ftp://slack.com/api"),
    ("SLACK_API_URL", "http://slack.com/api/"),
    ("SLACK_API_URL", "http://127.0.0.1.example.com/api/"),
    ("SLACK_API_URL", "http://10.0.0.7:8765/api/"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_setting_is_one_line_with_its_name(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettingsError) as refused:
        read_settings()
    assert str(refused.value).startswith(f"{name}: ")
    assert "\n" not in str(refused.value)


def test_the_line_about_a_database_does_not_tell_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BREACH_DATABASE_URL", "mysql://root:zebra@localhost/breach")
    with pytest.raises(BadSettingsError) as refused:
        read_settings()
    assert "zebra" not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite+aiosqlite:///breach.db",
        "sqlite+aiosqlite:////var/lib/breach/breach.db",
        "sqlite:///breach.db",
        "postgresql+asyncpg://breach@db/breach",
        "postgresql://breach@/breach?host=/run/postgresql",
    ],
)
def test_both_engines_are_taken_with_and_without_a_driver(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BREACH_DATABASE_URL", url)
    assert read_settings().breach_database_url == url


@pytest.mark.parametrize("url", ["https://slack.com/api/", "https://slack.com/api", "https://slack-gov.com/api/"])
def test_a_clock_file_is_refused_unless_slack_is_a_sandbox(
    url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BREACH_CLOCK_FILE", str(tmp_path / "clock"))
    monkeypatch.setenv("SLACK_API_URL", url)
    with pytest.raises(BadSettingsError, match="BREACH_CLOCK_FILE"):
        read_settings()


@pytest.mark.parametrize("url", ["http://127.0.0.1:8765/api/", "http://localhost:8765/api", "http://[::1]:8765/api/"])
def test_a_clock_file_is_taken_with_a_sandbox(url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BREACH_CLOCK_FILE", str(tmp_path / "clock"))
    monkeypatch.setenv("SLACK_API_URL", url)
    assert read_settings().breach_clock_file == tmp_path / "clock"


@pytest.mark.parametrize(
    "url", ["https://127.0.0.1.example.com/api/", "https://localhost.example.com/", "https://example.com/127.0.0.1/"]
)
def test_an_address_that_only_looks_like_this_machine_is_not(url: str) -> None:
    assert not read_settings(slack_api_url=url).is_loopback()


def test_the_clock_file_is_read_at_every_look(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    clock = Clock(file)
    file.write_text("2026-11-20T14:00:00-06:00\nanything else\n")
    assert clock.now() == datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
    file.write_text("2026-11-21T00:00:00Z")
    assert clock.now() == datetime(2026, 11, 21, tzinfo=UTC)


@pytest.mark.parametrize("url", ["https://slack-gov.com/api/", "https://slack-gov.com/api\n"])
def test_slacks_own_place_for_governments_is_taken(url: str) -> None:
    settings = read_settings(slack_api_url=url)
    assert (settings.slack_api_url, settings.is_loopback()) == ("https://slack-gov.com/api/", False)


def test_a_printed_setting_does_not_show_the_databases_password() -> None:
    shown = repr(read_settings(breach_database_url="postgresql+asyncpg://breach:zebra@db/breach"))
    assert "zebra" not in shown
    assert "breach:***@db/breach" in shown


def test_slack_itself_is_the_default() -> None:
    assert read_settings().slack_api_url == "https://slack.com/api/"


def test_a_setting_of_the_command_line_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BREACH_TRANSPORT", "socket")
    assert read_settings(breach_transport="http").breach_transport == "http"


def test_a_file_of_settings_that_lies_about_is_not_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=zebra\n")
    monkeypatch.chdir(tmp_path)
    assert secret(read_settings(), "SLACK_BOT_TOKEN") == ""


def test_a_printed_setting_does_not_show_its_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1-zebra")
    assert "zebra" not in repr(read_settings())


@pytest.mark.parametrize(
    ("transport", "given", "missing"),
    [
        ("socket", {}, "SLACK_BOT_TOKEN"),
        ("http", {}, "SLACK_BOT_TOKEN"),
        ("socket", {"slack_bot_token": "x"}, "SLACK_APP_TOKEN"),
        ("http", {"slack_bot_token": "x"}, "SLACK_SIGNING_SECRET"),
        ("http", {"slack_bot_token": "x", "slack_signing_secret_previous": "x"}, "SLACK_SIGNING_SECRET"),
    ],
)
def test_a_missing_token_is_named(transport: str, given: dict[str, str], missing: str) -> None:
    with pytest.raises(BadSettingsError, match=f"^{missing} is missing"):
        check_transport(read_settings(**given), transport)


@pytest.mark.parametrize(
    ("transport", "given"),
    [
        ("socket", {"slack_bot_token": "x", "slack_app_token": "x"}),
        ("http", {"slack_bot_token": "x", "slack_signing_secret": "x"}),
    ],
)
def test_what_a_transport_needs_is_enough(transport: str, given: dict[str, str]) -> None:
    check_transport(read_settings(**given), transport)


@pytest.mark.parametrize(("lease", "seconds"), [(30.0, 10.0), (600.0, 10.0), (6.0, 2.0)])
def test_a_slack_call_ends_well_inside_the_lease(lease: float, seconds: float) -> None:
    assert read_settings(breach_lease_seconds=lease).call_seconds() == seconds
