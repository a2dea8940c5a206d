"""What happens in many scenarios of notices: one is called for, drafted, asked for, approved, released, sent."""

from collections.abc import Mapping
from typing import Any

from bot.notice_draft import NoticeDraft
from sandbox.channel import Channel
from sandbox.message import Message
from sandbox.text import text_of
from tests.scenes import BREACH, known, say, shown
from tests.stage import Stage

LETTER = "consumer_letter"
HAPPENED = "A department laptop with payroll files was stolen from a locked office."
DOING = "We reported the theft to the police and changed the passwords of the accounts on the laptop."
ANSWERS: Mapping[str, str] = {
    "field:incident_in_general_terms": HAPPENED,
    "field:what_is_not_known": "none",
    "field:other_information": "none",
    "field:what_we_are_doing": DOING,
    "field:more_you_can_do": "none",
    "field:POL-7.A.phone": "573-555-0142",
    "field:POL-7.A.hours": "none",
    "field:POL-7.A.opens_on": "2026-12-01",
    "field:POL-7.A.engagement": "none",
    "field:POL-7.B.address": "none",
    "field:POL-9.provider": "none",
    "field:POL-9.term": "none",
    "field:POL-9.enroll": "none",
    "field:notice_date": "2026-12-01",
    "field:signer": "Dana Director\nDirector of Human Resources",
}
"""What the form of a letter asks for, by block: all of it answered."""


async def called(stage: Stage, residents: str = "MO 200") -> Channel:
    """An incident that calls for a notice to consumers, with every fact that its letter names."""
    channel = await stage.report()
    what = {**BREACH["what"], "occurred_at": 1_789_900_000, "location": "Central District"}
    for who, part, values in (
        ("rosa", "people", {"residents": residents}),
        ("alice", "what", what),
        ("isaac", "data", BREACH["data"]),
    ):
        assert await say(stage, who, part, values) == {}
    await stage.slack.until(
        lambda: "Tell affected Missouri consumers*: required" in shown(stage, channel, "assessment")
    )
    return channel


async def list_of(stage: Stage, who: str = "rosa") -> str:
    """What the list of notices shows somebody; it stays open."""
    (channel,) = stage.channels()
    person = stage.person(who)
    await person.press("notice_list", stage.surface(channel, "assessment"))
    assert person.view is not None
    return text_of(person.view)


async def begin(
    stage: Stage, values: Mapping[str, str | None] = ANSWERS, *, who: str = "rosa", kind: str = LETTER
) -> dict[str, str]:
    """Draft a notice from the list; answers the errors under the fields."""
    (channel,) = stage.channels()
    await list_of(stage, who)
    person = stage.person(who)
    await person.press(f"notice_begin_{kind}_0")
    asked = {block["block_id"] for block in inputs(stage, who)}
    errors = dict((await person.submit({name: value for name, value in values.items() if name in asked})).errors)
    if not errors:
        await person.close(everything=True)
        await stage.slack.until(lambda: f"notice_text:{kind}:0" in stage.shown(channel))
    return errors


def inputs(stage: Stage, who: str) -> list[dict[str, Any]]:
    """The inputs of the form on top."""
    view = stage.person(who).view
    return [block for block in (view or {}).get("blocks", ()) if block["type"] == "input"]


async def drafted(stage: Stage, residents: str = "MO 200", **answers: str) -> Channel:
    """A letter whose draft lacks nothing, with these answers in place of the usual ones."""
    channel = await called(stage, residents)
    assert await begin(stage, {**ANSWERS, **{f"field:{name}": value for name, value in answers.items()}}) == {}
    return channel


async def asked(stage: Stage) -> Channel:
    """A letter that counsel is asked to approve."""
    channel = await drafted(stage)
    await press(stage, "rosa", "notice_ask", shows="is asked to approve")
    return channel


async def approved(stage: Stage, residents: str = "MO 200") -> Channel:
    """A letter that counsel approved."""
    channel = await drafted(stage, residents)
    await press(stage, "rosa", "notice_ask", shows="is asked to approve")
    assert await approve(stage) == {}
    return channel


async def released(stage: Stage, residents: str = "MO 200") -> Channel:
    """A letter that Communications released."""
    channel = await approved(stage, residents)
    await press(stage, "rosa", "notice_release", shows="Released by")
    return channel


async def approve(stage: Stage, who: str = "carla", reason: str = "") -> dict[str, str]:
    """Approve the letter through its form; answers the errors under the fields."""
    await press(stage, who, "notice_approve")
    errors = dict((await stage.person(who).submit({"reason": reason} if reason else {})).errors)
    if not errors:
        await stage.slack.until(lambda: "Approved by" in state_of(stage))
    return errors


async def press(stage: Stage, who: str, action: str, *, kind: str = LETTER, shows: str = "") -> None:
    """Press a button of the notice's message, once it stands there; wait until the message shows something."""
    await stage.slack.until(lambda: action in str(message(stage, kind).blocks))
    await stage.person(who).press(action, message(stage, kind))
    if shows:
        await stage.slack.until(lambda: shows in state_of(stage, kind))


async def edit(stage: Stage, who: str, old: str, new: str) -> dict[str, str]:
    """Change some words of the letter through its form; answers the errors under the fields."""
    await press(stage, who, "notice_edit")
    typed = {block["block_id"]: block["element"].get("initial_value", "") for block in inputs(stage, who)}
    place = next(name for name, text in typed.items() if old in text)
    before = (await made(stage)).version
    answer = await stage.person(who).submit({place: typed[place].replace(old, new)})
    if not answer.errors:
        await stage.slack.until(lambda: f"draft {before + 1} by" in state_of(stage))
    return dict(answer.errors)


async def batch(stage: Stage, by: str = "rosa", **values: Any) -> dict[str, str]:
    """Record through its form that the letter went out; answers the errors under the fields."""
    await press(stage, by, "notice_batch")
    person = stage.person(by)
    errors = dict((await person.submit({"people": "MO 200", **values})).errors)
    if not errors:
        await person.close(everything=True)
    return errors


async def made(stage: Stage, kind: str = LETTER) -> NoticeDraft:
    """The notice as it is remembered."""
    return (await known(stage)).notice_drafts[kind]


def message(stage: Stage, kind: str = LETTER) -> Message:
    """The notice's message in the channel."""
    return stage.surface(stage.channels()[0], f"notice:{kind}")


def state_of(stage: Stage, kind: str = LETTER) -> str:
    """What the notice's message shows; nothing before it stands there."""
    (channel,) = stage.channels()
    return shown(stage, channel, f"notice:{kind}") if f"notice:{kind}" in stage.shown(channel) else ""


def thread(stage: Stage, kind: str = LETTER) -> list[Message]:
    """What stands in the notice's thread."""
    (channel,) = stage.channels()
    return [one for one in channel.messages if one.thread_ts == message(stage, kind).ts and one.ts != one.thread_ts]


def said(stage: Stage, words: str, kind: str = LETTER) -> bool:
    """Whether something in the notice's thread says this."""
    return any(words in text_of(one) for one in thread(stage, kind))


def parts(stage: Stage, kind: str = LETTER) -> list[str]:
    """The text as it stands in the thread, a message each."""
    wanted = f"notice_text:{kind}:"
    return [text_of(one) for one in thread(stage, kind) if wanted in str((one.metadata or {}).get("event_payload"))]


async def refused(stage: Stage, who: str) -> str:
    """The sentence that only this person was told after a press: in a form of its own, or in the channel."""
    person = stage.person(who)
    await stage.slack.until(lambda: bool(person.view and person.view["callback_id"] == "said") or person.ephemerals)
    return heard(stage, who)


def heard(stage: Stage, who: str) -> str:
    """The last sentence that only this person saw: in a form, or in the channel."""
    person = stage.person(who)
    return text_of(person.view) if person.view else text_of(person.ephemerals[-1])
