"""The assessment card: two verdicts, each duty, what CCO settled, and what would settle the rest; why in its thread."""

from collections.abc import Iterable, Sequence

from bot.assessment.result import Assessment, BreachAnswer, Reason
from bot.incident import IncidentFacts
from bot.rulebook import Rulebook
from bot.rules.questions import READING
from bot.rules.unknowns import ranked_unknowns
from bot.situation import Situation
from handlers.blocks import Block, actions, button, context, header, section
from handlers.button_ids import pack_ids
from handlers.render import Mrkdwn, Words
from handlers.views.facts import SECTIONS, section_of
from handlers.views.obligation import (
    elapsed_line,
    given_button,
    is_shown,
    obligation_line,
    obligation_name,
    question_of,
    settled_line,
)

_FOLDED = ("not_required", "not_available")
_ASKED = 2
_MOST_PARTS = 4
_LONGEST = 2900
_LONGEST_DETAILS = 11_000


def assessment_card(words: Words, situation: Situation, answer: Assessment) -> tuple[Mrkdwn, list[Block]]:
    """The card's fallback text and blocks."""
    facts, law, now = situation.facts, situation.law, situation.now
    incident, breach = answer.policy_incident, answer.statutory_breach
    verdicts = [words.say("assessment", "incident", status=words.say("assessment", f"status_{incident.status}"))]
    if breach.law:
        verdicts.append(_breach(words, breach, law))
        verdicts.append(
            settled_line(words, breach.settled_by, breach.rule_status, situation, "status")
            if breach.settled_by
            else words.say("assessment", "not_determined", status=breach.status)
        )
    blocks = [
        header(words.say("assessment", "headline")),
        section(Mrkdwn("\n".join(line for line in verdicts if line))),
    ]
    shown = [one for one in answer.obligations if one.status not in _FOLDED and is_shown(one, facts, law)]
    for one in shown[:12]:
        line = obligation_line(words, one, situation, depends=bool(set(one.needs) & set(breach.needs)))
        blocks.append(section(Mrkdwn(line[:_LONGEST]), accessory=given_button(words, facts, one)))
        blocks += elapsed_line(words, facts, one, law, now)
    if folded := [one for one in answer.obligations if one.status in _FOLDED]:
        names = ", ".join(dict.fromkeys(obligation_name(words, one) for one in folded))
        blocks.append(context(words.say("assessment", "settled", names=Mrkdwn(names))))
    blocks += _what_would_settle(words, situation, answer)
    newest = max((fact.at for fact in facts.known.values()), default=None)
    as_of = (
        words.say("assessment", "as_of", at=newest, day=words.day(now))
        if newest
        else words.say("assessment", "no_facts")
    )
    blocks.append(context(as_of))
    blocks.append(actions(*_buttons(words, facts, answer), block_id="assessment"))
    return words.say("assessment", "fallback", number=facts.incident.number), blocks


def _breach(words: Words, breach: BreachAnswer, law: Rulebook) -> Mrkdwn:
    missing = len(breach.needs) if breach.status == "unresolved" else 0
    status = words.say("assessment", f"status_{breach.status}")
    return words.say("assessment", "breach", law=law.title(str(breach.law)), status=status, missing=missing)


def _what_would_settle(words: Words, situation: Situation, answer: Assessment) -> list[Block]:
    """The open facts by the part of the form that asks for them, those first that decide most, each with its button."""
    parts: dict[str, list[tuple[str, int]]] = {}
    for path, decides in ranked_unknowns(situation, answer):
        if part := section_of(path):
            parts.setdefault(part, []).append((path, decides))
    if not parts:
        return []
    blocks = [context(words.say("assessment", "settles_headline"))]
    for part, found in list(parts.items())[:_MOST_PARTS]:
        label = words.say("facts", f"section_{part}") + f" ({SECTIONS[part].asks})"
        press = button(label, f"facts_{part}", pack_ids(situation.facts.incident.id, part))
        decides = max(count for _, count in found)
        text = words.say(
            "assessment",
            "settles",
            role=SECTIONS[part].asks,
            questions=_questions(words, [path for path, _ in found]),
            decides=decides,
        )
        blocks.append(section(text, accessory=press))
    return blocks


def details(words: Words, facts: IncidentFacts, answer: Assessment) -> tuple[Mrkdwn, list[Block]]:
    """The reasons with their citations, for the thread under the card."""
    parts = [
        [words.say("assessment", "details_headline")],
        _reasons(words, answer.policy_incident.reasons),
        _reasons(words, answer.statutory_breach.reasons),
    ]
    for one in answer.obligations:
        status = words.say("assessment", f"state_{one.status}")
        lines = [words.say("assessment", "details_obligation", what=obligation_name(words, one), status=status)]
        lines += _reasons(words, one.reasons)
        if one.could_change:
            names = Mrkdwn(" ".join(question_of(words, name) for name in one.could_change))
            lines.append(words.say("assessment", "details_could_change", facts=names))
        parts.append(lines)
    parts.append([words.say("assessment", "details_mark", text=mark.text) for mark in answer.marks])
    blocks, length = [], 0
    for lines in parts:
        text = Mrkdwn("\n".join(lines)[:_LONGEST])
        length += len(text)
        if length > _LONGEST_DETAILS:
            blocks.append(context(words.say("assessment", "details_cut")))
            break
        if text:
            blocks.append(section(text))
    return words.say("assessment", "fallback", number=facts.incident.number), blocks


def _questions(words: Words, names: Sequence[str]) -> Mrkdwn:
    """The first few missing facts as questions, each once."""
    found = list(dict.fromkeys(question_of(words, name) for name in names))
    asked = " ".join(found[:_ASKED])
    more = len(found) - _ASKED
    return Mrkdwn(f"{asked} {words.say('assessment', 'more_missing', count=more)}" if more > 0 else asked)


def _reasons(words: Words, reasons: Sequence[Reason]) -> list[Mrkdwn]:
    return [words.say("assessment", "details_line", text=reason.text, cite=reason.cite) for reason in reasons]


def _buttons(words: Words, facts: IncidentFacts, answer: Assessment) -> Iterable[Block]:
    incident = facts.incident.id
    yield button(words.say("assessment", "update_button"), "update_facts", pack_ids(incident), style="primary")
    yield button(words.say("assessment", "notices_button"), "notice_list", pack_ids(incident))
    debatable = [one.reading for one in answer.obligations] + [answer.statutory_breach.reading]
    for reading in list(dict.fromkeys(one for one in debatable if one))[:4]:
        label = words.say("assessment", "reading_button", reading=reading.replace("_", " "))
        yield button(label, f"decide_reading_{reading}", pack_ids(incident, f"{READING}{reading}"))
