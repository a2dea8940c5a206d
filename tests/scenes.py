"""What happens in many scenarios: facts are recorded, a question is opened and decided, a line is worked off."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from bot.commands import ActOnItem, RecordFacts
from bot.decision import Answer
from bot.incident import IncidentFacts
from bot.policy.load import load_packs
from bot.question_commands import Determine
from sandbox.channel import Channel
from sandbox.person import Actor
from sandbox.text import text_of
from storage import facts
from storage.tables import entry
from tests.stage import Stage

PHASES = load_packs().phases
WHY = "It was weighed with the people named"
BREACH: Mapping[str, Mapping[str, Any]] = {
    "data": {
        "computerized": "yes",
        "accessed": "yes",
        "acquired": "yes",
        "names_included": "yes",
        "pi_elements": ["ssn"],
        "encrypted": "no",
        "data_role": "owns",
    },
    "people": {"residents": "MO 200"},
    "what": {"discovered_at": 1_790_000_000},
}
"""By part: facts on which a notice to consumers is required."""


def shown(stage: Stage, channel: Channel, surface: str) -> str:
    """The text of a surface; empty while it does not stand there."""
    return text_of(stage.surface(channel, surface)) if surface in stage.shown(channel) else ""


async def see(stage: Stage, surface: str, *texts: str) -> None:
    """Wait until a surface shows all of it; posts of one channel go out one a second."""
    (channel,) = stage.channels()
    await stage.slack.until(lambda: all(text in shown(stage, channel, surface) for text in texts), timeout=20)


def replies(stage: Stage, channel: Channel, surface: str) -> str:
    """What stands in the thread under a surface, or beside it in the thread in which it stands itself."""
    own = stage.surface(channel, surface)
    top = own.thread_ts or own.ts
    return "\n".join(text_of(one) for one in channel.messages if one.thread_ts == top and one.ts not in (top, own.ts))


async def see_replies(stage: Stage, surface: str, text: str, times: int) -> None:
    """Wait until the thread under a surface says it so often."""
    (channel,) = stage.channels()
    await stage.slack.until(lambda: replies(stage, channel, surface).count(text) == times, timeout=20)


def buttons(stage: Stage, channel: Channel, surface: str) -> str:
    """The blocks of a surface, in which its buttons can be found; empty while it does not stand there."""
    return str(stage.surface(channel, surface).blocks) if surface in stage.shown(channel) else ""


def stands(stage: Stage, channel: Channel, question: str) -> bool:
    """Whether the question stands in the channel as one that is asked."""
    told = shown(stage, channel, f"decision:{question}")
    return bool(told) and "not asked any more" not in told


async def say(stage: Stage, handle: str, section: str, values: Mapping[str, Any]) -> dict[str, str]:
    """Fill in one part of the facts; answers the errors under the fields."""
    person = stage.person(handle)
    (channel,) = stage.channels()
    await person.press("update_facts", stage.surface(channel, "assessment"))
    await person.press(f"facts_{section}")
    answer = await person.submit(dict(values))
    errors = dict(answer.errors)
    if not errors:
        await person.close(everything=True)
    return errors


async def owed(stage: Stage) -> Channel:
    """An incident in which consumers have to be told, with the question of a delay and all that goes with it."""
    channel = await stage.report()
    for who, part in (("rosa", "people"), ("alice", "what"), ("isaac", "data")):
        assert await say(stage, who, part, BREACH[part]) == {}
    await stage.slack.until(
        lambda: "Tell affected Missouri consumers*: required" in shown(stage, channel, "assessment")
    )
    return channel


async def pick(stage: Stage, who: str, question: str) -> None:
    """Open a question from the list of `/breach decisions`: an open one by its button, another from the choice."""
    (channel,) = stage.channels()
    person = stage.person(who)
    before = len(person.ephemerals)
    await person.command("/breach", "decisions", channel=channel)
    assert len(person.ephemerals) > before, "the list was not shown"
    listed = person.ephemerals[-1]
    if f"decide_{question}'" in str(listed.blocks):
        await person.press(f"decide_{question}", listed)
    else:
        await person.press("decide_pick", listed, value=f"1|{question}")


async def press(stage: Stage, who: str, question: str, action: str) -> None:
    """Press a button of the question's message, when it stands there."""
    (channel,) = stage.channels()

    surface = f"decision:{question}"
    await stage.slack.until(lambda: action in buttons(stage, channel, surface), timeout=20)
    await stage.person(who).press(action, stage.surface(channel, surface))


async def decide(
    stage: Stage, who: str, question: str, outcome: str, answers: Mapping[str, Any] | None = None, reason: str = WHY
) -> dict[str, str]:
    """Decide a question that stands in the channel; answers the errors under the fields."""
    await press(stage, who, question, f"decide_{outcome}")
    return await fill(stage, who, {"reason": reason, **(answers or {})})


async def fill(stage: Stage, who: str, values: Mapping[str, Any]) -> dict[str, str]:
    """Send the form on top; answers the errors under its fields."""
    return dict((await stage.person(who).submit(dict(values))).errors)


async def reopen(stage: Stage, who: str, question: str, reason: str = "New facts") -> dict[str, str]:
    """Open a question again from its message."""
    await press(stage, who, question, "decision_reopen")
    return await fill(stage, who, {"reason": reason})


async def vote(stage: Stage, who: str, band: str, reason: str = WHY) -> dict[str, str]:
    """Vote on the severity."""
    await press(stage, who, "severity", "severity_vote")
    return await fill(stage, who, {"outcome": band, "reason": reason})


async def do(stage: Stage, who: str, role: str, item: str, statement: str = "", *, act: str = "done") -> None:
    """Settle a line of a checklist through its own form, wherever it stands on the list."""
    person = await open_list(stage, who, item)
    await press_line(person, f"1|{role}|{item}|{act}")
    if statement:
        await person.submit({"reason": statement})
    await person.close(everything=True)


async def press_line(person: Actor, value: str) -> None:
    """Choose what is done about a line of the list that is open."""
    assert person.view
    block = next(one["block_id"] for one in person.view["blocks"] if f"'{value}'" in str(one))
    await person.press("item_more", value=value, block_id=block)


async def open_list(stage: Stage, who: str, item: str) -> Actor:
    """Open the whole list on which a line stands, from the card's menu: every list is reached there at any time."""
    (channel,) = stage.channels()
    person = stage.person(who)
    await person.press("card_more", stage.surface(channel, "card"), value=f"1|list|{PHASES.phase_of(item).id}")
    return person


def list_shown(stage: Stage, channel: Channel, item: str) -> str:
    """The text of the list on which a line stands; empty while it is not shown."""
    return shown(stage, channel, PHASES.phase_of(item).surface)


async def begin_phases(stage: Stage) -> None:
    """The team records a fact, so that the list of the second phase appears."""
    actor = stage.person("isaac").id
    await carry_out(stage, RecordFacts(key="begun", actor=actor, incident=1, values={"computerized": True}, seen=99))
    (channel,) = stage.channels()
    await stage.slack.until(lambda: "phase:assess" in stage.shown(channel), timeout=20)


async def known(stage: Stage) -> IncidentFacts:
    """Everything that is known of the incident."""
    found = await stage.bot.desk.ask(lambda conn: facts.incident_facts(conn, 1))
    assert found is not None
    return found


async def entries(stage: Stage, kind: str) -> list[dict[str, Any]]:
    """The bodies of the record's entries of that kind, each with its actor."""
    rows = await stage.bot.desk.ask(
        lambda conn: conn.execute(
            select(entry.c.actor, entry.c.body).where(entry.c.kind == kind).order_by(entry.c.seq)
        ).all()
    )
    return [{"actor": row.actor, **json.loads(row.body)["body"]} for row in rows]


async def carry_out(stage: Stage, command: Any) -> None:
    """Act as somebody whose presses are tested elsewhere."""
    told = await stage.bot.desk.execute(command)
    assert isinstance(told, Answer), told


async def answer_unasked(stage: Stage, **so: Any) -> None:
    """Everything on which a provision of the policy hangs is answered: none of it is so, but for what is given."""
    names = ("contractor_data_exposed", "infrastructure_data", "attack_enabling", "message_board_control")
    values = dict.fromkeys(names, False) | so
    actor = stage.person("alice").id
    await carry_out(stage, RecordFacts(key="asked", actor=actor, incident=1, values=values, seen=99))


async def settle_lines(stage: Stage) -> None:
    """Every line of every checklist is done."""
    for item in (await known(stage)).items:
        if item.state == "open":
            await carry_out(stage, line_done(stage, item.role, item.id, "Found out", "alice", item.subject))


def line_done(stage: Stage, role: str, item: str, words: str, who: str, subject: str = "") -> ActOnItem:
    """A press by which a line is done, with words where the policy asks for them."""
    return ActOnItem(
        key=f"{role}{item}{subject}",
        actor=stage.person(who).id,
        incident=1,
        role=role,
        item=item,
        act="done",
        subject=subject,
        statement=words,
    )


async def determine(stage: Stage, question: str, who: str, outcome: str, role: str = "", **answers: Any) -> None:
    """Decide a question as somebody whose form is tested elsewhere."""
    made = Determine(
        key=f"{question}{role}{outcome}",
        actor=stage.person(who).id,
        incident=1,
        question=question,
        act="decide",
        outcome=outcome,
        role=role,
        seen=99,
        reason="It was weighed",
        answers=answers,
    )
    await carry_out(stage, made)
