"""Our own log lines: JSON, without tokens and without a word of an incident."""

import logging
import re
import sys
from typing import Any

import structlog

_TOKEN = re.compile(r"\b(xox[a-z]|xapp)-[A-Za-z0-9-]+")


def mask(text: str) -> str:
    """The text with every Slack token blotted out."""
    return _TOKEN.sub(r"\1-…", text)


def mask_line(logger: object, name: str, line: Any) -> str:
    """Structlog's last processor: no token leaves in a line, however deep it was nested."""
    return mask(str(line))


class _MaskingFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return mask(super().format(record))


def _tells_no_request(record: logging.LogRecord) -> bool:
    """Slack's libraries log requests with their bodies, and with them words of an incident.

    A filter of the handler: Bolt sets the levels of its loggers itself.
    """
    return record.name.partition(".")[0] not in ("slack_bolt", "slack_sdk")


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
    handler.addFilter(_tells_no_request)
    logging.raiseExceptions = False  # a line that cannot be written would be printed unmasked
