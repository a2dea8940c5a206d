"""Closing: refused with a list of what is missing, then done; nothing is deleted, lessons go on, it opens again."""

from typing import Any

import pytest

from bot.commands import RecordCall, RecordFacts
from bot.question_commands import Determine
from bot.rules.items import LESSON
from bot.vocabulary import FACTS
from sandbox.channel import Channel
from sandbox.text import text_of
from storage import log
from tests.scenes import (
    BREACH,
    answer_unasked,
    buttons,
    carry_out,
    determine,
    entries,
    fill,
    known,
    line_done,
    pick,
    say,
    see,
    settle_lines,
)
from tests.stage import Stage

pytestmark = pytest.mark.long

VOTERS = (("AI", "alice"), ("CCO", "carla"), ("IS", "isaac"))
DECIDED = (
    ("POL-7.A", "carla", "no"),
    ("POL-7.B", "carla", "no"),
    ("breach", "carla", "no_breach"),
    ("POL-4.2", "alice", "no"),
)
OWED = {name: value for part in BREACH.values() for name, value in part.items()}


@pytest.fixture
async def channel(stage: Stage) -> Channel:
    """An incident in which everything is settled, without a breach."""
    opened = await stage.report()
    await carry_out(stage, RecordCall(key="call", actor=stage.person("alice").id, incident=1))
    await answer_unasked(stage)
    for role, who in VOTERS:
        await determine(stage, "severity", who, "low", role)
    for question, who, outcome in DECIDED:
        await determine(stage, question, who, outcome)
    await settle_lines(stage)
    return opened


async def close(stage: Stage, lessons: str = "none") -> None:
    await pick(stage, "alice", "closing")
    assert await fill(stage, "alice", {"lessons": lessons}) == {}


async def closed(stage: Stage, channel: Channel, lessons: str = "none") -> None:
    """It is closed, and the channel shows it."""
    await close(stage, lessons)
    await see(stage, "card", "Closed")
    await stage.slack.until(lambda: "decision_reopen" in buttons(stage, channel, "decision:closing"), timeout=20)


async def page(stage: Stage) -> str:
    """What closing says is missing."""
    await pick(stage, "alice", "closing")
    alice = stage.person("alice")
    told = text_of(alice.view)
    await alice.close(everything=True)
    return told


async def test_a_closing_is_refused_for_one_reason_after_the_other_and_then_succeeds(stage: Stage) -> None:
    channel = await stage.report()
    alice = stage.person("alice")

    async def call() -> None:
        await alice.press("record_call", stage.surface(channel, "card"))

    async def told(item: str, words: str = "", role: str = "AI", who: str = "alice") -> None:
        """The person settles the line, with words where the policy asks for them."""
        await carry_out(stage, line_done(stage, role, item, words, who))

    async def scope() -> None:
        for role, who in VOTERS:
            await told("POL-4.3", "One laptop, payroll of May", role, who)

    async def leader() -> None:
        await alice.press("item_done", stage.surface(channel, "phase:first_hour"), value="1|AI|POL-7.1|done")
        assert await fill(stage, "alice", {"name": "Dana Dixon", "method": "telephone"}) == {}

    async def owner() -> None:
        await told("POL-7.2", "Payroll")
        await told("POL-7.3", "Payroll knew already")

    async def parties() -> None:
        await told("POL-6.1", "none")
        await told("POL-6.2", "none")

    async def votes() -> None:
        for role, who in VOTERS:
            await determine(stage, "severity", who, "low", role)

    async def decisions() -> None:
        await determine(stage, "POL-7.A", "carla", "no")
        await determine(stage, "POL-7.B", "carla", "no")

    steps = [
        ("The reporter's call is not recorded", call),
        ("Audits' finding of the investigation is missing", lambda: told("POL-4.1", "A lobby that was not locked")),
        ("Scope and nature are not signed by all three", scope),
        ("state engineer was not told", leader),
        ("The data's owner or the owner's office is not settled", owner),
        ("third parties involved and impacted are not identified", parties),
        ("The chain of custody is not settled", lambda: told("POL-11.C4", "None collected", "IS", "isaac")),
        ("The Office of Cyber Security has not signed off", lambda: told("POL-11.B2", "J. Doe", "IS", "isaac")),
        ("Not asked yet: Was contractors' data exposed?", lambda: answer_unasked(stage)),
        ("Not asked yet: “Law enforcement” is not decided", lambda: determine(stage, *DECIDED[3])),
        ("The three votes on the severity do not agree yet", votes),
        ("“Call center” is not decided", decisions),
        ("Whether it is a statutory breach is not known yet", lambda: determine(stage, *DECIDED[2])),
        ("Tasks are open on the checklist", lambda: settle_lines(stage)),
    ]
    for sentence, settle in steps:
        assert sentence in await page(stage)
        await settle()
        if sentence is not steps[-1][0]:
            assert sentence not in await page(stage)
    await closed(stage, channel)


async def test_no_breach_against_the_facts_is_closed_and_no_notice_is_recorded_as_given(stage: Stage) -> None:
    channel = await stage.report()
    await carry_out(stage, RecordCall(key="call", actor=stage.person("alice").id, incident=1))
    await answer_unasked(stage)
    for who, part in (("isaac", "data"), ("rosa", "people"), ("alice", "what")):
        assert await say(stage, who, part, BREACH[part]) == {}
    await see(stage, "assessment", "Tell affected Missouri consumers*: required")
    for role, who in VOTERS:
        await determine(stage, "severity", who, "low", role)
    for question, who, outcome in (*DECIDED, ("elect", "carla", "none")):
        await determine(stage, question, who, outcome)
    await settle_lines(stage)
    await see(stage, "assessment", "Tell affected Missouri consumers*: settled", "The rules alone say: required")
    await closed(stage, channel)
    after = await known(stage)
    assert not [one for one in after.determinations if one.question.startswith("given:")]
    assert after.plain["acquired"] is True, "no fact was bent for it"
    assert not await entries(stage, "notice_sent")


async def test_the_list_names_each_owner_and_its_provision(stage: Stage) -> None:
    await stage.report()
    told = await page(stage)
    assert "Scope and nature are not signed by all three. *Audits, Counsel, Systems* · Policy 4" in told
    assert "The chain of custody is not settled: are there gaps? *Systems* · Policy 11.C" in told


async def test_what_came_up_while_the_form_was_open_is_listed(stage: Stage, channel: Channel) -> None:
    await pick(stage, "alice", "closing")
    await carry_out(
        stage,
        RecordFacts(
            key="f", actor=stage.person("isaac").id, incident=1, values={"message_board_control": True}, seen=99
        ),
    )
    assert await fill(stage, "alice", {"lessons": "none"}) == {}
    told = text_of(stage.person("alice").view)
    assert "cannot be closed yet" in told
    assert "“Message boards” is not decided" in told


async def test_only_ai_closes_and_says_what_was_learned(stage: Stage, channel: Channel) -> None:
    await pick(stage, "carla", "closing")
    carla = stage.person("carla")
    await stage.slack.until(lambda: "Only Audits can do this" in text_of(carla.ephemerals[-1]))
    await pick(stage, "alice", "closing")
    assert list(await fill(stage, "alice", {})) == ["lessons"]
    assert "Social Security" in (await fill(stage, "alice", {"lessons": "SSN 123-45-6789"}))["lessons"]
    assert "under 80 characters" in (await fill(stage, "alice", {"lessons": "x" * 81}))["lessons"]


async def test_closing_deletes_nothing(stage: Stage, channel: Channel) -> None:
    before, posted = await known(stage), len(channel.messages)
    await closed(stage, channel)
    after = await known(stage)
    assert after.items == before.items
    assert all(made in after.determinations for made in before.determinations)
    assert after.known == before.known
    assert len(channel.messages) >= posted
    assert not channel.is_archived
    assert await stage.bot.desk.ask(lambda conn: list(log.verify(conn))) == []


async def test_reminders_stop_and_lessons_become_tasks_that_can_be_done_afterwards(
    stage: Stage, channel: Channel
) -> None:
    await closed(stage, channel, "IS: Encrypt every laptop\nLock the lobby")
    facts = await known(stage)
    assert {one.subject for one in facts.reminders} == {
        f"IS|{LESSON}|Encrypt every laptop",
        f"AI|{LESSON}|Lock the lobby",
    }
    await see(stage, "phase:close", "Lesson: Encrypt every laptop")
    await stage.person("isaac").press(
        "item_done", stage.surface(channel, "phase:close"), value=f"1|IS|{LESSON}|done|Encrypt every laptop"
    )
    await see(stage, "phase:close", "✓ Lesson: Encrypt every laptop")
    assert [one.subject for one in (await known(stage)).reminders] == [f"AI|{LESSON}|Lock the lobby"]


async def test_the_reporter_is_told_that_it_is_closed(stage: Stage, channel: Channel) -> None:
    olga = stage.person("olga")
    await closed(stage, channel)
    await stage.slack.until(lambda: "closed" in "\n".join(text_of(one) for one in olga.dm()).lower(), timeout=20)


async def test_the_paper_says_until_when_the_determination_of_harm_is_kept(stage: Stage, channel: Channel) -> None:
    values = {
        **{name: _plain(name, value) for name, value in OWED.items()},
        "investigated": True,
        "discovered_at": "2026-11-01T09:00:00-06:00",
    }
    await carry_out(stage, RecordFacts(key="f", actor=stage.person("isaac").id, incident=1, values=values, seen=99))
    await determine(stage, "harm", "carla", "unlikely", covers_all=True, basis="The disk came back sealed")
    for made in (await known(stage)).determinations:
        if made.question != "harm":
            again = Determine(
                key=f"again{made.question}{made.role}",
                actor=stage.person("alice" if made.question == "POL-4.2" else dict(VOTERS).get(made.role, "carla")).id,
                incident=1,
                question=made.question,
                act="decide" if made.role else "confirm",
                outcome=made.outcome,
                role=made.role,
                seen=99,
                reason="Still so",
            )
            await carry_out(stage, again)
    await determine(stage, "elect", "carla", "none")
    await settle_lines(stage)
    await closed(stage, channel)
    year = stage.bot.desk.clock.now().year + 5
    alice = stage.person("alice")
    await alice.press("decision_paper", stage.surface(channel, "decision:closing"))
    paper = text_of(alice.view)
    assert f"The determination, documented in writing: at least until {year}-" in paper
    assert "407.1500.2(5)" in paper
    assert "State Records Commission" in paper


def _plain(name: str, value: Any) -> Any:
    """What a form is filled with, as the fact that it becomes."""
    if name == "residents":
        return {"MO": 200}
    return value == "yes" if FACTS[name].kind == "flag" else value


async def test_it_opens_again_with_a_reason_and_reminders_are_back(stage: Stage, channel: Channel) -> None:
    await closed(stage, channel)
    alice = stage.person("alice")
    await alice.press("decision_reopen", stage.surface(channel, "card"))
    assert "in a few words" in (await fill(stage, "alice", {"reason": " "}))["reason"]
    assert await fill(stage, "alice", {"reason": "A second laptop"}) == {}
    await see(stage, "card", "Investigating")
    assert (await known(stage)).incident.state == "investigating"
    assert (await entries(stage, "decision_reopened"))[-1]["was"] == "closed"
    assert {one.kind for one in (await known(stage)).reminders} >= {"role_unclaimed"}
    await closed(stage, channel)


async def test_the_buttons_of_a_closed_incident_answer_with_a_sentence(stage: Stage, channel: Channel) -> None:
    await see(stage, "decision:POL-7.A", "It was weighed")
    old = stage.surface(channel, "decision:POL-7.A")
    await closed(stage, channel)
    carla, isaac = stage.person("carla"), stage.person("isaac")
    await carla.press("decision_reopen", old)
    await stage.slack.until(lambda: "is closed. Nothing was changed" in "".join(map(text_of, carla.ephemerals)))
    answer = await isaac.command("/breach", "update All is well", channel=channel)
    assert "is closed" in str(answer.text)
    await isaac.press("item_undo", stage.surface(channel, "phase:close"), value="1|IS|POL-11.C4|undo")
    await stage.slack.until(lambda: "is closed" in "".join(map(text_of, isaac.ephemerals)))
