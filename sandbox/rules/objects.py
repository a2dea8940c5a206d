"""Composition objects: texts, options, confirmations (docs: "Composition objects")."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.row import Json
from sandbox.rules.schema import Choice, Flag, Many, Shape, Str, complaint

URL = Str(high=3000, pattern=r"(?:https?|mailto|tel|slack):[\s\S]*")
IMAGE_URL = Str(high=3000, pattern=r"https?://[\s\S]+")
ID = Str(high=255)  # block_id, action_id, callback_id, external_id
TYPE = Str(high=60)  # which one was checked when the shape was chosen


def _text_kind(value: Json, where: str) -> Iterator[str]:
    if value["type"] == "plain_text" and "verbatim" in value:
        yield complaint("verbatim is for mrkdwn only", where)
    if value["type"] == "mrkdwn" and "emoji" in value:
        yield complaint("emoji is for plain_text only", where)


def text(high: int, *kinds: str) -> Shape:
    """A text object of at most so many characters (docs: "Text object")."""
    return Shape(
        source="Text object",
        required={"type": Choice(kinds or ("plain_text",)), "text": Str(high=high)},
        optional={"emoji": Flag(), "verbatim": Flag()},
        also=(_text_kind,),
    )


BOTH = ("plain_text", "mrkdwn")

CONFIRM = Shape(
    source="Confirmation dialog object",
    required={"title": text(100), "text": text(300, *BOTH), "confirm": text(30), "deny": text(30)},
    optional={"style": Choice(("primary", "danger"))},
)


def option(*kinds: str, url: bool = False) -> Shape:
    """One option (docs: "Option object"); a url only in an overflow menu."""
    extra = {"url": URL} if url else {}
    return Shape(
        source="Option object",
        required={"text": text(75, *kinds), "value": Str(high=150)},
        optional={"description": text(75, *kinds), **extra},
    )


OPTION = option("plain_text")
RICH_OPTION = option(*BOTH)  # docs: "Checkboxes", "Radio button group": mrkdwn is allowed here
OPTION_GROUP = Shape(
    source="Option group object",
    required={"label": text(75), "options": Many(of=OPTION, high=100)},
)
DISPATCH = Shape(
    source="Dispatch action configuration",
    optional={"trigger_actions_on": Many(of=Choice(("on_enter_pressed", "on_character_entered")), high=2)},
)
FILTER = Shape(
    source="Conversation filter object",
    optional={
        "include": Many(of=Choice(("im", "mpim", "private", "public")), high=4),
        "exclude_external_shared_channels": Flag(),
        "exclude_bot_users": Flag(),
    },
)
SLACK_FILE = Shape(source="Slack file object", optional={"id": Str(high=255), "url": Str(high=3000)})
