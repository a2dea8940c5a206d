"""Something that is kept as a note of its own, and said once by the step of the same name."""

import json
from collections.abc import Mapping
from typing import Any

from bot.decision import Answer, Decision, Entry, SetFact, Step, Text, Value
from bot.note import NoteKind, note_name
from bot.situation import Situation

_SAID: Mapping[NoteKind, str] = {"tally": "tally_recorded", "advice": "advice_given"}


def keep_note(
    kind: NoteKind, told: Mapping[str, Any], actor: str, situation: Situation, more: Mapping[str, Value]
) -> Decision:
    """Keep what was told, with an entry that refers to it, and say it; `more` stands in the entry as it is."""
    facts = situation.facts
    number, version, name = facts.incident.number, facts.next_version, note_name(kind, facts.next_version)
    said = _SAID[kind]
    body: dict[str, Value | Text] = {"number": number, **more, "text": Text(name=name)}
    return Decision(
        answer=Answer(name=said),
        changes=(SetFact(name=name, value=Text(name=name), by=actor, at=situation.now, version=version),),
        entries=(Entry(kind=said, actor=actor, body=body),),
        sends=(Step(name=kind, key=f"{kind}:{number}:{version}", payload={"name": name}),),
        texts={name: json.dumps(told, sort_keys=True)},
    )
