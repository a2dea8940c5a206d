"""What is measured runs in processes of its own: a sandbox, bots and bare listeners, on loopback."""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from tests.bench.load import SECRET
from tests.stage import DEPARTMENT, MANIFEST, ROOT

_PATIENCE = 30.0
_numbers = count()


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the benchmark works: a folder that is thrown away, and fresh databases with the newest schema."""

    folder: Path
    template: Path
    fresh_postgres: Callable[[], str] | None

    def fresh_sqlite(self) -> str:
        """A new SQLite file."""
        path = self.folder / f"{next(_numbers)}.db"
        shutil.copy(self.template, path)
        return f"sqlite+aiosqlite:///{path}"


@dataclass(frozen=True, kw_only=True)
class Running:
    """A server process that is ready."""

    process: "subprocess.Popen[bytes]"
    url: str
    seconds: float
    """From its start until it was ready."""

    def resident_mb(self) -> float:
        """Its resident memory now."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024


@dataclass(frozen=True, kw_only=True)
class Slack:
    """A sandbox process, and the few things asked of it."""

    told: dict[str, str]

    def add_delay(self, seconds: float) -> None:
        """Every Web API call takes so long."""
        self._post("faults", {"method": "*", "kind": "delay", "times": None, "options": {"seconds": seconds}})

    def clear(self) -> None:
        """No delay any more."""
        self._post("faults/clear", {})

    def calls(self, after: int = 0) -> tuple[list[dict[str, Any]], int]:
        """The Web API calls since a point in the journal, and the point after them."""
        told = self._get(f"journal?after={after}")
        return [one for one in told["rows"] if one["kind"] == "call"], told["next"]

    def count(self, method: str) -> int:
        """How often a method was called so far."""
        return sum(one["method"] == method for one in self.calls()[0])

    def messages(self, person: str) -> list[dict[str, Any]]:
        """Every message that a person can read."""
        return [one for channel in self._get(f"state?as={person}")["channels"] for one in channel["messages"]]

    def act(self, who: str, act: str, **body: Any) -> Any:
        """Somebody does something in the sandbox, as through its page."""
        return self._post(f"people/{who}/{act}", body)

    def call(self, method: str) -> float:
        """Call a method as the bot, and answer how long it took."""
        began = time.monotonic()
        _fetch(self.told["api_url"] + method, b"", {"Authorization": f"Bearer {self.told['bot_token']}"})
        return time.monotonic() - began

    def _get(self, path: str) -> Any:
        return _fetch(self._address(path))

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        return _fetch(self._address(path), json.dumps(body).encode(), {"Content-Type": "application/json"})

    def _address(self, path: str) -> str:
        return f"{self.told['page_url']}sandbox/{path}"


@contextmanager
def sandbox() -> Iterator[Slack]:
    """A strict Slack in its own process."""
    with _process("-m", "sandbox", "--port", "0", "--manifest", str(MANIFEST), stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise RuntimeError("the sandbox ended while starting")
        yield Slack(told=json.loads(line))


@contextmanager
def bot(
    place: Place, database_url: str, slack: Slack | None = None, *, unpaced: bool = False, transport: str = "http"
) -> Iterator[Running]:
    """`breach run` against the sandbox; without one a bot that records and never delivers.

    `unpaced` lifts Slack's limits of calls a minute, which the bot keeps of its own accord.
    """
    command: tuple[str, ...] = ("-m", "handlers.cli", "run", f"--{transport}")
    if unpaced or not slack:
        command = ("-m", "tests.bench.server", "unpaced" if unpaced else "quiet")
    with _server(place, database_url, slack, *command) as running:
        yield running


@contextmanager
def bare(place: Place) -> Iterator[Running]:
    """A Bolt listener that does nothing, behind the same guard on the same server."""
    with _server(place, "", None, "-m", "tests.bench.server", "bare") as running:
        yield running


@contextmanager
def _server(place: Place, database_url: str, slack: Slack | None, *command: str) -> Iterator[Running]:
    said = place.folder / f"{next(_numbers)}.log"
    environment = {
        "SLACK_BOT_TOKEN": slack.told["bot_token"] if slack else "xoxb-bench",
        "SLACK_APP_TOKEN": slack.told["app_token"] if slack else "xapp-bench",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": slack.told["api_url"] if slack else "http://127.0.0.1:9/api/",
        "BREACH_DEPARTMENT": str(DEPARTMENT),
        "PORT": "0",
    }
    if database_url:
        environment["BREACH_DATABASE_URL"] = database_url
    began = time.monotonic()
    with said.open("wb") as log, _process(*command, stderr=log, env=os.environ | environment) as process:
        while b")\n" not in (line := said.read_bytes().partition(b"ready (")[2]):
            if process.poll() is not None or time.monotonic() > began + _PATIENCE:
                raise RuntimeError(f"it did not start: {said.read_text()}")
            time.sleep(0.002)
        seconds = time.monotonic() - began
        yield Running(process=process, url=line.partition(b")")[0].decode(), seconds=seconds)


@contextmanager
def _process(*arguments: str, **options: Any) -> Iterator["subprocess.Popen[bytes]"]:
    options.setdefault("stderr", subprocess.DEVNULL)
    started: subprocess.Popen[bytes] = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, **options)
    with started as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def wait_until(true: Callable[[], bool], seconds: float, *, every: float = 0.05) -> bool:
    """Look now and then whether it is so, for at most so long."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(every)
    return True


def _fetch(url: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Any:
    asked = urllib.request.Request(url, body, headers or {})  # noqa: S310 - a loopback address of our own
    with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310 - the same
        return json.loads(answer.read())
