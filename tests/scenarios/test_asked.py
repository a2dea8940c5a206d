"""Whoever is asked is told at once with the thing and its button, who asks sees that it was seen; the list in place."""

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.commands import ActOnItem
from sandbox.message import Message
from sandbox.text import text_of
from tests.notice_scenes import HAPPENED, asked, edit, press, state_of
from tests.scenarios.moved_clock import entries, later, on_a_monday, quiet, said, take
from tests.scenes import carry_out, decide, known, owed, say
from tests.stage import Stage

WAITS = "a notice waits for your approval: “Letter to affected people”"
ROLES = {"AI": "alice", "CCO": "carla", "IS": "isaac", "CR": "rosa"}


@pytest.fixture
async def stage(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """A Monday morning in Missouri; the clock stands unless a story moves it."""
    async with on_a_monday(sqlite_url, tmp_path) as made:
        yield made


def waiting(stage: Stage, who: str, words: str) -> list[Message]:
    return [one for one in stage.person(who).dm() if words in text_of(one)]


async def row(stage: Stage, who: str, words: str) -> dict[str, object]:
    """A row of the list that somebody has open."""

    def found() -> dict[str, object] | None:
        view = stage.person(who).view
        return next((one for one in (view or {}).get("blocks", ()) if words in text_of({"blocks": [one]})), None)

    return dict(await stage.slack.until(found))


async def caught_up(stage: Stage, who: str, words: str) -> str:
    (channel,) = stage.channels()
    person = stage.person(who)
    before = len(person.ephemerals)
    await person.command("/breach", words, channel=channel)
    await stage.slack.until(lambda: len(person.ephemerals) > before)
    return text_of(person.ephemerals[-1])


async def test_counsel_has_the_approval_at_once_and_who_asked_sees_that_it_was_seen(stage: Stage) -> None:
    await asked(stage)
    began = time.monotonic()
    await stage.slack.until(lambda: waiting(stage, "carla", WAITS))
    print(f"\napproval asked to approval before counsel: {time.monotonic() - began:.2f} s, the clock unmoved")  # noqa: T201 - shown by `pytest -s`
    (told,) = waiting(stage, "carla", WAITS)
    assert not [one for who in ("colin", "rosa", "olga") for one in waiting(stage, who, WAITS)]
    assert "payroll" not in text_of(told)
    assert "Seen by" not in state_of(stage)
    await stage.person("carla").press("notice_approve", told)
    await stage.slack.until(lambda: "Seen by Carla Cole" in state_of(stage))
    assert len(await entries(stage, "asked_seen")) == 1
    await stage.person("carla").close()
    await stage.person("carla").press("notice_approve", told)
    await quiet(stage)
    assert len(await entries(stage, "asked_seen")) == 1


async def test_a_new_version_is_seen_by_nobody_yet(stage: Stage) -> None:
    await asked(stage)
    await stage.slack.until(lambda: waiting(stage, "carla", WAITS))
    await stage.person("carla").press("notice_approve", waiting(stage, "carla", WAITS)[0])
    await stage.slack.until(lambda: "Seen by" in state_of(stage))
    assert await edit(stage, "rosa", HAPPENED, f"{HAPPENED} It was locked.") == {}
    await press(stage, "rosa", "notice_ask", shows="is asked to approve")
    assert "Seen by" not in state_of(stage)


async def test_questions_that_arise_at_once_are_one_message_with_a_button_each(stage: Stage) -> None:
    channel = await stage.report()
    await take(stage, channel, **ROLES)
    before = len(said(stage, "carla"))
    assert await say(stage, "isaac", "data", {"encrypted": "no"}) == {}
    await stage.slack.until(lambda: len(said(stage, "carla")) > before)
    await quiet(stage)
    new = stage.person("carla").dm()[before:]
    assert len(new) == 1
    if "This is open for you" in text_of(new[0]):
        assert all("accessory" in one for one in new[0].blocks if str(one.get("block_id", "")).startswith("duty"))
    assert "decide_now" in str(new[0].blocks)


async def test_whom_a_task_is_given_hears_of_it_at_once(stage: Stage) -> None:
    channel = await stage.report()
    await take(stage, channel, **ROLES)
    before = len(said(stage, "ivy"))
    give = ActOnItem(
        key="give",
        actor=stage.person("isaac").id,
        incident=1,
        role="IS",
        item="POL-10",
        act="assign",
        assignee=stage.person("ivy").id,
    )
    await carry_out(stage, give)
    await stage.slack.until(lambda: len(said(stage, "ivy")) == before + 1)
    assert "you still have" in said(stage, "ivy")[-1]
    assert "Done: " in str(stage.person("ivy").dm()[-1].blocks)


async def test_the_list_is_worked_in_place_and_two_taps_tick_one(stage: Stage) -> None:
    channel = await stage.report()
    await take(stage, channel, **ROLES)
    isaac = stage.person("isaac")
    await isaac.press("my_tasks", stage.surface(channel, "card"))
    item = next(one for one in (await known(stage)).items if one.role == "IS" and one.id == "POL-10")
    line = await row(stage, "isaac", item.title)
    for _ in range(2):
        await isaac.press(
            "item_done", value=f"1|IS|{item.id}|done", block_id=str(line["block_id"])
        ) if "item_done" in str(await row(stage, "isaac", item.title)) else None
    await stage.slack.until(lambda: "✓" in str(isaac.view))
    done = [one.id for one in (await known(stage)).items if one.state == "done"]
    assert done == ["POL-10"]
    after = await row(stage, "isaac", item.title)
    assert after["block_id"] == line["block_id"], "the row keeps its place"
    assert "Done by Isaac Ito" in text_of({"blocks": [after]})
    await isaac.press("item_undo", block_id=str(line["block_id"]))
    await stage.slack.until(lambda: "✓" not in str(isaac.view))
    assert [one.id for one in (await known(stage)).items if one.state == "done"] == []


async def test_a_form_opened_from_the_list_leaves_the_list_up_to_date_below(stage: Stage) -> None:
    await asked(stage)
    (channel,) = stage.channels()
    carla = stage.person("carla")
    await carla.press("my_tasks", stage.surface(channel, "card"))
    line = await row(stage, "carla", "Read and approve: Letter to affected people")
    await carla.press("notice_approve", block_id=str(line["block_id"]))
    assert (await carla.submit({})).errors == {}
    await stage.slack.until(lambda: "✓" in str(carla.view))
    told = text_of({"blocks": [await row(stage, "carla", "Letter to affected people")]})
    assert "Done by Carla Cole" in told


async def test_what_was_refused_stands_under_the_row_that_was_pressed(stage: Stage) -> None:
    channel = await stage.report()
    await take(stage, channel, **ROLES)
    isaac = stage.person("isaac")
    await isaac.press("my_tasks", stage.surface(channel, "card"))
    item = next(one for one in (await known(stage)).items if one.role == "IS" and one.id == "POL-10")
    line = await row(stage, "isaac", item.title)
    act = ActOnItem(key="ivy", actor=stage.person("ivy").id, incident=1, role="IS", item="POL-10", act="done")
    await carry_out(stage, act)
    await isaac.press("item_done", block_id=str(line["block_id"]))
    await stage.slack.until(lambda: "Done by Ivy" in str(isaac.view))
    assert isaac.ephemerals == []


async def test_catching_up_tells_state_decisions_duties_and_what_changed_since(stage: Stage) -> None:
    channel = await stage.report()
    await take(stage, channel, **ROLES)
    told = await caught_up(stage, "carla", "catchup")
    assert "What happened so far" in told and "Open for you" in told
    assert "Nothing has changed since you last looked" in await caught_up(stage, "carla", "catchup")
    await later(stage, minutes=2)
    assert await say(stage, "isaac", "data", {"encrypted": "no"}) == {}
    told = await caught_up(stage, "carla", "catchup BR-2026-0001")
    assert "Since you last looked" in told
    assert "Isaac Ito recorded" in told
    assert "A laptop was stolen" not in told
    hidden = await stage.person("dana").command("/breach", "catchup BR-2026-0001")
    assert hidden.text == "There is no report that you can see under BR-2026-0001."
    reporter = await stage.person("olga").command("/breach", "catchup BR-2026-0001")
    assert "recorded" not in str(reporter.text)


async def test_why_counsel_decided_is_told_to_counsel_alone(stage: Stage) -> None:
    await owed(stage)
    assert await decide(stage, "carla", "breach", "no_breach", reason="A word of counsel") == {}
    for who, reads in (("carla", True), ("isaac", False)):
        shown = await caught_up(stage, who, "catchup")
        assert "Breach or not" in shown
        assert ("A word of counsel" in shown) is reads


async def test_closing_by_its_word_says_what_is_missing(stage: Stage) -> None:
    channel = await stage.report()
    await stage.person("alice").command("/breach", "close", channel=channel)
    assert "cannot be closed yet" in text_of(stage.person("alice").view)
    await stage.person("rosa").command("/breach", "close", channel=channel)
    outside = await stage.person("dana").command("/breach", "close BR-2026-0001")
    assert "There is no report that you can see" in str(outside.text)
    near = await stage.person("alice").command("/breach", "clsoe")
    assert "Did you mean `/breach close`?" in str(near.text)


async def test_who_left_the_channel_joins_again_by_a_word(stage: Stage) -> None:
    channel = await stage.report()
    rosa = stage.person("rosa")
    rosa.leave(channel)
    assert rosa.id not in channel.members
    answer = await rosa.command("/breach", "join BR-2026-0001")
    assert "you are being let into" in str(answer.text)
    await stage.slack.until(lambda: rosa.id in channel.members)
    outside = await stage.person("dana").command("/breach", "join BR-2026-0001")
    assert "There is no report that you can see" in str(outside.text)
    assert stage.person("dana").id not in channel.members
