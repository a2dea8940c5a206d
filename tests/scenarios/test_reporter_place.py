"""The reporter's place: inside for the questions of the first hour, then in the direct message; never promised."""

from pathlib import Path

from bot.decision import Refusal
from bot.reporter_commands import AddWords, MoveReporter
from handlers.outgoing import selfcheck
from sandbox.text import text_of
from tests.scenes import entries, see
from tests.stage import DEPARTMENT, Stage, on_stage


async def test_ai_goes_on_without_the_reporter_by_one_press_and_brings_them_back(stage: Stage) -> None:
    channel = await stage.report()
    alice, olga = stage.person("alice"), stage.person("olga")
    await alice.press("card_more", stage.surface(channel, "card"), value="1|reporter_out")
    await stage.slack.until(lambda: olga.id not in channel.members, timeout=20)
    await stage.slack.until(lambda: any("ask you here" in text_of(one) for one in olga.dm()), timeout=20)
    assert "573-751-7446" in str([text_of(one) for one in olga.dm()])
    await see(stage, "card", "Bring reporter back")
    assert all("should be" not in text_of(one) for one in alice.dm()), "that they are gone is as it should be"
    await alice.press("card_more", stage.surface(channel, "card"), value="1|reporter_in")
    await stage.slack.until(lambda: olga.id in channel.members, timeout=20)
    assert [len(await entries(stage, kind)) for kind in ("reporter_moved_out", "reporter_brought_in")] == [1, 1]


async def test_a_reporter_who_is_out_is_a_stranger_when_somebody_lets_them_in_again(stage: Stage) -> None:
    channel = await stage.report()
    alice, olga = stage.person("alice"), stage.person("olga")
    await alice.press("card_more", stage.surface(channel, "card"), value="1|reporter_out")
    await stage.slack.until(lambda: olga.id not in channel.members, timeout=20)
    stage.person("isaac").invite(channel, "olga")
    await stage.slack.until(lambda: any("holds no role" in text_of(one) for one in alice.dm()), timeout=20)
    await selfcheck.check_incidents(stage.bot.desk)
    assert sum("holds no role" in text_of(one) for one in alice.dm()) == 1


async def test_what_is_asked_of_the_reporter_and_what_they_add_goes_by_the_direct_message(stage: Stage) -> None:
    channel = await stage.report()
    olga = stage.person("olga")
    asked = await stage.person("isaac").command("/breach", "ask Was the screen locked?", channel=channel)
    assert "asked in a direct message" in (asked.text or "")
    await stage.slack.until(lambda: any("asks you" in text_of(one) for one in olga.dm()), timeout=20)
    question = next(one for one in olga.dm() if "asks you" in text_of(one))
    assert "Was the screen locked?" in text_of(question)
    await olga.press("reporter_add", question)
    assert "Social Security number" in str((await olga.submit({"text": "SSN 536-22-8741"})).errors)
    assert dict((await olga.submit({"text": "Yes, it was locked"})).errors) == {}
    await stage.slack.until(lambda: "Yes, it was locked" in "".join(text_of(one) for one in channel.messages))
    assert len(await entries(stage, "reporter_asked")) == len(await entries(stage, "reporter_added")) == 1


async def test_only_ai_moves_the_reporter_and_only_the_reporter_adds_words(stage: Stage) -> None:
    await stage.report()
    rosa = stage.person("rosa").id
    for command in (
        MoveReporter(key="m", actor=rosa, incident=1, inside=False),
        AddWords(key="w", actor=rosa, incident=1, text="I know more"),
    ):
        assert isinstance(await stage.bot.desk.execute(command), Refusal)


async def test_the_department_may_keep_reporters_out_from_the_start(sqlite_url: str, tmp_path: Path) -> None:
    department = tmp_path / "department.yaml"
    department.write_text(DEPARTMENT.read_text(encoding="utf-8") + "\nreporter_in_channel: false\n", encoding="utf-8")
    async with on_stage(sqlite_url, department=department) as stage:
        channel = await stage.report()
        olga = stage.person("olga")
        assert olga.id not in channel.members
        await stage.slack.until(lambda: any("ask you here" in text_of(one) for one in olga.dm()), timeout=20)
        assert all("You are in its private channel" not in text_of(one) for one in olga.dm())


async def test_nobody_is_promised_a_channel_that_slack_may_not_open_to_them(stage: Stage) -> None:
    answer = await stage.person("gus").command("/breach", "report A laptop was stolen")
    told = str(answer)
    assert "Recorded" in told
    assert "You will be in it" not in told
