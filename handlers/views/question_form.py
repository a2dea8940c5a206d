"""The form of a question: what is asked, on which facts, its fields, the reason; filled again when a fact moved."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.assessment.result import Assessment
from bot.department import Team
from bot.determination import Determination
from bot.incident import IncidentFacts
from bot.question import FormField, Question
from bot.question_commands import DetermineAct
from bot.rules.determining import LONGEST_REASON
from bot.rules.form_checks import LONGEST_LINE, LONGEST_TEXT
from handlers.blocks import (
    Block,
    checkboxes,
    context,
    field,
    modal,
    moment_input,
    multi_select,
    radio,
    section,
    select,
    text_input,
)
from handlers.render import Mrkdwn, Words, escape, joined, short
from handlers.views.field_value import notice_name
from handlers.views.question_message import facts_at_hand, outcome_of, why
from handlers.views.standing import standing_lines

CONSULTED = ("AI", "CCO", "IS", "CR", "OCS", "law_enforcement", "other")
_MOST_RADIOS = 5
_NO_REASON = ("given", "closing")
_LONGEST_HINT = 2000
"""Characters of the hint under an input (Slack: input block)."""
_LONGEST_LINES = 1200
_HELD = ("required", "delayed", "unresolved")


def question_form(
    words: Words,
    facts: IncidentFacts,
    team: Team,
    answer: Assessment,
    question: Question,
    *,
    act: DetermineAct = "decide",
    outcome: str = "",
    typed: Mapping[str, Any] | None = None,
    note: Mrkdwn | None = None,
) -> Block:
    """The form. `typed` is what stood in it before: answers by field, `reason`, `consulted`, `outcome`."""
    made = facts.in_force(question.id)
    given: Mapping[str, Any] = typed if typed is not None else dict(made.answers) if made and act != "decide" else {}
    chosen = str(given.get("outcome") or outcome or (made.outcome if made and act != "decide" else ""))
    blocks = [section(note)] if note else []
    blocks.append(
        section(words.say("question", "open", title=question.title, text=question.text, subject=question.subject))
    )
    blocks.append(context(why(words, question, team)))
    if question.on_record:
        blocks.append(context(Mrkdwn(escape(question.on_record))))
    if lines := standing_lines(words, team.department, question.id, (*question.roles, *question.guidance)):
        blocks.append(context(joined(lines, _LONGEST_LINES)))
    if act == "amend":
        blocks.append(section(words.say("question", "amend_intro")))
    if act == "confirm" and made:
        blocks.append(section(Mrkdwn(f"{words.say('question', 'confirm_intro')} {outcome_of(question, made)}")))
    if question.relies_on:
        blocks.append(context(facts_at_hand(words, question.relies_on, facts)))
    if act == "decide" and _choices(question, chosen):
        options = [(one.label, one.id) for one in question.outcomes if one.id in _choices(question, chosen)]
        blocks.append(
            field("outcome", words.say("question", "form_outcome"), radio("outcome", options, chosen or None))
        )
    if act != "confirm":
        blocks += [
            _input(words, one, given.get(one.id), answer, _needs(question, act, chosen))
            for one in question.fields
            if _shown(one, question, chosen)
        ]
    blocks += _reason(words, question, act, given)
    ids = {
        "incident": facts.incident.id,
        "question": question.id,
        "act": act,
        "outcome": chosen,
        "seen": facts.version,
        "occasion": made.occasion if made and act != "decide" else None,
    }
    return modal(
        "decide",
        short(question.title, 24),
        blocks,
        close=words.say("question", "cancel"),
        submit=words.say("question", "save"),
        metadata=json.dumps(ids),
    )


def reopen_form(words: Words, facts: IncidentFacts, question: Question, made: Determination) -> Block:
    """Asks why a question is opened again."""
    intro = words.say("question", "reopen_intro", title=question.title, outcome=outcome_of(question, made))
    element = text_input("reason", longest=LONGEST_REASON, lines=True)
    hint = words.say("question", "form_reason_hint")
    return modal(
        "decision_reopen",
        words.say("question", "reopen_title"),
        [section(intro), field("reason", words.say("question", "reopen_reason"), element, hint=hint)],
        close=words.say("question", "cancel"),
        submit=words.say("question", "save"),
        metadata=json.dumps({"incident": facts.incident.id, "question": question.id, "occasion": made.occasion}),
    )


def _choices(question: Question, chosen: str) -> tuple[str, ...]:
    """The outcomes to choose from; a delay is recorded or released by a button of its own."""
    if question.kind == "delay":
        return ()
    return tuple(one.id for one in question.outcomes) if len(question.outcomes) > 1 else ()


def _shown(one: FormField, question: Question, chosen: str) -> bool:
    return question.kind != "delay" or chosen in (*one.required_for, *one.asked_for)


def _reason(words: Words, question: Question, act: str, given: Mapping[str, Any]) -> list[Block]:
    if question.kind in _NO_REASON:
        return []
    hint = words.say("question", "form_reason_hint")
    needed = act == "decide"
    label = words.say("question", "form_reason" if needed else "form_note")
    element = text_input("reason", longest=LONGEST_REASON, lines=True, initial=given.get("reason") or None)
    blocks = [field("reason", label, element, optional=not needed, hint=hint)]
    options = [(words.say("question", f"consulted_{who}"), who) for who in CONSULTED]
    picked = multi_select("consulted", words.say("question", "choose"), options, given.get("consulted") or ())
    blocks.append(field("consulted", words.say("question", "form_consulted"), picked, optional=True))
    return blocks


def _needs(question: Question, act: str, chosen: str) -> Mapping[str, str]:
    """The outcomes that can still come of the form: id -> label."""
    fixed = question.kind == "delay" or act != "decide"
    return {one.id: one.label for one in question.outcomes if not fixed or one.id == chosen}


def _input(words: Words, one: FormField, value: Any, answer: Assessment, outcomes: Mapping[str, str]) -> Block:
    """One field; "optional" stands only where no outcome needs it, or where another than those named may be chosen."""
    needed = [label for name, label in outcomes.items() if name in one.required_for]
    optional = len(needed) < len(outcomes)
    hint = Mrkdwn(words.office(one.hint)) if one.hint else None
    if needed and optional:
        said = words.say("question", "needed_for", outcomes=", ".join(needed), hint=words.office(one.hint or ""))
        hint = Mrkdwn(short(said, _LONGEST_HINT))
    if one.kind == "notices":
        options = [
            (str(notice_name(words, f"{owed.law}|{owed.id}")), f"{owed.law}|{owed.id}")
            for owed in answer.obligations
            if owed.status in _HELD
        ]
        options = list(dict.fromkeys(options))[:10]
        if not options:
            return context(words.say("question", "no_notices"))
        element = checkboxes(one.id, options, value or ())
        return field(one.id, words.office(one.label), element, optional=optional, hint=hint)
    if one.kind == "count":
        hint = Mrkdwn(" ".join(filter(None, (words.say("question", "count_hint"), hint))))
    return field(one.id, words.office(one.label), _element(words, one, value), optional=optional, hint=hint)


def _element(words: Words, one: FormField, value: Any) -> Block:
    choices = [(text, name) for name, text in one.choices.items()]
    match one.kind:
        case "yes_no":
            yes_no = [(words.say("question", "yes"), "yes"), (words.say("question", "no"), "no")]
            return radio(one.id, yes_no, {True: "yes", False: "no"}.get(value))
        case "moment":
            initial = int(datetime.fromisoformat(str(value)).timestamp()) if value else None
            return moment_input(one.id, initial)
        case "choice" if len(choices) <= _MOST_RADIOS:
            return radio(one.id, choices, value)
        case "choice":
            return select(one.id, words.say("question", "choose"), choices, value)
        case "choices":
            return multi_select(one.id, words.say("question", "choose"), choices, value or ())
        case "text":
            return text_input(one.id, longest=LONGEST_TEXT, lines=True, initial=value or None)
    return text_input(one.id, longest=LONGEST_LINE, initial=None if value is None else str(value))
