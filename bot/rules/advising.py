"""Counsel's advice and its drafts of determinations: privileged, a class of entries of their own, in counsel's room."""

from dataclasses import replace

from bot.counsel_commands import GiveAdvice
from bot.decision import Decision, Entry, Refresh, Refusal
from bot.incident import IncidentFacts
from bot.rules.counsel_room import is_counsels_own, refuse_unsafe
from bot.rules.form_checks import LONGEST_TEXT
from bot.rules.noting import keep_note
from bot.rules.privileged import COUNSEL, open_room
from bot.rules.questions import find_question
from bot.rules.refusals import closed, only, refuse_words
from bot.situation import Situation

ADVICE = "advice"
"""The class of counsel's privileged entries; productions leave them out."""
DRAFT = "draft"
"""The class of drafts of determinations: privileged as well, and in force for nobody."""


def give_advice(command: GiveAdvice, situation: Situation) -> Decision | Refusal:
    """Counsel's advice or draft, apart from the facts; the room is opened at the first."""
    facts = situation.facts
    if refusal := closed(facts) or only(command.actor, COUNSEL, situation.team):
        return refusal
    text = command.text.strip()
    if not text:
        return Refusal(name="advice_empty", values={"field": "text"})
    if refusal := refuse_words("text", command.text, LONGEST_TEXT) or refuse_unsafe(facts, field="text"):
        return refusal
    if command.question and (refusal := _refuse_question(command, situation)):
        return refusal
    told = {"text": text, **({"question": command.question} if command.question else {})}
    more = {"class": DRAFT, "question": command.question} if command.question else {"class": ADVICE}
    made = keep_note("advice", told, command.actor, situation, more)
    shown = (Refresh(surface=f"decision:{command.question}"),) if command.question in facts.asked else ()
    entries = tuple(_as_draft(entry) if command.question else entry for entry in made.entries)
    return replace(made, entries=entries, sends=(*open_room(facts), *made.sends, *shown))


def is_drafted(question_id: str, facts: IncidentFacts) -> bool:
    """Whether counsel has begun on a question: people see that, and nothing of what it wrote."""
    return any(
        one.kind == "advice" and isinstance(one.value, dict) and one.value.get("question") == question_id
        for one in facts.known.values()
    )


def _refuse_question(command: GiveAdvice, situation: Situation) -> Refusal | None:
    question = find_question(command.question, situation)
    if question is None or not is_counsels_own(question, situation.team):
        return Refusal(name="no_such_question", values={"field": "question"})
    return None


def _as_draft(entry: Entry) -> Entry:
    return replace(entry, kind="determination_drafted")
