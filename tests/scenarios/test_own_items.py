"""A department's own practice: on the checklists beside the policy, shown as what it is, done like other tasks."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.text import text_of
from tests.scenes import begin_phases, do, entries, known, list_shown, open_list, pick
from tests.stage import DEPARTMENT, Stage, on_stage

OWN = """items:
  - {id: OWN-BADGES, role: IS, title: Check the badge log of the room}
  - {id: OWN-INSURER, role: CCO, title: Tell the insurer, needed: true}
"""


@pytest.fixture
async def practiced(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """A bot whose department has items of its own."""
    department = tmp_path / "department.yaml"
    department.write_text(DEPARTMENT.read_text(encoding="utf-8") + OWN, encoding="utf-8")
    async with on_stage(sqlite_url, department=department) as stage:
        yield stage


async def test_an_item_of_the_department_is_its_practice_and_worked_off_like_others(practiced: Stage) -> None:
    stage = practiced
    channel = await stage.report()
    listed = text_of((await open_list(stage, "isaac", "OWN-BADGES")).view)
    assert "Department practice" in listed.partition("Check the badge log of the room")[2], listed
    await stage.person("isaac").close(everything=True)
    await begin_phases(stage)
    await do(stage, "isaac", "IS", "OWN-BADGES")
    await stage.slack.until(lambda: "✓ Check the badge log of the room" in list_shown(stage, channel, "OWN-BADGES"))
    (done,) = await entries(stage, "item_done")
    assert (done["item"], done["actor"]) == ("OWN-BADGES", stage.person("isaac").id)
    assert any(reminder.subject == "CCO|OWN-INSURER|" for reminder in (await known(stage)).reminders)
    await do(stage, "carla", "CCO", "OWN-INSURER", "The policy lapsed in May", act="not_applicable")
    await stage.slack.until(lambda: "not applicable: “The policy lapsed" in list_shown(stage, channel, "OWN-INSURER"))
    assert all(reminder.subject != "CCO|OWN-INSURER|" for reminder in (await known(stage)).reminders)
    await pick(stage, "alice", "closing")
    assert "tasks are open" in text_of(stage.person("alice").view).lower()
