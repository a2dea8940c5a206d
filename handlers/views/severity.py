"""The severity in the channel: what the facts propose with every term's reason, three votes, and their forms."""

import json
from collections.abc import Mapping
from typing import Any

from bot.assessment.facts import read_facts
from bot.department import Team
from bot.incident import IncidentFacts
from bot.involved import classes_of
from bot.question import Question
from bot.rulebook import Rulebook
from bot.rules.determining import LONGEST_REASON
from bot.rules.questions import moved_facts
from bot.rules.severity import (
    counted_terms,
    propose_band,
    propose_terms,
    recorded_impact,
    recorded_terms,
    restricted,
    vote_result,
)
from bot.severity import flags, open_floors, score
from bot.severity_method import LEVELLED, Method
from bot.severity_votes import VOTERS
from handlers.blocks import (
    Block,
    actions,
    button,
    context,
    field,
    modal,
    multi_select,
    radio,
    section,
    select,
    text_input,
)
from handlers.button_ids import pack_ids
from handlers.render import Mrkdwn, Words, joined, name_of, short

_LONGEST = 2800
NO_CLASS = "unknown"
"""The answer that nobody knows the class of the data yet."""
IMPACT_FIELDS = ("functional", "information", "recoverability")


def severity_message(words: Words, facts: IncidentFacts, team: Team, law: Rulebook, question: Question) -> list[Block]:
    """The message: what stands, who voted what, what the facts propose; and the buttons."""
    blocks = [section(_standing(words, facts, law, question))]
    votes = [_vote(words, facts, team, question, role) for role in VOTERS]
    blocks.append(section(Mrkdwn("\n".join(votes))))
    blocks.append(context(_proposal(words, facts, law)))
    if floors := vote_result(facts, law).lifted_by:
        lines = [words.say("severity", "floor", text=one.text, cite=one.cite) for one in floors]
        blocks.append(context(joined(lines, _LONGEST)))
    blocks.append(context(words.say("severity", "why", why=question.why, cite=question.cite)))
    ids = pack_ids(facts.incident.id, question.id)
    blocks.append(
        actions(
            button(words.say("severity", "vote_button"), "severity_vote", ids, style="primary"),
            button(words.say("severity", "terms_button"), "severity_terms", ids),
            button(words.say("question", "paper_button"), "decision_paper", ids),
            block_id="decision",
        )
    )
    return blocks


def severity_line(words: Words, facts: IncidentFacts, law: Rulebook) -> Mrkdwn | None:
    """The severity for the card: the band and how many voted; None before anything tells."""
    stands = vote_result(facts, law)
    if stands.band is None:
        return None
    voted = len(VOTERS) - len(stands.missing)
    name = "card_agreed" if stands.agreed else "card"
    return words.say("severity", name, band=words.say("severity", stands.band), voted=voted, all=len(VOTERS))


def vote_form(
    words: Words,
    facts: IncidentFacts,
    team: Team,
    law: Rulebook,
    question: Question,
    user: str,
    typed: Mapping[str, Any],
) -> Block:
    """Asks for a vote and its reason, under what the facts propose with every term's reason."""
    roles = [role for role in VOTERS if user in team.users(role)]
    bands = [(words.say("severity", outcome.id), outcome.id) for outcome in question.outcomes]
    initial = typed.get("outcome") or propose_band(facts, law)
    blocks = [section(Mrkdwn(joined(term_lines(words, facts, law), _LONGEST)))]
    if typed.get("note"):
        blocks.insert(0, section(typed["note"]))
    blocks += _class_blocks(words, facts, law)
    if len(roles) > 1:
        choices = [(words.say("question", f"consulted_{role}"), role) for role in roles]
        blocks.append(field("role", words.say("question", "form_role"), radio("role", choices, typed.get("role"))))
    blocks += [
        field("outcome", words.say("severity", "vote_label"), radio("outcome", bands, initial)),
        field(
            "reason",
            words.say("question", "form_reason"),
            text_input("reason", longest=LONGEST_REASON, lines=True, initial=typed.get("reason")),
            hint=words.say("question", "form_reason_hint"),
        ),
    ]
    ids = {
        "incident": facts.incident.id,
        "question": question.id,
        "act": "decide",
        "seen": facts.version,
        "role": roles[0] if len(roles) == 1 else "",
    }
    return modal(
        "severity_vote",
        words.say("severity", "vote_title"),
        blocks,
        close=words.say("question", "cancel"),
        submit=words.say("question", "save"),
        metadata=json.dumps(ids),
    )


def _class_blocks(words: Words, facts: IncidentFacts, law: Rulebook) -> list[Block]:
    """The class of the data, or the question for it: policy 1 wants it known before the severity is."""
    scheme = law.department.classes
    if known := classes_of(facts.plain, scheme):
        return [context(words.say("severity", "class_known", classes="; ".join(known)))]
    label, hint = words.say("severity", "class_label"), words.say("severity", "class_hint")
    if not scheme:
        return [field("class", label, text_input("class", longest=80), optional=True, hint=hint)]
    unknown = (str(words.say("severity", "class_unknown")), NO_CLASS)
    options = [*((one, one) for one in scheme), unknown]
    return [field("class", label, _select(words, "class", options, NO_CLASS), hint=hint)]


def terms_form(words: Words, facts: IncidentFacts, team: Team, law: Rulebook, user: str) -> Block:
    """Asks for the terms; those that nobody set stand as the facts propose them. The impact is IS's to fill."""
    method, now, told = law.packs.severity, counted_terms(facts, law), recorded_terms(facts)
    kinds = [
        (short(f"{score_} · {category.levels[score_]}", 74), f"{category.id}|{score_}")
        for category in method.categories.values()
        for score_ in sorted(category.levels)
    ]
    chosen = f"{now.category}|{now.dpc}" if now.category else None
    blocks = [
        section(words.say("severity", "terms_intro")),
        field("category", short(method.data_question, 150), _select(words, "category", kinds, chosen), optional=True),
    ]
    for name in LEVELLED:
        term = method.terms[name]
        levels = [(short(f"{level.value} · {level.text}", 74), level.id) for level in term.levels]
        blocks.append(
            field(name, short(term.question, 150), _select(words, name, levels, now.level(name)), optional=True)
        )
    if user in team.users("IS"):
        blocks += _impact_fields(words, method, told)
    open_class = next((one for one in method.floors if one.when is None), None)
    if open_class:
        yes_no = [(words.say("question", "yes"), "yes"), (words.say("question", "no"), "no")]
        known = told.get("restricted_class")
        initial = None if known is None else "yes" if known else "no"
        element = radio("restricted_class", yes_no, initial)
        blocks.append(field("restricted_class", short(open_class.question, 150), element, optional=True))
    return modal(
        "severity_terms",
        words.say("severity", "terms_title"),
        blocks,
        close=words.say("question", "cancel"),
        submit=words.say("question", "save"),
        metadata=json.dumps({"incident": facts.incident.id, "seen": facts.version}),
    )


def term_lines(words: Words, facts: IncidentFacts, law: Rulebook) -> list[Mrkdwn]:
    """The arithmetic, a line for each term with its reason, the operations' impact, flags and what is missing."""
    method, counted, told = law.packs.severity, counted_terms(facts, law), recorded_terms(facts)
    found = score(method, counted)
    lines = [_proposal(words, facts, law)]
    given = propose_terms(facts, law)
    reasons = {reason.term: reason for reason in given.reasons}
    for name in ("dpc", *LEVELLED):
        value = getattr(counted, name)
        if value is None:
            question = method.data_question if name == "dpc" else method.terms[name].question
            lines.append(words.say("severity", "term_open", question=question))
            continue
        part = next((one for one in found.parts if one.term == name), None) if found else None
        number = part.value if part else value if name == "dpc" else method.terms[name].level(str(value)).value
        why = reasons[name].text if name in reasons and told.get(name) is None else words.say("severity", "by_people")
        term = words.say("severity", f"term_{name}")
        lines.append(words.say("severity", "term", term=term, value=number, text=why))
    operations = recorded_impact(facts)
    if operations.functional:
        scale = method.impact["functional"]
        text = next(value.text for value in scale.values if value.id == operations.functional)
        lines.append(words.say("severity", "impact", text=text, cite=scale.cite))
    known = read_facts(facts.plain).known
    lines += [words.say("severity", "flag", text=one.text, cite=one.cite) for one in flags(method, known)]
    for one in open_floors(method, known, restricted(facts, law)):
        lines.append(words.say("severity", "floor_open", question=one.question, cite=one.cite))
    return lines


def _standing(words: Words, facts: IncidentFacts, law: Rulebook, question: Question) -> Mrkdwn:
    stands = vote_result(facts, law)
    voted = len(VOTERS) - len(stands.missing)
    if stands.band is None:
        return words.say("severity", "open", text=question.text)
    band = words.say("severity", stands.band)
    if stands.agreed:
        return words.say("severity", "agreed", band=band, text=question.text)
    return words.say("severity", "stands", band=band, voted=voted, all=len(VOTERS), text=question.text)


def _vote(words: Words, facts: IncidentFacts, team: Team, question: Question, role: str) -> Mrkdwn:
    made = facts.in_force(question.id, role)
    if made is None:
        return words.say("severity", "no_vote", role=role)
    return words.say(
        "severity",
        "voted",
        role=role,
        band=words.say("severity", made.outcome),
        by=name_of(made.by, team),
        at=made.at,
        reason=short(made.reason, 200),
        changed=bool(moved_facts(made, facts)),
    )


def _proposal(words: Words, facts: IncidentFacts, law: Rulebook) -> Mrkdwn:
    """What the facts propose, with the arithmetic when every term is known."""
    band, found = propose_band(facts, law), score(law.packs.severity, counted_terms(facts, law))
    if found:
        parts = {part.term: part.value for part in found.parts}
        circumstances = sum(parts[name] for name in LEVELLED if name != "ei")
        return words.say(
            "severity",
            "proposed_score",
            band=words.say("severity", band or found.band),
            se=found.se,
            dpc=parts["dpc"],
            ei=parts["ei"],
            cb=circumstances,
        )
    if band:
        return words.say("severity", "proposed", band=words.say("severity", band))
    return words.say("severity", "proposed_nothing")


def _impact_fields(words: Words, method: Method, told: Mapping[str, Any]) -> list[Block]:
    blocks = []
    for name in IMPACT_FIELDS:
        scale = method.impact[name]
        options = [(short(value.text, 74), value.id) for value in scale.values]
        if name == "information":
            element = multi_select(name, words.say("question", "choose"), options, told.get(name) or ())
        else:
            element = _select(words, name, options, told.get(name))
        blocks.append(field(name, short(scale.question, 150), element, optional=True))
    return blocks


def _select(words: Words, name: str, options: list[tuple[str, str]], initial: str | None) -> Block:
    return select(name, words.say("question", "choose"), options, initial)
