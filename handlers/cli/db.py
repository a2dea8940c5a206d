"""`breach db`: the database's schema."""

import asyncio

import typer

from handlers.cli.mistakes import mistakes

app = typer.Typer(no_args_is_help=True, help="The database's schema.")


@app.callback()
def database() -> None:
    """The database's schema."""


@app.command("upgrade")
def upgrade() -> None:
    """Bring the database to the newest schema; safe to repeat."""
    with mistakes():
        asyncio.run(_upgrade())


async def _upgrade() -> None:
    from handlers.settings import read_settings
    from storage import schema
    from storage.engine import unchecked_store

    store = unchecked_store(read_settings().breach_database_url, patience=None)
    try:
        await store.write(schema.upgrade)
    finally:
        await store.close()
    print(f"schema {schema.wanted_revision()}")
