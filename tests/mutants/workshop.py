"""Where mutants are tried: a copy of the project, so that nobody's files are touched, and a process for each trial."""

import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

COPIED = ("bot", "storage", "handlers", "sandbox", "templates", "tests", "docs", "examples", ".ci")
FILES = ("pyproject.toml", "app.yaml", "README.md", "Makefile", "ARCHITECTURE.md", "CONTRIBUTING.md")
# Third-party packages that most tests load: loaded once here, so that no trial loads them again.
LOADED = ("pytest", "yaml", "jinja2", "sqlmodel", "sqlalchemy.ext.asyncio", "holidays", "aiohttp")
NEVER_ENDED = 124
"""What a process answers that was stopped for using too much of the processor's time."""


@contextmanager
def copy_project(root: Path) -> Iterator[Path]:
    """A copy of the project, gone again afterwards."""
    with TemporaryDirectory(prefix="mutants-") as folder:
        copy = Path(folder)
        for name in COPIED:
            shutil.copytree(root / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in FILES:
            shutil.copy(root / name, copy / name)
        subprocess.run(["git", "init", "--quiet", str(copy)], check=True)  # some tests ask which files there are
        yield copy


@contextmanager
def text_in_place(path: Path, text: str) -> Iterator[None]:
    """The file holds this text for a while. What Python compiled goes with it: two texts of a second may be as long."""
    original = path.read_text(encoding="utf-8")
    _write(path, text)
    try:
        yield
    finally:
        _write(path, original)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    for compiled in path.parent.glob(f"__pycache__/{path.stem}.*.pyc"):
        compiled.unlink()


def load_packages() -> None:
    """Load what is nobody's mutant."""
    for name in LOADED:
        __import__(name)


def run_apart(
    folder: Path, work: Callable[[], int], seconds: float, said: str = os.devnull, *, fresh: bool = False
) -> tuple[int, float]:
    """Carry out `work` in a process of its own that stands in `folder`: what it answered, and its processor seconds.

    It may use that many seconds of the processor, which other people's work on the machine does not shorten, and
    ten times as long by the clock on the wall. What it says goes into the file `said`.
    `fresh`: nothing of the project is loaded yet.
    """
    child = os.fork()
    if child == 0:
        _work_in(folder, work, seconds, said, fresh)
    ends, status = time.monotonic() + 10 * seconds, 0
    while True:
        done, status, used = os.wait4(child, os.WNOHANG)
        if done:
            return _answer(status), used.ru_utime + used.ru_stime
        if time.monotonic() > ends:
            os.kill(child, 9)
        time.sleep(0.02)


def _work_in(folder: Path, work: Callable[[], int], seconds: float, said: str, fresh: bool) -> None:
    code = 1
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for stream in (1, 2):
            os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND), stream)
        if fresh:
            for name in [name for name in sys.modules if name.split(".")[0] in COPIED]:
                del sys.modules[name]
        os.chdir(folder)
        sys.path[:] = [str(folder), *(entry for entry in sys.path if entry not in ("", os.environ.get("PWD")))]
        os.environ["PYTHONPATH"] = str(folder)
        code = work()
    finally:
        os._exit(code)


def _answer(status: int) -> int:
    return NEVER_ENDED if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
