"""Telling the channel how things stand."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.commands import PostUpdate
from bot.decision import Decision, Refusal, SetFact, Step, Text
from bot.incident import IncidentFacts, Trouble
from bot.note import note_name
from bot.rules.updates import LONGEST_UPDATE, newest_update, post_update
from tests.given import AI_LEAD, FACTS, NOW, STRANGER, knowing, situated, with_incident


def posted(facts: IncidentFacts = FACTS, **more: Any) -> Decision | Refusal:
    given: dict[str, Any] = {"actor": AI_LEAD, "text": " The drive is imaged. "}
    return post_update(PostUpdate(key="k", incident=7, **(given | more)), situated(facts))


def test_an_update_is_kept_and_posted_once() -> None:
    decided = posted(knowing(accessed=True, version=4))
    assert isinstance(decided, Decision)
    name = note_name("update", 5)
    assert decided.changes == (SetFact(name=name, value=Text(name=name), by=AI_LEAD, at=NOW, version=5),)
    assert json.loads(decided.texts[name]) == "The drive is imaged."
    assert decided.sends == (Step(name="status_update", key="update:BR-2026-0007:5", payload={"update": name}),)
    assert [(one.kind, one.actor, one.body) for one in decided.entries] == [
        ("status_updated", AI_LEAD, {"number": "BR-2026-0007", "text": Text(name=name)})
    ]


def test_the_longest_update_is_taken() -> None:
    assert isinstance(posted(text="x" * LONGEST_UPDATE), Decision)


@pytest.mark.parametrize(
    ("facts", "more", "refused"),
    [
        (with_incident(state="closed"), {}, "incident_closed"),
        (FACTS, {"actor": STRANGER}, "team_needed"),
        (FACTS, {"text": " \n"}, "update_needed"),
        (FACTS, {"text": "x" * (LONGEST_UPDATE + 1)}, "text_too_long"),
        (FACTS, {"text": "It is 123-45-6789"}, "personal_data"),
        (replace(FACTS, troubles=(Trouble(step="room:archived", error="told"),)), {}, "channel_archived"),
    ],
)
def test_an_update_is_refused_with_its_field(facts: IncidentFacts, more: dict[str, Any], refused: str) -> None:
    decided = posted(facts, **more)
    assert isinstance(decided, Refusal)
    assert decided.name == refused
    assert decided.values.get("field", "text") == "text"


def test_the_newest_update_is_the_one_of_the_highest_version() -> None:
    told = knowing(**{note_name("update", 2): "first"}, version=2)
    told = knowing(told, **{note_name("update", 12): "second"}, version=12)
    told = knowing(told, accessed=True, version=13)
    newest = newest_update(told)
    assert newest is not None
    assert newest.value == "second"
    assert newest_update(FACTS) is None
