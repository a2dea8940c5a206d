"""What storage raises when it could not remember: nothing was kept, and the person must be told so."""


class UnavailableError(Exception):
    """The database is locked, full, gone or not answering; nothing was written."""


class ReplacedError(UnavailableError):
    """Another file stands in the database's place: what was recorded is not in it, so nothing is written to it."""
