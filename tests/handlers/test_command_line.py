"""The command line: what a person can mend is one line on standard error, and exit code 2."""

import logging
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog

from handlers.cli import main

ROOT = Path(__file__).parent.parent.parent
DEPARTMENT = ROOT / "examples" / "department.yaml"


@dataclass(frozen=True, kw_only=True)
class Done:
    """What a command line left behind."""

    returncode: int
    stdout: str
    stderr: str


class Shell:
    """Runs `breach` with only the settings that a test gives: in this process, which is quick, or as its own."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._folder, self._monkeypatch, self._capsys = folder, monkeypatch, capsys
        self.settings = {
            "BREACH_DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'breach.db'}",
            "BREACH_DEPARTMENT": str(DEPARTMENT),
            "SLACK_API_URL": "http://127.0.0.1:9/api/",
            "SLACK_BOT_TOKEN": "xoxb-1-zebra",
            "SLACK_APP_TOKEN": "xapp-1-zebra",
            "SLACK_SIGNING_SECRET": "zebra",
        }

    def __call__(self, *arguments: str) -> Done:
        for name, value in self.settings.items():
            self._monkeypatch.setenv(name, value)
        self._monkeypatch.setattr(sys, "argv", ["breach", *arguments])
        self._monkeypatch.chdir(self._folder)
        self._capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        told = self._capsys.readouterr()
        return Done(returncode=code, stdout=told.out, stderr=told.err)

    def as_process(self, *arguments: str) -> Done:
        """As its own program."""
        machine = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        done = subprocess.run(
            [sys.executable, "-m", "handlers.cli", *arguments],
            cwd=self._folder,
            env={**machine, "PYTHONPATH": str(ROOT), **self.settings},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        return Done(returncode=done.returncode, stdout=done.stdout, stderr=done.stderr)


@pytest.fixture
def breach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Shell]:
    root, configured = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers[:], root.level
    yield Shell(tmp_path, monkeypatch, capsys)
    logging.raiseExceptions = True
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**configured)


@pytest.fixture
def database(tmp_path: Path, sqlite_template: Path) -> None:
    shutil.copy(sqlite_template, tmp_path / "breach.db")


def one_line(done: Done) -> str:
    """The only line of a program that cannot go on."""
    assert (done.returncode, done.stdout) == (2, ""), done
    assert len(done.stderr.splitlines()) == 1, done
    line = done.stderr.strip()
    assert line.startswith("breach: ")
    assert "zebra" not in line
    return line


def test_without_a_schema_it_says_what_to_run(breach: Shell) -> None:
    assert "breach db upgrade" in one_line(breach.as_process("run", "--socket"))


def test_upgrading_mends_it_and_may_be_repeated(breach: Shell) -> None:
    for _ in range(2):
        done = breach("db", "upgrade")
        assert (done.returncode, done.stdout[:7]) == (0, "schema "), done
    done = breach("verify")
    assert done.returncode == 0, done
    assert done.stdout.startswith("0 entries, 0 faults\nhead 000"), done


@pytest.mark.parametrize("command", [("run", "--socket"), ("verify",), ("db", "upgrade")])
def test_a_newer_schema_is_named_as_newer(breach: Shell, command: tuple[str, ...]) -> None:
    breach("db", "upgrade")
    with (
        closing(sqlite3.connect(breach.settings["BREACH_DATABASE_URL"].partition(":///")[2])) as connection,
        connection,
    ):
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    line = one_line(breach.as_process(*command))
    assert "schema 9999 is newer than this program" in line
    assert "db upgrade" not in line


@pytest.mark.parametrize(
    ("transport", "name"),
    [("--socket", "SLACK_BOT_TOKEN"), ("--socket", "SLACK_APP_TOKEN"), ("--http", "SLACK_SIGNING_SECRET")],
)
def test_a_missing_token_is_named(breach: Shell, transport: str, name: str) -> None:
    breach.settings.pop(name)
    assert name in one_line(breach("run", transport))


@pytest.mark.usefixtures("database")
def test_a_taken_port_is_named(breach: Shell) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        breach.settings["PORT"] = str(taken.getsockname()[1])
        assert "PORT: 127.0.0.1:" in one_line(breach("run", "--http"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name: [", "department.yaml:"),
        ("name: Transportation\n", "department.yaml:1: "),
        ("roles: NO\n", "department.yaml:1: "),
        ("", "department.yaml:1: "),
    ],
)
def test_a_wrong_department_is_named_with_file_and_line(breach: Shell, tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "department.yaml").write_text(text)
    breach.settings["BREACH_DEPARTMENT"] = str(tmp_path / "department.yaml")
    assert told in one_line(breach("run", "--socket"))


def test_a_department_that_is_not_there_is_named(breach: Shell, tmp_path: Path) -> None:
    breach.settings["BREACH_DEPARTMENT"] = str(tmp_path / "nowhere.yaml")
    assert "BREACH_DEPARTMENT: " in one_line(breach("run", "--socket"))


@pytest.mark.parametrize("command", [("run", "--socket"), ("verify",), ("db", "upgrade")])
def test_a_database_that_does_not_answer_is_named(breach: Shell, tmp_path: Path, command: tuple[str, ...]) -> None:
    breach.settings["BREACH_DATABASE_URL"] = f"sqlite+aiosqlite:///{tmp_path / 'nowhere' / 'breach.db'}"
    assert "BREACH_DATABASE_URL: " in one_line(breach(*command))


def test_an_unwritable_setting_is_named(breach: Shell) -> None:
    breach.settings["BREACH_DATABASE_URL"] = "mysql://root:zebra@localhost/breach"
    assert "BREACH_DATABASE_URL: " in one_line(breach("db", "upgrade"))


@pytest.mark.usefixtures("database")
def test_a_record_that_was_altered_fails_the_check(breach: Shell, tmp_path: Path) -> None:
    there = sqlite3.connect(tmp_path / "breach.db")
    there.execute("INSERT INTO entry_text (commitment, salt, text) VALUES ('00', '00', 'zebra')")
    there.commit()
    there.close()
    done = breach("verify")
    assert (done.returncode, "zebra" in done.stdout) == (1, False), done


@pytest.mark.usefixtures("database")
def test_the_doctor_says_what_is_wrong_and_goes_on(breach: Shell) -> None:
    done = breach("doctor")
    assert done.returncode == 1, done
    assert "ok    database" in done.stdout
    assert "WRONG Slack" in done.stdout


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(("words", "said"), [("{{ no_such_field }}", "no_such_field"), ("{% if %}", "consumer_letter")])
def test_the_departments_own_words_that_are_wrong_stop_start_and_doctor_with_file_and_line(
    breach: Shell, tmp_path: Path, words: str, said: str
) -> None:
    own = tmp_path / "own" / "us_mo_407_1500"
    own.mkdir(parents=True)
    (own / "consumer_letter.md.j2").write_text(f"# A title\n\n{words}\n", encoding="utf-8")
    breach.settings["BREACH_NOTICES"] = str(tmp_path / "own")
    for command in (("run", "--socket"), ("doctor",)):
        done = breach(*command)
        assert done.returncode == 2, done
        assert "consumer_letter.md.j2:3" in done.stderr
        assert said in done.stderr


def test_a_folder_of_words_that_is_not_there_is_one_line(breach: Shell) -> None:
    breach.settings["BREACH_NOTICES"] = "nowhere"
    assert "BREACH_NOTICES" in one_line(breach("run", "--socket"))


def test_a_taken_port_of_the_demo_is_one_line(breach: Shell) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        line = one_line(breach("demo", "--port", str(taken.getsockname()[1])))
    assert "is taken" in line


def test_help_needs_no_settings(breach: Shell) -> None:
    breach.settings.clear()
    done = breach("--help")
    assert done.returncode == 0
    for command in ("run", "demo", "doctor", "verify", "db"):
        assert command in done.stdout
