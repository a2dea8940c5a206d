"""`breach hash`: what people without the bot copy into the register of evidence."""

import hashlib
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*files: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "handlers.cli", "hash", *map(str, files)], cwd=ROOT, capture_output=True, text=True
    )


@pytest.mark.parametrize("data", [b"a log\n", b"", b"x" * (1 << 21)])
def test_a_file_has_its_hashes_and_size(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "export.log"
    path.write_bytes(data)
    told = run(path)
    assert told.returncode == 0
    assert f"size    {len(data)} bytes" in told.stdout
    assert hashlib.sha256(data).hexdigest() in told.stdout
    assert hashlib.sha512(data).hexdigest() in told.stdout


def test_a_name_with_control_characters_stays_on_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a\n  sha256  0000\x1b[31m.log"
    path.write_bytes(b"x")
    assert "\n  sha256  0000" not in run(path).stdout


def test_what_cannot_be_read_is_said_and_the_others_are_measured(tmp_path: Path) -> None:
    path = tmp_path / "here"
    path.write_bytes(b"x")
    told = run(tmp_path / "gone", tmp_path, path)
    assert told.returncode == 2
    assert len(told.stderr.splitlines()) == 2
    assert hashlib.sha256(b"x").hexdigest() in told.stdout


def test_a_file_that_grows_while_it_is_read_is_not_measured(tmp_path: Path) -> None:
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    writer = threading.Thread(target=lambda: fifo.write_bytes(b"x" * 9))
    writer.start()
    told = run(fifo)
    writer.join()
    assert told.returncode == 2
    assert "changed while it was read" in told.stderr
