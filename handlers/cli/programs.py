"""Programs of ours that another one starts: what they say goes into a file, and they end when it ends."""

import asyncio
import contextlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

END_SECONDS = 5.0
LINE_MAX = 1024 * 1024


class Program:
    """A running Python program; its last line is kept, for a person to read when it ends by itself."""

    def __init__(self, process: asyncio.subprocess.Process, name: str, log: Path) -> None:
        self.process, self.name, self.log = process, name, log
        self.last = ""
        self._told = asyncio.Event()
        self._awaited = ""
        self._listening = asyncio.create_task(self._listen())

    async def heard(self, words: str) -> bool:
        """Wait until a line of its standard error has these words; false when it ended without."""
        self._awaited = words
        told = asyncio.create_task(self._told.wait())
        await asyncio.wait([told, self._listening], return_when=asyncio.FIRST_COMPLETED)
        told.cancel()
        return self._told.is_set()

    async def ended(self) -> int:
        """Wait for its end and for its last line; the exit code."""
        code = await self.process.wait()
        await asyncio.wait([self._listening])
        return code

    async def end(self) -> None:
        """End it in order; kill it when it does not end."""
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()
        try:
            await asyncio.wait_for(self.process.wait(), END_SECONDS)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                self.process.kill()
            await self.process.wait()
        await asyncio.wait([self._listening])

    async def _listen(self) -> None:
        assert self.process.stderr is not None  # noqa: S101 - asked for as a pipe
        with self.log.open("a", encoding="utf-8") as log:
            while True:
                try:
                    line = await self.process.stderr.readline()
                except ValueError:  # longer than the buffer: what is left of it follows
                    continue
                if not line:
                    return
                self._note(line.decode(errors="replace"), log)

    def _note(self, line: str, log: TextIO) -> None:
        log.write(line)
        log.flush()
        if line.strip():
            self.last = line.strip()
        if self._awaited and self._awaited in line:
            self._told.set()


def _machine() -> dict[str, str]:
    """The shell's environment without a setting of the bot's, a token or a proxy: nothing of them is meant for this."""

    def is_ours(name: str) -> bool:
        name = name.upper()
        return name.startswith(("SLACK_", "BREACH_")) or name in ("PORT", "PORT_FILE") or name.endswith("_PROXY")

    return {name: value for name, value in os.environ.items() if not is_ours(name)}


async def start(
    stack: contextlib.AsyncExitStack,
    name: str,
    log: Path,
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    output: bool = False,
) -> Program:
    """Start a program of ours, to be ended with the stack; with `output` its standard output is a pipe."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        env={**_machine(), **(environment or {})},
        stdout=asyncio.subprocess.PIPE if output else asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        stdin=asyncio.subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C reaches the one who started it, which ends the others in order
        limit=LINE_MAX,
    )
    program = Program(process, name, log)
    stack.push_async_callback(program.end)
    return program
