"""The severity: three votes with their reasons, the highest stands until all agree; terms on record, least bands."""

import pytest

from sandbox.channel import Channel
from sandbox.text import text_of
from tests.scenes import WHY, buttons, entries, fill, known, press, say, see, shown, vote
from tests.stage import Stage

SEVERITY = "decision:severity"


@pytest.fixture
async def channel(stage: Stage) -> Channel:
    """An incident in which the severity is asked."""
    opened = await stage.report()
    assert await say(stage, "isaac", "data", {"pi_elements": ["ssn"]}) == {}
    await stage.slack.until(lambda: "severity_vote" in buttons(stage, opened, SEVERITY))
    return opened


async def terms(stage: Stage, who: str, **values: object) -> dict[str, str]:
    await press(stage, who, "severity", "severity_terms")
    return await fill(stage, who, values)


async def test_it_is_asked_once_the_team_has_recorded_a_fact(stage: Stage) -> None:
    opened = await stage.report()
    assert shown(stage, opened, SEVERITY) == ""
    await say(stage, "isaac", "data", {"encrypted": "no"})
    await see(
        stage,
        SEVERITY,
        "not determined yet",
        "*Audits* has not voted",
        "*Counsel* has not voted",
        "*Systems* has not voted",
    )


async def test_three_votes_that_differ_stand_at_the_highest_until_they_agree(stage: Stage, channel: Channel) -> None:
    assert await vote(stage, "alice", "medium") == {}
    await see(stage, SEVERITY, "Severity: medium", "1 of 3 votes")
    assert await vote(stage, "carla", "very_high", "Pay slips of everybody") == {}
    assert await vote(stage, "isaac", "low", "It was sealed") == {}
    await see(stage, SEVERITY, "Severity: very high", "3 of 3 votes", "Pay slips of everybody", "It was sealed")
    await see(stage, "card", "very high")
    assert await vote(stage, "carla", "medium", "Isaac showed the seal") == {}
    assert await vote(stage, "isaac", "medium", "Agreed on the phone") == {}
    await see(stage, SEVERITY, "✓ *Severity: medium*", "all three agree")
    told = [(one["role"], one["outcome"]) for one in await entries(stage, "decided")]
    assert told == [("AI", "medium"), ("CCO", "very_high"), ("IS", "low"), ("CCO", "medium"), ("IS", "medium")]


async def test_every_vote_keeps_the_versions_of_the_facts(stage: Stage, channel: Channel) -> None:
    await vote(stage, "alice", "high")
    (told,) = await entries(stage, "decided")
    assert f"pi_elements@{(await known(stage)).version_of('pi_elements')}" in told["relied_on"]
    assert "encrypted@0" in told["relied_on"]


async def test_the_form_shows_what_the_facts_propose_with_its_reason(stage: Stage, channel: Channel) -> None:
    await press(stage, "alice", "severity", "severity_vote")
    form = text_of(stage.person("alice").view)
    assert "Social Security numbers are among the data" in form
    assert "Open: " in form


async def test_a_vote_needs_its_reason_without_personal_data(stage: Stage, channel: Channel) -> None:
    assert "Social Security number" in (await vote(stage, "alice", "high", "SSN 123-45-6789"))["reason"]
    assert "in a few words" in (await fill(stage, "alice", {"reason": "  "}))["reason"]
    assert await fill(stage, "alice", {"reason": WHY}) == {}


@pytest.mark.parametrize("who", ["rosa", "olga"])
async def test_somebody_outside_is_told_who_votes(stage: Stage, channel: Channel, who: str) -> None:
    person = stage.person(who)
    await person.press("severity_vote", stage.surface(channel, SEVERITY))
    await stage.slack.until(
        lambda: "Only Audits, Counsel, Systems can do this" in "".join(map(text_of, person.ephemerals))
    )


async def test_the_same_vote_twice_is_told_and_what_was_typed_stays(stage: Stage, channel: Channel) -> None:
    await vote(stage, "alice", "high")
    errors = await vote(stage, "arthur", "high", "I see it the same way")
    assert "voted the same for this role already" in errors["reason"]
    assert await fill(stage, "arthur", {"outcome": "low"}) == {}


async def test_a_fact_that_changes_marks_the_votes_and_lets_the_same_vote_be_cast_again(
    stage: Stage, channel: Channel
) -> None:
    await vote(stage, "alice", "high")
    await see(stage, SEVERITY, WHY)
    await say(stage, "isaac", "data", {"encrypted": "no"})
    await see(stage, SEVERITY, "a fact has changed since: vote again")
    assert await vote(stage, "alice", "high", "Still so") == {}
    await see(stage, SEVERITY, "Still so")
    assert "vote again" not in shown(stage, channel, SEVERITY)


async def test_facts_that_change_under_an_open_form_are_shown_and_the_reason_stays(
    stage: Stage, channel: Channel
) -> None:
    await press(stage, "carla", "severity", "severity_vote")
    await say(stage, "isaac", "data", {"encrypted": "yes"})
    assert await fill(stage, "carla", {"outcome": "high", "reason": "A long thought"}) == {}
    view = stage.person("carla").view
    assert "Changed while this form was open" in text_of(view)
    assert "encrypted: *yes*" in text_of(view)
    assert "A long thought" in str(view)
    assert await entries(stage, "decided") == []
    assert await fill(stage, "carla", {}) == {}
    await see(stage, SEVERITY, "A long thought")


async def test_terms_that_people_record_propose_a_severity_with_its_sum(stage: Stage, channel: Channel) -> None:
    told = {"ei": "maximum", "confidentiality": "unknown_recipients", "integrity": "unused"}
    assert await terms(stage, "alice", **told, availability="available", malice="intended") == {}
    await see(stage, SEVERITY, "The facts propose: *very high*", "4 × 1 + 1.0 = 5.00")
    assert "Severity: not determined yet" in shown(stage, channel, SEVERITY)


async def test_the_impact_on_operations_is_filled_by_is_alone(stage: Stage, channel: Channel) -> None:
    await press(stage, "alice", "severity", "severity_terms")
    assert "functional" not in str(stage.person("alice").view)
    await stage.person("alice").close()
    assert "stands alone" in (await terms(stage, "isaac", information=["none", "privacy_breach"]))["information"]
    assert await fill(stage, "isaac", {"information": ["privacy_breach"], "functional": "high"}) == {}
    await see(stage, SEVERITY, "The facts propose at least: *high*")


async def test_terms_that_somebody_else_recorded_meanwhile_are_not_overwritten(stage: Stage, channel: Channel) -> None:
    await press(stage, "alice", "severity", "severity_terms")
    assert await terms(stage, "carla", ei="maximum") == {}
    errors = await fill(stage, "alice", {"ei": "negligible"})
    assert "A fact changed" in next(iter(errors.values()))
    assert (await known(stage)).known["severity:terms"].value == {"ei": "maximum"}


async def test_message_boards_at_risk_hold_it_at_high_at_least(stage: Stage, channel: Channel) -> None:
    await say(stage, "isaac", "where", {"message_board_control": "yes"})
    await vote(stage, "alice", "low")
    await see(stage, SEVERITY, "Severity: high", "exclusive control of the message boards", "Policy 11.D")


async def test_the_votes_open_the_call_center_and_the_website(stage: Stage, channel: Channel) -> None:
    assert shown(stage, channel, "decision:POL-7.A") == ""
    await vote(stage, "alice", "very_high")
    await vote(stage, "carla", "low")
    assert shown(stage, channel, "decision:POL-11.A8") == ""
    await vote(stage, "isaac", "low")
    for question in ("POL-7.A", "POL-7.B", "POL-10", "POL-11.A8"):
        await see(
            stage, f"decision:{question}", "Facts at hand" if question.startswith("POL-7") else "*Systems* decides"
        )


async def test_the_class_of_the_data_is_asked_with_the_vote_and_shown_from_then_on(
    stage: Stage, channel: Channel
) -> None:
    await press(stage, "isaac", "severity", "severity_vote")
    assert await fill(stage, "isaac", {"outcome": "high", "reason": WHY, "class": "Restricted"}) == {}
    assert (await known(stage)).plain["classification"] == "Restricted"
    await press(stage, "alice", "severity", "severity_vote")
    assert "Class of the data: Restricted" in text_of(stage.person("alice").view)
