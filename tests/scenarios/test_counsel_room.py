"""Counsel's room: opened at the first advice, once; what is privileged stands there and nowhere else."""

import json
from typing import Any

from sqlalchemy import select

from bot.counsel_commands import MovePrivileged, NameCounselPeople
from bot.decision import Refusal, SetMessage
from handlers.outgoing import selfcheck
from sandbox.channel import Channel
from sandbox.text import text_of
from storage import changes, rooms
from storage.tables import entry
from tests.scenes import WHY, decide, owed, press, see
from tests.stage import Stage

SECRET = "Zanzibar: our exposure turns on the key"


async def entries(stage: Stage, kind: str) -> list[dict[str, Any]]:
    def ask(conn: Any) -> list[dict[str, Any]]:
        found = conn.execute(select(entry.c.body).where(entry.c.kind == kind).order_by(entry.c.seq)).scalars()
        return [json.loads(body)["body"] for body in found]

    return await stage.bot.desk.ask(ask)


async def advise(stage: Stage, channel: Channel, text: str = SECRET) -> Channel:
    """Counsel advises; answers the room once the advice stands there."""
    told = await stage.person("carla").command("/breach", f"advice {text}", channel=channel)
    assert "in counsel's room" in (told.text or ""), told
    await stage.slack.until(lambda: any(text in said(room) for room in stage.counsel_rooms()), timeout=20)
    await stage.slack.until(lambda: "counsel_room" in stage.shown(stage.counsel_rooms()[0]), timeout=20)
    return stage.counsel_rooms()[0]


def said(channel: Channel) -> str:
    """Everything that stands in a channel, with what a button or a fallback carries."""
    return "\n".join(f"{one.text} {json.dumps(one.blocks)} {text_of(one)}" for one in channel.messages)


def people(stage: Stage, channel: Channel) -> set[str]:
    """Who is inside beside the bot, by name."""
    return {one.handle for one in stage.slack.workspace.people.values() if one.id in channel.members}


async def test_the_first_advice_opens_a_private_room_of_counsel_and_its_alternates(stage: Stage) -> None:
    channel = await stage.report()
    room = await advise(stage, channel)
    assert room.name == f"{channel.name[:12]}-counsel"
    assert room.is_private
    assert {"carla", "colin", "chidi"} <= people(stage, room)
    assert not {"olga", "alice", "isaac", "rosa"} & people(stage, room)
    await advise(stage, channel, "A second thought")
    assert len(stage.counsel_rooms()) == 1
    assert len(await entries(stage, "counsel_room_opened")) == 1


async def test_advice_stands_in_the_room_only(stage: Stage) -> None:
    channel = await stage.report()
    room = await advise(stage, channel)
    others = [one for one in stage.slack.workspace.channels.values() if one.id != room.id]
    assert [one.name for one in others if "Zanzibar" in said(one)] == []
    assert [one["class"] for one in await entries(stage, "advice_given")] == ["advice"]


async def test_the_channel_sees_that_counsel_has_a_question_and_then_the_outcome_and_no_reason(stage: Stage) -> None:
    channel = await owed(stage)
    room = await advise(stage, channel)
    carla = stage.person("carla")
    await carla.press("counsel_draft", stage.surface(room, "counsel_room"))
    assert (await carla.submit({"question": "breach", "text": "Zanzibar draft: it was acquired"})).errors == {}
    await see(stage, "decision:breach", "Counsel has it.")
    await stage.slack.until(lambda: "Draft, in force for nobody" in said(room), timeout=20)
    assert await decide(stage, "carla", "breach", "breach", reason="Zanzibar reason") == {}
    await see(stage, "decision:breach", "✓", "Counsel keeps its reasons.")
    await stage.slack.until(lambda: "Zanzibar reason" in said(room), timeout=20)
    assert "Zanzibar" not in said(channel)
    assert [one["class"] for one in await entries(stage, "determination_drafted")] == ["draft"]


async def test_the_record_of_counsels_determination_opens_for_counsel_alone(stage: Stage) -> None:
    await owed(stage)
    assert await decide(stage, "carla", "breach", "breach", reason=WHY) == {}
    await press(stage, "alice", "breach", "decision_paper")
    alice = stage.person("alice")
    await stage.slack.until(lambda: any("Counsel keeps the reasons" in text_of(one) for one in alice.ephemerals))
    await press(stage, "colin", "breach", "decision_paper")
    assert WHY in text_of(stage.person("colin").view)


async def test_counsel_names_somebody_in_and_out_again_and_both_stand_in_the_record(stage: Stage) -> None:
    channel = await stage.report()
    room = await advise(stage, channel)
    carla, dana = stage.person("carla"), stage.person("dana")
    for users, inside in (([dana.id], True), ([], False)):
        await carla.press("counsel_people", stage.surface(room, "counsel_room"))
        assert (await carla.submit({"people": users})).errors == {}
        await _is_inside(stage, room, dana.id, inside=inside)
    assert [one["users"] for one in await entries(stage, "counsel_named")] == [[dana.id]]
    assert [one["users"] for one in await entries(stage, "counsel_removed")] == [[dana.id]]
    assert all("did not name" not in text_of(one) for one in carla.dm())


async def _is_inside(stage: Stage, room: Channel, user: str, *, inside: bool) -> None:
    await stage.slack.until(lambda: (user in room.members) is inside, timeout=20)


async def test_only_counsel_says_who_is_in_the_room(stage: Stage) -> None:
    channel = await stage.report()
    await advise(stage, channel)
    told = await stage.bot.desk.execute(
        NameCounselPeople(key="k", actor=stage.person("alice").id, incident=1, users=(stage.person("alice").id,))
    )
    assert isinstance(told, Refusal)
    assert told.name == "role_needed"


async def test_while_a_stranger_is_inside_advice_waits_and_is_posted_once_counsel_takes_them_out(stage: Stage) -> None:
    channel = await stage.report()
    room = await advise(stage, channel)
    carla = stage.person("carla")
    carla.invite(room, "dana")
    await stage.slack.until(lambda: any("did not name" in text_of(one) for one in carla.dm()), timeout=20)
    refused = await carla.command("/breach", "advice Not before they are out", channel=channel)
    assert "Somebody is inside" in (refused.text or "")
    assert not any("counsel's room" in text_of(one) for one in stage.person("alice").dm())
    await carla.press("room_right", carla.dm()[-1])
    await stage.slack.until(lambda: stage.person("dana").id not in room.members, timeout=20)

    async def taken() -> bool:
        answer = await carla.command("/breach", "advice Now they are out", channel=channel)
        return "Recorded" in (answer.text or "")

    await stage.slack.until(taken, timeout=20)
    await stage.slack.until(lambda: "Now they are out" in said(room), timeout=20)


async def test_a_room_made_public_takes_nothing_and_counsel_is_told(stage: Stage) -> None:
    channel = await stage.report()
    room = await advise(stage, channel)
    room.is_private = False
    await selfcheck.check_incidents(stage.bot.desk)
    carla = stage.person("carla")
    await stage.slack.until(lambda: any("not private" in text_of(one) for one in carla.dm()), timeout=20)
    refused = await carla.command("/breach", "advice Zanzibar again", channel=channel)
    assert "not private" in (refused.text or "")
    assert "Zanzibar again" not in said(room)


async def test_when_the_room_cannot_be_opened_counsel_is_told_and_nothing_falls_back(stage: Stage) -> None:
    channel = await stage.report()
    fault = stage.slack.faults.add("conversations.create", "error", error="invalid_name", times=None)
    carla = stage.person("carla")
    await carla.command("/breach", f"advice {SECRET}", channel=channel)
    await stage.slack.until(lambda: any("does not let the bot use" in text_of(one) for one in carla.dm()), timeout=20)
    await carla.press("counsel_read", carla.dm()[-1])
    assert SECRET in text_of(carla.view)
    await carla.close(everything=True)
    assert "Zanzibar" not in said(channel)
    assert not any("counsel's room" in text_of(one) for one in stage.person("alice").dm())
    stage.slack.faults.remove(fault.id)
    await carla.press("retry_steps", carla.dm()[-1])
    await stage.slack.until(lambda: any(SECRET in said(room) for room in stage.counsel_rooms()), timeout=20)
    assert sum(SECRET in text_of(one) for one in stage.counsel_rooms()[0].messages) == 1


async def test_old_threads_are_moved_by_counsels_press_and_a_pointer_takes_their_place(stage: Stage) -> None:
    channel = await stage.report()
    old = await _left_by_an_earlier_version(stage, channel)
    await selfcheck.check_incidents(stage.bot.desk)
    carla = stage.person("carla")
    await stage.slack.until(lambda: any("of its own" in text_of(one) for one in carla.dm()), timeout=20)
    await carla.press("counsel_move", carla.dm()[-1])
    await stage.slack.until(lambda: any(SECRET in said(room) for room in stage.counsel_rooms()), timeout=20)
    await stage.slack.until(lambda: "Zanzibar" not in said(channel), timeout=20)
    replaced = [text_of(one) for one in channel.messages if one.thread_ts == old]
    assert all("in counsel's room now" in one for one in replaced)
    assert len(await entries(stage, "privileged_moved")) == 1
    again = await stage.bot.desk.execute(MovePrivileged(key="again", actor=carla.id, incident=1))
    assert isinstance(again, Refusal)
    assert again.name == "nothing_to_move"


async def test_somebody_who_comes_to_counsel_later_is_let_into_the_room(stage: Stage) -> None:
    channel = await stage.report()
    room = await advise(stage, channel)
    stage.person("carla").kick(room, "colin")
    carla = stage.person("carla")
    await stage.slack.until(lambda: any("should be" in text_of(one) for one in carla.dm()), timeout=20)
    told = next(one for one in reversed(carla.dm()) if "should be" in text_of(one))
    await carla.press("room_right", told)
    await stage.slack.until(lambda: stage.person("colin").id in room.members, timeout=20)


async def _left_by_an_earlier_version(stage: Stage, channel: Channel) -> str:
    """Counsel's advice in a thread of the incident's channel, as an earlier version posted and remembered it."""

    slack = stage.bot.desk.slack
    metadata = {"event_type": "breach_message", "event_payload": {"key": "1:counsel"}}
    head = await slack.call("chat.postMessage", channel=channel.id, text="Counsel's advice", metadata=metadata)
    block = {"type": "section", "text": {"type": "mrkdwn", "text": SECRET}}
    under = {"event_type": "breach_message", "event_payload": {"key": "advice:BR-2026-0001:9"}}
    await slack.call(
        "chat.postMessage",
        channel=channel.id,
        thread_ts=head["ts"],
        text="advice",
        blocks=[block],
        metadata=under,
    )
    stands = SetMessage(surface="counsel", channel=channel.id, ts=str(head["ts"]))

    def leave(conn: Any) -> None:
        changes.apply(conn, 1, [stands], {})
        rooms.set_room(conn, 1, privileged_outside=True)

    await stage.bot.desk.store.write(leave)
    return str(head["ts"])
