"""The database is upgraded under an incident: the buttons of old messages still work, and reminders go on."""

from datetime import UTC
from pathlib import Path

from alembic import command

from storage import schema
from storage.engine import unchecked_store
from tests.scenarios.moved_clock import MONDAY, later, newest, said
from tests.stage import on_stage

BEFORE = "0005"


async def test_an_old_reminder_is_pressed_after_the_upgrade(database_url: str, tmp_path: Path) -> None:
    clock = tmp_path / "clock"
    clock.write_text(MONDAY.isoformat())
    async with on_stage(database_url, bots=0, clock_file=clock) as stage:
        stage.slack.clock.set(MONDAY.astimezone(UTC))
        async with stage.bot_inside():
            await stage.slack.connected()
            await stage.report()
            await later(stage, minutes=5, seconds=2)
        old = newest(stage, "isaac")
        told = {who: len(said(stage, who)) for who in ("isaac", "carla")}

        older = unchecked_store(database_url, patience=None)
        await older.write(lambda conn: command.downgrade(schema.config(conn), BEFORE))
        await older.close()
        store = unchecked_store(database_url, patience=None)  # what lost its name is another database
        assert await store.read(schema.stored_revision) == BEFORE
        await store.write(schema.upgrade)
        await store.close()

        async with stage.bot_inside():
            await stage.slack.connected()
            await stage.person("isaac").press("nudge_take", old)
            await stage.slack.until(lambda: "You hold Systems now" in said(stage, "isaac")[told["isaac"] - 1])
            await later(stage, minutes=5, seconds=2)
            assert "nobody has taken Counsel yet" in said(stage, "carla")[told["carla"]]
            await stage.slack.until(
                lambda: "There is a newer reminder below." in said(stage, "carla")[told["carla"] - 1], timeout=20
            )
