"""`/breach catchup`: where it stands, what was decided and why, what is open for the reader, what changed since."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from bot.rules.catching_up import Happening, happenings_since, may_read_reason, question_of
from bot.rules.duties import duties_of
from bot.situation import Situation
from handlers.blocks import Block, actions, button, section
from handlers.button_ids import pack_ids
from handlers.render import Mrkdwn, Words, name_of, short
from handlers.views.duty import duty_title

MOST_DECIDED = 3
MOST_OPEN = 3
MOST_HAPPENINGS = 6
"""Lines: with the state above them one screen of a phone."""
_LONGEST_REASON = 90


def catchup(words: Words, situation: Situation, user: str, since: datetime | None, state: Mrkdwn) -> list[Block]:
    """The blocks. `state` is where the incident stands; `since` when the reader looked last."""
    blocks = [section(state)]
    if decided := _decided(words, situation, user):
        blocks.append(section(decided))
    mine = duties_of(user, situation)
    lines = [words.say("catchup", "mine_line", what=duty_title(words, one, situation)) for one in mine[:MOST_OPEN]]
    blocks.append(section(words.say("catchup", "mine", count=len(mine), lines=Mrkdwn("\n".join(lines)))))
    blocks.append(section(_changed(words, situation, since)))
    press = button(
        words.say("home", "duties_button"), "my_tasks", pack_ids(situation.facts.incident.id), style="primary"
    )
    return [*blocks, actions(press, block_id="catchup")]


def _decided(words: Words, situation: Situation, user: str) -> Mrkdwn | None:
    facts, team, law = situation.facts, situation.team, situation.law
    made_ones = sorted(facts.determinations, key=lambda made: made.at, reverse=True)
    lines = []
    for made in made_ones[:MOST_DECIDED]:
        question = question_of(made, law)
        outcome = question.outcome(made.outcome) if question else None
        told = question is not None and may_read_reason(user, question, team)
        lines.append(
            words.say(
                "catchup",
                "decided_line",
                title=question.title if question else made.question,
                outcome=outcome.label if outcome else made.outcome,
                by=name_of(made.by, team),
                reason=short(made.reason, _LONGEST_REASON) if told and made.reason else None,
            )
        )
    if len(made_ones) > MOST_DECIDED:
        lines.append(words.say("catchup", "decided_more", count=len(made_ones) - MOST_DECIDED))
    return words.say("catchup", "decided", lines=Mrkdwn("\n".join(lines))) if lines else None


def _changed(words: Words, situation: Situation, since: datetime | None) -> Mrkdwn:
    found = happenings_since(situation.facts, situation.law, since)
    if not found and since:
        return words.say("catchup", "nothing", since=since)
    lines = [_line(words, situation, list(group)) for _, group in groupby(found, key=_together)]
    shown = lines[:MOST_HAPPENINGS]
    if len(lines) > MOST_HAPPENINGS:
        shown.append(words.say("catchup", "more", count=len(lines) - MOST_HAPPENINGS))
    text = Mrkdwn("\n".join(shown))
    return (
        words.say("catchup", "since", since=since, lines=text)
        if since
        else words.say("catchup", "beginning", lines=text)
    )


def _together(one: Happening) -> tuple[str, str, object]:
    """Facts of one form are one line; anything else is a line of its own."""
    return one.name, one.by or "", one.at if one.name == "fact" else (one.at, one.what)


def _line(words: Words, situation: Situation, group: Sequence[Happening]) -> Mrkdwn:
    one = group[0]
    by = name_of(one.by, situation.team)
    if len(group) > 1:
        text = words.say("catchup", "facts", by=by, count=len(group))
    else:
        what = words.fact_short(one.what) or words.fact_question(one.what) if one.name == "fact" else one.what
        name = "happened_decided" if one.name == "decided" else one.name
        text = words.say("catchup", name, by=by, what=what or one.what, outcome=one.outcome)
    return words.say("catchup", "line", at=one.at, text=text)
