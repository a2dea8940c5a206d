"""A notice as one web page: no scripts, nothing loaded, headings and landmarks, WCAG 2.1 AA."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from bot.notice.contacts import Contact, contacts_in
from bot.notice.text import Block, blocks
from handlers.render import TEMPLATES


@dataclass(frozen=True, kw_only=True)
class Part:
    """A piece of a line, and where it leads, if anywhere."""

    text: str
    href: str | None = None


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A block with its lines in parts."""

    kind: str
    lines: tuple[tuple[Part, ...], ...]


def page(text: str, title: str, publisher: str) -> bytes:
    """The page as one HTML file. Everything in the text is escaped."""
    shown = [_shown(block) for block in blocks(text)]
    return _template().render(title=title, publisher=publisher, blocks=shown).encode()


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES / "notices"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        auto_reload=False,
    )
    return environment.get_template("page.html.j2")


def _shown(block: Block) -> Shown:
    return Shown(kind=block.kind, lines=tuple(tuple(_parts(line)) for line in block.lines))


def _parts(line: str) -> Iterator[Part]:
    """The line, with its telephone numbers and addresses as links that show where they lead."""
    end = 0
    for contact in contacts_in(line):
        if contact.start > end:
            yield Part(text=line[end : contact.start])
        yield Part(text=contact.text, href=_href(contact))
        end = contact.end
    if end < len(line):
        yield Part(text=line[end:])


def _href(contact: Contact) -> str | None:
    if contact.kind == "phone" and len(contact.same) == 10:
        return f"tel:+1{contact.same}"
    if contact.kind == "email":
        return f"mailto:{contact.text}"
    if contact.kind != "web" or not re.fullmatch(r"(?:https?://)?[\w.-]+\.[a-z]{2,63}(?:/\S*)?", contact.text, re.I):
        return None
    return contact.text if contact.text.lower().startswith(("https://", "http://")) else f"https://{contact.text}"
