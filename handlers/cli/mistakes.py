"""What the command line says when it cannot go on: one line, exit code 2; what nobody foresaw, exit code 70."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

SURPRISE = 70
"""The exit code of a fault of ours (sysexits.h: EX_SOFTWARE)."""


@contextmanager
def mistakes() -> Iterator[None]:
    """Turn what a person can mend into one line on standard error."""
    from bot.policy.source import PackErrors
    from handlers.settings import BadSettingsError
    from storage.schema import SchemaOutOfDateError
    from storage.unavailable import ReplacedError, UnavailableError

    try:
        yield
    except PackErrors as error:
        more = f" (and {len(error.faults) - 1} more faults)" if len(error.faults) > 1 else ""
        stop(f"{error.faults[0]}{more}")
    except BadSettingsError as error:
        stop(str(error))
    except SchemaOutOfDateError as error:
        if error.newer:
            stop(
                f"the database's schema {error.stored} is newer than this program, which knows {error.wanted}: "
                "a newer program has upgraded it, and only that can use it"
            )
        stop(f"the database has {error}; run `breach db upgrade` first")
    except ReplacedError:
        stop(
            "BREACH_DATABASE_URL: another file was put in the database's place; nothing was written to it. "
            "Start again when the right file is there"
        )
    except UnavailableError as error:
        stop(f"BREACH_DATABASE_URL: the database does not answer ({error})")


@contextmanager
def surprises() -> Iterator[None]:
    """Turn what nobody foresaw into one line: a traceback could hold words of an incident, and helps nobody here."""
    try:
        yield
    except BrokenPipeError:  # whoever read our output has gone: `breach … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except MemoryError:
        stop("this input needs more memory than there is", SURPRISE)
    except Exception as error:
        stop(f"something went wrong on our side ({type(error).__name__} at {place_of(error)})", SURPRISE)


def stop(line: str, code: int = 2) -> NoReturn:
    """One line on standard error, and the end."""
    print("breach: " + " ".join(line.split()), file=sys.stderr)
    raise SystemExit(code)


def place_of(error: BaseException) -> str:
    """File and line of where it was raised."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno}" if trace else "unknown"
