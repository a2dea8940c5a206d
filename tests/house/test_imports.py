"""Importing anything does nothing: no socket, no file written, no program started, no logging set up."""

import json
import os
import subprocess
import sys

from tests.house.sources import ROOT, python

WATCH = """
import json, logging, os, sys

did = []

def watch(event, arguments):
    if event in ("socket.bind", "socket.connect", "subprocess.Popen", "os.system", "os.mkdir", "os.remove"):
        did.append(event)
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR):
        did.append(f"open {arguments[0]}")

sys.addaudithook(watch)
before = list(logging.getLogger().handlers)
for name in json.loads(sys.argv[1]):
    __import__(name)
if logging.getLogger().handlers != before:
    did.append("logging")
sys.stdout.write(json.dumps(did))
"""

RUN_BY_SOMEBODY_ELSE = ("__main__", "storage.migrations")


def test_importing_does_nothing() -> None:
    files = [path.relative_to(ROOT).with_suffix("") for path in python("bot", "storage", "handlers")]
    names = [".".join(part for part in file.parts if part != "__init__") for file in files]
    wanted = [name for name in names if not any(one in name for one in RUN_BY_SOMEBODY_ELSE)]
    assert len(wanted) > 50
    done = subprocess.run(
        [sys.executable, "-B", "-c", WATCH, json.dumps(wanted)],
        cwd=ROOT,
        env={**os.environ, "SLACK_BOT_TOKEN": "", "BREACH_DEPARTMENT": "/nowhere"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []
