"""A PostgreSQL for the tests, from the machine's own binaries: a socket in a temporary folder, no port."""

import asyncio
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg


def binaries() -> Path | None:
    """Where initdb and postgres are, if this machine has them."""
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    places = sorted(debian, key=lambda path: float(path.parent.name), reverse=True)
    if on_path := shutil.which("initdb"):
        places.append(Path(on_path).parent)
    return next((place for place in places if (place / "initdb").exists() and (place / "postgres").exists()), None)


@dataclass
class Server:
    """A running server; every test gets a database of its own."""

    folder: Path
    user: str
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def url(self, database: str) -> str:
        """The address of a database, as BREACH_DATABASE_URL takes it."""
        return f"postgresql+asyncpg://{self.user}@/{database}?host={self.folder}"

    async def create(self, template: str = "template0") -> str:
        """A fresh database; answers its name."""
        name = f"test_{os.getpid()}_{next(self._numbers)}"
        await self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    async def drop(self, name: str) -> None:
        """Throw a database away with everybody connected to it."""
        await self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    async def _run(self, statement: str) -> None:
        conn = await asyncpg.connect(host=str(self.folder), user=self.user, database="postgres")
        try:
            await conn.execute(statement)
        finally:
            await conn.close()


@contextmanager
def server(place: Path, *, durable: bool = False) -> Iterator[Server]:
    """Start a server and stop it; `durable` with fsync, as in earnest.

    As root it runs as an unprivileged user, which PostgreSQL insists on.
    """
    user = _unprivileged() if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    name = user or pwd.getpwuid(os.geteuid()).pw_name
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    try:
        subprocess.run(
            [place / "initdb", "-D", data, "-U", name, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
            check=True,
            stdout=subprocess.DEVNULL,
            user=user,
            cwd=folder,
        )
        process = subprocess.Popen(
            [
                place / "postgres",
                *("-D", data, "-k", folder, "-c", "listen_addresses=", "-c", f"fsync={'on' if durable else 'off'}"),
                *("-c", "max_connections=400", "-c", "log_min_messages=fatal"),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=user,
            cwd=folder,
        )
        try:
            asyncio.run(_answers(folder, name, process))
            yield Server(folder=folder, user=name)
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
            process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _answers(folder: Path, user: str, process: "subprocess.Popen[bytes]") -> None:
    async with asyncio.timeout(30):
        while True:
            if process.poll() is not None:
                raise RuntimeError("PostgreSQL ended while starting")
            try:
                conn = await asyncpg.connect(host=str(folder), user=user, database="postgres")
            except (OSError, asyncpg.PostgresError):
                await asyncio.sleep(0.05)
            else:
                await conn.close()
                return


def _unprivileged() -> str:
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise RuntimeError("PostgreSQL does not start as root, and there is neither a user postgres nor nobody")
