"""Log lines carry no token, and nothing that a library says of a request."""

import json
import logging
from collections.abc import Callable, Iterator

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from handlers.logs import mask, set_up_logs
from handlers.metrics import LEFT_OUT

SetUp = Callable[[], None]

TOKENS = [
    "xoxb-123-456-abcDEF",
    "xoxp-123-456",
    "xoxe.xoxb-1-abc",
    "xapp-1-A0123-456-abcdef",
    "xoxs-1",
]


@pytest.fixture
def logs() -> Iterator[SetUp]:
    """Sets logging up as `breach run` does; it is put back afterwards."""
    root, configured = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers[:], root.level
    yield set_up_logs
    logging.raiseExceptions = True
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**configured)


@pytest.mark.parametrize("token", TOKENS)
def test_a_token_is_blotted_out(token: str) -> None:
    assert token.rpartition("-")[2] not in mask(f"calling with {token}, please")


@given(st.text(), st.sampled_from(["xoxb", "xapp"]), st.text(alphabet="abc123-", min_size=1, max_size=30), st.text())
def test_no_token_survives_whatever_stands_around_it(before: str, kind: str, rest: str, after: str) -> None:
    assert f"{kind}-zebra{rest}" not in mask(f"{before} {kind}-zebra{rest} {after}")


def test_text_without_a_token_stays() -> None:
    assert mask("the xox family, foxb-1, xapp") == "the xox family, foxb-1, xapp"


def test_our_own_lines_are_json_with_tokens_blotted_out(
    capsys: pytest.CaptureFixture[str], logs: Callable[[], None]
) -> None:
    logs()
    structlog.get_logger().error("odd", cause="sent with xoxb-1-zebra", nested={"token": ["xoxb-1-zebra"]})
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["event"] == "odd"
    assert "zebra" not in line


def test_a_librarys_lines_have_tokens_blotted_out(capsys: pytest.CaptureFixture[str], logs: SetUp) -> None:
    logs()
    logging.getLogger("aiohttp.client").warning("sent with %s", "xapp-1-zebra")
    told = capsys.readouterr().err
    assert "sent with" in told
    assert "zebra" not in told


def test_a_librarys_traceback_has_tokens_blotted_out(
    capsys: pytest.CaptureFixture[str], logs: Callable[[], None]
) -> None:
    logs()
    try:
        raise ValueError("Bearer xoxb-1-zebra")
    except ValueError:
        logging.getLogger("aiohttp").exception("failed")
    told = capsys.readouterr().err
    assert "ValueError" in told
    assert "zebra" not in told


@pytest.mark.parametrize("name", ["slack_bolt", "slack_bolt.AsyncApp", "slack_sdk.web.async_client"])
def test_slacks_libraries_do_not_log_requests(
    name: str, capsys: pytest.CaptureFixture[str], logs: Callable[[], None]
) -> None:
    logs()
    library = logging.getLogger(name)
    library.setLevel(logging.DEBUG)  # as Bolt does with its own loggers
    library.error("Failed to run listener: body: {'text': 'the zebra laptop'}")
    library.setLevel(logging.NOTSET)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("name", ["sqlalchemy.engine.Engine", "apprise", "a_library_of_next_year", "root"])
@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO, logging.WARNING, logging.CRITICAL])
def test_a_library_that_nobody_named_is_counted_and_not_heard(
    name: str, level: int, capsys: pytest.CaptureFixture[str], logs: SetUp
) -> None:
    logs()
    library, before = logging.getLogger(name), LEFT_OUT.labels(name.partition(".")[0])._value.get()
    library.setLevel(logging.DEBUG)
    library.log(level, "row: the zebra laptop")
    library.setLevel(logging.NOTSET)
    assert capsys.readouterr().err == ""
    assert LEFT_OUT.labels(name.partition(".")[0])._value.get() - before == (level >= logging.WARNING)


def test_of_an_exception_its_name_and_place_are_said_and_none_of_its_words(
    capsys: pytest.CaptureFixture[str], logs: SetUp
) -> None:
    logs()
    try:
        raise ValueError("the zebra laptop")
    except ValueError as error:
        logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: %r", error, exc_info=error)
    told = capsys.readouterr().err
    assert "Task exception was never retrieved" in told
    assert "ValueError at test_logs.py:" in told
    assert "zebra" not in told


def test_a_librarys_small_talk_is_not_heard(capsys: pytest.CaptureFixture[str], logs: SetUp) -> None:
    logs()
    logging.getLogger("aiohttp").info("connected")
    assert capsys.readouterr().err == ""
