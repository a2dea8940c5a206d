"""Reminders: on time, once, to the right person, with buttons that hold; and a day as IS's lead sees it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.text import text_of
from tests.scenarios.moved_clock import at, entries, later, newest, on_a_monday, quiet, said, take
from tests.scenes import carry_out, known, line_done
from tests.stage import Stage


@pytest.fixture
async def stage(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """A Monday morning in Missouri."""
    async with on_a_monday(sqlite_url, tmp_path) as made:
        yield made


async def test_the_day_of_an_incident_as_the_is_lead_sees_it(stage: Stage) -> None:
    isaac = stage.person("isaac")

    # Monday, nine o'clock. A laptop is gone. Nothing lands in Isaac's direct messages yet: he is in the channel.
    channel = await stage.report()
    assert said(stage, "isaac") == []

    # Five past nine. Nobody has taken IS, so its first person is asked, once, and the others are left alone.
    await at(stage, 16, 9, 6)
    assert "nobody has taken Systems yet" in said(stage, "isaac")[-1]
    await isaac.press("nudge_why", newest(stage, "isaac"))
    await stage.slack.until(lambda: isaac.ephemerals)
    assert "You are the first person of Systems" in text_of(isaac.ephemerals[-1])
    assert [said(stage, who) for who in ("ivy", "igor", "ines")] == [[], [], []]

    # Isaac takes it with one press; the message says so and has no button any more; the policy's duties follow.
    await isaac.press("nudge_take", newest(stage, "isaac"))
    await stage.slack.until(lambda: "You hold Systems now" in "".join(said(stage, "isaac")))
    await stage.slack.until(lambda: len(said(stage, "isaac")) == 2)
    assert "you hold Systems now" in said(stage, "isaac")[-1]
    await quiet(stage)

    # The rest of Monday, and the night: what can wait waits. Ivy, Igor and Ines are left alone as well.
    for role, who in (("AI", "alice"), ("CCO", "carla"), ("CR", "rosa")):
        await take(stage, channel, **{role: who})
    for hour in (10, 12, 15, 18, 23):
        await at(stage, 16, hour)
    await at(stage, 17, 7, 59)
    assert len(said(stage, "isaac")) == 2
    assert said(stage, "ivy") == []

    # Tuesday, eight o'clock: one message for everything, with the number and how much is open, and no title.
    await at(stage, 17, 8, 1)
    assert len(said(stage, "isaac")) == 3
    assert "BR-2026-0001 · 1" in said(stage, "isaac")[-1].replace("*", "")
    assert "Quarantine" not in said(stage, "isaac")[-1]

    # He works the list down to one line. On Wednesday there is one reminder, with its buttons.
    for item in (await known(stage)).of_role("IS"):
        if item.state == "open" and item.id != "POL-10":
            await carry_out(stage, line_done(stage, "IS", item.id, "A door that was not locked", "isaac"))
    await quiet(stage)
    await at(stage, 18, 8, 1)
    assert len(said(stage, "isaac")) == 4
    assert "you still have" in said(stage, "isaac")[-1]

    # Why him? It says so, and does not call its own interval the policy's.
    await isaac.press("nudge_why", newest(stage, "isaac"))
    await stage.slack.until(lambda: len(isaac.ephemerals) == 2)
    assert "You hold Systems in BR-2026-0001" in text_of(isaac.ephemerals[-1])
    assert "configuration, not policy" in text_of(isaac.ephemerals[-1])

    # Done from the reminder. The rest of the week is silent.
    await isaac.press("nudge_done", newest(stage, "isaac"))
    await stage.slack.until(lambda: "Done." in said(stage, "isaac")[-1])
    for day in (19, 20, 21, 22):
        await at(stage, day, 8, 1)
    assert len(said(stage, "isaac")) == 4


async def test_the_call_is_asked_of_the_reporter_and_then_handed_to_ai(stage: Stage) -> None:
    channel = await stage.report()
    await take(stage, channel, AI="alice", CCO="carla", IS="isaac", CR="rosa")
    before = len(said(stage, "olga"))
    for number in range(1, 5):
        await later(stage, minutes=15)
        assert len(said(stage, "olga")) == before + number
    assert "please call" in said(stage, "olga")[-1]
    await stage.slack.until(lambda: "POL-3" in str(stage.surface(channel, "phase:first_hour").blocks))
    assert [one["item"] for one in await entries(stage, "call_handed_over")] == ["POL-3"]
    olga = stage.person("olga")
    await olga.press("call_made", newest(stage, "olga"))
    answer = await olga.submit({"answered": "The desk of Audits"})
    assert answer.errors == {}
    await stage.slack.until(
        lambda: (
            "by Olga" in text_of(stage.surface(channel, "card")) or "U0OLGA" in text_of(stage.surface(channel, "card"))
        )
    )
    for _ in range(4):
        await later(stage, days=1)
    assert len(said(stage, "olga")) == before + 4
    (called,) = await entries(stage, "call_recorded")
    assert "text" in called["answered"]


async def test_a_role_that_nobody_takes_ends_with_a_telephone_number_on_the_card(stage: Stage) -> None:
    channel = await stage.report()
    await take(stage, channel, AI="alice", CCO="carla", IS="isaac")
    await later(stage, minutes=5, seconds=2)
    assert [len(said(stage, who)) for who in ("rosa", "ralph", "ruth")] == [1, 0, 0]
    await later(stage, minutes=5, seconds=2)
    assert [len(said(stage, who)) for who in ("rosa", "ralph", "ruth")] == [2, 1, 1]
    ralph = stage.person("ralph")
    await ralph.press("nudge_why", newest(stage, "ralph"))
    await stage.slack.until(lambda: ralph.ephemerals)
    assert "first person of Communications was asked before you" in text_of(ralph.ephemerals[-1])
    assert await entries(stage, "out_of_band") == []
    for _ in range(2):
        await later(stage, minutes=5, seconds=2)
    assert [len(said(stage, who)) for who in ("rosa", "ralph", "ruth")] == [4, 3, 3]
    await stage.slack.until(lambda: "☎ call" in text_of(stage.surface(channel, "card")))
    assert "573-555-0104" in text_of(stage.surface(channel, "card"))
    tried = [one for one in await entries(stage, "out_of_band") if one["role"] == "CR"]
    assert [one["outcome"] for one in tried] == ["not_configured", "not_configured"]


async def test_snoozing_holds_and_cannot_go_into_the_past_or_too_far(stage: Stage) -> None:
    channel = await stage.report()
    await take(stage, channel, AI="alice", CCO="carla", IS="isaac", CR="rosa")
    await at(stage, 17, 8, 1)
    rosa = stage.person("rosa")
    count = len(rosa.dm())
    value = next(
        option["value"]
        for block in newest(stage, "rosa").blocks
        for element in block.get("elements", ())
        for option in element.get("options", ())
        if option["value"].endswith("|other")
    )
    for wrong, sentence in ((-3600, "is over already"), (86400 * 30, "too late for this one")):
        await rosa.press("nudge_snooze", newest(stage, "rosa"), value=value)
        answer = await rosa.submit({"until": int(stage.slack.clock.seconds()) + wrong})
        assert sentence in answer.errors["until"]
        await rosa.close()
    await rosa.press("nudge_snooze", newest(stage, "rosa"), value=value)
    await rosa.submit({"until": int(stage.slack.clock.seconds()) + 3 * 86400})
    for day in (18, 19):
        await at(stage, day, 8, 1)
    assert len(rosa.dm()) == count
    await at(stage, 20, 8, 5)
    assert len(rosa.dm()) == count + 1


async def test_what_was_missed_while_down_comes_once_and_says_since_when(stage: Stage) -> None:
    channel = await stage.report()
    await take(stage, channel, AI="alice", CCO="carla", IS="isaac", CR="rosa")
    before = len(said(stage, "rosa"))
    await later(stage, days=7)
    assert len(said(stage, "rosa")) == before + 1
    assert "Late: this was due" in said(stage, "rosa")[-1]
    late = [one for one in await entries(stage, "reminder_sent") if one["to"] == stage.person("rosa").id]
    assert late[-1]["late_since"] is not None


async def test_the_leader_is_told_with_name_method_and_time(stage: Stage) -> None:
    channel = await stage.report()
    await take(stage, channel, AI="alice")
    await later(stage, minutes=31)
    alice = stage.person("alice")
    stage.slack.faults.add("conversations.history", "error", error="channel_not_found")  # so the buttons stay
    reminder = next(m for m in reversed(alice.dm()) if "as soon as possible" in text_of(m))
    await alice.press("leader_told", reminder)
    answer = await alice.submit({"name": "Dana Dixon", "method": "telephone"})
    assert answer.errors == {}
    await quiet(stage)
    (told,) = await entries(stage, "leader_told")
    assert told["method"] == "telephone"
    assert "text" in told["name"]
    await alice.close()
    await alice.press("leader_told", reminder)
    answer = await alice.submit({"name": "Dana Dixon", "method": "telephone"})
    assert "Already done by" in str(alice.view)
