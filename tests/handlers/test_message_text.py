"""What a reported message holds, in every shape in which Slack hands it over."""

from typing import Any

import pytest

from handlers.message_text import address_of_message, files_of_message, text_of_message

LINK = {"type": "link", "url": "https://evil.example/login", "text": "Your mailbox is full"}
RICH = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [LINK]}]}


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ({"text": "two\nlines"}, ["two\nlines"]),
        ({"text": "<https://evil.example/login|Your mailbox>"}, ["Your mailbox (https://evil.example/login)"]),
        ({"blocks": [RICH]}, ["Your mailbox is full (https://evil.example/login)"]),
        (
            {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "Disk of <@U1|olga>"}}]},
            ["Disk of @olga"],
        ),
        ({"blocks": [{"type": "section", "fields": [{"text": "Host"}, {"text": "srv-4"}]}]}, ["Host", "srv-4"]),
        (
            {"attachments": [{"fallback": "Alert: copy", "title_link": "https://siem.example/7"}]},
            ["https://siem.example/7"],
        ),
        ({"text": "same", "blocks": [{"type": "section", "text": {"text": "same"}}]}, ["same"]),
        ({}, [""]),
    ],
)
def test_what_people_read_in_a_message_is_in_its_text(message: dict[str, Any], told: list[str]) -> None:
    text = text_of_message(message)
    for one in told:
        assert one in text


def test_what_stands_in_the_text_and_in_its_blocks_is_said_once() -> None:
    message = {"text": "same", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "same"}}]}
    assert text_of_message(message) == "same"


def test_blocks_in_blocks_without_end_are_read_to_a_depth() -> None:
    deep: Any = {"text": "bottom"}
    for _ in range(500):
        deep = {"elements": [deep]}
    assert text_of_message({"text": "top", "blocks": [deep]}) == "top"


def test_files_are_named() -> None:
    assert files_of_message({"files": [{"name": "payroll.xlsx"}, {"title": "Scan"}, None]}) == ("payroll.xlsx", "Scan")


def test_the_address_is_the_workspaces_own() -> None:
    body = {"team": {"domain": "dot"}, "channel": {"id": "C1"}, "message_ts": "1732212345.123456"}
    assert address_of_message(body, "slack.com") == "https://dot.slack.com/archives/C1/p1732212345123456"


@pytest.mark.parametrize("lack", ["team", "channel", "message_ts"])
def test_an_address_is_never_guessed(lack: str) -> None:
    body = {"team": {"domain": "dot"}, "channel": {"id": "C1"}, "message_ts": "1732212345.123456"}
    assert address_of_message({key: value for key, value in body.items() if key != lack}, "slack.com") == ""
