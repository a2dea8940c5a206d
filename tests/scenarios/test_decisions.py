"""Decisions in the channel: asked in time, of the right people, refused in words, called in by new facts, listed."""

from sandbox.text import text_of
from tests.scenes import (
    BREACH,
    WHY,
    buttons,
    decide,
    entries,
    fill,
    known,
    owed,
    pick,
    press,
    reopen,
    say,
    see,
    shown,
    stands,
)
from tests.stage import Stage

POLICE = {"agency": "Highway Patrol"}
BOARDS = {"message_board_control": "yes"}
HARM = {"covers_all": "yes", "basis": "The disk came back sealed"}


def in_counsels_room(stage: Stage) -> str:
    """What stands in counsel's room."""
    return "\n".join(text_of(one) for room in stage.counsel_rooms() for one in room.messages)


async def test_a_stolen_laptop_asks_for_law_enforcement_as_the_channel_opens(stage: Stage) -> None:
    olga = stage.person("olga")
    await olga.command("/breach", "report")
    await olga.submit({"what": "A laptop was taken", "things": ["device"], "fate": "stolen"})
    await stage.slack.until(stage.channels)
    (channel,) = stage.channels()
    await see(stage, "decision:POL-4.2", "Law enforcement", "kind: *", "*Audits* decides", "Policy 4")
    assert not stands(stage, channel, "severity")


async def test_a_question_is_asked_in_one_short_message_with_a_button_for_each_outcome(stage: Stage) -> None:
    channel = await stage.report()
    await say(stage, "isaac", "where", BOARDS)
    await see(stage, "decision:POL-11.D", "Message boards", "on guidance of Systems, OCS", "control of message boards")
    assert len(shown(stage, channel, "decision:POL-11.D").splitlines()) <= 12
    for button in ("decide_yes", "decide_no"):
        assert button in buttons(stage, channel, "decision:POL-11.D")


async def test_a_question_that_the_facts_no_longer_raise_is_withdrawn(stage: Stage) -> None:
    channel = await stage.report()
    await say(stage, "isaac", "where", BOARDS)
    await see(stage, "decision:POL-11.D", "Message boards")
    await say(stage, "isaac", "where", {"message_board_control": "no"})
    await see(stage, "decision:POL-11.D", "not asked any more")
    assert [one["question"] for one in await entries(stage, "decision_withdrawn")] == ["POL-11.D"]
    assert "decide_yes" not in buttons(stage, channel, "decision:POL-11.D")


async def test_somebody_of_another_role_is_told_who_decides(stage: Stage) -> None:
    await stage.report()
    await pick(stage, "carla", "POL-4.2")
    carla = stage.person("carla")
    await stage.slack.until(lambda: "Only Audits can do this. That is Alice" in text_of(carla.ephemerals[-1]))
    assert carla.view is None


async def test_the_second_of_two_who_decide_is_told_and_keeps_what_was_typed(stage: Stage) -> None:
    await stage.report()
    await pick(stage, "alice", "POL-4.2")
    await pick(stage, "arthur", "POL-4.2")
    assert await fill(stage, "alice", {"outcome": "no", "reason": WHY}) == {}
    errors = await fill(stage, "arthur", {"outcome": "yes", "reason": "A long thought", **POLICE})
    assert "Alice Abbott decided this already" in errors["reason"]
    assert "A long thought" in str(stage.person("arthur").view)
    assert len(await entries(stage, "decided")) == 1


async def test_a_decision_needs_its_parts_and_the_form_keeps_what_was_typed(stage: Stage) -> None:
    await stage.report()
    await pick(stage, "alice", "POL-4.2")
    assert "Which agency?" in (await fill(stage, "alice", {"outcome": "yes", "reason": "A long thought"}))["agency"]
    assert "Social Security" in (await fill(stage, "alice", {"agency": "SSN 123-45-6789"}))["agency"]
    assert "Social Security" in (await fill(stage, "alice", {**POLICE, "reason": "SSN 123-45-6789"}))["reason"]
    assert "in five years" in (await fill(stage, "alice", {"reason": " "}))["reason"]
    assert await entries(stage, "decided") == []
    assert await fill(stage, "alice", {"reason": WHY}) == {}
    await see(stage, "decision:POL-4.2", "Which agency? *Highway Patrol*")


async def test_a_time_in_the_future_is_refused_under_its_field(stage: Stage) -> None:
    await stage.report()
    await say(stage, "isaac", "where", BOARDS)
    more = {"guidance_is": "Two off", "guidance_ocs": "Agreed", "boards": "I-70", "at": 4_000_000_000}
    assert "in the future" in (await decide(stage, "isaac", "POL-11.D", "yes", more))["at"]


async def test_facts_that_change_under_an_open_form_are_shown_and_what_was_typed_stays(stage: Stage) -> None:
    await stage.report()
    await pick(stage, "alice", "POL-4.2")
    await say(stage, "isaac", "what", {"physical_criminal_conduct": "yes"})
    told = {"outcome": "yes", "reason": "A long thought", "consulted": ["IS"], **POLICE}
    assert await fill(stage, "alice", told) == {}
    view = stage.person("alice").view
    assert "Changed while this form was open" in text_of(view)
    assert "break-in or stolen equipment: *yes*" in text_of(view)
    for kept in ("A long thought", "Highway Patrol"):
        assert kept in str(view)
    assert await entries(stage, "decided") == []
    assert await fill(stage, "alice", {}) == {}
    (made,) = await entries(stage, "decided")
    assert (made["outcome"], made["consulted"]) == ("yes", ["IS"])


async def test_details_are_added_later_without_deciding_again(stage: Stage) -> None:
    await stage.report()
    await pick(stage, "alice", "POL-7.A")
    assert await fill(stage, "alice", {"outcome": "yes", "reason": WHY}) == {}
    await press(stage, "carla", "POL-7.A", "decision_amend")
    assert await fill(stage, "carla", {"phone": "573-555-0199"}) == {}
    await see(stage, "decision:POL-7.A", "573-555-0199", "Alice Abbott", WHY)
    assert [one["actor"] for one in await entries(stage, "decision_amended")] == [stage.person("carla").id]


async def test_a_changed_fact_calls_a_determination_in_and_it_is_confirmed(stage: Stage) -> None:
    channel = await owed(stage)
    assert await decide(stage, "carla", "breach", "breach") == {}
    await stage.slack.until(lambda: WHY in in_counsels_room(stage), timeout=20)
    await say(stage, "isaac", "data", {"encrypted": "yes", "key_taken": "no"})
    await see(stage, "decision:breach", "Changed since", "encrypted: *yes*", "The recorded facts say otherwise")
    await see(stage, "card", "1 to confirm")
    assert "confirm" in {one.kind for one in (await known(stage)).reminders}
    await press(stage, "carla", "breach", "decision_confirm")
    assert await fill(stage, "carla", {"reason": "The key was on the same desk"}) == {}
    await stage.slack.until(lambda: "The key was on the same desk" in in_counsels_room(stage), timeout=20)
    await stage.slack.until(lambda: "Changed since" not in shown(stage, channel, "decision:breach"), timeout=20)
    assert "The key was on the same desk" not in shown(stage, channel, "decision:breach")
    (told,) = await entries(stage, "decision_confirmed")
    assert f"encrypted@{(await known(stage)).version_of('encrypted')}" in told["relied_on"]
    assert "confirm" not in {one.kind for one in (await known(stage)).reminders}


async def test_opening_again_needs_a_reason_and_takes_back_what_the_decision_became(stage: Stage) -> None:
    channel = await owed(stage)
    await say(stage, "carla", "law", {"investigated": "yes"})
    assert await decide(stage, "carla", "harm", "unlikely", HARM) == {}
    await stage.slack.until(lambda: "consumers*: required" not in shown(stage, channel, "assessment"), timeout=20)
    assert "in five years" in (await reopen(stage, "carla", "harm", " "))["reason"]
    assert await fill(stage, "carla", {"reason": "The seal was forged"}) == {}
    await see(stage, "assessment", "Tell affected Missouri consumers*: required")
    (told,) = await entries(stage, "decision_reopened")
    assert (told["question"], told["was"]) == ("harm", "unlikely")


async def test_a_risk_of_harm_is_determined_for_every_consumer_or_not_at_all(stage: Stage) -> None:
    await owed(stage)
    await pick(stage, "carla", "harm")
    told = {"outcome": "unlikely", "reason": WHY, **HARM}
    assert "investigation" in (await fill(stage, "carla", told))["outcome"]
    await stage.person("carla").close(everything=True)
    await say(stage, "carla", "law", {"investigated": "yes"})
    errors = await decide(stage, "carla", "harm", "unlikely", {**HARM, "covers_all": "no"})
    assert "any consumer" in errors["covers_all"]


async def test_data_that_was_misused_was_not_acquired_in_good_faith(stage: Stage) -> None:
    await stage.report()
    await pick(stage, "carla", "good_faith")
    told = {"outcome": "yes", "reason": WHY, "misused": "yes", "purpose": "A clerk looked it up"}
    assert "was not acquired in good faith" in (await fill(stage, "carla", told))["misused"]
    assert await fill(stage, "carla", {"misused": "no"}) == {}


async def test_people_of_another_state_are_settled_by_cco_with_a_reason(stage: Stage) -> None:
    await stage.report()
    await say(stage, "rosa", "people", {"residents": "MO 10\nKS 41"})
    listed = stage.person("carla")
    await listed.command("/breach", "decisions", channel=stage.channels()[0])
    assert "A duty left open: affected consumers in KS" in text_of(listed.ephemerals[-1])


async def test_the_list_tells_what_is_open_what_was_decided_and_what_may_be(stage: Stage) -> None:
    channel = await owed(stage)
    await decide(stage, "alice", "POL-4.2", "no")
    carla = stage.person("carla")
    await carla.command("/breach", "decisions", channel=channel)
    told = text_of(carla.ephemerals[-1])
    for part in ("▢ *Breach or not*", "✓ *Law enforcement*", "No coordination with law enforcement", "Risk of harm"):
        assert part in told
    await carla.command("/breach", "decisions br-2026-0001")
    assert "▢ *Breach or not*" in text_of(carla.ephemerals[-1])
    await carla.press("decide_breach", carla.ephemerals[-1])
    assert carla.view is not None
    await carla.close()
    await carla.press("decision_paper", carla.ephemerals[-1], value="1|POL-4.2")
    assert WHY in text_of(carla.view)


async def test_nobody_outside_learns_from_the_list_that_there_is_a_report(stage: Stage) -> None:
    channel = await stage.report()
    for who in ("dana", "olga"):
        told = str((await stage.person(who).command("/breach", "decisions BR-2026-0001")).text)
        assert told == "There is no report that you can see under BR-2026-0001."
    answer = await stage.person("olga").command("/breach", "decisions", channel=channel)
    assert "There is no report that you can see" in str(answer.text)


async def test_a_paper_is_shown_to_the_team_only(stage: Stage) -> None:
    channel = await stage.report()
    await pick(stage, "alice", "POL-4.2")
    await fill(stage, "alice", {"outcome": "no", "reason": WHY})
    olga = stage.person("olga")
    await press(stage, "olga", "POL-4.2", "decision_paper")
    await stage.slack.until(lambda: "Only Audits" in text_of(olga.ephemerals[-1]))
    assert WHY in shown(stage, channel, "decision:POL-4.2")


async def test_nothing_that_a_decision_says_leaves_the_channel(stage: Stage) -> None:
    channel = await stage.report()
    for who, part in (("rosa", "people"), ("isaac", "data")):
        await say(stage, who, part, BREACH[part])
    await decide(stage, "alice", "POL-4.2", "yes", {"agency": "Zebra Patrol"}, "The zebra was seen")
    await see(stage, "decision:POL-4.2", "Zebra Patrol")
    outside = [one for one in stage.all_direct_messages() if "zebra" in text_of(one).lower()]
    assert outside == []
    assert "zebra" not in f"{channel.name} {channel.topic}".lower()


async def test_a_status_update_is_posted_and_two_in_a_burst_are_both(stage: Stage) -> None:
    channel = await stage.report()
    rosa = stage.person("rosa")
    for text in ("The vendor called back", "The vendor sent the list"):
        assert "posted" in str((await rosa.command("/breach", f"update {text}", channel=channel)).text).lower()
    await stage.slack.until(lambda: "The vendor sent the list" in rosa.read(channel), timeout=20)
    assert rosa.read(channel).count("The vendor called back") == 1
    answer = await rosa.command("/breach", "update SSN 123-45-6789", channel=channel)
    assert "Social Security" in str(answer.text)
    outside = str((await stage.person("olga").command("/breach", "update Hello", channel=channel)).text)
    assert "no report that you can see" in outside


async def test_an_update_without_words_asks_for_them(stage: Stage) -> None:
    channel = await stage.report()
    rosa = stage.person("rosa")
    await rosa.command("/breach", "update", channel=channel)
    assert "in a few words" in (await rosa.submit({"text": " "})).errors["text"]
    assert (await rosa.submit({"text": "The vendor called back"})).errors == {}
    await stage.slack.until(lambda: "The vendor called back" in rosa.read(channel), timeout=20)
