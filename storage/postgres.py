"""PostgreSQL through asyncpg: any number of replicas."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import URL, Connection
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import create_async_engine

from storage.unavailable import UnavailableError

T = TypeVar("T")

_POOL = 10
_WAIT = 1.5
"""Seconds that a connection may take: the listener answers Slack within 2."""


class PostgresStore:
    """A pool of connections; `patience` as `unchecked_store` explains it."""

    def __init__(self, url: URL, patience: float | None) -> None:
        self._engine = create_async_engine(
            url.set(drivername="postgresql+asyncpg"),
            pool_size=_POOL,
            max_overflow=0,
            pool_timeout=_WAIT,
            connect_args={
                "timeout": _WAIT,
                "command_timeout": patience,
                "server_settings": {"idle_in_transaction_session_timeout": str(int((patience or 0) * 1000))},
            },
            hide_parameters=True,  # an error's text must not carry what people typed
        )

    async def write(self, work: Callable[[Connection], T]) -> T:
        """As Store.write. A lost connection or a lost race is tried once more: the inbox makes that safe."""
        try:
            return await self._once(work)
        except (UnavailableError, IntegrityError):
            return await self._once(work)

    async def read(self, work: Callable[[Connection], T]) -> T:
        """As Store.read."""
        return await self.write(work)

    async def close(self) -> None:
        """As Store.close."""
        await self._engine.dispose()

    async def _once(self, work: Callable[[Connection], T]) -> T:
        try:
            async with self._engine.begin() as conn:
                return await conn.run_sync(work)
        except IntegrityError:
            raise
        except (DBAPIError, PoolTimeout, OSError) as fault:
            raise UnavailableError(type(fault).__name__) from fault
