"""A sentence in a modal of its own: for answers to what was done in a modal."""

from handlers.blocks import Block, modal, section
from handlers.render import Mrkdwn, Words


def answer_modal(words: Words, text: Mrkdwn) -> Block:
    """The sentence, and a button to close it."""
    return modal("said", words.say("modal", "title"), [section(text)], close=words.say("modal", "close"))
