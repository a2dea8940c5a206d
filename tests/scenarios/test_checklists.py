"""Checklists: who may act, what everybody sees, and that a second press changes nothing."""

import asyncio

import pytest

from sandbox.channel import Channel
from sandbox.text import text_of
from tests.scenes import begin_phases, do, open_list, press_line, shown
from tests.stage import Stage

BACKUPS, DONE = "1|IS|POL-10|done", "✓ Keep business going with backups"


@pytest.fixture
async def channel(stage: Stage) -> Channel:
    """An incident whose second list stands."""
    made = await stage.report()
    await begin_phases(stage)
    return made


async def tick(stage: Stage, channel: Channel, who: str, value: str = BACKUPS) -> None:
    await stage.person(who).press("item_done", stage.surface(channel, "phase:assess"), value=value)


async def test_done_shows_who_and_when_on_the_list_and_counts_on_the_card(stage: Stage, channel: Channel) -> None:
    await tick(stage, channel, "isaac")
    await stage.slack.until(lambda: DONE in shown(stage, channel, "phase:assess"))
    assert "Isaac Ito, <!date^" in shown(stage, channel, "phase:assess")
    await stage.slack.until(lambda: "Done 1 of 27" in shown(stage, channel, "card"))


async def test_somebody_of_another_role_gets_a_sentence_that_names_who_can(stage: Stage, channel: Channel) -> None:
    rosa = stage.person("rosa")
    await tick(stage, channel, "rosa")
    await stage.slack.until(lambda: rosa.ephemerals)
    assert "Only Systems can do this. That is Isaac Ito" in text_of(rosa.ephemerals[-1])
    assert DONE not in shown(stage, channel, "phase:assess")


async def test_the_lead_of_ai_may_act_for_every_role(stage: Stage, channel: Channel) -> None:
    await tick(stage, channel, "alice")
    await stage.slack.until(lambda: DONE in shown(stage, channel, "phase:assess"))


async def test_not_applicable_asks_why_and_shows_the_reason(stage: Stage, channel: Channel) -> None:
    await do(stage, "isaac", "IS", "POL-10", "No public interest so far", act="not_applicable")
    await stage.slack.until(lambda: "No public interest so far" in shown(stage, channel, "phase:assess"))


async def test_a_reason_with_personal_data_is_refused_under_its_field(stage: Stage, channel: Channel) -> None:
    isaac = await open_list(stage, "isaac", "POL-10")
    await press_line(isaac, "1|IS|POL-10|not_applicable")
    answer = await isaac.submit({"reason": "SSN 123-45-6789 only"})
    assert "Social Security number" in answer.errors["reason"]


async def test_a_signature_is_asked_for_in_words_and_stands_on_the_list(stage: Stage, channel: Channel) -> None:
    isaac = stage.person("isaac")
    await tick(stage, channel, "isaac", "1|IS|POL-4.3|done")
    assert "Social Security number" in (await isaac.submit({"reason": "SSN 123-45-6789 only"})).errors["reason"]
    assert (await isaac.submit({"reason": "One laptop, payroll of May"})).errors == {}
    await stage.slack.until(lambda: "One laptop, payroll of May" in shown(stage, channel, "phase:assess"))


async def test_the_word_to_the_leader_asks_who_was_told_and_how(stage: Stage, channel: Channel) -> None:
    alice = stage.person("alice")
    await alice.press("item_done", stage.surface(channel, "phase:first_hour"), value="1|AI|POL-7.1|done")
    assert (await alice.submit({"name": "Dana Dixon", "method": "telephone"})).errors == {}
    await stage.slack.until(lambda: "✓ Tell the district leader" in shown(stage, channel, "phase:first_hour"))


async def test_assigning_shows_the_person(stage: Stage, channel: Channel) -> None:
    isaac = await open_list(stage, "isaac", "POL-11.A3")
    await press_line(isaac, "1|IS|POL-11.A3|assign")
    await isaac.submit({"assignee": stage.person("ivy").id})
    await stage.slack.until(lambda: "*Find the root cause* · Ivy Ingram" in shown(stage, channel, "phase:assess"))


async def test_undo_opens_a_line_again_at_its_place(stage: Stage, channel: Channel) -> None:
    def order() -> list[str]:
        """The lines, without the mark since when a settled one is so."""
        blocks = stage.surface(channel, "phase:assess").blocks
        return [str(b["block_id"]).rpartition("line:")[2] for b in blocks if b["type"] == "section"]

    before = order()
    await tick(stage, channel, "isaac")
    await stage.slack.until(lambda: DONE in shown(stage, channel, "phase:assess"))
    assert order() == before, "a line that is ticked keeps its place"
    undo = stage.surface(channel, "phase:assess")
    assert "Open it again?" in str(undo.blocks), "a second tap asks before it undoes anything"
    await stage.person("isaac").press("item_undo", undo, value="1|IS|POL-10|undo")
    await stage.slack.until(lambda: DONE not in shown(stage, channel, "phase:assess"))


async def test_what_is_done_in_the_whole_list_shows_there_at_once(stage: Stage, channel: Channel) -> None:
    isaac = await open_list(stage, "isaac", "POL-10")
    await press_line(isaac, BACKUPS)
    await stage.slack.until(lambda: "✓ *Establish the backup processes" in text_of(isaac.view))


async def test_two_people_pressing_the_same_button_is_done_once_and_the_second_is_told(
    stage: Stage, channel: Channel
) -> None:
    isaac, ivy = stage.person("isaac"), stage.person("ivy")
    await asyncio.gather(*(tick(stage, channel, one) for one in ("isaac", "ivy")))
    await stage.slack.until(lambda: isaac.ephemerals or ivy.ephemerals)
    assert "Already done by" in text_of((isaac.ephemerals + ivy.ephemerals)[-1])
    await stage.slack.until(lambda: DONE in shown(stage, channel, "phase:assess"))


async def test_thirty_presses_in_a_burst_become_few_updates_with_the_last_state(stage: Stage, channel: Channel) -> None:
    isaac, message = stage.person("isaac"), stage.surface(channel, "phase:assess")
    before = len(stage.slack.calls("chat.update"))
    await asyncio.gather(*(isaac.press("item_done", message, value=BACKUPS) for _ in range(30)))
    await stage.slack.until(lambda: DONE in shown(stage, channel, "phase:assess"))
    await stage.slack.until(lambda: "Done 1 of 27" in shown(stage, channel, "card"))
    assert len(stage.slack.calls("chat.update")) - before <= 6


async def test_the_call_is_recorded_by_the_reporter_and_shown_on_the_card(stage: Stage, channel: Channel) -> None:
    olga = stage.person("olga")
    await olga.press("record_call", olga.dm()[-1])
    await stage.slack.until(
        lambda: "by Olga Olsen" in shown(stage, channel, "card") or "<@U0OLGA>" in shown(stage, channel, "card")
    )
    await stage.slack.until(lambda: "is recorded. Thank you" in text_of(olga.dm()[-1]))


async def test_my_tasks_lists_what_is_open_for_the_person(stage: Stage, channel: Channel) -> None:
    rosa = stage.person("rosa")
    await rosa.press("my_tasks", stage.surface(channel, "card"))
    assert "social media" in text_of(rosa.view)


async def test_every_act_stands_in_the_record(stage: Stage, channel: Channel) -> None:
    from sqlalchemy import select

    from storage import log
    from storage.tables import entry

    await tick(stage, channel, "isaac")
    kinds = await stage.bot.desk.ask(
        lambda conn: list(conn.execute(select(entry.c.kind).order_by(entry.c.seq)).scalars())
    )
    assert [kinds[0], kinds[1], kinds[2], kinds[-1]] == [
        *("incident_reported", "channel_opened", "people_invited", "item_done")
    ]
    assert await stage.bot.desk.ask(lambda conn: list(log.verify(conn))) == []


async def test_what_the_policy_wants_as_soon_as_possible_stands_in_the_first_hour(
    stage: Stage, channel: Channel
) -> None:
    listed = shown(stage, channel, "phase:first_hour")
    assert "as soon as possible" in listed
    assert listed.index("Quarantine the hosts") < listed.index("Tell the district leader")
    assert "class of the data" not in listed
