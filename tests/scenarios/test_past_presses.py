"""A press is about what it was shown with: what was decided or settled anew since is not touched by an old one."""

import pytest

from bot.commands import ActOnItem
from handlers.actions import ACTIONS, PATTERNS
from sandbox.message import Message
from tests.presses import press_as, told
from tests.scenarios.test_foreign_presses import kinds
from tests.scenes import begin_phases, buttons, carry_out, determine, entries, fill, known, pick, press, reopen, see
from tests.stage import Stage

QUESTION = "POL-4.2"
PAST = "This stands otherwise by now"
SETTLED, LIST = "POL-10", "phase:assess"
DONE, OPEN = "✓ Keep business going with backups", "▢ *Keep business going with backups*"
UNKNOWN = (
    "",
    "zebra",
    "1",
    "1|",
    "1|zebra",
    "1|zebra|zebra",
    "1|IS|zebra|done",
    "1|IS|POL-8.1|zebra",
    "1|1|zebra",
    "99|1",
)


async def decided(stage: Stage) -> Message:
    """The question's message, once it shows the decision."""
    (channel,) = stage.channels()
    await determine(stage, QUESTION, "alice", "no")
    await stage.slack.until(lambda: "decision_reopen" in buttons(stage, channel, f"decision:{QUESTION}"), timeout=20)
    return stage.surface(channel, f"decision:{QUESTION}")


def value_of(message: Message, action: str) -> str:
    return next(
        str(element["value"])
        for block in message.blocks
        for element in block.get("elements", ())
        if element.get("action_id") == action
    )


async def decided_anew(stage: Stage) -> None:
    assert await reopen(stage, "arthur", QUESTION) == {}
    await pick(stage, "arthur", QUESTION)
    assert await fill(stage, "arthur", {"outcome": "no", "reason": "On the same facts"}) == {}


@pytest.mark.parametrize("action", ["decision_reopen", "decision_amend", "decision_confirm"])
async def test_a_button_of_an_earlier_decision_opens_no_form(stage: Stage, action: str) -> None:
    await stage.report()
    message = await decided(stage)
    value = value_of(message, "decision_reopen")
    await decided_anew(stage)
    await press_as(stage, "alice", message, action, value)
    await stage.slack.until(lambda: PAST in told(stage, "alice"))
    assert stage.person("alice").view is None


async def test_a_form_that_was_open_while_it_was_decided_anew_reopens_nothing_and_keeps_what_was_typed(
    stage: Stage,
) -> None:
    await stage.report()
    await decided(stage)
    await press(stage, "alice", QUESTION, "decision_reopen")
    await decided_anew(stage)
    errors = await fill(stage, "alice", {"reason": "A long thought"})
    assert PAST in errors["reason"]
    assert "A long thought" in str(stage.person("alice").view)
    assert (await known(stage)).in_force(QUESTION) is not None
    assert len(await entries(stage, "decision_reopened")) == 1


async def test_an_old_list_opens_no_line_again_that_was_settled_anew(stage: Stage) -> None:
    channel = await stage.report()
    await begin_phases(stage)
    await carry_out(stage, act_on(stage, "done", "1"))
    await see(stage, LIST, DONE)
    old = stage.surface(channel, LIST)
    block = next(str(one["block_id"]) for one in old.blocks if str(one.get("block_id")).startswith("closed:"))
    await carry_out(stage, act_on(stage, "undo", "2"))
    await carry_out(stage, act_on(stage, "done", "3"))
    await press_as(stage, "isaac", old, "item_undo", f"1|IS|{SETTLED}|undo", block_id=block)
    await stage.slack.until(lambda: PAST in told(stage, "isaac"))
    item = (await known(stage)).item("IS", SETTLED)
    assert item is not None and item.state == "done"
    await stage.slack.until(lambda: block not in buttons(stage, channel, LIST), timeout=20)
    await see(stage, LIST, DONE)
    await stage.person("isaac").press("item_undo", stage.surface(channel, LIST), value=f"1|IS|{SETTLED}|undo")
    await see(stage, LIST, OPEN)


async def test_an_unknown_value_of_any_button_changes_nothing(stage: Stage) -> None:
    channel = await stage.report()
    card, before = stage.surface(channel, "card"), await kinds(stage)
    pressed = [name.replace(".*", "zebra").replace("[0-9]+", "1") for name in (*ACTIONS, *PATTERNS)]
    of_the_incident = {"record_call", "retry_steps", "parties_none"}  # they ask for nothing but the incident
    for action in pressed:
        for value in UNKNOWN:
            if not (action in of_the_incident and value.startswith("1")):
                await press_as(stage, "alice", card, action, value)
    assert await kinds(stage) == before


@pytest.mark.parametrize("who", ["olga", "isaac"])
async def test_a_reminder_is_put_off_to_no_unknown_time(stage: Stage, who: str) -> None:
    channel = await stage.report()
    before = await kinds(stage)
    for reminder in (await known(stage)).reminders:
        await press_as(stage, who, stage.surface(channel, "card"), "nudge_snooze", f"1|{reminder.id}|zebra")
    assert await kinds(stage) == before


def act_on(stage: Stage, act: str, key: str) -> ActOnItem:
    isaac = stage.person("isaac").id
    return ActOnItem(key=key, actor=isaac, incident=1, role="IS", item=SETTLED, act=act)  # type: ignore[arg-type]  # one of the known acts
