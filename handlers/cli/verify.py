"""`breach verify`: walks the whole record and says whether it is as it was written, and what it cannot see."""

import asyncio
import re
from typing import Annotated

import typer

from handlers.cli.mistakes import mistakes, stop

_KEPT = re.compile("([0-9]{1,15}):([0-9a-f]{64})")


def verify(
    since: Annotated[
        str | None, typer.Option(help="A head that was kept elsewhere, as this command printed it: N:HEAD.")
    ] = None,
) -> None:
    """Check the record's chain. Exit code 0 when it verifies, 1 when it does not."""
    kept = _KEPT.fullmatch((since or "").strip())
    if since is not None and kept is None:
        stop("--since: is not a head as `breach verify` prints it: the number of entries, a colon, 64 of 0-9 and a-f")
    with mistakes():
        raise SystemExit(asyncio.run(_verify((int(kept[1]), kept[2]) if kept else None)))


async def _verify(kept: tuple[int, str] | None) -> int:
    from handlers.settings import read_settings
    from storage import log
    from storage.engine import open_store
    from storage.verification import verify_beside, verify_since

    store = await open_store(read_settings().breach_database_url)
    try:
        faults = await store.read(lambda conn: list(log.verify(conn)))
        if kept:
            faults += await store.read(lambda conn: list(verify_since(conn, *kept)))
        faults += await store.read(lambda conn: list(verify_beside(conn)))
        entries = await store.read(log.length)
        head = await store.read(log.last_head)
    finally:
        await store.close()
    for fault in faults:
        print(f"entry {fault.seq}: {fault.what}" if fault.seq else fault.what)
    print(f"{entries} entries, {len(faults)} faults")
    print(f"head {head}")
    print(f"Keep this elsewhere, and give it back later: breach verify --since {entries}:{head}")
    if kept is None:
        print(
            "Without such a line it cannot see that entries were cut off at the end, or that somebody who can write to "
            "the database altered entries and computed every hash after them anew."
        )
    print("It never sees what was altered in tables that the record does not repeat: reminders, messages, people.")
    return 1 if faults else 0
