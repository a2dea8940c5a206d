"""Status updates: somebody tells the channel how things stand; how often they are asked for depends on the severity."""

import json
from datetime import datetime

from bot.commands import PostUpdate
from bot.decision import Answer, Decision, Entry, Refusal, SetFact, Step, Text
from bot.department import Team
from bot.incident import IncidentFacts
from bot.rules.answers import refuse_words

UPDATE = "status:update"
"""Under which name the newest update stands among the facts: who told it, and when."""
LONGEST_UPDATE = 2000
"""Characters of an update."""


def post(command: PostUpdate, facts: IncidentFacts, team: Team, now: datetime) -> Decision | Refusal:
    """Tell the channel how things stand; anybody of the roles may."""
    if facts.incident.state == "closed":
        return Refusal(name="incident_closed", values={"number": facts.incident.number})
    if not team.roles_of(command.actor):
        return Refusal(name="team_needed")
    if not command.text.strip():
        return Refusal(name="update_needed", values={"field": "text"})
    if refusal := refuse_words("text", command.text, LONGEST_UPDATE):
        return refusal
    number, version, stamp = facts.incident.number, facts.version + 1, int(now.timestamp() * 1000)
    return Decision(
        answer=Answer(name="update_posted"),
        changes=(SetFact(name=UPDATE, value=Text(name=UPDATE), by=command.actor, at=now, version=version),),
        entries=(
            Entry(kind="status_updated", actor=command.actor, body={"number": number, "text": Text(name=UPDATE)}),
        ),
        sends=(Step(name="status_update", key=f"update:{number}:{stamp}", payload={"version": version}),),
        texts={UPDATE: json.dumps(command.text.strip())},
    )
