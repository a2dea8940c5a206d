"""The demo's programs get what the demo gives them, and nothing that lies about in the shell."""

import asyncio
import json
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from handlers.cli.programs import start
from handlers.settings import Settings


async def test_no_setting_token_or_proxy_of_the_shell_reaches_a_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = [name.upper() for name in Settings.model_fields]
    theirs += [f"{name}_FILE" for name in theirs] + ["HTTPS_PROXY", "http_proxy", "ALL_PROXY"]
    for name in theirs:
        monkeypatch.setenv(name, "zebra")
    print_all = "import json, os; print(json.dumps(dict(os.environ)))"
    async with AsyncExitStack() as stack:
        given = {"SLACK_BOT_TOKEN": "xoxb-demo"}
        program = await start(stack, "p", tmp_path / "log", "-c", print_all, environment=given, output=True)
        assert program.process.stdout
        seen = json.loads(await asyncio.wait_for(program.process.stdout.read(), 20))
    assert "zebra" not in seen.values()
    assert seen["SLACK_BOT_TOKEN"] == "xoxb-demo"
    assert "PATH" in seen
