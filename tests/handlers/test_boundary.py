"""The one error boundary: whatever a handler does, a person gets a sentence and nothing of the inside."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck
from structlog.testing import capture_logs

from handlers.app import Bot
from handlers.boundary import Boundary, Handler
from handlers.commands import breach
from handlers.desk import Desk
from handlers.execute import NotRecordedError
from handlers.render import Mrkdwn
from handlers.replies import FieldErrors, Nothing, Reply, Say
from handlers.request import Request, request_of
from handlers.shortcuts import report_message
from storage.unavailable import UnavailableError

COMMAND = {"command": "/breach", "text": "help", "user_id": "UOLGA", "channel_id": "C1", "trigger_id": "1.2"}
SUBMISSION: dict[str, Any] = {
    "type": "view_submission",
    "user": {"id": "UOLGA"},
    "trigger_id": "1.2",
    "view": {
        "id": "V1",
        "hash": "h",
        "state": {"values": {}},
        "blocks": [{"type": "section", "block_id": "s"}, {"type": "input", "block_id": "what"}],
    },
}


class SurpriseError(Exception):
    """Nobody foresaw this."""


def raising(error: Exception) -> Handler:
    async def handler(desk: Desk, request: Request) -> Reply:
        raise error

    return handler


def replying(reply: Reply) -> Handler:
    async def handler(desk: Desk, request: Request) -> Reply:
        return reply

    return handler


@pytest.fixture
def given_to_slack(bot: Bot) -> Callable[[Handler, dict[str, Any]], Any]:
    """What a handler's reply becomes, as Bolt hands it to Slack."""

    async def give(handler: Handler, body: dict[str, Any]) -> Any:
        ack = AsyncAck()  # type: ignore[no-untyped-call]  # Bolt gives it no types
        await Boundary(bot.desk).listener(handler)(ack, body)
        return ack.response

    return give


async def test_a_surprise_in_a_command_is_a_sentence_with_a_reference(given_to_slack: Any) -> None:
    with capture_logs() as lines:
        response = await given_to_slack(raising(SurpriseError("the zebra laptop")), COMMAND)
    (line,) = [line for line in lines if line["event"] == "surprise"]
    assert f"Reference {line['reference']}" in response.body
    assert "573-751-7446" in response.body


async def test_a_surprise_tells_nobody_what_it_was_about(given_to_slack: Any) -> None:
    with capture_logs() as lines:
        response = await given_to_slack(raising(SurpriseError("the zebra laptop")), COMMAND)
    assert "zebra" not in repr(lines)
    assert "zebra" not in response.body
    assert "SurpriseError" not in response.body


async def test_a_surprise_is_found_by_its_place_in_the_log(given_to_slack: Any) -> None:
    with capture_logs() as lines:
        await given_to_slack(raising(SurpriseError("x")), COMMAND)
    (line,) = [line for line in lines if line["event"] == "surprise"]
    assert line["error"] == "SurpriseError"
    assert line["at"].startswith("test_boundary.py:")


async def test_a_surprise_in_a_form_keeps_the_form_with_what_was_typed(given_to_slack: Any) -> None:
    response = await given_to_slack(raising(SurpriseError("x")), SUBMISSION)
    told = json.loads(response.body)
    assert (told["response_action"], set(told["errors"])) == ("errors", {"what"})


@pytest.mark.parametrize("error", [NotRecordedError(), UnavailableError("gone")])
async def test_what_was_not_recorded_is_said_as_clearly_as_that(given_to_slack: Any, error: Exception) -> None:
    told = (await given_to_slack(raising(error), COMMAND)).body
    assert "NOT recorded" in told
    assert "573-751-7446" in told


async def test_a_form_that_was_not_recorded_stays_open(given_to_slack: Any) -> None:
    response = await given_to_slack(raising(NotRecordedError()), SUBMISSION)
    told = json.loads(response.body)
    assert told["response_action"] == "errors"
    assert "NOT recorded" in told["errors"]["what"]


async def test_an_answer_to_a_command_is_seen_by_that_person_only(given_to_slack: Any) -> None:
    response = await given_to_slack(replying(Say(text=Mrkdwn("Noted."))), COMMAND)
    assert json.loads(response.body)["response_type"] == "ephemeral"


async def test_field_errors_stand_under_their_fields(given_to_slack: Any) -> None:
    response = await given_to_slack(replying(FieldErrors(errors={"office": "Choose another."})), SUBMISSION)
    assert json.loads(response.body) == {"response_action": "errors", "errors": {"office": "Choose another."}}


async def test_taking_note_is_an_empty_answer(given_to_slack: Any) -> None:
    assert (await given_to_slack(replying(Nothing()), SUBMISSION)).status == 200


async def test_a_modal_that_slack_does_not_open_becomes_the_telephone_and_the_text_form(given_to_slack: Any) -> None:
    told = (await given_to_slack(breach, {**COMMAND, "text": "report"})).body
    assert "573-751-7446" in told
    assert "/breach report" in told


@pytest.mark.parametrize(
    ("body", "key"),
    [
        (COMMAND, "trigger:1.2"),
        (SUBMISSION, "view:V1:h"),
        ({"event_id": "Ev1", "event": {"type": "app_home_opened", "user": "UOLGA"}}, "event:Ev1"),
    ],
)
def test_a_delivery_is_known_by_what_slack_repeats(body: dict[str, Any], key: str) -> None:
    request = request_of(body)
    assert (request.key, request.user) == (key, "UOLGA")


async def test_a_message_that_is_reported_stands_in_the_form_as_it_was_typed(bot: Bot) -> None:
    body = {
        "type": "message_action",
        "callback_id": "report_message",
        "user": {"id": "UOLGA"},
        "trigger_id": "1.2",
        "message": {"text": "R&amp;D's laptop is gone, 1 &lt; 2, SSN 536-22-8741"},
    }
    reply: Any = await report_message(bot.desk, request_of(body))
    (what,) = [block for block in reply.view["blocks"] if block.get("block_id") == "what"]
    assert what["element"]["initial_value"].endswith("R&D's laptop is gone, 1 < 2, SSN [removed]")
