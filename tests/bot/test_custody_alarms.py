"""What is wrong with the custody of an item: said until a named person explains it, and the incident stays open."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.evidence import EventKind
from bot.evidence_commands import AcknowledgeGuidance, GiveGuidance
from bot.incident import IncidentFacts, Item
from bot.rules.alarms import custody_alarms
from bot.rules.closing import find_blockers
from bot.rules.duties import list_duties, recipients_of
from bot.rules.holding import acknowledge_guidance, give_guidance
from tests.bot.custody import WHEN, B, said, tell, went
from tests.given import CCO, FACTS, IS_LEAD, IS_OTHER, STRANGER, TEAM, situated


def _alarms(facts: IncidentFacts, hours: float = 0) -> list[str]:
    return [one.kind for one in custody_alarms(facts, TEAM, WHEN + timedelta(hours=hours), timedelta(hours=4))]


@pytest.mark.parametrize(
    ("ways", "last", "values", "hours", "alarm"),
    [
        (("collected", "released"), None, {}, 5, "not_accepted"),
        ((), None, {}, 5, "no_custodian"),
        (("collected",), "verified", {"sha256": B}, 0, "hash_differs"),
        (("collected", "imaged"), "imaged", {"tool": "dd", "sha256": B}, 0, "hash_differs"),
        (("collected",), "accessed", {"purpose": "x", "who": STRANGER}, 0, "stranger"),
        (("collected",), "correction", {"event": "1", "text": "x", "holder": IS_OTHER}, 0, "two_custodians"),
    ],
)
def test_each_alarm_sounds_until_a_named_person_explains_it(
    ways: tuple[EventKind, ...], last: EventKind | None, values: dict[str, str], hours: float, alarm: str
) -> None:
    facts = went(*ways)
    assert _alarms(facts) == []
    if last:
        facts = said(facts, tell(facts, last, values=values))
    assert _alarms(facts, hours) == [alarm]
    about = str(custody_alarms(facts, TEAM, WHEN + timedelta(hours=hours), timedelta(hours=4))[0].event)
    explained = said(facts, tell(facts, "explained", values={"event": about, "text": "It lay in the safe"}))
    assert _alarms(explained, hours) == []


def test_a_seal_that_differs_is_told_by_refusing_the_item() -> None:
    facts = went("collected", "sealed", "released")
    facts = said(facts, tell(facts, "refused", actor=IS_OTHER, values={"reason": "Seal", "seal_seen": "4712"}))
    assert _alarms(facts) == ["seal_differs"]


def test_an_item_on_its_way_or_with_an_alarm_keeps_the_incident_open_and_a_register_without_gaps_settles_the_line() -> (
    None
):
    def custody(facts: IncidentFacts) -> list[str]:
        found = find_blockers(situated(facts, now=WHEN))
        return [one.name for one in found if one.name.startswith("custody_") or one.what == "custody"]

    line = Item(id="POL-11.C4", title="Keep the chain of custody", cite="Policy 11.C", role="IS", position=3)
    listed = replace(FACTS, items=(line,))
    assert custody(listed) == ["test"]
    for ways, named in (
        ((), ["custody_found", "test"]),
        (("collected", "released"), ["custody_released", "test"]),
        (("collected",), []),
    ):
        assert sorted(custody(replace(went(*ways), items=(line,)))) == named
    wrong = went("collected")
    wrong = said(wrong, tell(wrong, "verified", values={"sha256": B}))
    assert sorted(custody(replace(wrong, items=(line,)))) == ["custody_hash_differs", "test"]


@pytest.mark.parametrize(
    ("ways", "kind", "whom"),
    [
        ((), "custody_open", IS_LEAD),
        (("collected", "released"), "custody_accept", IS_OTHER),
        (("collected", "handed_outside"), "custody_accept", IS_LEAD),
        (("collected",), None, None),
        (("collected", "released", "accepted"), None, None),
    ],
)
def test_what_waits_for_somebody_is_a_duty_of_that_person(
    ways: tuple[EventKind, ...], kind: str | None, whom: str | None
) -> None:
    situation = situated(went(*ways), now=WHEN)
    owed = [one for one in list_duties(situation) if one.kind.startswith("custody_")]
    assert [one.kind for one in owed] == ([kind] if kind else [])
    assert [recipients_of(one, 0, situation) for one in owed] == ([(whom,)] if whom else [])


def test_a_gap_is_a_duty_until_it_is_explained() -> None:
    facts = went("collected")
    facts = said(facts, tell(facts, "verified", values={"sha256": B}))
    owed = [one.subject for one in list_duties(situated(facts, now=WHEN)) if one.kind == "custody_gap"]
    assert owed == ["1|hash_differs|3"]
    facts = said(facts, tell(facts, "explained", values={"event": "3", "text": "The image was cut short"}))
    assert [one for one in list_duties(situated(facts, now=WHEN)) if one.kind == "custody_gap"] == []


def test_guidance_is_to_be_read_by_systems_and_a_new_one_again() -> None:
    facts = FACTS
    for text in ("Keep all logs", "Keep all logs and images"):
        given = GiveGuidance(key="k", actor=CCO, incident=7, role="CCO", text=text)
        facts = said(facts, give_guidance(given, situated(facts)))
        (owed,) = [one for one in list_duties(situated(facts)) if one.kind == "guidance"]
        assert owed.role == "IS"
        version = facts.known["guidance:CCO"].version
        read = AcknowledgeGuidance(key="k", actor=IS_LEAD, incident=7, role="CCO", version=version)
        facts = said(facts, acknowledge_guidance(read, situated(facts)))
        assert [one for one in list_duties(situated(facts)) if one.kind == "guidance"] == []
