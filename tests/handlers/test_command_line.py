"""The command line: what a person can mend is one line on standard error, and exit code 2."""

import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.handlers.shell import Shell, one_line


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
    started, examined = breach("run", "--socket"), breach("doctor")
    assert (started.returncode, examined.returncode) == (2, 1), (started, examined)
    for told in (started.stderr, examined.stdout):
        assert "consumer_letter.md.j2:3" in told
        assert said in told


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


@pytest.mark.usefixtures("database")
def test_the_head_that_verify_prints_can_be_given_back(breach: Shell) -> None:
    line = breach("verify").stdout.partition("breach verify --since ")[2].splitlines()[0]
    done = breach("verify", "--since", line)
    assert (done.returncode, "0 faults" in done.stdout) == (0, True), done
    assert "cannot see" not in done.stdout
    cut = breach("verify", "--since", f"7:{'0' * 64}")
    assert (cut.returncode, "cut off" in cut.stdout) == (1, True), cut


@pytest.mark.parametrize("kept", ["", "7", "7:zebra", "-1:" + "0" * 64, "0" * 64])
def test_a_head_that_is_none_is_one_line(breach: Shell, kept: str) -> None:
    assert "--since" in one_line(breach("verify", "--since", kept))
