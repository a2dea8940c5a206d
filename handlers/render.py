"""Words from templates: each file of `templates/messages/` is about one noun, each block in it is one sentence.

What people typed is escaped (`&`, `<`, `>`), so nobody can ping or link through the bot (Slack: Formatting text).
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.department import TEAM_ROLES, Department, Team
from bot.policy.load import load_fact_words

OFFICES = {"AI": "audits", "CCO": "counsel", "IS": "systems", "CR": "communications"}
"""How the templates name an office: `{{ counsel }}` is the short name of the Chief Counsel's Office."""
_CODE = re.compile(r"\b(AI|CCO|IS|CR)\b('s)?")
TEMPLATES = Path(__file__).parent.parent / "templates"


class Mrkdwn(str):
    """Text that is Slack markup already: escaped, or made by us."""

    __slots__ = ()


def escape(value: object) -> str:
    """Text from people, made harmless in mrkdwn."""
    if isinstance(value, Mrkdwn):
        return value
    return str(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_TOKEN = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")


def as_typed(text: str) -> str:
    """What somebody typed, from the markup that Slack made of it: names for ids, `&` for its entity.

    Slack: Formatting text (escaped text in commands and messages).
    """

    def plain(token: re.Match[str]) -> str:
        sign, address = "" if token[1] == "!" else token[1], token[2].removeprefix("mailto:").removeprefix("tel:")
        if token[1] or not token[3] or token[3] in (address, address.partition("://")[2]):
            return sign + (token[3] or address)
        return f"{token[3]} ({address})"  # where a link leads may be what the report is about

    return _TOKEN.sub(plain, text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _escaped(text: str | None) -> Mrkdwn | None:
    return None if text is None else Mrkdwn(escape(text))


class Words:
    """All that the bot says in Slack."""

    def __init__(self, department: Department) -> None:
        self._zone = ZoneInfo(department.timezone)
        self._department = department
        self._facts = load_fact_words()
        self._templates = Environment(  # noqa: S701 - not HTML: `finalize` escapes what Slack treats as markup
            loader=FileSystemLoader(TEMPLATES / "messages"),
            undefined=StrictUndefined,
            finalize=escape,
            trim_blocks=True,
            auto_reload=False,
            lstrip_blocks=True,
        )
        self._templates.filters["when"] = self.when
        self._templates.filters["ago"] = self.ago
        self._templates.filters["office"] = self.office
        self._templates.globals.update(
            report_phone=Mrkdwn(department.report_line.phone),
            report_office=department.report_line.office,
            department=department.name,
            call=phone_link(department.report_line.phone),
            **{OFFICES[role]: department.short_name(role) for role in TEAM_ROLES},
        )

    def say(self, file: str, block: str, **values: Any) -> Mrkdwn:
        """The block of `templates/messages/<file>.j2`. Raises KeyError when there is none."""
        template = self._templates.get_template(f"{file}.j2")
        return Mrkdwn("".join(template.blocks[block](template.new_context(values))).strip())

    def has(self, file: str, block: str) -> bool:
        """Whether there is such a block."""
        return block in self._templates.get_template(f"{file}.j2").blocks

    def fact_question(self, path: str) -> Mrkdwn | None:
        """How people are asked for a fact or a part of one; None when the vocabulary has none such."""
        return _escaped(self._facts.questions.get(path))

    def fact_short(self, name: str) -> Mrkdwn | None:
        """How a fact is called in a line; None when the vocabulary has none such."""
        return _escaped(self._facts.short.get(name))

    def office(self, text: str) -> str:
        """Our own words with the offices by their short names: "AI, CCO" becomes "Audits, Counsel".

        Never for what people typed, nor for a citation, where the policy's own abbreviations stand.
        """

        def named(code: re.Match[str]) -> str:
            name = self._department.short_name(code[1])
            return name + ("'" if name.endswith("s") else "'s") if code[2] else name

        made = _CODE.sub(named, text)
        return Mrkdwn(made) if isinstance(text, Mrkdwn) else made

    def when(self, moment: datetime | int) -> Mrkdwn:
        """A moment in each reader's own zone, with the department's zone where Slack cannot convert."""
        seconds = moment if isinstance(moment, int) else int(moment.timestamp())
        there = datetime.fromtimestamp(seconds, self._zone)
        return Mrkdwn(f"<!date^{seconds}^{{date_short_pretty}} {{time}}|{there:%Y-%m-%d %H:%M %Z}>")

    def day(self, moment: datetime) -> date:
        """The day in the department's zone."""
        return moment.astimezone(self._zone).date()

    def ago(self, moment: datetime) -> Mrkdwn:
        """How long ago, kept current by Slack itself."""
        there = moment.astimezone(self._zone)
        return Mrkdwn(f"<!date^{int(moment.timestamp())}^{{ago}}|{there:%Y-%m-%d %H:%M %Z}>")


def phone_link(phone: str) -> Mrkdwn:
    """A number that a phone can dial."""
    digits = "".join(c for c in phone if c.isdigit())
    return Mrkdwn(f"<tel:+1{digits}|{phone}>") if len(digits) == 10 else Mrkdwn(escape(phone))


def name_of(user: str | None, team: Team) -> Mrkdwn:
    """A person's name without pinging them; a mention when the directory does not know the name."""
    if user is None:
        return Mrkdwn("")
    person = team.named(user)
    return Mrkdwn(escape(person.name)) if person and person.name else Mrkdwn(f"<@{user}>")


def short(text: str, longest: int) -> str:
    """The text, cut at a word with an ellipsis; `longest` counts as Slack does, where `&` is five characters."""
    text = " ".join(text.split())
    if len(escape(text)) <= longest:
        return text
    return text[: _fitting(text, longest)].rsplit(" ", 1)[0].rstrip(" ,.;:") + " …"


def parts(text: str, longest: int) -> list[str]:
    """The whole text in pieces that fit into a block each, cut at a line or a word where there is one."""
    found = []
    while len(escape(text)) > longest:
        end = _fitting(text, longest)
        cut = max(text.rfind("\n", 0, end), text.rfind(" ", 0, end)) + 1 or end
        found.append(text[:cut].rstrip())
        text = text[cut:]
    return [one for one in (*found, text) if one.strip()]


def pieces(text: str, longest: int) -> list[str]:
    """The whole text in pieces of at most so many characters, for inputs that take plain text: nothing is left out."""
    found = []
    while len(text) > longest:
        cut = max(text.rfind("\n", 0, longest), text.rfind(" ", 0, longest)) + 1 or longest
        found.append(text[:cut].rstrip())
        text = text[cut:]
    return [one for one in (*found, text) if one.strip()]


def _fitting(text: str, longest: int) -> int:
    """How many characters of a text fit when it is escaped."""
    length = 0
    for place, char in enumerate(text):
        length += len(escape(char))
        if length > longest:
            return place
    return len(text)


def joined(lines: Iterable[Mrkdwn], longest: int) -> Mrkdwn:
    """The lines that fit, each whole: a cut through markup would show it."""
    fitting: list[str] = []
    for line in lines:
        longest -= len(line) + 1
        if longest < 0:
            break
        fitting.append(line)
    return Mrkdwn("\n".join(fitting))
