"""The channel is watched: who comes and goes, its name, its archive; AI is told at once, with a button."""

import json

from sqlalchemy import select

from bot.commands import PutChannelRight
from bot.decision import Refusal
from handlers.outgoing import selfcheck
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
    rosa = stage.person("rosa")
    command = PutChannelRight(key="k", actor=rosa.id, incident=1, change="joined", user=stage.person("dana").id)
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
        await selfcheck.check_incidents(stage.bot.desk)
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


async def test_a_guest_who_was_put_in_without_an_event_is_found_told_once_and_taken_out(stage: Stage) -> None:
    channel = await stage.report()
    stage.person("isaac").invite(channel, "dana", quietly=True)
    for _ in range(2):
        await selfcheck.check_incidents(stage.bot.desk)
    await alarm(stage, "is in the channel, and holds no role")
    assert sum("holds no role" in text_of(one) for one in stage.person("alice").dm()) == 1
    await stage.person("alice").press("room_right", stage.person("alice").dm()[-1])
    await stage.slack.until(lambda: stage.person("dana").id not in channel.members)


async def test_somebody_whom_ai_wants_there_is_not_told_of_again(stage: Stage) -> None:
    channel = await stage.report()
    stage.person("isaac").invite(channel, "dana")
    await alarm(stage, "came into the channel")
    await stage.person("alice").press("room_leave", stage.person("alice").dm()[-1])
    await stage.slack.until(lambda: "stays as it is" in text_of(stage.person("alice").dm()[-1]))
    await selfcheck.check_incidents(stage.bot.desk)
    assert len(stage.person("alice").dm()) == 1
    assert stage.person("dana").id in channel.members


async def test_a_channel_that_is_made_public_again_is_told_again(stage: Stage) -> None:
    channel = await stage.report()
    alice = stage.person("alice")

    async def told(times: int) -> None:
        await stage.slack.until(lambda: sum("not private" in text_of(one) for one in alice.dm()) == times)

    for times in (1, 2):
        stage.person("rosa").make_public(channel)
        await selfcheck.check_incidents(stage.bot.desk)
        await told(times)
        stage.person("rosa").make_private(channel)
        await selfcheck.check_incidents(stage.bot.desk)
    assert (await record(stage)).count("room_private") == 2


async def test_a_channel_that_is_shared_with_another_organization_is_told_and_stands_on_the_card(stage: Stage) -> None:
    channel = await stage.report()
    stage.person("rosa").share_outside(channel, "T0OTHER")
    await alarm(stage, "is shared with another organization")
    await stage.slack.until(lambda: "shared with another" in text_of(stage.surface(channel, "card")))
    stage.person("rosa").unshare(channel, "T0OTHER")
    await stage.slack.until(lambda: "shared with another" not in text_of(stage.surface(channel, "card")))


async def test_a_deleted_channel_is_told(stage: Stage) -> None:
    channel = await stage.report()
    stage.person("rosa").delete_channel(channel)
    await alarm(stage, "the channel was deleted")


async def test_an_old_alarm_does_not_take_out_somebody_who_belongs_there_by_now(stage: Stage) -> None:
    await stage.report()
    isaac = stage.person("isaac").id
    command = PutChannelRight(key="old", actor=stage.person("alice").id, incident=1, change="joined", user=isaac)
    refused = await stage.bot.desk.execute(command)
    assert isinstance(refused, Refusal)
    assert refused.name == "belongs_there"
