"""A changed pack is rehearsed over the incidents on record, before it is signed."""

import asyncio
import shutil
from pathlib import Path

from bot.commands import RecordFacts
from bot.policy.load import FOLDER
from storage import transaction
from storage.engine import open_store
from tests.given import AI_LEAD, LAW, NOTICE_OWED, NOW, a_report
from tests.handlers.shell import Shell

MANY = {**NOTICE_OWED, "residents": {"MO": 800}, "notices_at_one_time": [800], "all_told": True}


async def keep_incident(url: str) -> None:
    """An incident of 800 people in the database, all told in one mailing."""
    store = await open_store(url)
    told = RecordFacts(key="facts:1", actor=AI_LEAD, incident=1, values=MANY, seen=99)
    try:
        await store.write(lambda conn: transaction.record(conn, a_report(), LAW, NOW))
        await store.write(lambda conn: transaction.record(conn, told, LAW, NOW))
    finally:
        await store.close()


def test_a_changed_pack_is_rehearsed_over_the_incidents_on_record(breach: Shell, tmp_path: Path) -> None:
    assert breach("db", "upgrade").returncode == 0
    asyncio.run(keep_incident(breach.settings["BREACH_DATABASE_URL"]))
    packs = tmp_path / "packs"
    shutil.copytree(FOLDER, packs, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    law = packs / "laws" / "us_mo_407_1500.yaml"
    law.write_text(law.read_text().replace("value: 1000}", "value: 500}"))
    done = breach("policy", "rehearse", str(FOLDER), str(packs), "--on", "2026-11-21")
    assert done.returncode == 0, done
    assert "BR-2026-0001: us_mo_407_1500 ag_notice: was not_required; would be required." in done.stdout
    assert done.stdout.endswith("answers would change\n")
    same = breach("policy", "rehearse", str(FOLDER), str(FOLDER), "--on", "2026-11-21")
    assert "1 incidents, 0 answers would change" in same.stdout
