"""The command line survives any input: one line, no traceback, no signal."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.handlers.shell import ROOT, Shell

LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12)
)

TEXTS: dict[str, bytes] = {
    "200,000 brackets": b"[" * 200_000,
    "5,000 brackets, closed": b"[" * 5_000 + b"]" * 5_000,
    "5,000 mappings": b"{a: " * 5_000,
    "deep blocks": b"- " * 3_000,
    "deep keys": b"".join(b" " * i + b"k:\n" for i in range(3_000)),
    "aliases of aliases": LAUGHS.encode(),
    "an alias inside itself": b"a: &a [*a]\n",
    "an alias inside itself, as a mapping": b"&a {b: *a}\n",
    "no UTF-8": b"\xff\xfe\xe9",
    "UTF-16": "a: 1".encode("utf-16"),
    "NUL": b"a: \x00\n",
    "a tag": b"a: !!python/object/apply:os.system [ls]\n",
    "a number without end": b"residents: " + b"9" * 100_000,
    "a list": b"- 1\n",
    "nothing but a dash": b"-",
    "a key that is a list": b"? [a]\n: 1\n",
}


@cache
def in_utf_8(*arguments: str) -> subprocess.CompletedProcess[str]:
    """What a terminal shows that can show everything."""
    return breach_process(*arguments, cwd=ROOT / "tests")


def told(done: subprocess.CompletedProcess[str]) -> str:
    """One line on standard error."""
    assert done.returncode in (2, 70), done
    assert len(done.stderr.splitlines()) == 1, done.stderr[-2000:]
    assert done.stderr.startswith("breach: "), done
    assert "Traceback" not in done.stderr
    return done.stderr


def breach_process(
    *arguments: str | bytes, cwd: Path, encoding: str = "utf-8", **more: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "handlers.cli", *arguments],
        cwd=cwd,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding, **more},
        capture_output=True,
        text=True,
        errors="replace",
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("what", TEXTS)
def test_a_file_of_facts_may_hold_anything(what: str, tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_bytes(TEXTS[what])
    assert "something went wrong" not in told(breach_process("assess", "facts.yaml", cwd=tmp_path))


@pytest.mark.parametrize("what", ["200,000 brackets", "aliases of aliases", "an alias inside itself", "no UTF-8"])
def test_a_department_may_hold_anything(what: str, tmp_path: Path) -> None:
    (tmp_path / "department.yaml").write_bytes(TEXTS[what])
    done = breach_process("run", cwd=tmp_path, SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1")
    assert "something went wrong" not in told(done)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "\u0662026-01-01", "-1", "2026-1-1"])
def test_any_day_may_be_asked_for(day: str, tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_text("{}")
    done = breach_process("assess", "facts.yaml", "--on", day, cwd=tmp_path)
    assert done.returncode in (0, 2, 70), done
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437", "utf-8"])
@pytest.mark.parametrize("arguments", [("policy", "coverage"), ("--help",), ("policy", "cases", "--help")])
def test_a_terminal_without_utf_8_gets_its_answer(arguments: tuple[str, ...], encoding: str, tmp_path: Path) -> None:
    done = breach_process(*arguments, cwd=tmp_path, encoding=encoding)
    same = in_utf_8(*arguments)
    assert (done.returncode, done.stderr) == (same.returncode, ""), done
    assert done.returncode in (0, 1), done  # 1: the coverage has a gap, which is its answer
    assert len(done.stdout.splitlines()) >= len(same.stdout.splitlines()) > 1


def test_an_argument_that_is_no_text_is_one_line(tmp_path: Path) -> None:
    told(breach_process("assess", b"\xff\xfe.yaml", cwd=tmp_path))


def test_what_nobody_foresaw_is_one_line_with_its_place_and_none_of_its_words(
    breach: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def surprise(conn: object) -> None:
        raise RuntimeError("the zebra laptop")

    monkeypatch.setattr("storage.schema.upgrade", surprise)
    done = breach("db", "upgrade")
    assert done.returncode == 70
    assert done.stderr.startswith("breach: something went wrong on our side (RuntimeError at ")
    assert len(done.stderr.splitlines()) == 1
    assert "zebra" not in done.stderr


def test_the_version_is_said(breach: Shell) -> None:
    done = breach("--version")
    assert (done.returncode, done.stdout.split()[0]) == (0, "breach")
    assert done.stdout.split()[1][0].isdigit()
