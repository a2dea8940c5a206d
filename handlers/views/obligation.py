"""One duty of the law on the card: what it asks for, of whom, by which subsection, and who settled it when and why."""

from datetime import date, datetime

from bot.assessment.result import ObligationAnswer, SettledBy
from bot.determination import Determination
from bot.incident import IncidentFacts
from bot.rulebook import Rulebook
from bot.rules.binding import determination_behind
from bot.rules.counsel_room import counsel_keeps
from bot.rules.elapsed import clock_of, recorded_elapsed, since
from bot.rules.owing import next_step
from bot.rules.questions import given_id, moved_facts
from bot.situation import Situation
from handlers.blocks import Block, button, section
from handlers.button_ids import pack_ids
from handlers.render import Mrkdwn, Words, name_of, short

_LONGEST_WHY = 300


def is_shown(one: ObligationAnswer, facts: IncidentFacts, law: Rulebook) -> bool:
    """Whether the card shows it: substitute notice is no question any more once everybody was told."""
    if not law.is_option(one.law, one.id):
        return True
    told = law.packs.laws[one.law].consumer_obligation
    everybody = facts.plain.get("all_told") is True or (told and facts.in_force(given_id(one.law, told)) is not None)
    return one.status != "settled" and not (everybody and one.status == "unresolved")


def obligation_name(words: Words, one: ObligationAnswer) -> Mrkdwn:
    """What an obligation asks for, as the card calls it."""
    block = f"to_{one.id}" if words.has("assessment", f"to_{one.id}") else "to_other"
    return words.say("assessment", block, recipient=one.recipient)


def obligation_line(words: Words, one: ObligationAnswer, situation: Situation, *, depends: bool) -> Mrkdwn:
    """The whole entry. `depends`: what is missing for the law's own question keeps it open too."""
    facts, law = situation.facts, situation.law
    made = facts.in_force(given_id(one.law, one.id, one.subject))
    reading = law.reading(one.reading) if one.reading else None
    lines = [
        words.say(
            "assessment",
            "obligation" if one.law in law.packs.laws else "gap",
            what=obligation_name(words, one),
            subject=subject_in_words(words, one, facts),
            status=words.say("assessment", f"state_{one.status}"),
            given=made.at if made else None,
            count=one.count,
            at_least=one.at_least,
            due=_due(words, one.due),
            clock=clock_in_words(words, one) if one.status in ("required", "unresolved") else None,
            cite=one.cite,
            depends=depends and one.status == "unresolved",
            debatable=reading.question if reading and one.debatable else None,
        )
    ]
    if made:
        lines.append(_unproved(words, made))
    elif one.status == "required" and not law.is_option(one.law, one.id):
        lines.append(step_in_words(words, one, situation))
    if one.settled_by:
        lines.append(settled_line(words, one.settled_by, one.rule_status, situation, "state"))
    lines += [
        words.say(
            "assessment",
            "refused",
            kind=words.say("assessment", f"method_{method.kind}"),
            why=reason.text,
            cite=reason.cite,
        )
        for method in one.methods_refused
        for reason in method.reasons
    ]
    return Mrkdwn("\n".join(line for line in lines if line))


def settled_line(words: Words, settled: SettledBy, rules: str, situation: Situation, prefix: str) -> Mrkdwn:
    """Who determined it, when, and why unless counsel keeps that; what the rules alone say, and what has changed."""
    made = determination_behind(settled, situation)
    return words.say(
        "assessment",
        "settled_by",
        by=name_of(made.by if made else settled.by, situation.team),
        at=made.at if made else settled.at,
        why=short(made.reason, _LONGEST_WHY) if made and not counsel_keeps(made.question, situation) else "",
        rules=words.say("assessment", f"{prefix}_{rules}"),
        stale=bool(made and moved_facts(made, situation.facts)),
    )


def step_in_words(words: Words, owed: ObligationAnswer, situation: Situation) -> Mrkdwn:
    """What is to be done next, and whose move it is."""
    step = next_step(owed, situation.facts, situation.law)
    return words.say("owed", f"step_{step.name}", role=step.role)


def clock_in_words(words: Words, owed: ObligationAnswer) -> Mrkdwn | None:
    """The law's own word for the time; None where it has none."""
    return words.say("clocks", owed.clock) if owed.clock and words.has("clocks", owed.clock) else None


def subject_in_words(words: Words, one: ObligationAnswer, facts: IncidentFacts) -> str | None:
    """The party or the data set that a repeated duty is about, by its name; shown in the channel only."""
    known = [*(facts.plain.get("parties") or ()), *(facts.plain.get("datasets") or ())]
    found = next((entry for entry in known if entry.get("id") == one.subject), None) if one.subject else None
    return str(found.get("name") or one.subject) if found else one.subject


def given_button(words: Words, facts: IncidentFacts, one: ObligationAnswer) -> Block | None:
    """The button to record that a notice was given; what was recorded stands in its own message."""
    question_id = given_id(one.law, one.id, one.subject)
    if one.status != "required" or facts.in_force(question_id):
        return None
    return button(
        words.say("assessment", "given_button"),
        f"decide_given_{one.id}",
        pack_ids(facts.incident.id, question_id),
    )


def elapsed_line(
    words: Words, facts: IncidentFacts, one: ObligationAnswer, law: Rulebook, now: datetime
) -> list[Block]:
    """A notice that is owed without unreasonable delay: since when, what it is spent on; not once given."""
    clock = clock_of(law, one.law, one.id) if one.status in ("required", "delayed") else None
    if clock is None or facts.in_force(given_id(one.law, one.id, one.subject)):
        return []
    began, told = since(clock, facts, now), recorded_elapsed(facts, one.law, one.id)
    measures = [measure.text for measure in clock.spent_on if measure.id in told["spent_on"]]
    if began is None:
        text = words.say("assessment", "elapsed_unknown")
    else:
        spent_on = ", ".join(measures)
        text = words.say("assessment", "elapsed", since=began, spent_on=spent_on, target=told["target"])
    press = button(
        words.say("assessment", "elapsed_button"), f"elapsed_{one.id}", pack_ids(facts.incident.id, one.law, one.id)
    )
    return [section(text, accessory=press)]


def question_of(words: Words, path: str) -> Mrkdwn:
    """The question of a fact, of a part of one, or of the fact that a part without words belongs to."""
    name = path.partition("[")[0]
    return words.fact_question(name) or words.fact_question(name.partition(".")[0]) or Mrkdwn(path)


def _unproved(words: Words, made: Determination) -> Mrkdwn:
    """A notice that was recorded as given without an approved text and its proof: the reason stands beside it."""
    why = str(made.answers.get("unproved") or "")
    return words.say("assessment", "unproved", why=short(why, _LONGEST_WHY)) if why else Mrkdwn("")


def _due(words: Words, due: date | datetime | None) -> Mrkdwn | None:
    if isinstance(due, datetime):
        return words.when(due)
    return Mrkdwn(due.isoformat()) if due else None
