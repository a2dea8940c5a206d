"""The channel is watched: who comes and goes, its name, its archive; AI is told at once, with a button."""

import json

from sqlalchemy import select

from handlers import selfcheck
from sandbox.text import text_of
from storage.tables import entry
from tests.stage import Stage


async def record(stage: Stage) -> list[str]:
    return await stage.bot.desk.ask(
        lambda conn: list(conn.execute(select(entry.c.kind).order_by(entry.c.seq)).scalars())
    )


async def alarm(stage: Stage, words: str) -> None:
    await stage.slack.until(lambda: any(words in text_of(message) for message in stage.person("alice").dm()))


async def test_opening_the_channel_alarms_nobody(stage: Stage) -> None:
    await stage.report()
    assert stage.person("alice").dm() == []
    assert await record(stage) == ["incident_reported", "channel_opened", "people_invited"]


async def test_somebody_without_a_role_comes_in_and_is_taken_out_on_ai_s_press(stage: Stage) -> None:
    channel = await stage.report()
    dana = stage.person("dana")
    stage.person("isaac").invite(channel, "dana")
    await alarm(stage, "came into the channel, and holds no role")
    await stage.person("alice").press("room_right", stage.person("alice").dm()[-1])
    await stage.slack.until(lambda: dana.id not in channel.members)
    await stage.slack.until(lambda: "being put right" in text_of(stage.person("alice").dm()[-1]))
    assert (await record(stage))[3:5] == ["room_joined", "room_put_right"]


async def test_only_ai_may_put_it_right(stage: Stage) -> None:
    channel = await stage.report()
    stage.person("isaac").invite(channel, "dana")
    await alarm(stage, "came into the channel")
    from bot.commands import PutRoomRight
    from bot.decision import Refusal

    rosa = stage.person("rosa")
    command = PutRoomRight(key="k", actor=rosa.id, incident=1, change="joined", user=stage.person("dana").id)
    refused = await stage.bot.desk.execute(command)
    assert isinstance(refused, Refusal)
    assert refused.name == "role_needed"


async def test_a_member_who_was_removed_is_brought_back(stage: Stage) -> None:
    channel = await stage.report()
    stage.person("rosa").kick(channel, "isaac")
    await alarm(stage, "is not in the channel any more, and should be")
    await stage.person("alice").press("room_right", stage.person("alice").dm()[-1])
    await stage.slack.until(lambda: stage.person("isaac").id in channel.members)


async def test_a_new_name_is_taken_back_and_an_archive_is_told(stage: Stage) -> None:
    channel = await stage.report()
    name = channel.name
    channel.name = "stolen-payroll-laptop"
    stage.slack.emit("channel_rename", {"channel": {"id": channel.id, "name": channel.name}}, channel, "")
    await alarm(stage, "the channel was renamed")
    await stage.person("alice").press("room_right", stage.person("alice").dm()[-1])
    await stage.slack.until(lambda: channel.name == name)
    stage.person("rosa").archive(channel)
    await alarm(stage, "the channel was archived")


async def test_a_channel_made_public_is_found_by_the_self_check_and_told_once(stage: Stage) -> None:
    channel = await stage.report()
    channel.is_private = False
    for _ in range(2):
        await selfcheck.check(stage.bot.desk)
    await alarm(stage, "the channel is not private any more")
    told = [message for message in stage.person("alice").dm() if "not private" in text_of(message)]
    assert len(told) == 1
    assert (await record(stage)).count("room_public") == 1


async def test_what_an_alarm_records_says_who_and_not_what(stage: Stage) -> None:
    channel = await stage.report("A laptop with the payroll was stolen")
    stage.person("isaac").invite(channel, "dana")
    await alarm(stage, "came into the channel")
    bodies = await stage.bot.desk.ask(
        lambda conn: list(conn.execute(select(entry.c.body).where(entry.c.kind == "room_joined")).scalars())
    )
    assert json.loads(bodies[0])["body"] == {"number": channel.name[:12].upper(), "user": stage.person("dana").id}
    assert "payroll" not in "".join(text_of(message) for message in stage.person("alice").dm())
