"""A small Bolt app that is not ours to please: written against Slack's documentation alone."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

Json = dict[str, Any]


def modal(title: str = "New item") -> Json:
    """The form of the app."""
    return {
        "type": "modal",
        "callback_id": "item",
        "notify_on_close": True,
        "private_metadata": "kept",
        "title": {"type": "plain_text", "text": title},
        "submit": {"type": "plain_text", "text": "File"},
        "blocks": [
            {
                "type": "input",
                "block_id": "what",
                "label": {"type": "plain_text", "text": "What is it?"},
                "element": {"type": "plain_text_input", "action_id": "text", "max_length": 100},
            },
            {
                "type": "input",
                "block_id": "kind",
                "label": {"type": "plain_text", "text": "Kind"},
                "element": {
                    "type": "static_select",
                    "action_id": "choice",
                    "initial_option": option("bag"),
                    "options": [option("bag"), option("hat")],
                },
            },
            {
                "type": "input",
                "block_id": "day",
                "optional": True,
                "label": {"type": "plain_text", "text": "Found on"},
                "element": {"type": "datepicker", "action_id": "date"},
            },
        ],
    }


def option(value: str) -> Json:
    """One option of a select."""
    return {"text": {"type": "plain_text", "text": value.title()}, "value": value}


def button(action_id: str, text: str, value: str = "1") -> Json:
    """One button."""
    return {
        "type": "button",
        "action_id": action_id,
        "text": {"type": "plain_text", "text": text},
        "value": value,
    }


def lost_and_found(api_url: str, bot_token: str, signing_secret: str) -> tuple[AsyncApp, list[Json]]:
    """The app, and the list of what it has heard."""
    client = AsyncWebClient(token=bot_token, base_url=api_url)
    app = AsyncApp(client=client, token=bot_token, signing_secret=signing_secret, process_before_response=True)
    heard: list[Json] = []

    @app.middleware
    async def listen(body: Json, next: Any) -> None:
        heard.append(body)
        await next()

    @app.command("/lost")
    async def lost(ack: Any, command: Json, client: AsyncWebClient, respond: Any) -> None:
        if command["text"] == "form":
            await ack()
            await client.views_open(trigger_id=command["trigger_id"], view=modal())
        elif command["text"] == "late":
            await ack()
            await respond("said later")
        else:
            await ack(f"Lost: {command['text']}")

    @app.shortcut("new_item")
    async def new_item(ack: Any, shortcut: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=modal())

    @app.shortcut("file_this")
    async def file_this(ack: Any, shortcut: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=modal("File this"))

    @app.view("item")
    async def item(ack: Any, view: Json, body: Json, client: AsyncWebClient) -> None:
        what = view["state"]["values"]["what"]["text"]["value"]
        if what == "nothing":
            await ack(response_action="errors", errors={"what": "That is no item."})
        elif what == "again":
            await ack(response_action="update", view=modal("Once more"))
        elif what == "further":
            await ack(response_action="push", view=modal("Further"))
        elif what == "done":
            await ack(response_action="clear")
        else:
            await ack()
            made = await client.conversations_create(name="item-" + what.lower(), is_private=True)
            channel = made["channel"]["id"]
            await client.conversations_invite(channel=channel, users=body["user"]["id"])
            blocks: list[Json] = [
                {"type": "section", "text": {"type": "mrkdwn", "text": f"*{what}*"}},
                {
                    "type": "actions",
                    "block_id": "acts",
                    "elements": [button("claim", "Mine"), button("drop", "Drop")],
                },
            ]
            posted = await client.chat_postMessage(channel=channel, text=what, blocks=blocks)
            await client.pins_add(channel=channel, timestamp=posted["ts"])

    @app.view_closed("item")
    async def closed(ack: Any) -> None:
        await ack()

    @app.action("claim")
    async def claim(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        channel, ts = body["channel"]["id"], body["message"]["ts"]
        await client.chat_update(channel=channel, ts=ts, text=f"claimed by <@{body['user']['id']}>", blocks=[])

    @app.action("drop")
    async def drop(ack: Any, respond: Any) -> None:
        await ack()
        await respond(text="Only the finder can drop it.", response_type="ephemeral", replace_original=False)

    @app.event("app_home_opened")
    async def home(event: Json, client: AsyncWebClient) -> None:
        text = {"type": "plain_text", "text": "Nothing lost today."}
        view = {"type": "home", "blocks": [{"type": "section", "text": text}]}
        await client.views_publish(user_id=event["user"], view=view)

    for name in ("app_mention", "member_joined_channel", "message", "channel_rename", "team_join"):
        app.event(name)(_take)
    for name in ("member_left_channel", "channel_archive", "file_shared"):
        app.event(name)(_take)
    return app, heard


async def _take(event: Json) -> None:
    assert event["type"]
