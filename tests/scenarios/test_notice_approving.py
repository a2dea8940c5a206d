"""Counsel approves exactly one text, Communications releases it; every wrong order is refused and changes nothing."""

import hashlib

import pytest

from bot.notice_commands import ReviseNotice
from handlers.notices.files import file_of
from storage import facts
from tests.notice_scenes import (
    HAPPENED,
    LETTER,
    approve,
    approved,
    asked,
    begin,
    called,
    drafted,
    edit,
    heard,
    made,
    message,
    press,
    refused,
    released,
    state_of,
)
from tests.scenes import decide, entries, fill, pick, say
from tests.stage import Stage, on_stage

pytestmark = pytest.mark.long

HEDGE = f"{HAPPENED} There is no evidence that the files were read."


async def test_counsel_approves_and_communications_releases(stage: Stage) -> None:
    await asked(stage)
    assert await approve(stage) == {}
    await press(stage, "rosa", "notice_release", shows="Released by Rosa Reyes")
    assert "approved by Carla Cole" in state_of(stage)
    assert "People send it; then record how." in state_of(stage)
    assert [one["actor"] for one in await entries(stage, "notice_released")] == ["U0ROSA"]


async def test_the_approval_binds_the_text_and_every_file(stage: Stage) -> None:
    await approved(stage)
    now = await made(stage)
    assert now.approval is not None
    text = hashlib.sha256(now.text.encode()).hexdigest()
    kind = stage.bot.desk.law.packs.notices.kinds[LETTER]
    word = hashlib.sha256(file_of(now.text, kind, "docx", "Department of Transportation").content).hexdigest()
    assert dict(now.approval.hashes) == {"text": text, "docx": word}
    (body,) = await entries(stage, "notice_approved")
    assert body["hashes"] == [f"docx:{word}", f"text:{text}"]
    assert f"for exactly this text ({text[:12]}…)" in state_of(stage)


async def test_communications_cannot_approve(stage: Stage) -> None:
    await asked(stage)
    await press(stage, "rosa", "notice_approve")
    assert "Only Counsel can do this. That is Carla Cole" in await refused(stage, "rosa")
    assert (await made(stage)).approval is None


async def test_counsel_who_wrote_a_version_does_not_approve_it(stage: Stage) -> None:
    await drafted(stage)
    assert await edit(stage, "carla", HAPPENED, f"{HAPPENED} It held payroll files.") == {}
    await press(stage, "rosa", "notice_ask", shows="is asked to approve")
    errors = await approve(stage)
    assert "whoever drafted does not approve. Colin" in errors["reason"]
    assert await approve(stage, "colin") == {}


async def test_an_earlier_version_written_by_counsel_counts_too(stage: Stage) -> None:
    await drafted(stage)
    assert await edit(stage, "carla", HAPPENED, f"{HAPPENED} It held payroll files.") == {}
    assert await edit(stage, "rosa", "It held payroll files.", "It held pay data.") == {}
    await press(stage, "rosa", "notice_ask", shows="is asked to approve")
    assert "You wrote a version of this text" in (await approve(stage))["reason"]


async def test_an_approval_of_a_text_that_changed_meanwhile_is_refused_and_the_reason_stays(stage: Stage) -> None:
    await asked(stage)
    await press(stage, "carla", "notice_approve")
    assert await edit(stage, "rosa", HAPPENED, f"{HAPPENED} It was locked.") == {}
    errors = (await stage.person("carla").submit({"reason": "Read twice"})).errors
    assert "The text has changed since this message was shown" in errors["reason"]
    assert (await made(stage)).approval is None


async def test_a_text_with_errors_is_not_approved(stage: Stage) -> None:
    await called(stage)
    assert await begin(stage, {"field:signer": "Dana Director"}) == {}
    await press(stage, "rosa", "notice_ask", shows="is asked to approve")
    assert "The check found" in (await approve(stage))["reason"]
    assert (await made(stage)).approval is None


async def test_a_text_on_a_changed_fact_is_not_approved(stage: Stage) -> None:
    await asked(stage)
    assert await say(stage, "alice", "what", {"discovered_at": 1_790_200_000}) == {}
    await stage.slack.until(lambda: "Changed since" in state_of(stage))
    assert "Something that this text rests on has changed" in (await approve(stage))["reason"]
    assert (await made(stage)).approval is None


async def test_a_warning_asks_for_a_reason_which_is_kept(stage: Stage) -> None:
    await drafted(stage)
    assert await edit(stage, "rosa", HAPPENED, HEDGE) == {}
    await press(stage, "rosa", "notice_ask", shows="is asked to approve")
    await press(stage, "carla", "notice_approve")
    assert "“no evidence”: is it true, and is it recorded?" in heard(stage, "carla")
    assert (await stage.person("carla").submit({"reason": " "})).errors != {}
    assert (await made(stage)).approval is None
    assert (await stage.person("carla").submit({"reason": "IS looked at the logs"})).errors == {}
    approval = (await made(stage)).approval
    assert approval is not None
    assert approval.reason == "IS looked at the logs"
    (body,) = await entries(stage, "notice_approved")
    assert body["warnings"] == ["no_misuse"]


async def test_a_persons_number_in_the_reason_is_refused(stage: Stage) -> None:
    await asked(stage)
    assert "Social Security number" in (await approve(stage, reason="SSN 536-22-8741"))["reason"]


async def test_a_text_is_approved_once(stage: Stage) -> None:
    await asked(stage)
    await press(stage, "colin", "notice_approve")
    assert await approve(stage) == {}
    errors = (await stage.person("colin").submit({})).errors
    assert "Carla Cole approved this text already" in errors["reason"]
    assert len(await entries(stage, "notice_approved")) == 1


async def test_counsel_does_not_release(stage: Stage) -> None:
    await approved(stage)
    await press(stage, "carla", "notice_release")
    assert "Only Communications can do this. That is Rosa Reyes" in await refused(stage, "carla")
    assert (await made(stage)).released_by is None


async def test_a_text_is_released_once(stage: Stage) -> None:
    await approved(stage)
    old = message(stage)
    before = list(old.blocks)
    await press(stage, "rosa", "notice_release", shows="Released by")
    old.blocks = before  # what somebody still has on the screen
    await stage.person("ralph").press("notice_release", old)
    assert "Rosa Reyes released it already" in await refused(stage, "ralph")
    assert len(await entries(stage, "notice_released")) == 1


async def test_a_changed_fact_stops_the_release(stage: Stage) -> None:
    await approved(stage)
    assert await say(stage, "alice", "what", {"discovered_at": 1_790_200_000}) == {}
    await press(stage, "rosa", "notice_release")
    assert "Something that this text rests on has changed" in await refused(stage, "rosa")
    assert (await made(stage)).released_by is None


async def test_a_law_enforcement_delay_holds_the_release_until_it_ends(stage: Stage) -> None:
    await approved(stage)
    now = int(stage.slack.clock.seconds())
    delay = {
        "officer": "Sgt. Dale Dorn",
        "agency": "Highway Patrol",
        "ground": "impede_investigation",
        "in_writing": "yes",
        "requested_at": now - 3600,
        "notices": ["us_mo_407_1500|consumer_notice"],
    }
    await pick(stage, "carla", "delay|holds")
    assert await fill(stage, "carla", {"reason": "They asked in writing", **delay}) == {}
    await press(stage, "rosa", "notice_release")
    told = await refused(stage, "rosa")
    assert "A law enforcement delay holds this notice (Highway Patrol)" in told
    assert (await made(stage)).released_by is None
    ended = {"released_by": "Sgt. Dale Dorn", "released_at": now}
    assert await decide(stage, "carla", "delay", "released", ended) == {}
    await press(stage, "rosa", "notice_release", shows="Released by Rosa Reyes")


async def test_a_restart_between_draft_and_approval_loses_nothing(sqlite_url: str) -> None:
    async with on_stage(sqlite_url, bots=0) as stage:
        async with stage.bot_inside():
            await stage.slack.connected()
            await asked(stage)
            before = await made(stage)
        async with stage.bot_inside():
            await stage.slack.connected()
            assert await made(stage) == before
            assert await approve(stage) == {}
            now = await made(stage)
    assert now.approval is not None
    assert now.approval.hashes["text"] == hashlib.sha256(before.text.encode()).hexdigest()


async def test_the_record_of_a_release_names_what_was_approved(stage: Stage) -> None:
    await released(stage)
    now = await made(stage)
    assert now.approval is not None
    (body,) = await entries(stage, "notice_released")
    assert body["hashes"] == [f"{form}:{digest}" for form, digest in sorted(now.approval.hashes.items())]
    assert body["approved_by"] == "U0CARLA"


async def test_a_press_on_an_older_version_opens_no_form_for_the_newer_one(stage: Stage) -> None:
    await asked(stage)
    stage.slack.faults.add("chat.update", "ratelimited", retry_after=1, times=None)  # the message still shows version 1
    now = await made(stage)
    text = now.text.replace(HAPPENED, f"{HAPPENED} It was locked.")
    (channel,) = stage.channels()
    incident = await stage.bot.desk.ask(lambda conn: facts.by_channel(conn, channel.id))
    assert incident is not None
    saved = ReviseNotice(
        key="saved",
        actor=stage.person("rosa").id,
        incident=incident,
        draft=LETTER,
        base=1,
        text=text,
        used=tuple(now.values),
    )
    await stage.bot.desk.execute(saved)
    assert (await made(stage)).version == 2
    await stage.person("carla").press("notice_approve", message(stage, LETTER))
    assert "The text has changed since this message was shown" in await refused(stage, "carla")
    assert (await made(stage)).approval is None


async def test_the_form_of_the_approval_shows_the_text_and_what_changed(stage: Stage) -> None:
    await drafted(stage)
    assert await edit(stage, "rosa", HAPPENED, f"{HAPPENED} It was locked.") == {}
    await press(stage, "rosa", "notice_ask", shows="is asked to approve")
    await press(stage, "carla", "notice_approve")
    shown = heard(stage, "carla")
    assert "What this version changed" in shown and "+ It was locked." in shown
    assert "We are writing to tell you about a data breach." in shown
