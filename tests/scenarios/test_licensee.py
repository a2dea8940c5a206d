"""An insurance licensee: from the suspicion to the four findings, asked only where that law is enabled."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.text import text_of
from tests.scenes import do, known, list_shown, say
from tests.stage import DEPARTMENT, Stage, on_stage


@pytest.fixture
async def insurer(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """A department with the insurance law enabled."""
    file = tmp_path / "department.yaml"
    text = DEPARTMENT.read_text(encoding="utf-8")
    file.write_text(text.replace("packs: [us_mo_407_1500,", "packs: [us_mo_insurance, us_mo_407_1500,"))
    async with on_stage(sqlite_url, department=file) as made:
        yield made


async def test_a_licensees_suspicion_brings_four_findings_each_in_words(insurer: Stage) -> None:
    channel = await insurer.report()
    assert await say(insurer, "alice", "what", {"incident_kinds": ["device_lost"]}) == {}
    licensee = {"licensee.is_licensee": "yes", "licensee.missouri_domiciled": "yes"}
    assert await say(insurer, "carla", "insurance", licensee) == {}
    await insurer.slack.until(lambda: "Perform or oversee" in list_shown(insurer, channel, "IDSA-10.1"))
    found = {item.id for item in (await known(insurer)).items if item.id.startswith("IDSA-10.")}
    assert found == {"IDSA-10.1", "IDSA-10.2", "IDSA-10.3", "IDSA-10.4"}
    await do(insurer, "alice", "AI", "IDSA-10.1", "The phone held no nonpublic information")
    (line,) = (item for item in (await known(insurer)).items if item.id == "IDSA-10.1")
    assert (line.state, line.reason) == ("done", "The phone held no nonpublic information")


async def test_a_providers_system_brings_do_it_or_confirm_and_document(insurer: Stage) -> None:
    channel = await insurer.report()
    assert await say(insurer, "carla", "insurance", {"licensee.is_licensee": "yes"}) == {}
    assert await say(insurer, "isaac", "where", {"third_party_system": "yes"}) == {}
    wanted = "confirm that the provider did"
    await insurer.slack.until(lambda: wanted in text_of(insurer.surface(channel, "phase:assess")))


async def test_a_department_without_the_insurance_law_is_not_asked_for_it(stage: Stage) -> None:
    channel = await stage.report()
    carla = stage.person("carla")
    await carla.press("update_facts", stage.surface(channel, "assessment"))
    assert "Insurance licensees" not in text_of(carla.view)
