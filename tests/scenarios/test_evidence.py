"""Evidence in Slack: a laptop from the district to IS, to the Highway Patrol and back; a cabinet; a hold; guidance."""

from typing import Any

import pytest

from sandbox.channel import Channel
from sandbox.text import text_of
from tests.scenes import entries, known
from tests.stage import Stage

STRANGE_SEAL = "4712"


async def register(stage: Stage, who: str, kind: str, **words: Any) -> None:
    """Open the register with the slash command, choose the kind, fill in the form; the register stays open."""
    (channel,) = stage.channels()
    person = stage.person(who)
    await person.command("/breach", "evidence", channel)
    await person.press("evidence_add", value=f"1|{kind}")
    assert (await person.submit({"description": "A laptop of payroll", **words})).errors == {}
    await stage.slack.until(lambda: "EV-" in str(person.view))


async def record(stage: Stage, who: str, event: str, item: int = 1, **values: Any) -> dict[str, str]:
    """Open an item from the register and record an event; answers the errors. Everything is closed afterwards."""
    (channel,) = stage.channels()
    person = stage.person(who)
    if person.view is None:
        await person.command("/breach", "evidence", channel)
    await person.press("evidence_open", value=f"1|{item}")
    action = {"accepted": "evidence_accept", "refused": "evidence_refuse"}.get(event, "evidence_event")
    await person.press(action, value=f"1|{item}|{event}")
    before = len((await known(stage)).evidence[item].events)
    errors = (await person.submit(values)).errors
    if not errors:
        assert len((await known(stage)).evidence[item].events) == before + 1
    await person.close(everything=True)
    return errors


@pytest.fixture
async def channel(stage: Stage) -> Channel:
    return await stage.report()


async def test_a_laptop_goes_to_systems_to_the_highway_patrol_and_back(stage: Stage, channel: Channel) -> None:
    alice, isaac = stage.person("alice"), stage.person("isaac")
    await register(stage, "alice", "device", serial="5CD-9911", asset_tag="MO-1442", power="asleep")
    assert await record(stage, "alice", "photographed", place="Lobby") == {}
    assert await record(stage, "alice", "collected", method="By hand", place="Bag 3") == {}
    assert await record(stage, "alice", "sealed", seal="4711") == {}
    assert await record(stage, "alice", "released", to=isaac.id, purpose="Imaging", carrier="In person") == {}
    refused = await record(stage, "isaac", "accepted", seal_seen=STRANGE_SEAL, condition="Closed")
    assert list(refused) == ["seal_seen"]
    assert "4711" in refused["seal_seen"]
    assert await record(stage, "isaac", "accepted", seal_seen="4711", condition="Closed", place="Safe") == {}
    assert (await known(stage)).evidence[1].custody.holder == isaac.id
    assert await record(stage, "isaac", "seal_broken", reason="To image it") == {}
    assert await record(stage, "isaac", "imaged", tool="dd 9.1", sha256="a" * 64) == {}
    assert await record(stage, "isaac", "sealed", seal="4800") == {}
    outside: dict[str, Any] = {
        "agency": "Highway Patrol",
        "person": "Sgt. Lee",
        "badge": "1123",
        "purpose": "Investigation",
    }
    assert await record(stage, "isaac", "handed_outside", **outside) == {}
    assert await record(stage, "isaac", "receipt", receipt="MSHP-77") == {}
    assert (await known(stage)).evidence[1].custody.stage == "outside"
    assert await record(stage, "isaac", "returned", person="Sgt. Lee", condition="As handed over", place="Safe") == {}
    item = (await known(stage)).evidence[1]
    assert (item.custody.stage, item.custody.holder, item.custody.seal) == ("held", isaac.id, "4800")
    told = [one["event"] for one in await entries(stage, "custody")]
    assert told == [event.kind for event in item.events[1:]]
    await alice.command("/breach", "evidence", channel)
    await alice.press("evidence_open", value="1|1")
    view = str(alice.view)
    assert all(word in view for word in ("EV-2026-0001-01", "Highway Patrol", "MSHP-77", "5CD-9911"))


async def test_a_cabinet_is_secured_where_it_stands_and_is_not_offered_to_be_moved(
    stage: Stage, channel: Channel
) -> None:
    await register(stage, "alice", "room", description="Cabinet 4, forced", lock="Padlock 12", place="Room 214")
    assert await record(stage, "alice", "secured", place="Room 214", key="Guard office") == {}
    alice = stage.person("alice")
    await alice.command("/breach", "evidence", channel)
    await alice.press("evidence_open", value="1|1")
    assert "evidence_event" in str(alice.view)
    assert "|released" not in str(alice.view)
    assert "|moved" not in str(alice.view)


async def test_what_is_wrong_stands_under_its_field_and_what_was_typed_stays(stage: Stage, channel: Channel) -> None:
    isaac = stage.person("isaac")
    await isaac.command("/breach", "evidence", channel)
    await isaac.press("evidence_add", value="1|log")
    typed = {"description": "Export of the login log", "sha256": "not a hash"}
    assert list((await isaac.submit(typed)).errors) == ["sha256"]
    assert isaac.view is not None
    assert "Export of the login log" in str(isaac.view["state"])
    assert list((await isaac.submit({"sha256": "a" * 64, "place": "SSN 123-45-6789"})).errors) == ["place"]
    assert (await isaac.submit({"place": "Share 4"})).errors == {}
    assert (await known(stage)).evidence[1].words["sha256"] == "a" * 64


async def test_guidance_is_read_by_systems_and_by_the_outside_office_and_a_changed_one_again(
    stage: Stage, channel: Channel
) -> None:
    carla, isaac = stage.person("carla"), stage.person("isaac")
    for text in ("Keep all logs until I say so", "Keep all logs and images"):
        await carla.command("/breach", "evidence", channel)
        await carla.press("evidence_guidance_CCO")
        assert (await carla.submit({"text": text})).errors == {}
        await carla.close(everything=True)
        await isaac.command("/breach", "evidence", channel)
        assert text in str(isaac.view)
        await isaac.press("evidence_read_CCO")
        await isaac.press("evidence_partner_CCO")
        assert (await isaac.submit({"person": "Duty officer Mills"})).errors == {}
        await stage.slack.until(lambda: "evidence_partner_CCO" not in str(isaac.view))
        await isaac.close(everything=True)
    assert len(await entries(stage, "guidance_read")) == 4


async def test_counsel_holds_everything_and_nothing_is_disposed_of(stage: Stage, channel: Channel) -> None:
    await register(stage, "isaac", "media")
    assert await record(stage, "isaac", "collected", method="By hand", place="Safe") == {}
    carla = stage.person("carla")
    await carla.command("/breach", "evidence", channel)
    await carla.press("evidence_hold")
    assert (await carla.submit({"reason": "A claim was announced"})).errors == {}
    await carla.close(everything=True)
    disposed: dict[str, Any] = {"way": "destroyed", "authority": "Schedule 12", "witness": "Ivy"}
    assert list(await record(stage, "isaac", "disposed", **disposed)) == ["authority"]
    assert (await known(stage)).evidence[1].custody.stage == "held"


async def test_nobody_outside_the_incident_sees_the_register(stage: Stage, channel: Channel) -> None:
    await register(stage, "isaac", "log")
    gus = stage.person("gus")
    answer = await gus.command("/breach", "evidence BR-2026-0001")
    assert "no report that you can see" in (answer.text or "")
    assert gus.view is None


async def test_the_receiver_is_told_at_once_with_a_button_and_accepts_from_there(
    stage: Stage, channel: Channel
) -> None:
    isaac = stage.person("isaac")
    await register(stage, "alice", "device")
    assert await record(stage, "alice", "collected", method="By hand", place="Bag 3") == {}
    assert await record(stage, "alice", "released", to=isaac.id, purpose="Imaging") == {}
    await stage.slack.until(lambda: any("is on its way to you" in text_of(one) for one in isaac.dm()))
    told = next(one for one in isaac.dm() if "is on its way to you" in text_of(one))
    assert "EV-2026-0001-01" in text_of(told)
    assert "laptop" not in text_of(told), "nothing of the item stands outside the channel"
    await isaac.press("evidence_open", told)
    await isaac.press("evidence_accept", value="1|1|accepted")
    assert (await isaac.submit({"seal_seen": "none", "condition": "Good"})).errors == {}
    assert (await known(stage)).evidence[1].custody.holder == isaac.id
