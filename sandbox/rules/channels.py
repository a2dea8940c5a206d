"""Rules for names and topics of channels, and for who may be invited."""

from __future__ import annotations

import re

from sandbox.errors import SlackError

NAME_MAX = 80  # docs: "conversations.create", naming
NAME = re.compile(r"[a-z0-9_-]+")  # docs: "conversations.create", naming; ASCII is the stricter reading
TOPIC_MAX = 250  # docs: "conversations.setTopic"
INVITE_MAX = 100  # docs: "conversations.invite", argument users


def check_channel_name(name: str) -> str:
    """The name, when Slack would take it."""
    if len(name) > NAME_MAX:
        raise SlackError("invalid_name_maxlength")
    if not NAME.fullmatch(name):
        raise SlackError("invalid_name_specials")
    if not re.search(r"[a-z0-9]", name):
        raise SlackError("invalid_name_punctuation")
    return name


def check_topic(text: str) -> str:
    """The topic or purpose, when Slack would take it."""
    if len(text) > TOPIC_MAX:
        raise SlackError("too_long")
    return text
