"""What the command line says when it cannot go on: one line, exit code 2."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def mistakes() -> Iterator[None]:
    """Turn what a person can mend into one line on standard error."""
    from bot.policy.source import PackErrors
    from handlers.settings import BadSettingsError
    from storage.schema import SchemaOutOfDateError
    from storage.unavailable import UnavailableError

    try:
        yield
    except PackErrors as error:
        more = f" (and {len(error.faults) - 1} more faults)" if len(error.faults) > 1 else ""
        _stop(f"{error.faults[0]}{more}")
    except BadSettingsError as error:
        _stop(str(error))
    except SchemaOutOfDateError as error:
        if error.newer:
            _stop(
                f"the database's schema {error.stored} is newer than this program, which knows {error.wanted}; "
                "run the newer version of the program"
            )
        _stop(f"the database has {error}; run `breach db upgrade` first")
    except UnavailableError as error:
        _stop(f"BREACH_DATABASE_URL: the database does not answer ({error})")


def _stop(line: str) -> None:
    print(f"breach: {line}", file=sys.stderr)
    raise SystemExit(2)
