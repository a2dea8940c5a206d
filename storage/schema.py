"""Which schema the database has, which one this program needs, and how to get from one to the other."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from storage import log

if TYPE_CHECKING:
    from alembic.config import Config


class SchemaOutOfDateError(Exception):
    """The database's schema is not the one that this program needs; `breach db upgrade` mends an older one."""

    def __init__(self, stored: str | None, wanted: str) -> None:
        super().__init__(f"schema {stored or 'none'}, wanted {wanted}")
        self.stored, self.wanted = stored, wanted
        self.newer = stored is not None and stored > wanted
        """Whether a newer program has upgraded the database: only that program can use it."""


_FOLDER = Path(__file__).parent / "migrations"
_STORED = text("SELECT version_num FROM alembic_version")


def wanted_revision() -> str:
    """The newest revision that this program brings: a migration's file begins with its revision."""
    return max(path.name for path in (_FOLDER / "versions").glob("[0-9]*.py")).partition("_")[0]


def stored_revision(conn: Connection) -> str | None:
    """The revision that the database has."""
    return conn.execute(_STORED).scalar() if inspect(conn).has_table("alembic_version") else None


def upgrade(conn: Connection) -> None:
    """Bring the database to the newest schema, inside the caller's transaction; a second replica waits its turn.

    Raises SchemaOutOfDateError when it is newer than this program.
    """
    from alembic import command  # takes long to import, and a bot that runs does not migrate

    log.lock(conn)
    refused = SchemaOutOfDateError(stored_revision(conn), wanted_revision())
    if refused.newer:
        raise refused
    command.upgrade(config(conn), "head")


def config(conn: Connection | None = None) -> "Config":
    """Alembic's configuration, in code: there is nothing in it to edit."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(_FOLDER))
    if conn is not None:
        made.attributes["connection"] = conn
    return made
