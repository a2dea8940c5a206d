"""What is owed is told at once to the role whose move it is, counted right, and never owed against a determination."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.text import text_of
from tests.scenarios.moved_clock import later, on_a_monday, quiet, said, take
from tests.scenes import decide, determine, known, owed, pick, say, see, shown
from tests.stage import Stage

pytestmark = pytest.mark.long

OWNER = "Tell owner or licensee of the personal information"
GIVEN = "given:us_mo_407_1500:owner_notice"


@pytest.fixture
async def stage(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """A Monday morning in Missouri."""
    async with on_a_monday(sqlite_url, tmp_path) as made:
        yield made


async def test_an_owner_notice_is_called_to_mind_at_once_and_again_until_it_is_given(stage: Stage) -> None:
    channel = await stage.report()
    await take(stage, channel, AI="alice", CCO="carla", IS="isaac", CR="rosa")
    assert not [one for one in said(stage, "carla") + said(stage, "rosa") if OWNER in one]
    facts = {"computerized": "yes", "accessed": "yes", "acquired": "yes", "names_included": "yes", "encrypted": "no"}
    assert await say(stage, "isaac", "data", {**facts, "pi_elements": ["ssn"], "data_role": "maintains"}) == {}
    assert await say(stage, "rosa", "people", {"residents": "MO 200"}) == {}
    await later(stage, minutes=1)

    def told() -> list[str]:
        return [one for who in ("carla", "rosa") for one in said(stage, who) if OWNER in one]

    (first,) = told()
    assert "owed immediately" in first
    assert "407.1500.2(2)" in first
    assert "No text is drafted yet" in first
    await later(stage, hours=5)
    assert len(told()) == 2
    await stage.person("rosa").press("my_tasks", stage.surface(channel, "card"))
    assert OWNER in text_of(stage.person("rosa").view)
    await determine(stage, GIVEN, "carla", "given", at="2026-11-16T16:00:00Z", how="By letter", unproved="By hand")
    await quiet(stage)
    await later(stage, days=2)
    assert len(told()) == 2


async def test_no_breach_settles_the_notice_and_closing_does_not_ask_for_it(stage: Stage) -> None:
    channel = await owed(stage)
    await take(stage, channel, AI="alice", CCO="carla", IS="isaac", CR="rosa")
    assert await decide(stage, "carla", "breach", "no_breach", reason="The disk was blank") == {}
    await see(stage, "assessment", "Tell affected Missouri consumers*: settled", "Determined by Carla Cole (Counsel)")
    assert "The disk was blank" not in stage.person("isaac").read(channel), "counsel's reasons stay with counsel"
    await see(stage, "assessment", "The rules alone say: required", "The rules alone say: yes")
    await quiet(stage)
    assert not {"owed", "owed_immediately"} & {one.kind for one in (await known(stage)).reminders}
    await pick(stage, "alice", "closing")
    page = text_of(stage.person("alice").view)
    assert "cannot be closed yet" in page
    assert "is owed and not recorded as given" not in page
    assert not [one for one in (await known(stage)).determinations if one.question.startswith("given:")]


async def test_the_first_of_two_mailings_never_makes_the_further_notices_not_required(stage: Stage) -> None:
    channel = await owed(stage)
    people = {"residents": "MO 1500", "notices_at_one_time": "800"}
    assert await say(stage, "rosa", "people", people) == {}
    await stage.slack.until(lambda: "1500 people" in shown(stage, channel, "assessment"))
    folded = shown(stage, channel, "assessment").partition("Not required as far as is known:")[2]
    assert "Attorney General" not in folded
    assert "reporting agencies" not in folded
    assert await say(stage, "rosa", "people", {"notices_at_one_time": "800\n700"}) == {}
    await see(stage, "assessment", "Tell Missouri Attorney General's Office*: required")
    await see(stage, "assessment", "Tell all nationwide consumer reporting agencies*: required")


async def test_a_delay_that_is_released_brings_the_reminder_at_once(stage: Stage) -> None:
    channel = await owed(stage)
    await take(stage, channel, AI="alice", CCO="carla", IS="isaac", CR="rosa")
    now = stage.slack.clock.now().isoformat()
    held: dict[str, Any] = {"officer": "Sgt. Dale Dorn", "agency": "Highway Patrol", "ground": "impede_investigation"}
    held |= {"in_writing": True, "requested_at": now, "notices": ["us_mo_407_1500|consumer_notice"]}
    await determine(stage, "delay", "carla", "holds", **held)
    await see(stage, "assessment", "Tell affected Missouri consumers*: delayed")
    before = len(said(stage, "rosa"))
    await later(stage, days=2)
    assert not [one for one in said(stage, "rosa")[before:] if "Tell affected Missouri consumers" in one]
    released = {"released_by": "Sgt. Dale Dorn", "released_at": stage.slack.clock.now().isoformat()}
    before = len(said(stage, "rosa"))
    await determine(stage, "delay", "carla", "released", "", **released)
    await later(stage, minutes=1)
    assert [one for one in said(stage, "rosa")[before:] if "Tell affected Missouri consumers" in one]
