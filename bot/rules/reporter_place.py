"""The reporter: in the channel for the questions of the first hour, afterwards in the direct message (need to know).

AI goes on without the reporter by one press. What was asked of the reporter, and what the reporter adds, goes by the
direct message and is said in the channel (policy 3, 4).
"""

import json

from bot.counsel_changes import SetReporterPlace
from bot.decision import Answer, Decision, Entry, Refresh, Refusal, SetFact, Step, Text
from bot.incident import IncidentFacts, KnownFact
from bot.note import note_name
from bot.reporter_commands import AddWords, AskReporter, MoveReporter
from bot.rules.channel_state import shut
from bot.rules.form_checks import LONGEST_TEXT
from bot.rules.refusals import closed, not_working_here, only, refuse_words
from bot.situation import Situation


def move_reporter(command: MoveReporter, situation: Situation) -> Decision | Refusal:
    """Take the reporter out of the channel, or bring the reporter back; the place in the direct message stays."""
    facts, team = situation.facts, situation.team
    incident = facts.incident
    if refusal := closed(facts) or only(command.actor, "AI", team):
        return refusal
    if team.roles_of(incident.reporter):
        return Refusal(name="reporter_has_role", values={"by": incident.reporter})
    if incident.reporter_inside == command.inside:
        return Refusal(name="reporter_already", refresh=(Refresh(surface="card"),))
    kind = "reporter_brought_in" if command.inside else "reporter_moved_out"
    name = "bring_back" if command.inside else "take_out"
    key = f"{name}:{incident.number}:{command.key}"[:200]
    step = Step(name=name, key=key, payload={"user": incident.reporter})
    return Decision(
        answer=Answer(name=kind),
        changes=(SetReporterPlace(inside=command.inside),),
        entries=(Entry(kind=kind, actor=command.actor, body={"number": incident.number}),),
        sends=(*((step,) if incident.channel else ()), Refresh(surface="reporter"), Refresh(surface="card")),
    )


def ask_reporter(command: AskReporter, situation: Situation) -> Decision | Refusal:
    """Ask the reporter something: it comes as a direct message, and stands in the channel."""
    facts = situation.facts
    if refusal := not_working_here(command.actor, facts, situation.team):
        return refusal
    return _said(command.text, command.actor, situation, kind="reporter_asked")


def add_words(command: AddWords, situation: Situation) -> Decision | Refusal:
    """The reporter adds something: it is kept with the report's words and stands in the channel."""
    facts = situation.facts
    if refusal := closed(facts):
        return refusal
    if command.actor != facts.incident.reporter:
        return Refusal(name="not_to_be_seen", values={"number": ""})
    return _said(command.text, command.actor, situation, kind="reporter_added")


def words_of(facts: IncidentFacts) -> tuple[KnownFact, ...]:
    """What was asked of the reporter and what the reporter added, the oldest first; without what was expunged."""
    found = (one for one in facts.known.values() if one.kind == "reporter" and one.value is not None)
    return tuple(sorted(found, key=lambda one: one.version))


def _said(text: str, actor: str, situation: Situation, *, kind: str) -> Decision | Refusal:
    facts = situation.facts
    if not text.strip():
        return Refusal(name="words_empty", values={"field": "text"})
    if refusal := refuse_words("text", text, LONGEST_TEXT) or shut(facts, field="text"):
        return refusal
    number, version = facts.incident.number, facts.next_version
    name, asked = note_name("reporter", version), kind == "reporter_asked"
    steps = [Step(name="reporter_words", key=f"reporter_words:{number}:{version}", payload={"name": name})]
    if asked:
        steps.append(Step(name="reporter_asked", key=f"reporter_asked:{number}:{version}", payload={"name": name}))
    return Decision(
        answer=Answer(name=kind),
        changes=(SetFact(name=name, value=Text(name=name), by=actor, at=situation.now, version=version),),
        entries=(Entry(kind=kind, actor=actor, body={"number": number, "text": Text(name=name)}),),
        sends=(*steps, Refresh(surface="reporter")),
        texts={name: json.dumps({"text": text.strip(), "asked": asked}, sort_keys=True)},
    )
