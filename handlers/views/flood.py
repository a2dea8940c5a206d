"""What AI is told when more reports come than channels open by themselves: how many wait, and whose they are."""

from collections.abc import Sequence

from bot.department import Team
from bot.incident import Incident
from bot.turns import Turn, waiting
from handlers.blocks import Block, actions, button, context, section
from handlers.button_ids import pack_ids
from handlers.render import Mrkdwn, Words, name_of

_MOST_LINES = 10


def flood(words: Words, incident: Incident, team: Team, turns: Sequence[Turn]) -> tuple[Mrkdwn, list[Block]]:
    """The message's fallback text and blocks; `incident` is the one under which it was told first."""
    left = waiting(turns)
    if not left:
        text = words.say("flood", "over")
        return text, [section(text)]
    limits, count = team.department.openings, len(left)
    told = words.say("flood", "waiting", count=count, of_one_person=limits.of_one_person, of_all=limits.of_all)
    press = button(
        words.say("flood", "open_button", count=count),
        "open_waiting",
        pack_ids(incident.id, left[-1].id),
        style="primary",
    )
    blocks = [
        section(told),
        section(Mrkdwn("\n".join(_lines(words, team, left)))),
        actions(press, block_id="flood"),
        context(words.say("flood", "one")),
    ]
    return words.say("flood", "fallback", count=count), blocks


def _lines(words: Words, team: Team, left: Sequence[Turn]) -> list[Mrkdwn]:
    """By person, whoever reported most first."""
    by_person: dict[str, list[str]] = {}
    for turn in left:
        by_person.setdefault(turn.reporter, []).append(turn.number)
    most_first = sorted(by_person.items(), key=lambda one: (-len(one[1]), one[1][0]))
    lines = [
        words.say("flood", "line", reporter=name_of(who, team), count=len(theirs), first=theirs[0], last=theirs[-1])
        for who, theirs in most_first[:_MOST_LINES]
    ]
    if len(most_first) > _MOST_LINES:
        lines.append(words.say("flood", "more", count=len(most_first) - _MOST_LINES))
    return lines
