"""When things go wrong at the report: nothing lost, nothing doubled, somebody told."""

import asyncio
import json
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import func, select

from sandbox.text import text_of
from storage.engine import unchecked_store
from storage.tables import incident
from tests.stage import DEPARTMENT, Stage, on_stage


async def incidents(stage: Stage) -> int:
    store = unchecked_store(stage.database_url)
    try:
        return await store.read(lambda conn: conn.execute(select(func.count()).select_from(incident)).scalar_one())
    finally:
        await store.close()


def file_of(stage: Stage) -> Path:
    return Path(stage.database_url.removeprefix("sqlite+aiosqlite:///"))


async def test_with_slack_down_the_report_is_stored_and_opens_when_slack_is_back(stage: Stage) -> None:
    down = stage.slack.faults.add("*", "http", status=503, times=None)
    answer = await stage.person("olga").command("/breach", "report A phone was lost")
    assert "Recorded as BR-" in str(answer.text)
    await stage.slack.until(lambda: down.struck >= 2)
    stage.slack.faults.clear()
    await stage.slack.until(lambda: stage.channels() and stage.is_open(stage.channels()[0]))


async def test_a_locked_database_says_not_recorded_with_the_number_and_keeps_the_form(stage: Stage) -> None:
    olga = stage.person("olga")
    await olga.command("/breach", "report")
    holder = sqlite3.connect(file_of(stage), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    answer = await olga.submit({"what": "A phone was lost"})
    assert "NOT recorded" in answer.errors["what"]
    assert "573-751-7446" in answer.errors["what"]
    holder.execute("ROLLBACK")
    holder.close()
    again = await olga.submit()
    assert again.errors == {}
    assert await incidents(stage) == 1


async def test_a_locked_database_answers_the_text_form_within_three_seconds(stage: Stage) -> None:
    holder = sqlite3.connect(file_of(stage), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    answer = await stage.person("olga").command("/breach", "report A phone was lost")
    holder.execute("ROLLBACK")
    holder.close()
    assert "NOT recorded" in str(answer.text)
    assert await incidents(stage) == 0


async def test_a_database_file_that_is_gone_is_never_written_into_the_void(stage: Stage) -> None:
    file_of(stage).unlink()
    answer = await stage.person("olga").command("/breach", "report A phone was lost")
    assert "NOT recorded" in str(answer.text)


async def test_a_full_database_says_not_recorded(stage: Stage) -> None:
    await stage.bot.desk.store.write(lambda conn: conn.exec_driver_sql("PRAGMA max_page_count=1").fetchall())
    long = "A phone was lost. " * 150
    answers = [await stage.person("olga").command("/breach", f"report {long}") for _ in range(12)]
    refused = [answer for answer in answers if "NOT recorded" in str(answer.text)]
    assert refused
    assert await incidents(stage) == len(answers) - len(refused)


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_the_same_delivery_three_times_at_once_is_one_incident(database_url: str, transport: str) -> None:
    async with on_stage(database_url, transport=transport, bots=1 if "sqlite" in database_url else 2) as stage:
        stage.slack.fault("redeliver", copies=3, together=True)
        await stage.person("olga").command("/breach", "report A phone was lost")
        await stage.slack.until(lambda: stage.channels() and stage.is_open(stage.channels()[0]))
        assert await incidents(stage) == 1
        assert len(stage.channels()) == 1


async def test_a_form_submitted_twice_is_one_incident(stage: Stage) -> None:
    olga = stage.person("olga")
    await olga.command("/breach", "report")
    stage.slack.fault("redeliver", copies=2, together=True)
    await olga.submit({"what": "A phone was lost"})
    await stage.slack.until(lambda: stage.channels() and stage.is_open(stage.channels()[0]))
    assert await incidents(stage) == 1


@pytest.mark.alone
async def test_two_hundred_reports_in_a_burst_are_all_acknowledged_and_each_is_one_incident(
    database_url: str, tmp_path: Path
) -> None:
    department = tmp_path / "department.yaml"
    department.write_text(DEPARTMENT.read_text() + "openings: {of_one_person: 200, of_all: 200}\n")
    async with on_stage(database_url, department=department) as stage:
        olga = stage.person("olga")
        answers = await asyncio.gather(
            *(olga.command("/breach", f"report Phone {number} was lost") for number in range(200))
        )
        assert all("Recorded as BR-" in str(answer.text) for answer in answers)
        assert len({str(answer.text)[:30] for answer in answers}) == 200
        assert await incidents(stage) == 200


async def test_after_a_token_was_revoked_and_given_back_the_opening_goes_on(sqlite_url: str, tmp_path: Path) -> None:
    clock = tmp_path / "clock"
    clock.write_text("2026-11-21T15:00:00+00:00\n")
    async with on_stage(sqlite_url, bots=0) as stage, stage.bot_inside(breach_clock_file=clock):
        await stage.slack.connected()
        revoked = stage.slack.faults.add("conversations.invite", "revoked")
        answer = await stage.person("olga").command("/breach", "report A phone was lost")
        assert "Recorded as BR-" in str(answer.text)
        await stage.slack.until(lambda: revoked.struck == 1)
        stage.slack.revoked.clear()
        clock.write_text("2026-11-21T15:02:00+00:00\n")
        await stage.slack.until(lambda: stage.is_open(stage.channels()[0]))


async def test_a_channel_that_is_not_private_is_archived_and_people_are_told(stage: Stage) -> None:
    create = stage.slack.workspace.add_channel

    def leaky(*arguments, **named):  # type: ignore[no-untyped-def]  # a Slack that ignores is_private
        return create(*arguments, **(named | {"is_private": False}))

    stage.slack.workspace.add_channel = leaky  # type: ignore[method-assign]  # a workspace that leaks
    olga, alice = stage.person("olga"), stage.person("alice")
    await olga.command("/breach", "report A phone was lost")
    await stage.slack.until(lambda: olga.dm() and alice.dm())
    (channel,) = stage.channels()
    assert stage.slack.calls("conversations.archive")
    assert stage.keys(channel) == []
    assert "573-751-7446" in text_of(olga.dm()[-1])
    assert "phone was lost" not in text_of(alice.dm()[-1])


async def test_a_refused_channel_is_told_to_the_reporter_and_to_ai(stage: Stage) -> None:
    stage.slack.faults.add("conversations.create", "error", error="invalid_name_specials")
    olga, alice = stage.person("olga"), stage.person("alice")
    await olga.command("/breach", "report A phone was lost")
    await stage.slack.until(lambda: olga.dm() and alice.dm())
    assert "Nothing is lost" in text_of(olga.dm()[-1])


async def test_a_refused_pin_is_named_on_the_card(stage: Stage) -> None:
    stage.slack.faults.add("pins.add", "error", error="not_pinnable")
    await stage.person("olga").command("/breach", "report A phone was lost")
    await stage.slack.until(
        lambda: (
            stage.channels()
            and "card" in stage.shown(stage.channels()[0])
            and "pin this card (not_pinnable)" in text_of(stage.surface(stage.channels()[0], "card"))
        )
    )


async def test_people_who_cannot_be_invited_are_named_with_a_number_and_the_rest_goes_on(
    sqlite_url: str, tmp_path: Path
) -> None:
    department = tmp_path / "department.yaml"
    department.write_text(
        DEPARTMENT.read_text().replace(
            "[isaac@", "[del@dot.example.gov, nobody@dot.example.gov, gus@dot.example.gov, isaac@"
        )
    )
    async with on_stage(sqlite_url, department=department) as stage:
        channel = await stage.report()
        card = text_of(stage.surface(channel, "card"))
        assert "nobody@dot.example.gov (not found in Slack). Call <tel:+15735550103|573-555-0103>" in card
        assert "Delia Drake" in card or "del@dot.example.gov" in card
        assert "a guest account" in card
        assert "*Systems* (IS): nobody yet" in card


async def test_a_role_with_nobody_is_an_alarm_to_ai_and_the_rest_goes_on(sqlite_url: str, tmp_path: Path) -> None:
    department = tmp_path / "department.yaml"
    lines = DEPARTMENT.read_text().splitlines()
    at = next(number for number, line in enumerate(lines) if "isaac@" in line)
    lines[at] = "    members: []"
    department.write_text("\n".join(lines))
    async with on_stage(sqlite_url, department=department) as stage:
        channel = await stage.report()
        alice = stage.person("alice")
        await stage.slack.until(alice.dm)
        assert "nobody holds Systems" in text_of(alice.dm()[-1])
        assert "*Systems* (IS): nobody can take it · ☎ call" in text_of(stage.surface(channel, "card"))


async def test_a_press_on_something_unknown_is_a_sentence_with_a_reference(stage: Stage) -> None:
    channel = await stage.report()
    card = stage.surface(channel, "card")
    for block in card.blocks:
        for element in block.get("elements", []):
            if element.get("action_id") == "my_tasks":
                element["value"] = "not a number"
    olga = stage.person("olga")
    await olga.press("my_tasks", card)
    await stage.slack.until(lambda: "Reference" in text_of(olga.ephemerals[-1]))


async def test_nothing_of_an_incident_stands_in_our_logs(stage: Stage, capfd: pytest.CaptureFixture[str]) -> None:
    stage.slack.faults.add("pins.add", "error", error="not_pinnable")
    stage.slack.faults.add("conversations.setTopic", "http", status=500)
    await stage.person("olga").command("/breach", "report Zanzibar ledger stolen")
    await stage.slack.until(lambda: stage.channels() and stage.channels()[0].topic)
    written = "".join(capfd.readouterr())
    assert "Zanzibar" not in written
    assert stage.slack.bot_token not in written
    assert "Zanzibar" not in json.dumps([row.args for row in stage.slack.calls("conversations.setTopic")])
