"""Which schema the database has, which one this program needs, and how to get from one to the other."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage import log


class SchemaOutOfDateError(Exception):
    """The database's schema is not the one that this program was written for; `breach db upgrade` mends it."""

    def __init__(self, stored: str | None, wanted: str) -> None:
        super().__init__(f"schema {stored or 'none'}, wanted {wanted}")
        self.stored, self.wanted = stored, wanted


_FOLDER = Path(__file__).parent / "migrations"
_wanted: str | None = None


def config(conn: Connection | None = None) -> Config:
    """Alembic's configuration, in code: there is nothing in it to edit."""
    made = Config()
    made.set_main_option("script_location", str(_FOLDER))
    if conn is not None:
        made.attributes["connection"] = conn
    return made


def wanted_revision() -> str:
    """The newest revision that this program brings."""
    global _wanted
    if _wanted is None:
        _wanted = ScriptDirectory.from_config(config()).get_current_head() or ""
    return _wanted


def stored_revision(conn: Connection) -> str | None:
    """The revision that the database has."""
    return MigrationContext.configure(conn).get_current_revision()


def upgrade(conn: Connection) -> None:
    """Bring the database to the newest schema, inside the caller's transaction; a second replica waits its turn."""
    log.lock(conn)
    command.upgrade(config(conn), "head")
