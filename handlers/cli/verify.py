"""`breach verify`: walks the whole record and says whether it is as it was written."""

import asyncio

from handlers.cli.mistakes import mistakes


def verify() -> None:
    """Check the record's chain. Exit code 0 when it verifies, 1 when it does not."""
    with mistakes():
        raise SystemExit(asyncio.run(_verify()))


async def _verify() -> int:
    from handlers.settings import read_settings
    from storage import log
    from storage.engine import open_store

    store = await open_store(read_settings().breach_database_url)
    try:
        faults = await store.read(lambda conn: list(log.verify(conn)))
        entries = await store.read(log.length)
        head = await store.read(log.last_head)
    finally:
        await store.close()
    for fault in faults:
        print(f"entry {fault.seq}: {fault.what}")
    print(f"{entries} entries, {len(faults)} faults")
    print(f"head {head}")
    print("Keep this line elsewhere: a record that was cut off at its end still verifies, but ends in another head.")
    return 1 if faults else 0
