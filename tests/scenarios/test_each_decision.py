"""Each decision and determination on both outcomes: the message shows it, the record keeps it, tasks come and go."""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.policy.load import load_packs
from bot.rules.counsel_room import is_counsels_own
from sandbox.text import text_of
from tests.scenes import (
    BREACH,
    WHY,
    buttons,
    decide,
    entries,
    fill,
    known,
    owed,
    pick,
    press,
    reopen,
    replies,
    say,
    see,
    see_replies,
    shown,
    stands,
)
from tests.stage import Stage

pytestmark = pytest.mark.long

QUESTIONS = load_packs().questions.named
PAST = 1_790_000_000
ADVICE = {"guidance_is": "Turn two off", "guidance_ocs": "Agreed, says the duty officer"}
BOARDS = {"boards": "I-70 at mile 121", "at": PAST}
CHOSEN = {"methods": ["written", "telephone_direct"]}
PURPOSE = {"misused": "no", "purpose": "A clerk opened it to find whom to call"}
HARM = {"covers_all": "yes", "basis": "The disk came back sealed"}
GROUND = {"ground": "class", "people": "150001"}

Parts = Mapping[str, tuple[str, Mapping[str, Any]]]
"""By part of the facts: who says what."""

REQUIRED: Parts = {
    part: (who, BREACH[part]) for part, who in (("people", "rosa"), ("what", "alice"), ("data", "isaac"))
}
MANY: Parts = {**REQUIRED, "people": ("rosa", {"residents": "MO 150001"})}
SEALED: Parts = {**REQUIRED, "data": ("isaac", {**BREACH["data"], "encrypted": "yes", "key_taken": "no"})}
LOOKED_INTO: Parts = {**REQUIRED, "law": ("carla", {"investigated": "yes"})}

CASES: list[tuple[str, str, Parts, dict[str, Mapping[str, Any]]]] = [
    ("POL-4.2", "alice", {}, {"yes": {"agency": "Highway Patrol"}, "no": {}}),
    ("POL-7.A", "isaac", {}, {"yes": {"hours": "8 to 5"}, "no": {}}),
    ("POL-7.B", "carla", {}, {"yes": {}, "no": {}}),
    ("POL-8.1", "rosa", REQUIRED, {"yes": CHOSEN, "no": {}}),
    ("POL-8.3", "rosa", REQUIRED, {"yes": {"outlets": "Statewide newspapers"}, "no": {}}),
    ("POL-8.A", "rosa", REQUIRED, {"yes": {"groups": "Payroll: letter"}, "no": {}}),
    ("POL-9", "carla", REQUIRED, {"yes": {"term": "A year"}, "no": {}}),
    ("POL-10", "isaac", {}, {"yes": {"plan": "Plan B"}, "no": {}}),
    ("POL-11.A8", "ivy", {}, {"yes": {}, "no": {}}),
    (
        "POL-11.D",
        "isaac",
        {"where": ("isaac", {"message_board_control": "yes"})},
        {"yes": ADVICE | BOARDS, "no": ADVICE},
    ),
    (
        "POL-11.E2",
        "alice",
        {"infrastructure": ("isaac", {"attack_enabling": "yes"})},
        {"yes": {"precautions": "Guards at the bridge"}, "no": {}},
    ),
    ("breach", "carla", REQUIRED, {"breach": {}, "no_breach": {}}),
    ("good_faith", "colin", {}, {"yes": PURPOSE, "no": {}}),
    ("harm", "carla", LOOKED_INTO, {"unlikely": HARM, "likely": {}}),
    ("MO-PI-12", "carla", {"law": ("carla", {"own_procedures_followed": "yes"})}, {"yes": {}, "no": {}}),
    ("MO-PI-13", "carla", {"law": ("carla", {"regulator_procedures_followed": "yes"})}, {"yes": {}, "no": {}}),
    ("substitute", "carla", MANY, {"use": GROUND, "direct": {}}),
    ("elect", "carla", SEALED, {"elect": {}, "none": {}}),
]


async def answer(stage: Stage, who: str, question: str, outcome: str, answers: Mapping[str, Any]) -> None:
    """Decide it where it stands: in the channel, else from the list."""
    (channel,) = stage.channels()
    if stands(stage, channel, question):
        assert await decide(stage, who, question, outcome, answers) == {}
        return
    await pick(stage, who, question)
    assert await fill(stage, who, {"outcome": outcome, "reason": WHY, **answers}) == {}


async def tasks(stage: Stage, question: str) -> dict[str, str]:
    """The tasks that a decision brought with it, and how they stand."""
    return {item.title: item.state for item in (await known(stage)).items if item.id.startswith(f"{question}/")}


@pytest.mark.parametrize(("question", "who", "parts", "outcomes"), CASES, ids=[case[0] for case in CASES])
async def test_each_question_is_decided_one_way_and_then_the_other(
    stage: Stage, question: str, who: str, parts: Parts, outcomes: dict[str, Mapping[str, Any]]
) -> None:
    asked, surface = QUESTIONS[question], f"decision:{question}"
    channel = await stage.report()
    for part, (sayer, values) in parts.items():
        assert await say(stage, sayer, part, values) == {}
    if parts:
        await stage.slack.until(lambda: stands(stage, channel, question), timeout=20)
    expected: dict[str, str] = {}
    for place, (outcome_id, answers) in enumerate(outcomes.items(), 1):
        outcome = asked.outcome(outcome_id)
        assert outcome is not None
        await answer(stage, who, question, outcome_id, answers)
        counsels = is_counsels_own(asked, await stage.bot.desk.team_now())
        says = str(stage.bot.desk.words.office(outcome.text))
        await see(stage, surface, says, "Counsel keeps its reasons" if counsels else WHY)
        expected |= {one.title: "open" for one in outcome.entails}
        assert await tasks(stage, question) == expected
        told = (await entries(stage, "decided"))[-1]
        assert (told["question"], told["outcome"], told["actor"]) == (question, outcome_id, stage.person(who).id)
        facts = await known(stage)
        assert told["relied_on"] == [f"{name}@{facts.version_of(name)}" for name in asked.relies_on]
        if asked.kind == "determination":
            told_there = await (records_in_room if counsels else records_in_thread)(stage, surface, place)
            assert asked.cite in told_there
            assert not counsels or WHY not in shown(stage, channel, surface)
        if place == 1:
            assert await reopen(stage, who, question) == {}
            expected = dict.fromkeys(expected, "withdrawn")
            await stage.slack.until(lambda: "decision_reopen" not in buttons(stage, channel, surface))


async def records_in_room(stage: Stage, _surface: str, times: int) -> str:
    """The determination records in counsel's room, once so many stand there."""

    def told() -> str:
        return "\n".join(text_of(one) for room in stage.counsel_rooms() for one in room.messages)

    await stage.slack.until(lambda: told().count(WHY) == times, timeout=20)
    return told()


async def records_in_thread(stage: Stage, surface: str, times: int) -> str:
    """The determination records in the thread of their question, once so many stand there."""
    await see_replies(stage, surface, WHY, times)
    return replies(stage, stage.channels()[0], surface)


async def test_the_paper_tells_question_author_reasons_and_the_facts_with_their_versions(stage: Stage) -> None:
    await owed(stage)
    assert await decide(stage, "carla", "breach", "breach", {"consulted": ["IS", "law_enforcement"]}) == {}
    paper = await records_in_room(stage, "decision:breach", 1)
    for told in ("BR-2026-0001", "Carla", "407.1500.1(1)", "Information Systems, Law enforcement", "version", "200"):
        assert told in paper
    await press(stage, "carla", "breach", "decision_paper")
    assert WHY in text_of(stage.person("carla").view)


async def test_a_notice_is_recorded_as_given_with_its_proof_from_the_assessment(stage: Stage) -> None:
    channel = await owed(stage)
    rosa, question = stage.person("rosa"), "given:us_mo_407_1500:consumer_notice"
    await rosa.press("decide_given_consumer_notice", stage.surface(channel, "assessment"))
    assert list(await fill(stage, "rosa", {"how": "Letters"})) == ["at"]
    assert "whole number" in (await fill(stage, "rosa", {"how": "Letters", "at": PAST, "people": "a few"}))["people"]
    errors = await fill(stage, "rosa", {"how": "Letters, receipt in the safe", "people": "200"})
    assert "why it was given without" in errors["unproved"], "no approved text and no proof stand behind it"
    assert await fill(stage, "rosa", {"unproved": "Printed before the bot was here"}) == {}
    await see(stage, "assessment", "Printed before the bot was here")
    await see(stage, f"decision:{question}", "Letters, receipt in the safe")
    await stage.slack.until(
        lambda: "decide_given_consumer_notice" not in str(stage.surface(channel, "assessment").blocks)
    )
