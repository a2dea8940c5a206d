"""Notices are listed with what calls for them, drafted from the facts, and filled in by those who know."""

import asyncio
from contextlib import suppress
from typing import Any

from sandbox.text import text_of
from tests.notice_scenes import (
    ANSWERS,
    HAPPENED,
    LETTER,
    begin,
    called,
    drafted,
    heard,
    inputs,
    list_of,
    made,
    message,
    parts,
    press,
    refused,
    state_of,
    thread,
)
from tests.scenes import entries, known, say, shown
from tests.stage import Stage

MISSING = "[MISSING: what happened]"


async def test_the_list_names_what_is_called_for_and_by_what(stage: Stage) -> None:
    await called(stage)
    told = await list_of(stage)
    assert "Letter to affected people · for affected people\n407.1500.2(1), (4), (6)(a)" in told
    assert "called for by: Tell affected Missouri consumers" in told
    before, _, others = told.partition("Any other kind:")
    assert "Notice to the Attorney General" not in before
    assert "Notice to the Attorney General" in others


async def test_the_command_opens_the_same_list(stage: Stage) -> None:
    channel = await called(stage)
    rosa = stage.person("rosa")
    await rosa.command("/breach", "notice", channel=channel)
    typed = text_of(rosa.view)
    await rosa.close(everything=True)
    assert typed == await list_of(stage)


async def test_a_stranger_is_shown_no_list(stage: Stage) -> None:
    await called(stage)
    gus = stage.person("gus")
    answer = await gus.command("/breach", "notice")
    assert "There is no report that you can see here" in (answer.text or "")
    assert gus.view is None


async def test_a_draft_is_a_message_with_its_text_in_the_thread_each_once(stage: Stage) -> None:
    channel = await drafted(stage)
    await press(stage, "rosa", "notice_ask", shows="is asked to approve")
    assert "Letter to affected people* · draft 1 by Rosa Reyes · reading grade" in state_of(stage)
    assert "✗" not in state_of(stage)
    (text,) = parts(stage)
    assert HAPPENED in text
    assert "It happened on September 20, 2026. We found out on September 21, 2026." in text
    keys = [key for key in stage.keys(channel) if "notice" in key]
    assert sorted(keys) == sorted(set(keys))
    assert [one["notice"] for one in await entries(stage, "notice_drafted")] == [LETTER]


async def test_a_long_text_is_split_into_messages_that_slack_shows_whole(stage: Stage) -> None:
    await called(stage)
    words = " ".join(f"We did work number {place}." for place in range(110))
    long = {**ANSWERS, "field:what_we_are_doing": words[:2000], "field:more_you_can_do": words[:2000]}
    assert await begin(stage, long) == {}
    await stage.slack.until(lambda: len(parts(stage)) == 2)
    assert all(len(part) < 3900 for part in parts(stage))
    whole = " ".join("\n\n".join(parts(stage)).split())
    assert whole.count("We did work number 75.") == 2
    assert whole.index("What You Can Do") < whole.index("Equifax") < whole.index("Sincerely")


async def test_a_later_part_of_a_text_waits_for_the_earlier_one(stage: Stage) -> None:
    await called(stage)

    second = asyncio.Event()

    async def hold(call: Any) -> None:
        """The first part is held as long as the second might overtake it."""
        told = str(call.args.get("metadata"))
        if f"notice_text:{LETTER}:1" in told:
            second.set()
        elif f"notice_text:{LETTER}:0" in told:
            with suppress(TimeoutError):
                await asyncio.wait_for(second.wait(), 1.0)

    stage.slack.faults.add("chat.postMessage", "call", callback=hold, times=None)
    words = " ".join(f"We did work number {place}." for place in range(110))[:2000]
    long = {**ANSWERS, "field:what_we_are_doing": words, "field:more_you_can_do": words}
    assert await begin(stage, long) == {}
    await stage.slack.until(lambda: len(parts(stage)) == 2, timeout=20)
    assert "Sincerely" in parts(stage)[1]


async def test_what_nobody_said_is_marked_and_the_role_that_knows_is_named(stage: Stage) -> None:
    await called(stage)
    assert await begin(stage, {"field:signer": "Dana Director"}) == {}
    assert MISSING in parts(stage)[0]
    assert "✗" in state_of(stage)
    assert "✗ Missing, and Audits knows: what happened, what is not known yet" in state_of(stage)
    assert "✗ Missing, and Systems knows: the other information in the data, what we are doing" in state_of(stage)


async def test_what_was_missing_is_filled_in_later_and_drafted_again(stage: Stage) -> None:
    await called(stage)
    assert await begin(stage, {name: said for name, said in ANSWERS.items() if "incident" not in name}) == {}
    await press(stage, "alice", "notice_answer")
    assert (await stage.person("alice").submit({"field:incident_in_general_terms": HAPPENED})).errors == {}
    await stage.slack.until(lambda: f"what happened: nothing → {HAPPENED}" in state_of(stage).replace("*", ""))
    await press(stage, "rosa", "notice_again", shows="draft 2 by Rosa Reyes")
    await stage.slack.until(lambda: HAPPENED in parts(stage)[0])
    assert MISSING not in parts(stage)[0]
    assert "✗" not in state_of(stage)


async def test_only_communications_begins_a_draft(stage: Stage) -> None:
    await called(stage)
    await list_of(stage, "carla")
    await stage.person("carla").press(f"notice_begin_{LETTER}_0")
    assert "Only Communications can do this. That is Rosa Reyes" in await refused(stage, "carla")


async def test_a_notice_that_was_begun_is_listed_with_its_state_and_not_begun_twice(stage: Stage) -> None:
    channel = await drafted(stage)
    assert "✓ Letter to affected people · version 1 · draft" in await list_of(stage)
    again = stage.person("rosa")
    assert f"notice_begin_{LETTER}_0" not in str(again.view)
    assert len([key for key in stage.keys(channel) if key.endswith(f"notice:{LETTER}")]) == 1


async def test_two_people_who_begin_the_same_notice_at_once_get_one_draft(stage: Stage) -> None:
    channel = await called(stage)
    rosa, ralph = stage.person("rosa"), stage.person("ralph")
    for person in (rosa, ralph):
        await list_of(stage, person.handle)
        await person.press(f"notice_begin_{LETTER}_0")
    await asyncio.gather(rosa.submit(dict(ANSWERS)), ralph.submit({"field:signer": "Ralph Ross"}))
    await stage.slack.until(lambda: f"notice_text:{LETTER}:0" in stage.shown(channel))
    told = sorted(heard(stage, who).splitlines()[-1] for who in ("rosa", "ralph"))
    assert "began this notice already" in told[0] + told[1]
    assert (await made(stage)).version == 1
    assert len([key for key in stage.keys(channel) if key.endswith(f"notice:{LETTER}")]) == 1


async def test_a_persons_number_is_refused_under_its_field_and_everything_typed_stays(stage: Stage) -> None:
    await called(stage)
    typed = {**ANSWERS, "field:what_we_are_doing": "We called the owner of 536-22-8741."}
    errors = await begin(stage, typed)
    assert list(errors) == ["field:what_we_are_doing"]
    assert "Social Security number" in errors["field:what_we_are_doing"]
    assert "536-22" not in errors["field:what_we_are_doing"]
    assert stage.person("rosa").view is not None
    assert inputs(stage, "rosa")
    assert not [key for key in stage.keys(stage.channels()[0]) if "notice:" in key]


async def test_none_is_no_answer_where_the_law_wants_one(stage: Stage) -> None:
    await called(stage)
    errors = await begin(stage, {**ANSWERS, "field:incident_in_general_terms": "none"})
    assert errors == {"field:incident_in_general_terms": "“None” is no answer here. Leave it empty while nobody knows."}


async def test_mentions_and_links_in_an_answer_are_harmless(stage: Stage) -> None:
    await called(stage)
    assert await begin(stage, {**ANSWERS, "field:what_we_are_doing": "<!channel> see <https://x.gov|here>"}) == {}
    await stage.slack.until(lambda: "✗" in state_of(stage))
    shown_there = str([one.blocks for one in (message(stage), *thread(stage))])
    assert "<!channel>" not in shown_there
    assert "<https://" not in shown_there
    assert "&lt;!channel&gt;" in shown_there
    assert "mention" in state_of(stage).lower() or "channel" in state_of(stage)


async def test_a_kind_that_nothing_calls_for_can_be_drafted_from_the_list(stage: Stage) -> None:
    channel = await called(stage)
    await list_of(stage)
    rosa = stage.person("rosa")
    await rosa.press("notice_begin_other", value="1|employee_notice|0")
    assert rosa.view is not None
    assert "employees" in text_of(rosa.view).lower()
    assert (await rosa.submit({})).errors == {}
    await stage.slack.until(lambda: "notice_text:employee_notice:0" in stage.shown(channel))


async def test_a_button_for_a_place_that_is_gone_says_so(stage: Stage) -> None:
    await called(stage)
    place = {"infrastructure_data": "yes", "infrastructure_locations": "Cole County\nBoone County"}
    assert await say(stage, "isaac", "infrastructure", place) == {}
    rosa = stage.person("rosa")
    await list_of(stage)
    assert "Alert to local law enforcement: Boone County" in text_of(rosa.view)
    assert await say(stage, "isaac", "infrastructure", {"infrastructure_locations": "Cole County"}) == {}
    await rosa.press("notice_begin_law_enforcement_alert_1")
    assert "This notice is not there any more" in await refused(stage, "rosa")


async def test_a_place_that_goes_while_its_form_is_open_gets_no_draft_and_the_answers_stay(stage: Stage) -> None:
    channel = await called(stage)
    place = {"infrastructure_data": "yes", "infrastructure_locations": "Cole County\nBoone County"}
    assert await say(stage, "isaac", "infrastructure", place) == {}
    await list_of(stage)
    rosa = stage.person("rosa")
    await rosa.press("notice_begin_law_enforcement_alert_1")
    assert "Alert to local law enforcement · Boone County" in text_of(rosa.view).replace("*", "")
    assert await say(stage, "isaac", "infrastructure", {"infrastructure_locations": "Cole County"}) == {}
    assert (await rosa.submit({"field:structures@Boone County": "The bridge at Exit 2"})).errors == {}
    assert "This notice is not there any more" in heard(stage, "rosa")
    assert not [key for key in stage.keys(channel) if "notice:" in key]
    assert (await known(stage)).known["notice:structures"].value == {"each": {"Boone County": "The bridge at Exit 2"}}


async def test_an_agency_typed_for_its_place_is_the_addressee_of_the_alert(stage: Stage) -> None:
    channel = await called(stage)
    place = {"infrastructure_data": "yes", "infrastructure_locations": "Boone County"}
    assert await say(stage, "isaac", "infrastructure", place) == {}
    await list_of(stage)
    rosa = stage.person("rosa")
    await rosa.press("notice_begin_law_enforcement_alert_0")
    assert "Which law enforcement agency is alerted at this place?" in text_of(rosa.view)
    agency = "field:agency@Boone County"
    errors = (await rosa.submit({agency: "Boone County Sheriff"})).errors
    assert "telephone, e-mail or address" in errors[agency]
    assert (await rosa.submit({agency: "Boone County Sheriff\n573-555-0170\n2121 County Drive"})).errors == {}
    await stage.slack.until(lambda: "notice_text:law_enforcement_alert:0" in stage.shown(channel))
    assert "Boone County Sheriff" in shown(stage, channel, "notice_text:law_enforcement_alert:0")
