"""Another state is a pack, a notice and its words: forms, letter, proof and closing follow, without code."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.policy import load
from sandbox.text import text_of
from tests.notice_scenes import ANSWERS, begin, press, state_of
from tests.scenes import BREACH, known, pick, say, shown
from tests.stage import DEPARTMENT, Stage, on_stage

CONTRAST = Path(__file__).parent.parent / "policy" / "contrast"
LETTER = "tx_letter"
GIVEN_HERE, GIVEN_THERE = "given:us_mo_407_1500:consumer_notice", "given:us_tx:consumer_notice"


@pytest.fixture
async def texas(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """A bot whose department has the pack of another state beside Missouri's."""
    packs = tmp_path / "packs"
    shutil.copytree(load.FOLDER, packs, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    for part in ("laws", "notices"):
        shutil.copy(CONTRAST / part / "us_tx.yaml", packs / part)
    monkeypatch.setattr(load, "FOLDER", packs)
    department = tmp_path / "department.yaml"
    ours = DEPARTMENT.read_text(encoding="utf-8")
    assert "packs: [us_mo_407_1500, " in ours
    department.write_text(ours.replace("packs: [us_mo_407_1500, ", "packs: [us_mo_407_1500, us_tx, "), encoding="utf-8")
    async with (
        on_stage(sqlite_url, bots=0, department=department) as stage,
        stage.bot_inside(breach_notices=CONTRAST / "templates"),
    ):
        await stage.slack.connected()
        yield stage


async def test_the_law_of_another_state_needs_no_code(texas: Stage) -> None:
    stage = texas
    channel = await stage.report()
    assert "And in Texas?" in (await say(stage, "rosa", "people", {"residents": "MO 5"}))["residents"]
    await stage.person("rosa").close(everything=True)
    for who, part, values in (
        ("rosa", "people", {"residents": "MO 5\nTX 300"}),
        ("alice", "what", {**BREACH["what"], "occurred_at": 1_789_900_000, "determined_at": 1_790_100_000}),
        ("isaac", "data", BREACH["data"]),
    ):
        assert await say(stage, who, part, values) == {}
    await stage.slack.until(lambda: "affected Texas consumers" in shown(stage, channel, "assessment"), timeout=20)
    assert await begin(stage, ANSWERS, kind=LETTER) == {}
    await press(stage, "rosa", "notice_ask", kind=LETTER, shows="is asked to approve")
    await press(stage, "carla", "notice_approve", kind=LETTER)
    assert (await stage.person("carla").submit({})).errors == {}
    await press(stage, "rosa", "notice_release", kind=LETTER, shows="Released by")
    for number, people in enumerate(("MO 5", "TX 299", "TX 1"), start=1):
        assert (await known(stage)).in_force(GIVEN_THERE) is None
        await press(stage, "rosa", "notice_batch", kind=LETTER)
        rosa = stage.person("rosa")
        assert (await rosa.submit({"method": "written", "people": people})).errors == {}
        await rosa.close(everything=True)
        await stage.slack.until(lambda number=number: f"✉ {number}." in state_of(stage, LETTER), timeout=20)  # type: ignore[misc]  # the number of this turn
    facts = await known(stage)
    assert facts.in_force(GIVEN_THERE) is not None
    assert facts.in_force(GIVEN_HERE) is None, "Missouri's people were told nothing that its law takes"
    assert "notices_at_one_time" not in facts.known, "what Missouri counts are notices under its own law"
    await pick(stage, "alice", "closing")
    missing = text_of(stage.person("alice").view)
    assert "Texas Attorney General" in missing
    assert "affected Texas consumers" not in missing
