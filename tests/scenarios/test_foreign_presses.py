"""What somebody of no role can press in an incident's channel: it tells nothing, opens nothing, and changes nothing."""

import pytest
from sqlalchemy import select

from sandbox.text import text_of
from storage.tables import entry
from tests.presses import press_as, told
from tests.stage import Stage


async def kinds(stage: Stage) -> list[str]:
    return await stage.bot.desk.ask(lambda conn: list(conn.execute(select(entry.c.kind)).scalars()))


async def test_a_person_of_no_role_learns_nothing_and_gets_no_form(stage: Stage) -> None:
    channel = await stage.report()
    stage.person("isaac").invite(channel, "dana")
    await stage.slack.until(lambda: any("came into" in text_of(one) for one in stage.person("alice").dm()))
    card, before, dana = stage.surface(channel, "card"), await kinds(stage), stage.person("dana")
    forged = {
        "nudge_why": "1|1",
        "nudge_snooze": "1|1|other",
        "call_made": "1",
        "role_take": "1|IS",
        "role_give": "1|IS",
        "item_done": "1|IS|POL-8.1|done",
        "item_more": "1|IS|POL-8.1|assign",
        "severity_vote": "1|severity",
        "decide_now": "1|severity",
    }
    for action, value in forged.items():
        await press_as(stage, "dana", card, action, value)
    await stage.slack.until(lambda: len(dana.ephemerals) == len(forged))
    said = told(stage, "dana")
    assert dana.view is None
    for name in ("Isaac Ito", "Alice Abbott", "Carla Cole", "BR-", "Nobody holds"):
        assert name not in said
    assert said.count("This reminder is somebody else's.") == 2
    assert "Only Systems can do this." in said
    assert await kinds(stage) == before


@pytest.mark.parametrize(
    ("who", "action", "value"),
    [
        ("isaac", "item_done", "1|IS|POL-8.1|erase"),
        ("isaac", "item_done", "1|IS|POL-8.1|"),
        ("alice", "room_right", "1|burned|UGUS"),
    ],
)
async def test_an_act_outside_the_known_ones_is_refused_and_changes_nothing(
    stage: Stage, who: str, action: str, value: str
) -> None:
    channel = await stage.report()
    before = await kinds(stage)
    await press_as(stage, who, stage.surface(channel, "card"), action, value)
    await stage.slack.until(lambda: "does not know. Nothing was changed" in told(stage, who))
    assert await kinds(stage) == before


async def test_people_of_the_incident_are_told_who_holds_the_role(stage: Stage) -> None:
    channel = await stage.report()
    await press_as(stage, "olga", stage.surface(channel, "card"), "role_take", "1|IS")
    await stage.slack.until(lambda: "Isaac Ito" in told(stage, "olga"))
