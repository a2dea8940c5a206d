"""Status updates: somebody tells the channel how things stand; how often they are asked for depends on the severity."""

import json

from bot.commands import PostUpdate
from bot.decision import Answer, Decision, Entry, Refusal, SetFact, Step, Text
from bot.incident import IncidentFacts, KnownFact
from bot.note import note_name
from bot.rules.channel_state import shut
from bot.rules.refusals import not_working_here, refuse_words
from bot.situation import Situation

LONGEST_UPDATE = 2000
"""Characters of an update."""


def post_update(command: PostUpdate, situation: Situation) -> Decision | Refusal:
    """Tell the channel how things stand; anybody of the roles may."""
    facts, team, now = situation.facts, situation.team, situation.now
    if refusal := not_working_here(command.actor, facts, team):
        return refusal
    if not command.text.strip():
        return Refusal(name="update_needed", values={"field": "text"})
    if refusal := refuse_words("text", command.text, LONGEST_UPDATE) or shut(facts, field="text"):
        return refusal
    number, version = facts.incident.number, facts.next_version
    name = note_name("update", version)
    return Decision(
        answer=Answer(name="update_posted"),
        changes=(SetFact(name=name, value=Text(name=name), by=command.actor, at=now, version=version),),
        entries=(Entry(kind="status_updated", actor=command.actor, body={"number": number, "text": Text(name=name)}),),
        sends=(Step(name="status_update", key=f"update:{number}:{version}", payload={"update": name}),),
        texts={name: json.dumps(command.text.strip())},
    )


def newest_update(facts: IncidentFacts) -> KnownFact | None:
    """The newest update: who told it, and when."""
    return max((fact for fact in facts.known.values() if fact.kind == "update"), key=_version, default=None)


def _version(fact: KnownFact) -> int:
    return fact.version
