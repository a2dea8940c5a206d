"""The short form of a way out, and what is said of it: on the card, and where a duplicate goes on."""

import json
from collections.abc import Sequence

from bot.incident import Incident, IncidentFacts
from bot.question import Question
from bot.rules.form_checks import LONGEST_TEXT
from bot.rules.ways_out import WAY_OUT
from handlers.blocks import Block, context, field, modal, radio, section, select, text_input
from handlers.render import Mrkdwn, Words, escape, parts

_LONGEST_REASON = 2000
_LONGEST = 2800
_MOST = 100


def way_out_form(
    words: Words, facts: IncidentFacts, question: Question, others: Sequence[Incident], *, counsel: bool
) -> Block:
    """Asks how it ends and why; `counsel`: its word is needed. `others` are the incidents that are open."""
    options = [(outcome.label, outcome.id) for outcome in question.outcomes]
    blocks = [
        section(words.say("way_out", "intro", number=facts.incident.number)),
        field("outcome", words.say("way_out", "outcome"), radio("outcome", options)),
        context(words.say("way_out", "counsel_first" if counsel else "closes_now")),
        field(
            "reason",
            words.say("question", "form_reason"),
            text_input("reason", longest=_LONGEST_REASON, lines=True),
            hint=words.say("question", "form_reason_hint"),
        ),
    ]
    if others:
        named = [
            (words.say("way_out", "other_option", number=one.number, office=one.office), one.number) for one in others
        ]
        choice = select("other", words.say("question", "choose"), named[:_MOST])
        blocks.append(field("other", words.say("way_out", "other"), choice, optional=True))
    meanwhile = text_input("meanwhile", longest=LONGEST_TEXT, lines=True)
    blocks.append(field("meanwhile", words.say("way_out", "meanwhile"), meanwhile, optional=True))
    return modal(
        "way_out",
        words.say("way_out", "title"),
        blocks,
        close=words.say("question", "cancel"),
        submit=words.say("question", "save"),
        metadata=json.dumps({"incident": facts.incident.id, "seen": facts.version}),
    )


def way_out_lines(words: Words, facts: IncidentFacts) -> list[Mrkdwn]:
    """For the card: how it ended or is to end, and which reports go on in it."""
    lines = []
    made = facts.in_force(WAY_OUT)
    if made:
        waits = facts.incident.state != "closed"
        other = str(made.answers.get("other") or "")
        lines.append(words.say("way_out", "on_card", outcome=made.outcome, other=other, waits=waits))
    taken = [str(one.value["number"]) for one in facts.known.values() if one.kind == "duplicate" and one.value]
    if taken:
        lines.append(words.say("way_out", "also_reported", numbers=", ".join(taken)))
    return lines


def duplicate_message(words: Words, number: str, other: str, what: str | None) -> tuple[Mrkdwn, list[Block]]:
    """That another report is this incident, in its words; None: that it is not after all."""
    fallback = words.say("way_out", "fallback", number=number)
    if what is None:
        return fallback, [section(words.say("way_out", "given_back", other=other))]
    first, *rest = parts(what, _LONGEST) or [""]
    blocks = [section(words.say("way_out", "taken", other=other, what=first))]
    return fallback, [*blocks, *(section(Mrkdwn(escape(one))) for one in rest)]
