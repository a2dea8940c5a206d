"""The assessment card: two verdicts, each obligation with status and citation, what is missing; why in its thread."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from bot.assessment.answer import Assessment, ObligationAnswer, Reason
from bot.incident import IncidentFacts
from bot.rulebook import Rulebook
from bot.rules.asking import READING, given_id
from bot.rules.elapsed import clock_of, recorded, since
from handlers.blocks import Block, actions, button, context, header, section
from handlers.render import Mrkdwn, Words
from handlers.views.facts import SECTIONS, section_of

_FOLDED = ("not_required", "not_available")
_ASKED = 2
_LONGEST = 2900
_LONGEST_DETAILS = 11_000


def assessment_card(
    words: Words, facts: IncidentFacts, answer: Assessment, law: Rulebook, now: datetime
) -> tuple[Mrkdwn, list[Block]]:
    """The card's fallback text and blocks."""
    incident, breach = answer.policy_incident, answer.statutory_breach
    verdicts = [words.say("assessment", "incident", status=words.say("assessment", f"status_{incident.status}"))]
    if breach.law:
        status = words.say("assessment", f"status_{breach.status}")
        missing = len(breach.needs) if breach.status == "unresolved" else 0
        verdicts.append(words.say("assessment", "breach", law=law.title(breach.law), status=status, missing=missing))
        if missing:
            verdicts.append(words.say("assessment", "missing", questions=_questions(words, breach.needs)))
    blocks = [
        header(words.say("assessment", "headline")),
        section(Mrkdwn("\n".join(verdicts))),
    ]
    open_ones = [one for one in answer.obligations if one.status not in _FOLDED]
    asked = set(breach.needs)
    for one in open_ones[:12]:
        blocks.append(
            section(Mrkdwn(_obligation(words, facts, one, asked)[:_LONGEST]), accessory=_given(words, facts, one))
        )
        blocks += _elapsed(words, facts, one, law, now)
        asked.update(one.needs)
    if settled := [one for one in answer.obligations if one.status in _FOLDED]:
        names = ", ".join(dict.fromkeys(obligation_name(words, one) for one in settled))
        blocks.append(context(words.say("assessment", "settled", names=Mrkdwn(names))))
    newest = max((fact.at for fact in facts.known.values()), default=None)
    as_of = (
        words.say("assessment", "as_of", at=newest, day=words.day(now))
        if newest
        else words.say("assessment", "no_facts")
    )
    blocks.append(context(as_of))
    blocks.append(actions(*_buttons(words, facts, answer), block_id="assessment"))
    return words.say("assessment", "fallback", number=facts.incident.number), blocks


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


def _obligation(words: Words, facts: IncidentFacts, one: ObligationAnswer, asked: set[str]) -> Mrkdwn:
    """One obligation; what is `asked` above already is not asked again."""
    own = [name for name in one.needs if name not in asked]
    return words.say(
        "assessment",
        "obligation",
        what=obligation_name(words, one),
        status=words.say("assessment", f"state_{one.status}"),
        given=made.at if (made := facts.in_force(given_id(one.law, one.id))) else None,
        count=one.count,
        due=_due(words, one.due),
        clock=words.say("clocks", one.clock) if one.clock and words.has("clocks", one.clock) else None,
        cite=one.reasons[0].cite if one.reasons else one.law,
        depends=len(own) < len(one.needs),
        needs=_questions(words, own),
        debatable=one.debatable,
    )


def _given(words: Words, facts: IncidentFacts, one: ObligationAnswer) -> Block | None:
    """The button to record that a notice was given; what was recorded stands in its own message."""
    question_id = given_id(one.law, one.id)
    if one.status != "required" or facts.in_force(question_id):
        return None
    return button(
        words.say("assessment", "given_button"), f"decide_given_{one.id}", f"{facts.incident.id}|{question_id}"
    )


def _elapsed(words: Words, facts: IncidentFacts, one: ObligationAnswer, law: Rulebook, now: datetime) -> list[Block]:
    """A notice that is owed without unreasonable delay: since when, and what the time is spent on."""
    clock = clock_of(law, one.law, one.id) if one.status in ("required", "delayed") else None
    if clock is None:
        return []
    began, told = since(clock, facts, now), recorded(facts, one.law, one.id)
    measures = [measure.text for measure in clock.spent_on if measure.id in told["spent_on"]]
    if began is None:
        text = words.say("assessment", "elapsed_unknown")
    else:
        spent_on = ", ".join(measures)
        text = words.say("assessment", "elapsed", since=began, spent_on=spent_on, target=told["target"])
    press = button(
        words.say("assessment", "elapsed_button"), f"elapsed_{one.id}", f"{facts.incident.id}|{one.law}|{one.id}"
    )
    return [section(text, accessory=press)]


def _questions(words: Words, names: Sequence[str]) -> Mrkdwn:
    """The first few missing facts as questions."""
    asked = " ".join(question_of(words, name) for name in names[:_ASKED])
    more = len(names) - _ASKED
    return Mrkdwn(f"{asked} {words.say('assessment', 'more_missing', count=more)}" if more > 0 else asked)


def obligation_name(words: Words, one: ObligationAnswer) -> Mrkdwn:
    """What an obligation asks for, as the card calls it."""
    block = f"to_{one.id}" if words.has("assessment", f"to_{one.id}") else "to_other"
    return words.say("assessment", block, recipient=one.recipient)


def _due(words: Words, due: date | datetime | None) -> Mrkdwn | None:
    if isinstance(due, datetime):
        return words.when(due)
    return Mrkdwn(due.isoformat()) if due else None


def question_of(words: Words, path: str) -> Mrkdwn:
    """The question of a fact, of a part of one, or of the fact that a part without words belongs to."""
    name = path.partition("[")[0]
    return words.fact_question(name) or words.fact_question(name.partition(".")[0]) or Mrkdwn(path)


def _reasons(words: Words, reasons: Sequence[Reason]) -> list[Mrkdwn]:
    return [words.say("assessment", "details_line", text=reason.text, cite=reason.cite) for reason in reasons]


def _buttons(words: Words, facts: IncidentFacts, answer: Assessment) -> Iterable[Block]:
    incident = facts.incident.id
    yield button(words.say("assessment", "update_button"), "update_facts", str(incident), style="primary")
    yield button(words.say("assessment", "notices_button"), "notice_list", str(incident))
    missing = [*answer.statutory_breach.needs, *(name for one in answer.obligations for name in one.needs)]
    sections = dict.fromkeys(section_of(path) for path in missing)
    for name in [one for one in sections if one][:4]:
        label = words.say("facts", f"section_{name}") + f" ({SECTIONS[name].asks})"
        yield button(label, f"facts_{name}", f"{incident}|{name}")
    debatable = [one.reading for one in answer.obligations] + [answer.statutory_breach.reading]
    for reading in list(dict.fromkeys(one for one in debatable if one))[:4]:
        label = words.say("assessment", "reading_button", reading=reading.replace("_", " "))
        yield button(label, f"decide_reading_{reading}", f"{incident}|{READING}{reading}")
