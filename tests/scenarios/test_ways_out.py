"""Ways out: a false alarm, a second report, something found again; and that nothing owed is lost by them."""

from typing import Any

import pytest

from bot.question_commands import Determine
from bot.rules.duties import list_duties
from sandbox.channel import Channel
from sandbox.text import text_of
from storage import verification
from tests.scenes import WHY, entries, known, owed, press, say, see, shown
from tests.stage import Stage

REASON = "The laptop was in the other bag; it was seen at once"


class Taps:
    """Counts the presses of one person: a button, a choice, a submission each."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, taps: int) -> None:
        self.count += taps


async def reported(stage: Stage, people: str) -> Channel:
    """A report with the form, which says whether data about people may be involved."""
    olga, before = stage.person("olga"), len(stage.channels())
    await olga.command("/breach", "report")
    answer = await olga.submit({"what": "A laptop is missing", "people_data": people})
    assert dict(answer.errors) == {}
    await olga.close(everything=True)
    await stage.slack.until(lambda: len(stage.channels()) > before, timeout=20)
    await stage.opened(stage.channels()[-1])
    return stage.channels()[-1]


async def end(stage: Stage, channel: Channel, taps: Taps, **values: Any) -> dict[str, str]:
    """AI ends an incident in short; answers the errors under the fields."""
    alice = stage.person("alice")
    await alice.press("way_out", stage.surface(channel, "card"))
    taps(1)
    answer = await alice.submit({"reason": REASON, **values})
    taps(2)  # the choice, and Record
    return dict(answer.errors)


async def test_a_false_alarm_without_data_of_people_is_closed_in_three_taps(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    channel = await reported(stage, "no")
    taps = Taps()
    assert await end(stage, channel, taps, outcome="false_alarm") == {}
    await see(stage, "card", "Closed", "False alarm.")
    with capsys.disabled():
        print(f"\ntaps of a false alarm without data of people: {taps.count}, 18 things were to be settled before")  # noqa: T201 - the figure
    assert taps.count == 3
    assert (await known(stage)).incident.state == "closed"
    assert await duties(stage) == set()
    await stage.slack.until(lambda: any("is closed" in text_of(one) for one in stage.person("olga").dm()), timeout=20)
    assert await faults(stage) == []


async def test_where_data_of_people_may_be_involved_counsel_closes_it_and_until_then_all_stays_owed(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    channel = await stage.report()
    before, taps = await duties(stage), Taps()
    assert await end(stage, channel, taps, outcome="false_alarm") == {}
    await see(stage, "card", "Counsel has to agree first")
    assert (await known(stage)).incident.state == "investigating"
    assert await duties(stage) >= before
    assert "way_out_word" in {subject.partition("|")[0] for _, subject in await duties(stage)}
    await press(stage, "carla", "way_out_word", "decide_agreed")
    answer = await stage.person("carla").submit({"reason": "Zanzibar: nobody opened it"})
    taps(2)
    assert dict(answer.errors) == {}
    await see(stage, "card", "Closed", "False alarm.")
    await see(stage, "decision:way_out_word", "Counsel agrees")
    assert "Zanzibar" not in "".join(text_of(one) for one in channel.messages)
    with capsys.disabled():
        print(f"\ntaps of a false alarm with counsel's word: {taps.count} of two people")  # noqa: T201 - the figure
    assert taps.count == 5
    assert await faults(stage) == []


async def test_opening_it_again_brings_every_duty_back(stage: Stage) -> None:
    channel = await reported(stage, "no")
    before = await duties(stage)
    assert await end(stage, channel, Taps(), outcome="false_alarm") == {}
    await see(stage, "card", "Closed")
    alice = stage.person("alice")
    await alice.press("decision_reopen", stage.surface(channel, "card"))
    assert dict((await alice.submit({"reason": "It was another laptop"})).errors) == {}
    await see(stage, "card", "Investigating")
    assert await duties(stage) == before
    assert await faults(stage) == []


async def test_counsel_does_not_agree_and_the_incident_goes_on(stage: Stage) -> None:
    channel = await stage.report()
    assert await end(stage, channel, Taps(), outcome="false_alarm") == {}
    await press(stage, "carla", "way_out_word", "decide_not_agreed")
    assert dict((await stage.person("carla").submit({"reason": WHY})).errors) == {}
    await stage.slack.until(lambda: "Counsel has to agree" not in shown(stage, channel, "card"), timeout=20)
    found = await known(stage)
    assert found.incident.state == "investigating"
    assert found.in_force("way_out") is None
    assert await end(stage, channel, Taps(), outcome="false_alarm") == {}
    await stage.slack.until(lambda: "decide_agreed" in str(stage.surface(channel, "decision:way_out_word").blocks))


async def test_while_the_facts_require_a_notice_it_is_no_false_alarm(stage: Stage) -> None:
    channel = await owed(stage)
    errors = await end(stage, channel, Taps(), outcome="false_alarm")
    assert "require" in str(errors)
    assert (await known(stage)).in_force("way_out") is None


async def test_a_false_alarm_needs_its_reason(stage: Stage) -> None:
    channel = await reported(stage, "no")
    errors = await end(stage, channel, Taps(), outcome="false_alarm", reason=" ")
    assert list(errors) == ["reason"]


async def test_a_fact_that_says_people_are_in_it_outweighs_the_reports_no(stage: Stage) -> None:
    channel = await reported(stage, "no")
    assert await say(stage, "rosa", "people", {"residents": "MO 3"}) == {}
    assert await end(stage, channel, Taps(), outcome="false_alarm") == {}
    await see(stage, "card", "Counsel has to agree first")


async def test_what_is_found_again_leaves_what_the_policy_still_asks(stage: Stage) -> None:
    channel = await reported(stage, "no")
    assert list(await end(stage, channel, Taps(), outcome="found_again")) == ["meanwhile"]
    answer = await stage.person("alice").submit({"meanwhile": "The lost and found had it, sealed"})
    assert dict(answer.errors) == {}
    await see(stage, "card", "Closed", "Found again.")
    assert {subject.split("|")[1] for _, subject in await duties(stage)} == {"POL-7.1", "POL-11.C4"}


async def _is_refused(stage: Stage, channel: Channel, who: str) -> None:
    person = stage.person(who)
    await person.press("way_out", stage.surface(channel, "card"))
    await stage.slack.until(lambda: any("Only" in text_of(one) for one in person.ephemerals), timeout=20)
    assert person.view is None


async def test_only_ai_ends_it_in_short(stage: Stage) -> None:
    channel = await stage.report()
    for who in ("rosa", "olga"):
        await _is_refused(stage, channel, who)
    forged = Determine(
        key="f",
        actor=stage.person("rosa").id,
        incident=1,
        question="way_out",
        act="decide",
        outcome="false_alarm",
        seen=9,
    )
    await stage.bot.desk.execute(forged)
    assert (await known(stage)).in_force("way_out") is None


async def test_a_second_report_goes_on_in_the_other_with_its_words_and_pointers_both_ways(stage: Stage) -> None:
    first = await stage.report("A laptop was stolen in Jefferson City")
    second = await stage.report("The laptop of the payroll office is gone")
    numbers = [channel.name[:12].upper() for channel in (first, second)]
    assert await end(stage, second, Taps(), outcome="duplicate", other=numbers[0]) == {}
    await stage.slack.until(lambda: "Closed" in shown(stage, second, "card"), timeout=20)
    await stage.slack.until(lambda: f"goes on in {numbers[0]}" in shown(stage, second, "card"), timeout=20)
    await stage.slack.until(lambda: f"Also reported as {numbers[1]}" in shown(stage, first, "card"), timeout=20)

    def told() -> list[str]:
        return [text_of(one) for one in first.messages if "reported a second time" in text_of(one)]

    await stage.slack.until(lambda: len(told()) == 1, timeout=20)
    assert "The laptop of the payroll office is gone" in told()[0]
    assert [one["other"] for one in await entries(stage, "duplicate_taken")] == [numbers[1]]
    alice = stage.person("alice")
    await alice.press("decision_reopen", stage.surface(second, "card"))
    assert dict((await alice.submit({"reason": "Two laptops after all"})).errors) == {}
    await stage.slack.until(lambda: "Also reported as" not in shown(stage, first, "card"), timeout=20)
    await stage.slack.until(lambda: any("of its own after all" in text_of(one) for one in first.messages), timeout=20)
    assert await faults(stage) == []


async def duties(stage: Stage) -> set[tuple[str, str]]:
    """What is owed in the first incident now: kind and subject."""
    found, team = await stage.bot.desk.look(1)
    assert found is not None
    return {(duty.kind, duty.subject) for duty in list_duties(stage.bot.desk.situation(found, team))}


async def faults(stage: Stage) -> list[str]:
    """What the record's check finds."""
    return await stage.bot.desk.ask(lambda conn: [one.what for one in verification.verify_beside(conn)])
