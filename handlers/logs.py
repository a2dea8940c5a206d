"""Our own log lines: JSON, without tokens and without a word of an incident."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_TOKEN = re.compile(r"\b(xox[a-z]|xapp)-[A-Za-z0-9-]+")


def mask(text: str) -> str:
    """The text with every Slack token blotted out."""
    return _TOKEN.sub(r"\1-…", text)


def mask_event(logger: object, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Structlog processor: no token leaves in a log line."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = mask(value)
    return event


class _MaskingFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return mask(super().format(record))


def set_up_logs(level: int = logging.INFO) -> None:
    """Write JSON lines to standard error; libraries speak only from WARNING up, masked."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            mask_event,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_MaskingFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    # a library's traceback can carry a request's body, and with it words of an incident
    logging.getLogger("slack_bolt").setLevel(logging.CRITICAL)
    logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)
