"""Our own log lines: JSON, without tokens and without a word of an incident."""

import logging
import re
import sys
from typing import Any

import structlog

from handlers.metrics import LEFT_OUT

_TOKEN = re.compile(r"\b(xox[a-z]|xapp)-[A-Za-z0-9-]+")


def mask(text: str) -> str:
    """The text with every Slack token blotted out."""
    return _TOKEN.sub(r"\1-…", text)


def mask_line(logger: object, name: str, line: Any) -> str:
    """Structlog's last processor: no token leaves in a line, however deep it was nested."""
    return mask(str(line))


HEARD = ("aiohttp", "alembic", "asyncio", "uvicorn")
"""The libraries that may speak: whoever is not named here could log what people typed. What they say is counted."""


class _MaskingFormatter(logging.Formatter):
    """First lines only, and of an exception its name and place: asyncio prints the exception's own words below."""

    def format(self, record: logging.LogRecord) -> str:
        return mask(super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  (logging's own name)
        record.message = record.message.partition("\n")[0]
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802  (logging's own name)
        kind, _, trace = ei
        while trace and trace.tb_next:
            trace = trace.tb_next
        place = f"{trace.tb_frame.f_code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno}" if trace else "unknown"
        return f"  {kind.__name__} at {place}"


def _may_speak(record: logging.LogRecord) -> bool:
    """Slack's libraries log requests with their bodies, SQLAlchemy rows: with them words of an incident.

    A filter of the handler: Bolt sets the levels of its loggers itself.
    """
    library = record.name.partition(".")[0]
    if library in HEARD and record.levelno >= logging.WARNING:
        return True
    if record.levelno >= logging.WARNING:
        LEFT_OUT.labels(library).inc()
    return False


def set_up_logs(level: int = logging.INFO) -> None:
    """Write JSON lines to standard error; libraries speak only from WARNING up, masked."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
            mask_line,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_MaskingFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    handler.addFilter(_may_speak)
    logging.raiseExceptions = False  # a line that cannot be written would be printed unmasked
