"""A Bolt app that knows nothing of the sandbox works against it over both transports."""

from __future__ import annotations

import pytest

from sandbox.server import text_of
from tests.sandbox.conftest import Running


async def test_a_command_is_answered_to_the_person_alone(running: Running) -> None:
    ann = running.slack.person("alice")
    answer = await ann.command("/lost", "a red hat")
    assert answer.ok
    assert answer.text == "Lost: a red hat"
    assert ann.ephemerals[-1].text == "Lost: a red hat"
    assert running.slack.person("carla").ephemerals == []


async def test_a_form_becomes_a_private_channel_with_a_pinned_message(running: Running) -> None:
    ann = running.slack.person("alice")
    await ann.command("/lost", "form")
    assert ann.view is not None
    answer = await ann.submit({"what": "umbrella", "kind": "hat", "day": "2026-11-20"})
    assert answer.ok
    assert ann.view is None
    channel = running.slack.workspace.named("item-umbrella")
    assert channel is not None
    assert channel.is_private
    assert channel.pins == [ann.messages(channel)[0].ts]
    assert running.slack.person("carla").messages(channel) == []
    values = next(body for body in running.heard if body.get("type") == "view_submission")["view"]["state"]["values"]
    assert values["kind"]["choice"]["selected_option"]["value"] == "hat"
    assert values["day"]["date"]["selected_date"] == "2026-11-20"
    assert running.slack.violations == []


async def test_errors_keep_the_modal_open_with_what_was_typed(running: Running) -> None:
    ann = running.slack.person("alice")
    await ann.shortcut("new_item")
    answer = await ann.submit({"what": "nothing"})
    assert answer.errors == {"what": "That is no item."}
    assert ann.view is not None
    assert ann.view["state"]["values"]["what"]["text"]["value"] == "nothing"


async def test_modals_are_updated_pushed_and_cleared_by_the_answer(running: Running) -> None:
    ann = running.slack.person("alice")
    await ann.shortcut("new_item")
    await ann.submit({"what": "again"})
    assert ann.view is not None
    assert ann.view["title"]["text"] == "Once more"
    await ann.submit({"what": "further"})
    assert [view["title"]["text"] for view in ann.views] == ["Once more", "Further"]
    await ann.submit({"what": "done"})
    assert ann.view is None


async def test_a_closed_modal_is_told_when_the_app_asked_for_it(running: Running) -> None:
    ann = running.slack.person("alice")
    await ann.shortcut("new_item")
    answer = await ann.close()
    assert answer.ok
    assert running.heard[-1]["type"] == "view_closed"


async def test_a_message_shortcut_carries_the_message(running: Running) -> None:
    ann = running.slack.person("dana")
    message = ann.messages("central-district")[1]
    await ann.message_shortcut("file_this", "central-district", message.ts)
    assert ann.view is not None
    payload = next(body for body in running.heard if body.get("type") == "message_action")
    assert payload["message"]["text"] == message.text


async def test_a_button_updates_its_message(running: Running) -> None:
    ann = running.slack.person("alice")
    await ann.shortcut("new_item")
    await ann.submit({"what": "scarf"})
    message = ann.messages("item-scarf")[0]
    await ann.press("claim", message=message)
    assert text_of(message) == "claimed by <@U0ALICE>"


async def test_a_button_may_answer_through_its_response_url(running: Running) -> None:
    ann = running.slack.person("alice")
    await ann.shortcut("new_item")
    await ann.submit({"what": "glove"})
    await ann.press("drop", message=ann.messages("item-glove")[0])
    assert ann.ephemerals[-1].text == "Only the finder can drop it."


async def test_a_response_url_shows_a_later_answer(running: Running) -> None:
    ann = running.slack.person("alice")
    await ann.command("/lost", "late")
    await running.slack.until(lambda: ann.ephemerals)
    assert ann.ephemerals[-1].text == "said later"


async def test_opening_the_home_tab_publishes_it(running: Running) -> None:
    ann = running.slack.person("alice")
    await ann.open_home()
    home = await running.slack.until(lambda: ann.home)
    assert "Nothing lost today." in text_of(home)


@pytest.mark.parametrize("running", ["http"], indirect=True)
async def test_the_apps_address_answers_slacks_challenge(running: Running) -> None:
    assert await running.slack.verify_url()


async def test_a_message_event_reaches_a_bot_that_is_in_the_channel(running: Running) -> None:
    dana = running.slack.person("dana")
    dana.invite("general", "lostfound")
    dana.post("general", "Has anybody seen my keys?")
    await running.slack.until(lambda: running.slack.delivered("message"))
    assert running.slack.delivered("message")[-1].status in (200, "acknowledged")
