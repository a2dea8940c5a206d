"""What stands in a message that somebody reports: text, blocks, attachments, files, and where it is."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from handlers.render import as_typed

_WORDS = ("text", "fallback", "pretext", "title", "title_link", "from_url", "url", "value", "alt_text", "image_url")
"""Where Slack's blocks and attachments hold words and addresses (Slack: Block Kit, Secondary message attachments)."""
_DEEPEST = 12


def text_of_message(message: Mapping[str, Any]) -> str:
    """All that a person reads in a message, a line each; an address behind a label stands beside it.

    A message without plain text (a bot's blocks, a shared file) still says what it shows.
    """
    lines = as_typed(str(message.get("text") or "")).splitlines()
    for line in (*_words(message.get("blocks"), 0), *_words(message.get("attachments"), 0)):
        if line and not any(line in known for known in lines):
            lines.append(line)
    return "\n".join(lines).strip()


def files_of_message(message: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the files that hang on a message."""
    files = message.get("files")
    found = files if isinstance(files, list) else ()
    return tuple(str(one.get("name") or one.get("title") or "") for one in found if isinstance(one, dict))


def address_of_message(body: Mapping[str, Any], host: str) -> str:
    """The message's address in Slack, from a message shortcut's payload; empty when it does not say.

    `host`: "slack.com", or another of Slack's own (Slack: chat.getPermalink tells the form).
    """
    team, channel = body.get("team"), body.get("channel")
    domain = team.get("domain") if isinstance(team, dict) else None
    place = channel.get("id") if isinstance(channel, dict) else None
    ts = str(body.get("message_ts") or "").replace(".", "")
    return f"https://{domain}.{host}/archives/{place}/p{ts}" if domain and place and ts.isdigit() else ""


def _words(part: Any, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        return
    if isinstance(part, Sequence) and not isinstance(part, str):
        for one in part:
            yield from _words(one, depth + 1)
    elif isinstance(part, Mapping):
        if part.get("type") == "link" and part.get("text") and part.get("url"):
            yield f"{part['text']} ({part['url']})"
            return
        for name, value in part.items():
            if isinstance(value, str):
                if name in _WORDS:
                    yield as_typed(value).strip()
            else:
                yield from _words(value, depth + 1)
