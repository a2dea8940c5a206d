"""A person's side is as strict as Slack's own screen."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.errors import NotPossible
from sandbox.inputs import filled, initial_state, refusals
from sandbox.server import Sandbox, text_of
from tests.sandbox.blocks import actions, button, field, menu, section, select, typed
from tests.sandbox.conftest import Running

Json = dict[str, Any]


async def posted(slack: Sandbox, client: AsyncWebClient, *blocks: Json) -> Any:
    """A message of the bot to Alice."""
    await client.chat_postMessage(channel="U0ALICE", text="x", blocks=list(blocks))
    return slack.person("alice").dm()[-1]


async def test_only_members_see_a_private_channel(slack: Sandbox) -> None:
    slack.person("alice").create_channel("quiet", is_private=True)
    assert "quiet" in [channel.name for channel in slack.person("alice").channels()]
    assert "quiet" not in [channel.name for channel in slack.person("carla").channels()]
    with pytest.raises(NotPossible, match="cannot see"):
        slack.person("carla").post("quiet", "hello?")


async def test_a_guest_sees_only_channels_of_a_member(slack: Sandbox) -> None:
    assert [channel.name for channel in slack.person("gus").channels()] == ["central-district"]


async def test_somebody_deactivated_can_do_nothing(slack: Sandbox) -> None:
    with pytest.raises(NotPossible, match="deactivated"):
        await slack.person("del").command("/lost")


async def test_an_unknown_command_is_not_possible(slack: Sandbox) -> None:
    with pytest.raises(NotPossible, match="/lost"):
        await slack.person("alice").command("/found")


async def test_a_button_that_is_gone_cannot_be_pressed(slack: Sandbox, client: AsyncWebClient) -> None:
    message = await posted(slack, client, actions(button()))
    await client.chat_update(channel=message.channel, ts=message.ts, text="done", blocks=[])
    with pytest.raises(NotPossible, match="no 'go' to press"):
        await slack.person("alice").press("go", message=message)


async def test_a_deleted_message_cannot_be_pressed(slack: Sandbox, client: AsyncWebClient) -> None:
    message = await posted(slack, client, actions(button()))
    await client.chat_delete(channel=message.channel, ts=message.ts)
    with pytest.raises(NotPossible, match="no message"):
        await slack.person("alice").press("go", message=message)


async def test_a_message_in_an_archived_channel_cannot_be_pressed(slack: Sandbox, client: AsyncWebClient) -> None:
    room = (await client.conversations_create(name="room"))["channel"]["id"]
    await client.chat_postMessage(channel=room, text="x", blocks=[actions(button())])
    message = slack.person("alice").messages(room)[0]
    await client.conversations_archive(channel=room)
    with pytest.raises(NotPossible, match="archived"):
        await slack.person("alice").press("go", message=message)


async def test_another_persons_direct_message_cannot_be_pressed(slack: Sandbox, client: AsyncWebClient) -> None:
    message = await posted(slack, client, actions(button()))
    with pytest.raises(NotPossible, match="sees no message"):
        await slack.person("carla").press("go", message=message)


async def test_of_two_like_buttons_one_must_be_named(slack: Sandbox, client: AsyncWebClient) -> None:
    first, second = (actions(button(value=str(n)), block_id=f"b{n}") for n in (1, 2))
    message = await posted(slack, client, first, second)
    with pytest.raises(NotPossible, match="2 times"):
        await slack.person("alice").press("go", message=message)
    assert (await slack.person("alice").press("go", message=message, value="2")).status == "unreachable"
    assert slack.delivered("block_actions")[-1].args["actions"][0]["block_id"] == "b2"


async def test_an_option_that_is_not_there_cannot_be_chosen(slack: Sandbox, client: AsyncWebClient) -> None:
    message = await posted(slack, client, actions(menu("overflow", 2)))
    with pytest.raises(NotPossible, match="no option"):
        await slack.person("alice").press("pick", message=message, value="7")


@pytest.mark.parametrize(
    ("element", "value", "sentence"),
    [
        (typed(), "", "Please complete this required field."),
        (typed(max_length=3), "abcd", "Must be 3 characters or fewer."),
        (typed(min_length=3), "ab", "Must be 3 characters or more."),
        (typed(), "x" * 3001, "Must be 3000 characters or fewer."),
        ({"type": "email_text_input", "action_id": "a"}, "nobody", "Must be an email address."),
        ({"type": "url_text_input", "action_id": "a"}, "nowhere", "Must be a valid URL."),
        (
            {"type": "number_input", "action_id": "a", "is_decimal_allowed": False},
            "1.5",
            "Must be a whole number.",
        ),
        (
            {"type": "number_input", "action_id": "a", "is_decimal_allowed": True, "max_value": "2"},
            "3",
            "Must be 2 or less.",
        ),
    ],
)
def test_slacks_screen_refuses_what_does_not_fit(element: Json, value: str, sentence: str) -> None:
    blocks = [field(element, block_id="b")]
    state = initial_state(blocks)
    state["b"][element["action_id"]] = filled(element, value)
    assert refusals(blocks, state) == {"b": sentence}


def test_an_optional_input_may_stay_empty() -> None:
    blocks = [field(block_id="b", optional=True)]
    assert refusals(blocks, initial_state(blocks)) == {}


@pytest.mark.parametrize(
    ("element", "value", "held"),
    [
        (select(2), "1", {"selected_option": select(2)["options"][1]}),
        (menu("checkboxes", 2), ["0", "1"], {"selected_options": select(2)["options"]}),
        (menu("radio_buttons", 2), "0", {"selected_option": select(2)["options"][0]}),
        ({"type": "datepicker", "action_id": "a"}, "2026-11-21", {"selected_date": "2026-11-21"}),
        ({"type": "timepicker", "action_id": "a"}, "14:10", {"selected_time": "14:10"}),
        ({"type": "users_select", "action_id": "a"}, "U0ALICE", {"selected_user": "U0ALICE"}),
        ({"type": "multi_users_select", "action_id": "a"}, ["U0ALICE"], {"selected_users": ["U0ALICE"]}),
        ({"type": "datetimepicker", "action_id": "a"}, 1795000000, {"selected_date_time": 1795000000}),
    ],
)
def test_a_value_stands_in_the_state_as_slack_sends_it(element: Json, value: Any, held: Json) -> None:
    assert filled(element, value) == {"type": element["type"], **held}


async def test_until_tells_the_journal_when_it_gives_up(slack: Sandbox, client: AsyncWebClient) -> None:
    await client.auth_test()
    with pytest.raises(TimeoutError, match=r"auth\.test"):
        await slack.until(lambda: False, timeout=0.01)


async def test_all_text_of_blocks_is_read(slack: Sandbox, client: AsyncWebClient) -> None:
    message = await posted(
        slack, client, section("One", fields=[{"type": "plain_text", "text": "Two"}]), actions(button())
    )
    assert text_of(message).splitlines() == ["x", "One", "Two", "Go"]


async def test_a_message_reads_by_attribute_and_by_key(slack: Sandbox, client: AsyncWebClient) -> None:
    message = await posted(slack, client, section("One"))
    assert message.text == message["text"] == "x"
    assert message.get("nothing") is None


async def test_uploading_a_file_tells_the_bot_in_the_channel(running: Running) -> None:
    ann = running.slack.person("alice")
    ann.invite("general", "lostfound")
    ann.upload("general", "photo.jpg", b"bytes")
    row = await running.slack.until(lambda: running.slack.delivered("file_shared"))
    assert row[0].args["event"]["file_id"] == ann.messages("general")[-1].files[0]["id"]


async def test_a_newcomer_a_rename_and_a_departure_are_told(running: Running) -> None:
    slack = running.slack
    ann = slack.person("alice")
    ann.invite("general", "lostfound")
    slack.join_team("nina", "Nina North")
    slack.deactivate("olga")
    ann.leave("general")
    names = {"team_join", "member_joined_channel", "member_left_channel"}
    await slack.until(lambda: names <= {row.method for row in slack.journal if row.kind == "delivery"})
    assert "U0OLGA" not in ann.channel("general").members
