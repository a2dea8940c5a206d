"""Assessing in the channel: facts from a form, two verdicts, tasks that come and go, and counsel's readings."""

from sandbox.text import text_of
from tests.scenes import PHASES, decide, entries, fill, known, list_shown, open_list, owed, pick, press_line, say, shown
from tests.stage import Stage


async def test_the_card_gives_two_verdicts_and_asks_for_what_is_missing(stage: Stage) -> None:
    channel = await stage.report()
    assert "Facts that decide" in shown(stage, channel, "assessment")
    assert await say(stage, "isaac", "data", {"computerized": "yes"}) == {}
    await stage.slack.until(lambda: "Policy incident: *not known yet*" in shown(stage, channel, "assessment"))
    card = shown(stage, channel, "assessment")
    assert "Statutory breach (Missouri breach notification (RSMo 407.1500)): *not known yet*" in card
    assert "Systems" in card


async def test_a_fact_changes_the_card_and_its_reasons(stage: Stage) -> None:
    channel = await stage.report()
    assert await say(stage, "isaac", "data", {"computerized": "no"}) == {}
    await stage.slack.until(lambda: "*no*" in shown(stage, channel, "assessment"))
    await stage.slack.until(lambda: "was not maintained in computerized form" in shown(stage, channel, "details"))


async def test_the_list_of_the_parts_counts_again_after_a_form(stage: Stage) -> None:
    channel = await stage.report()
    isaac = stage.person("isaac")
    await isaac.press("update_facts", stage.surface(channel, "assessment"))
    await isaac.press("facts_data")
    await isaac.submit({"encrypted": "yes"})
    await stage.slack.until(lambda: "1 of 18 known" in text_of(isaac.view))


async def test_a_form_shows_what_is_known_from_whom(stage: Stage) -> None:
    channel = await stage.report()
    await say(stage, "isaac", "data", {"encrypted": "yes"})
    ivy = stage.person("ivy")
    await ivy.press("update_facts", stage.surface(channel, "assessment"))
    await ivy.press("facts_data")
    assert "Said by Isaac Ito" in text_of(ivy.view)


async def test_a_fact_can_be_set_to_unknown_again(stage: Stage) -> None:
    channel = await stage.report()
    await say(stage, "isaac", "data", {"computerized": "no"})
    await stage.slack.until(lambda: "): *no*" in shown(stage, channel, "assessment"))
    await say(stage, "isaac", "data", {"forget": ["computerized"]})
    await stage.slack.until(lambda: "): *not known yet*" in shown(stage, channel, "assessment"))


async def test_a_task_appears_for_each_place_and_is_withdrawn_when_its_condition_goes(stage: Stage) -> None:
    channel = await stage.report()
    await say(
        stage,
        "isaac",
        "infrastructure",
        {"infrastructure_data": "yes", "infrastructure_locations": "Cole County\nBoone County"},
    )
    await stage.slack.until(lambda: "Boone County" in list_shown(stage, channel, "POL-11.E1"))
    assert "Cole County" in list_shown(stage, channel, "POL-11.E1")
    await say(stage, "isaac", "infrastructure", {"infrastructure_locations": "Cole County"})
    await stage.slack.until(lambda: "withdrawn" in list_shown(stage, channel, "POL-11.E1"))
    assert "Boone County · withdrawn" in list_shown(stage, channel, "POL-11.E1")


async def test_a_line_is_settled_whatever_sign_is_in_the_name_of_its_place(stage: Stage) -> None:
    channel = await stage.report()
    place = {"infrastructure_data": "yes", "infrastructure_locations": "Depot @ Route 63"}
    await say(stage, "isaac", "infrastructure", place)
    await stage.slack.until(lambda: "Depot @ Route 63" in list_shown(stage, channel, "POL-11.E1"))
    alice = await open_list(stage, "alice", "POL-11.E1")
    await press_line(alice, "1|AI|POL-11.E1|done|Depot @ Route 63")
    assert (await alice.submit({"reason": "The sheriff, by telephone at noon"})).errors == {}
    alerted = "✓ Alert local law enforcement: Depot @ Route 63"
    await stage.slack.until(lambda: alerted in list_shown(stage, channel, "POL-11.E1"), timeout=20)
    settled = stage.surface(channel, PHASES.phase_of("POL-11.E1").surface)
    await alice.close(everything=True)
    await alice.press("item_undo", settled, value="1|AI|POL-11.E1|undo|Depot @ Route 63")
    await stage.slack.until(lambda: alerted not in list_shown(stage, channel, "POL-11.E1"), timeout=20)


async def test_done_work_stays_done_when_its_condition_goes(stage: Stage) -> None:
    channel = await stage.report()
    place = {"infrastructure_data": "yes", "infrastructure_locations": "Cole County"}
    await say(stage, "isaac", "infrastructure", place)
    await stage.slack.until(lambda: "Cole County" in list_shown(stage, channel, "POL-11.E1"))
    alice = await open_list(stage, "alice", "POL-11.E1")
    await press_line(alice, "1|AI|POL-11.E1|done|Cole County")
    assert (await alice.submit({"reason": "The sheriff, by telephone at noon"})).errors == {}
    alerted = "✓ Alert local law enforcement: Cole County"
    await stage.slack.until(lambda: alerted in list_shown(stage, channel, "POL-11.E1"))
    await say(stage, "isaac", "infrastructure", {"infrastructure_data": "no"})
    await stage.slack.until(lambda: "Facts of" in shown(stage, channel, "assessment"))
    assert alerted in list_shown(stage, channel, "POL-11.E1")


async def test_a_state_without_a_pack_is_unresolved_and_named(stage: Stage) -> None:
    channel = await stage.report()
    await say(stage, "rosa", "people", {"residents": "MO 10\nKS 41"})
    await stage.slack.until(lambda: "affected consumers in KS" in shown(stage, channel, "assessment"))


async def test_residents_without_missouri_are_refused_so_that_unknown_does_not_become_nobody(stage: Stage) -> None:
    await stage.report()
    errors = await say(stage, "rosa", "people", {"residents": "KS 41"})
    assert "And in Missouri?" in errors["residents"]


async def test_people_are_counted_as_they_are_typed_and_the_form_says_how_it_understood_them(stage: Stage) -> None:
    channel = await stage.report()
    rosa = stage.person("rosa")
    await rosa.press("update_facts", stage.surface(channel, "assessment"))
    await rosa.press("facts_people")
    answer = await rosa.submit({"residents": "about 1,200 in Missouri, 13 in Kansas"})
    assert answer.errors == {}
    told = text_of(rosa.view)
    assert "Missouri 1,200 · Kansas 13" in told
    assert "estimate" in told
    assert "Kansas: no rules of that state are loaded; counsel decides" in told
    assert (await known(stage)).plain["residents"] == {"MO": 1200, "KS": 13}


async def test_what_is_not_understood_of_the_people_is_named_beside_what_is(stage: Stage) -> None:
    await stage.report()
    errors = await say(stage, "rosa", "people", {"residents": "MO 1200, 13 elsewhere"})
    assert "“13 elsewhere”" in errors["residents"]
    assert "Understood so far: Missouri 1,200" in errors["residents"]


async def test_a_determination_without_an_investigation_is_refused_under_its_field(stage: Stage) -> None:
    await stage.report()
    await pick(stage, "carla", "harm")
    answers = {"covers_all": "yes", "basis": "The disk came back unopened"}
    errors = await fill(stage, "carla", {"outcome": "unlikely", "reason": "No risk", **answers})
    assert "407.1500.2(5)" in errors["outcome"]


async def test_a_delay_without_its_officer_is_refused_with_the_part_named(stage: Stage) -> None:
    await owed(stage)
    await pick(stage, "carla", "delay|holds")
    errors = await fill(
        stage,
        "carla",
        {
            "agency": "Highway Patrol",
            "ground": "national_security",
            "in_writing": "no",
            "requested_at": int(stage.bot.desk.clock.now().timestamp()) - 60,
            "documented_at": int(stage.bot.desk.clock.now().timestamp()) - 60,
            "documented_where": "In the duty log",
            "notices": ["us_mo_407_1500|consumer_notice"],
            "reason": "They asked",
        },
    )
    assert "officer" in errors["officer"]


async def test_a_date_in_the_future_is_refused(stage: Stage) -> None:
    await stage.report()
    errors = await say(stage, "alice", "what", {"occurred_at": 4_000_000_000})
    assert errors["occurred_at"]


async def test_a_discovery_before_the_occurrence_is_refused(stage: Stage) -> None:
    await stage.report()
    errors = await say(stage, "alice", "what", {"occurred_at": 1_790_000_000, "discovered_at": 1_780_000_000})
    assert errors["discovered_at"]


async def test_a_word_where_a_number_belongs_is_refused(stage: Stage) -> None:
    await stage.report()
    errors = await say(stage, "rosa", "people", {"reachable": "a few"})
    assert "whole number" in errors["reachable"]


async def test_somebody_outside_the_roles_gets_a_sentence(stage: Stage) -> None:
    channel = await stage.report()
    olga = stage.person("olga")
    await olga.press("update_facts", stage.surface(channel, "assessment"))
    await stage.slack.until(lambda: "Only Audits, Counsel" in text_of(olga.ephemerals[-1]))


async def test_two_people_with_the_same_form_do_not_overwrite_each_other(stage: Stage) -> None:
    channel = await stage.report()
    isaac, ivy = stage.person("isaac"), stage.person("ivy")
    for one in (isaac, ivy):
        await one.press("update_facts", stage.surface(channel, "assessment"))
        await one.press("facts_data")
    assert (await isaac.submit({"encrypted": "yes"})).errors == {}
    answer = await ivy.submit({"encrypted": "no"})
    assert "Isaac Ito changed" in answer.errors["encrypted"]


async def at_one_time(stage: Stage) -> None:
    """An incident in which a reading of counsel's matters."""
    channel = await stage.report()
    await say(stage, "rosa", "people", {"residents": "MO 2000", "notices_at_one_time": "600\n600"})
    data = {"computerized": "yes", "accessed": "yes", "acquired": "yes", "names_included": "yes"}
    await say(stage, "isaac", "data", data | {"pi_elements": ["ssn"], "encrypted": "no", "data_role": "owns"})
    await stage.slack.until(lambda: "Counsel: at one time" in shown(stage, channel, "assessment"))


async def test_counsel_answers_a_debatable_reading_and_the_assessment_follows(stage: Stage) -> None:
    await at_one_time(stage)
    (channel,) = stage.channels()
    await stage.person("carla").press("decide_reading_at_one_time", stage.surface(channel, "assessment"))
    told = {"outcome": "set_aside", "reason": "The mailings are weeks apart"}
    assert await fill(stage, "carla", told) == {}
    await stage.slack.until(lambda: "Counsel: at one time" not in shown(stage, channel, "assessment"))


async def test_a_reading_stands_in_the_channel_with_its_words_and_can_be_decided_there(stage: Stage) -> None:
    await at_one_time(stage)
    (channel,) = stage.channels()
    reading = "reading:at_one_time"
    assert await decide(stage, "carla", reading, "holds") == {}
    await stage.slack.until(lambda: "careful reading holds" in shown(stage, channel, f"decision:{reading}"))


async def test_only_counsel_answers_a_reading(stage: Stage) -> None:
    await at_one_time(stage)
    (channel,) = stage.channels()
    rosa = stage.person("rosa")
    await rosa.press("decide_reading_at_one_time", stage.surface(channel, "assessment"))
    await stage.slack.until(lambda: rosa.ephemerals)
    assert "Only Counsel" in text_of(rosa.ephemerals[-1])


async def test_every_change_of_a_fact_stands_in_the_record_with_its_author(stage: Stage) -> None:
    await stage.report()
    await say(stage, "isaac", "data", {"encrypted": "yes"})
    (told,) = await entries(stage, "facts_recorded")
    assert told["actor"] == stage.person("isaac").id
    assert "fact:encrypted" in told


async def test_a_notice_without_a_number_of_days_shows_since_when_time_passes(stage: Stage) -> None:
    channel = await owed(stage)
    card = shown(stage, channel, "assessment")
    assert "Time passes since <!date^1790000000^" in card
    assert "not recorded yet: what it is spent on" in card


async def test_what_the_time_is_spent_on_is_recorded_and_shown(stage: Stage) -> None:
    channel = await owed(stage)
    isaac = stage.person("isaac")
    await isaac.press("elapsed_consumer_notice", stage.surface(channel, "assessment"))
    assert (await isaac.submit({"spent_on": ["scope"]})).errors == {}
    await stage.slack.until(
        lambda: "spent on: Determining the scope of the breach" in shown(stage, channel, "assessment")
    )


async def test_only_counsel_sets_a_target_and_it_is_not_called_the_laws(stage: Stage) -> None:
    channel = await owed(stage)
    isaac, carla = stage.person("isaac"), stage.person("carla")
    await isaac.press("elapsed_consumer_notice", stage.surface(channel, "assessment"))
    assert "Only Counsel" in (await isaac.submit({"target": "2099-01-15"})).errors["target"]
    await carla.press("elapsed_consumer_notice", stage.surface(channel, "assessment"))
    assert (await carla.submit({"target": "2099-01-15"})).errors == {}
    told = "counsel's own target, not the law's: 2099-01-15"
    await stage.slack.until(lambda: told in shown(stage, channel, "assessment"))
