"""App Home: the telephone first, what one owes, the reports that one may see; kept up to date."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.rules.phases import is_due_line
from bot.situation import Situation
from sandbox.text import text_of
from tests.scenarios.moved_clock import on_a_monday, quiet, take
from tests.scenes import carry_out, known, line_done, owed
from tests.stage import Stage


@pytest.fixture
async def stage(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with on_a_monday(sqlite_url, tmp_path) as made:
        yield made


def page(stage: Stage, who: str) -> str:
    return text_of(stage.person(who).home) if stage.person(who).home else ""


async def opened(stage: Stage, who: str, *texts: str) -> str:
    await stage.person(who).open_home()
    return await shows(stage, who, *texts)


async def shows(stage: Stage, who: str, *texts: str) -> str:
    await stage.slack.until(lambda: page(stage, who) and all(text in page(stage, who) for text in texts), timeout=20)
    return page(stage, who)


async def test_a_person_sees_the_telephone_first_then_what_they_owe_then_their_incidents(stage: Stage) -> None:
    channel = await stage.report()
    await take(stage, channel, AI="alice", CCO="carla", IS="isaac", CR="rosa")
    told = await opened(stage, "isaac", "are open for you", "Where you are at work")
    assert told.index("573-751-7446") < told.index("are open for you") < told.index("Where you are at work")
    assert "All open reports" not in told
    assert "A laptop was stolen" not in told


async def test_a_task_is_done_on_the_page_and_the_page_follows(stage: Stage) -> None:
    channel = await stage.report()
    await take(stage, channel, IS="isaac")
    isaac = stage.person("isaac")
    await opened(stage, "isaac", "Quarantine")
    before = len(stage.slack.calls("views.publish"))
    assert isaac.home is not None
    row = next(one for one in isaac.home["blocks"] if "Quarantine" in str(one))
    await isaac.press(row["accessory"]["action_id"], home=True, block_id=row["block_id"])
    assert (await isaac.submit({"reason": "Two hosts, at nine"})).errors == {}
    await stage.slack.until(lambda: "Quarantine" not in page(stage, "isaac"), timeout=10)
    await quiet(stage)
    assert len(stage.slack.calls("views.publish")) <= before + 2


async def test_a_burst_of_changes_is_one_publish(stage: Stage) -> None:
    channel = await stage.report()
    await take(stage, channel, IS="isaac")
    shown = await opened(stage, "isaac", "are open for you")
    await quiet(stage)
    facts, desk = await known(stage), stage.bot.desk
    present = Situation(facts=facts, team=desk.team, law=desk.law, now=desk.clock.now())
    items = [one for one in facts.items if one.role == "IS" and is_due_line(one, present)]
    assert len(items) > 4 and all(one.title in shown for one in items)
    before = len(stage.slack.calls("views.publish"))
    await asyncio.gather(*(carry_out(stage, line_done(stage, "IS", one.id, "Found out", "isaac")) for one in items))
    await stage.slack.until(lambda: not any(one.title in page(stage, "isaac") for one in items), timeout=10)
    published = len(stage.slack.calls("views.publish")) - before
    print(f"\n{len(items)} changes, {published} publishes of one App Home")  # noqa: T201 - shown by `pytest -s`
    assert published == 1


async def test_audits_and_counsel_have_the_board_of_all_open_reports(stage: Stage) -> None:
    await stage.report()
    await stage.report(by="dana")
    told = await opened(stage, "colin", "All open reports: 2")
    assert "BR-2026-0001" in told and "BR-2026-0002" in told


async def test_the_reporter_sees_number_and_state_and_nothing_of_it(stage: Stage) -> None:
    await stage.report()
    told = await opened(stage, "olga", "BR-2026-0001")
    assert "Investigating" in told
    assert "laptop" not in told
    assert "severity" not in told


async def test_what_is_owed_is_on_the_page_with_the_word_of_the_law(stage: Stage) -> None:
    await owed(stage)
    await opened(stage, "carla", "Tell affected Missouri consumers", "statutory breach: yes", "1 owed")
