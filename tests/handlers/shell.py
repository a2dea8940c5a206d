"""Runs `breach` as people do, with only the settings that a test gives."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

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


def one_line(done: Done) -> str:
    """The only line of a program that cannot go on."""
    assert (done.returncode, done.stdout) == (2, ""), done
    assert len(done.stderr.splitlines()) == 1, done
    line = done.stderr.strip()
    assert line.startswith("breach: ")
    assert "zebra" not in line
    return line
