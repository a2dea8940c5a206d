"""The record of a determination: question, outcome, author, time, reasons, who was consulted, facts relied on."""

from collections.abc import Mapping
from datetime import datetime

from bot.department import Team
from bot.determination import Determination
from bot.incident import IncidentFacts
from bot.question import Question
from bot.rules.questions import deciding_roles
from handlers.blocks import Block, context, modal, section
from handlers.render import Mrkdwn, Words, escape, joined, name_of, short
from handlers.views.fact_value import fact_question, value_in_words
from handlers.views.field_value import answer_lines
from handlers.views.question_message import outcome_of

_LONGEST = 2900
_LONGEST_ANSWER = 2600


def determination_record(
    words: Words, facts: IncidentFacts, team: Team, question: Question, made: Determination
) -> list[Block]:
    """The whole determination record as blocks, for its thread or a form."""
    blocks = [
        section(
            words.say(
                "determination_record",
                "headline",
                number=facts.incident.number,
                title=question.title,
                text=question.text,
                subject=question.subject,
            )
        ),
        section(
            words.say(
                "determination_record",
                "outcome",
                outcome=outcome_of(question, made),
                by=name_of(made.by, team),
                role=made.role,
                at=made.at,
                cite=question.cite,
            )
        ),
    ]
    if question.on_record:
        blocks.append(context(Mrkdwn(escape(question.on_record))))
    if made.expunged:
        return [*blocks, context(words.say("determination_record", "expunged"))]
    if made.reason:
        blocks.append(section(words.say("determination_record", "reason", reason=short(made.reason, _LONGEST_ANSWER))))
    for line in answer_lines(words, question, made, longest=_LONGEST_ANSWER):
        blocks.append(section(line))
    if made.consulted:
        who = ", ".join(words.say("question", f"consulted_{one}") for one in made.consulted)
        blocks.append(section(words.say("determination_record", "consulted", who=who)))
    blocks += _facts(words, team, question, made)
    if kept := made.answers.get("retention"):
        lines = [words.say("determination_record", "retention_headline")]
        lines += [
            words.say(
                "determination_record", "retention", record=_record(words, one), until=one["until"], cite=one["cite"]
            )
            for one in kept
        ]
        blocks.append(section(Mrkdwn("\n".join(lines))))
    if question.kind == "closing":
        blocks.append(context(words.say("determination_record", "retention_rule")))
    return blocks


def determination_record_modal(words: Words, facts: IncidentFacts, team: Team, question: Question) -> Block:
    """The papers in force of one question, to read."""
    blocks = [
        block
        for made in facts.determinations
        if made.question == question.id
        for block in determination_record(words, facts, team, question, made)
    ]
    if not blocks:
        blocks = [section(words.say("refusals", "nothing_decided"))]
    return modal(
        "paper", words.say("determination_record", "title"), blocks[:100], close=words.say("question", "close")
    )


def _facts(words: Words, team: Team, question: Question, made: Determination) -> list[Block]:
    if not made.relied_on:
        return [context(words.say("determination_record", "no_facts"))]
    lines = [words.say("determination_record", "facts_headline")]
    for name in made.relied_on:
        seen = made.facts.get(name)
        if seen is None or seen.get("value") is None:
            lines.append(words.say("determination_record", "fact_unknown", fact=fact_question(words, name)))
            continue
        lines.append(
            words.say(
                "determination_record",
                "fact",
                fact=fact_question(words, name),
                value=value_in_words(words, name, seen["value"]),
                by=name_of(seen["by"], team),
                at=datetime.fromisoformat(seen["at"]),
                version=seen["version"],
            )
        )
    who = ", ".join(deciding_roles(question, team))
    return [section(joined(lines, _LONGEST)), context(words.say("determination_record", "reopens", who=who))]


def _record(words: Words, kept: Mapping[str, str]) -> Mrkdwn:
    """What is kept, in the words of its law; an older record has only its id."""
    text = kept.get("text", "").rstrip(".")
    return Mrkdwn(escape(text)) if text else words.say("determination_record", "other_record")
