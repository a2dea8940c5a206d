"""What a report's words propose and what nobody has asked yet: on the card, confirmed by a press, named by closing."""

import asyncio

import pytest

from sandbox.text import text_of
from tests.scenes import entries, fill, known, pick, see, shown
from tests.stage import Stage

pytestmark = pytest.mark.long

CONFIRM, CONTRACTORS = "unasked_confirm_pick", "1|contractor_data_exposed|0"
SAID = "A file with bridge drawings and contractor payroll was opened by somebody outside"


async def test_bridge_drawings_and_contractor_payroll_are_asked_confirmed_and_become_tasks(stage: Stage) -> None:
    channel = await stage.report(SAID)
    alice = stage.person("alice")
    told = shown(stage, channel, "card")
    assert "Not asked yet" in told
    await pick(stage, "alice", "closing")
    page = text_of(alice.view)
    await alice.close(everything=True)
    assert "Not asked yet: “Law enforcement” is not decided. *Audits* · Policy 4" in page
    assert "Not asked yet: Was contractors' data exposed? *Communications* · Policy 8.C" in page
    assert "weak points of roads, bridges or structures? *Audits* · Policy 11.E" in page
    plain = (await known(stage)).plain
    assert plain.get("contractor_data_exposed") is None
    assert plain.get("infrastructure_data") is None

    rosa = stage.person("rosa")
    await rosa.press(CONFIRM, stage.surface(channel, "card"), value=CONTRACTORS)
    await see(stage, "phase:notify", "Tell the affected contractors")
    await alice.press("card_more", stage.surface(channel, "card"), value="1|unasked")
    given = {"infrastructure_data": "yes", "message_board_control": "no", "attack_enabling": "no"}
    assert await fill(stage, "alice", given) == {}
    await see(stage, "card", "Not asked yet: 2 questions")
    assert "contractor_data_exposed" not in str(stage.surface(channel, "card").blocks)
    await alice.press("card_more", stage.surface(channel, "card"), value="1|unasked")
    assert await fill(stage, "alice", {"infrastructure_locations": "Boone County\nCole County"}) == {}
    await see(stage, "phase:notify", "law enforcement: Boone County", "law enforcement: Cole County")
    said = (await known(stage)).known["contractor_data_exposed"]
    assert (said.value, said.by) == (True, rosa.id)


async def test_somebody_without_a_role_confirms_nothing(stage: Stage) -> None:
    channel = await stage.report(SAID)
    olga = stage.person("olga")
    await olga.press(CONFIRM, stage.surface(channel, "card"), value=CONTRACTORS)
    await stage.slack.until(lambda: "can do this" in "".join(map(text_of, olga.ephemerals)))
    assert (await known(stage)).plain.get("contractor_data_exposed") is None


async def test_two_presses_at_once_record_it_once(stage: Stage) -> None:
    channel = await stage.report(SAID)
    rosa, alice = stage.person("rosa"), stage.person("alice")
    message = stage.surface(channel, "card")
    await asyncio.gather(*(one.press(CONFIRM, message, value=CONTRACTORS) for one in (rosa, alice)))
    await see(stage, "phase:notify", "Tell the affected contractors")
    assert [one["version"] for one in await entries(stage, "facts_recorded")] == [1]
