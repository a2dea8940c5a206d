"""Counsel takes a text out: from the record, from messages; a tombstone stays, and the chain still verifies."""

from typing import Any

import pytest
from sqlalchemy import func, select

from sandbox.channel import Channel
from sandbox.text import text_of
from storage import log, verification
from storage.tables import entry_text
from tests.scenes import entries, known, shown
from tests.stage import Stage

REASON = "It names a person; ordered by the court"


async def take_out(stage: Stage, channel: Channel, name: str) -> None:
    """Carla takes the text of that name out."""
    carla = stage.person("carla")
    await carla.command("/breach", "expunge", channel=channel)
    assert dict((await carla.submit({"text": name, "reason": REASON})).errors) == {}
    await carla.close(everything=True)


async def test_the_reports_words_go_from_the_record_and_from_the_card(stage: Stage) -> None:
    channel = await stage.report("Zanzibar lost the laptop")
    await take_out(stage, channel, "what")
    await stage.slack.until(lambda: "Zanzibar" not in shown(stage, channel, "card"), timeout=20)
    assert (await known(stage)).incident.what == ""
    assert await kept(stage, "Zanzibar") == 0
    (told,) = await entries(stage, "text_expunged")
    assert (told["name"], told["actor"]) == ("what", stage.person("carla").id)
    assert await faults(stage) == []


@pytest.mark.parametrize("kind", ["update", "advice", "reporter"])
async def test_what_was_posted_of_a_text_is_replaced(stage: Stage, kind: str) -> None:
    channel = await stage.report()
    who, typed = {"update": ("rosa", "update"), "advice": ("carla", "advice"), "reporter": ("isaac", "ask")}[kind]
    await stage.person(who).command("/breach", f"{typed} Zanzibar did it", channel=channel)
    await stage.slack.until(lambda: "Zanzibar" in everything(stage), timeout=20)
    name = next(one for one in (await known(stage)).known if one.startswith({"update": "status"}.get(kind, kind)))
    await take_out(stage, channel, name)
    await stage.slack.until(lambda: "Zanzibar" not in everything(stage), timeout=20)
    assert "by order of counsel" in everything(stage)
    assert await kept(stage, "Zanzibar") == 0
    assert await faults(stage) == []


async def test_only_counsel_takes_a_text_out_and_never_without_a_reason(stage: Stage) -> None:
    channel = await stage.report()
    told = await stage.person("alice").command("/breach", "expunge", channel=channel)
    assert "Only" in (told.text or "")
    carla = stage.person("carla")
    await carla.command("/breach", "expunge", channel=channel)
    assert list((await carla.submit({"text": "what", "reason": " "})).errors) == ["reason"]
    assert (await known(stage)).incident.what


def everything(stage: Stage) -> str:
    """All that the bot said, in every channel and direct message."""
    return "\n".join(
        f"{one.text} {one.blocks} {text_of(one)}"
        for channel in stage.slack.workspace.channels.values()
        for one in channel.messages
        if one.user == stage.slack.bot_user_id
    )


async def kept(stage: Stage, words: str) -> int:
    """How many texts that hold these words the database still keeps."""
    query = select(func.count()).select_from(entry_text).where(entry_text.c.text.contains(words))
    return await stage.bot.desk.ask(lambda conn: int(conn.execute(query).scalar_one()))


async def faults(stage: Stage) -> list[Any]:
    """What the record's check finds."""
    return await stage.bot.desk.ask(lambda conn: [*log.verify(conn), *verification.verify_beside(conn)])
