"""One transaction: the same delivery twice is one act, numbers have no gaps, and a refusal leaves no trace."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, insert, select
from sqlalchemy.util import await_only

from bot.commands import ActOnItem, RecordCall
from bot.decision import Answer, Refresh, Refusal
from bot.rulebook import Rulebook
from bot.step_commands import ChannelOpened, StepFailed, SurfaceShown
from storage import facts, log, outbox
from storage.engine import Store, open_store
from storage.tables import entry_text
from storage.tables import outbox as outbox_table
from storage.transaction import give_up, record
from tests.given import AI_LEAD, AI_OTHER, CCO, IS_LEAD, IS_OTHER, NOW, REPORTER, STRANGER, a_report
from tests.storage.steps import one, report, rows, run, tell

EVERYWHERE = ("inbox", "incident", "entry", "entry_text", "outbox", "number")

WORDS = "It was weighed: restricted"
"""What the first line of IS asks for when it is done."""


def pressed(key: str, actor: str, which: str) -> ActOnItem:
    """Done, on a line of IS, with the words that it asks for."""
    return ActOnItem(key=key, actor=actor, incident=1, role="IS", item=which, act="done", statement=WORDS)


async def counts(store: Store) -> dict[str, int]:
    return {table: await one(store, f"SELECT count(*) FROM {table}") for table in EVERYWHERE}  # noqa: S608 - the names above


async def test_a_report_is_one_row_in_each_table(store: Store, rules: Rulebook) -> None:
    await report(store, rules)
    assert await counts(store) == dict.fromkeys(EVERYWHERE, 1)


async def test_the_same_delivery_again_gets_the_same_answer(store: Store, rules: Rulebook) -> None:
    first = await tell(store, a_report(), rules)
    second = await tell(store, a_report(), rules)
    assert first == second
    assert (await counts(store))["incident"] == 1


async def test_the_same_delivery_three_times_at_once_is_one_incident(
    store: Store, database_url: str, rules: Rulebook
) -> None:
    replica = await open_store(database_url)
    try:
        answers = await asyncio.gather(*(tell(where, a_report(), rules) for where in (store, replica, store)))
    finally:
        await replica.close()
    assert answers[0] == answers[1] == answers[2]
    assert await counts(store) == dict.fromkeys(EVERYWHERE, 1)


async def test_the_same_modal_sent_again_is_the_same_incident(store: Store, rules: Rulebook) -> None:
    first = await report(store, rules, key="view:V1:hash1", view_id="V1")
    second = await report(store, rules, key="view:V1:hash2", view_id="V1")
    assert first == second
    assert (await counts(store))["incident"] == 1


async def test_two_reports_with_the_same_words_are_two_incidents(store: Store, rules: Rulebook) -> None:
    assert await report(store, rules, key="trigger:1") != await report(store, rules, key="trigger:2")


@pytest.mark.parametrize("what", ["", "SSN 536-22-8741"])
async def test_a_refused_report_leaves_no_trace(store: Store, rules: Rulebook, what: str) -> None:
    assert isinstance(await tell(store, a_report(what=what), rules), Refusal)
    assert await counts(store) == dict.fromkeys(EVERYWHERE, 0)


async def test_a_form_that_was_refused_may_be_sent_again_corrected(store: Store, rules: Rulebook) -> None:
    await tell(store, a_report(key="view:V1:h", what="SSN 536-22-8741"), rules)
    assert isinstance(await tell(store, a_report(key="view:V1:h"), rules), Answer)


async def test_numbers_have_no_gaps_though_reports_are_refused(store: Store, rules: Rulebook) -> None:
    numbers = []
    for place in range(4):
        await tell(store, a_report(key=f"bad:{place}", what=" "), rules)
        numbers.append(await report(store, rules, key=f"good:{place}"))
    assert numbers == ["BR-2026-0001", "BR-2026-0002", "BR-2026-0003", "BR-2026-0004"]


async def test_numbers_have_no_gaps_though_a_transaction_fails(store: Store, rules: Rulebook) -> None:
    def torn(conn: Connection) -> None:
        record(conn, a_report(key="torn"), rules, NOW)
        raise RuntimeError("killed before the commit")

    with pytest.raises(RuntimeError):
        await store.write(torn)
    assert await report(store, rules) == "BR-2026-0001"


async def test_reports_at_once_have_distinct_numbers_without_gaps(
    store: Store, database_url: str, rules: Rulebook
) -> None:
    replica = await open_store(database_url)
    try:
        numbers = await asyncio.gather(
            *(
                report(where, rules, key=f"{place}:{n}")
                for n in range(10)
                for place, where in enumerate((store, replica))
            )
        )
    finally:
        await replica.close()
    assert sorted(numbers) == [f"BR-2026-{n:04d}" for n in range(1, 21)]


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        (datetime(2027, 1, 1, 5, 59, tzinfo=UTC), "BR-2026-0001"),
        (datetime(2027, 1, 1, 6, 0, tzinfo=UTC), "BR-2027-0001"),
    ],
)
async def test_the_year_turns_in_the_departments_zone(
    store: Store, rules: Rulebook, moment: datetime, number: str
) -> None:
    assert await report(store, rules, now=moment) == number


async def test_each_year_counts_from_one(store: Store, rules: Rulebook) -> None:
    await report(store, rules, key="a", now=datetime(2026, 6, 1, tzinfo=UTC))
    assert await report(store, rules, key="b", now=datetime(2027, 6, 1, tzinfo=UTC)) == "BR-2027-0001"
    assert await report(store, rules, key="c", now=datetime(2026, 6, 2, tzinfo=UTC)) == "BR-2026-0002"


async def test_channel_names_say_only_the_number(store: Store, rules: Rulebook) -> None:
    await report(store, rules, what="zebra", office="Central District")
    name = await one(store, "SELECT channel_name FROM incident")
    assert name.startswith("br-2026-0001-")
    assert len(name) == len("br-2026-0001-") + 4


async def test_what_was_reported_comes_back_as_it_was(store: Store, rules: Rulebook) -> None:
    given = a_report(
        what="A laptop & a <drive>, naïve 😀",
        kinds=("device_stolen", "paper_lost"),
        office="Central District",
        noticed_at=NOW,
        ongoing="yes",
        people_data="no",
        called=True,
        behalf_of="Dana",
    )
    await tell(store, given, rules)
    known = await store.read(lambda conn: facts.incident_facts(conn, 1))
    assert known is not None
    told = {name: getattr(known.incident, name) for name in ("what", "kinds", "office", "noticed_at", "behalf_of")}
    assert told == {name: getattr(given, name) for name in told}
    assert (known.incident.reported_at, known.incident.called_by) == (NOW, REPORTER)


async def test_a_command_on_an_incident_that_is_not_there_is_refused(store: Store, rules: Rulebook) -> None:
    answer = await tell(store, RecordCall(key="k", actor=REPORTER, incident=99), rules)
    assert answer == Refusal(name="no_such_incident")


async def opened(store: Store, rules: Rulebook) -> None:
    await report(store, rules)
    await tell(store, ChannelOpened(key="row", incident=1, channel="C1", name="br-2026-0001-a1b2"), rules)


async def item(store: Store, rules: Rulebook) -> str:
    return rules.packs.policy.checklist("IS")[0].id


async def test_a_double_click_is_one_act(store: Store, rules: Rulebook) -> None:
    await opened(store, rules)
    press = pressed("trigger:9", IS_OTHER, await item(store, rules))
    answers = await asyncio.gather(tell(store, press, rules), tell(store, press, rules))
    assert answers[0] == answers[1]
    assert await one(store, "SELECT count(*) FROM entry WHERE kind = 'item_done'") == 1


async def test_two_people_pressing_the_same_button_is_one_act_and_one_sentence(store: Store, rules: Rulebook) -> None:
    await opened(store, rules)
    which = await item(store, rules)
    answers = await asyncio.gather(
        *(
            tell(
                store,
                pressed(who, who, which),
                rules,
            )
            for who in (IS_OTHER, AI_LEAD)
        )
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Answer", "Refusal"]


async def test_an_answer_of_slack_and_a_press_at_once_do_not_wait_for_each_other(
    postgres_store: Store, postgres_url: str, rules: Rulebook
) -> None:
    await opened(postgres_store, rules)
    replica = await open_store(postgres_url)
    pressing, go, runs = asyncio.Event(), asyncio.Event(), []

    def press(conn: Connection) -> None:
        runs.append("press")
        log.lock(conn)
        pressing.set()
        await_only(go.wait())
        outbox.put(conn, 1, (Refresh(surface="card"),), NOW)

    def answer(conn: Connection, row: outbox.Row) -> None:
        runs.append("answer")
        shown = SurfaceShown(key=row.key, incident=1, surface="card", channel="C1", ts="1.1")
        record(conn, shown, rules, NOW, row)

    try:
        await postgres_store.write(lambda conn: outbox.put(conn, 1, (Refresh(surface="card"),), NOW))
        claimed = await postgres_store.write(lambda conn: outbox.claim(conn, NOW, timedelta(minutes=1), 9))
        (card,) = [row for row in claimed if row.step == "surface:card"]
        one_side = asyncio.create_task(postgres_store.write(press))
        await pressing.wait()
        other_side = asyncio.create_task(replica.write(lambda conn: answer(conn, card)))
        while not await one(postgres_store, "SELECT count(*) FROM pg_locks WHERE NOT granted"):
            pass
        go.set()
        await asyncio.gather(one_side, other_side)
    finally:
        await replica.close()
    assert runs == ["press", "answer"]


async def test_an_error_of_the_database_does_not_carry_what_was_typed(store: Store, rules: Rulebook) -> None:
    await report(store, rules)
    (kept,) = await rows(store, "SELECT commitment, salt FROM entry_text")

    def again(conn: Connection) -> None:
        conn.execute(insert(entry_text).values(commitment=kept[0], salt=kept[1], text="zebra"))

    with pytest.raises(Exception) as caught:
        await store.write(again)
    told = [str(error) for error in (caught.value, caught.value.__cause__) if error]
    assert told
    assert "zebra" not in " ".join(told)


async def test_a_refusal_may_still_ask_for_a_fresh_list(store: Store, rules: Rulebook) -> None:
    await opened(store, rules)
    which = await item(store, rules)
    surface = rules.packs.phases.phase_of(which).surface
    for shown in ("card", surface):
        await tell(store, SurfaceShown(key=shown, incident=1, surface=shown, channel="C1", ts="1.1"), rules)
    before = await one(store, f"SELECT coalesce(sum(wanted), 0) FROM outbox WHERE key = '1:{surface}'")  # noqa: S608 - a name of ours
    for key in ("a", "b"):
        await tell(
            store,
            pressed(key, IS_OTHER, which),
            rules,
        )
    assert await one(store, f"SELECT wanted FROM outbox WHERE key = '1:{surface}'") == int(str(before)) + 2  # noqa: S608 - a name of ours


async def test_permission_is_asked_of_the_configuration_at_the_moment_of_the_act(store: Store, rules: Rulebook) -> None:
    await opened(store, rules)
    which = await item(store, rules)
    press = pressed("a", IS_LEAD, which)
    assert isinstance(await tell(store, press, rules), Refusal)
    await run(
        store,
        'INSERT INTO person (ref, "user", name, status, seen_at) '
        "VALUES ('isaac@example.gov', 'UISAAC', 'Isaac', 'active', 0)",
    )
    assert isinstance(await tell(store, press, rules), Answer)


async def test_a_row_that_another_worker_holds_decides_nothing(store: Store, rules: Rulebook) -> None:
    await report(store, rules)
    (late,) = await store.write(lambda conn: outbox.claim(conn, NOW, NOW - NOW, 1))
    await store.write(lambda conn: outbox.claim(conn, NOW, NOW - NOW, 1))
    command = ChannelOpened(key=late.key, incident=1, channel="C1", name="br")
    answer = await store.write(lambda conn: record(conn, command, rules, NOW, late))
    assert answer == Answer(name="noted")
    assert await one(store, "SELECT channel FROM incident") is None


async def test_giving_a_row_up_keeps_the_trouble_and_whom_to_tell(store: Store, rules: Rulebook) -> None:
    await report(store, rules)
    (row,) = await store.write(lambda conn: outbox.claim(conn, NOW, NOW - NOW, 1))
    command = StepFailed(key=row.key, incident=1, step="create_channel", error="restricted_action")
    await store.write(lambda conn: give_up(conn, command, rules, NOW, row, "restricted_action"))
    assert await rows(store, "SELECT step, error FROM trouble") == [("create_channel", "restricted_action")]
    failures = select(outbox_table.c.payload).where(outbox_table.c.step == "failure")
    told = [payload["user"] for payload in await store.read(lambda conn: conn.execute(failures).scalars().all())]
    # the reporter, all of AI, and the first of each other office whom Slack knows; nobody holds CR
    assert sorted(told) == sorted([REPORTER, AI_LEAD, AI_OTHER, CCO, IS_OTHER])


async def test_everybody_of_the_roles_sees_the_list_and_others_their_own(store: Store, rules: Rulebook) -> None:
    await report(store, rules, key="a")
    await report(store, rules, key="b", actor=STRANGER)

    async def listed(reporter: str | None) -> list[str]:
        found = await store.read(lambda conn: facts.listed(conn, reporter, 10))
        return [incident.number for incident in found]

    assert await listed(None) == ["BR-2026-0002", "BR-2026-0001"]
    assert await listed(REPORTER) == ["BR-2026-0001"]
    assert await listed("UNOBODY") == []


@pytest.mark.parametrize("typed", ["BR-2026-0001", "br-2026-0001"])
async def test_a_number_is_found_as_people_type_it(store: Store, rules: Rulebook, typed: str) -> None:
    await report(store, rules)
    assert await store.read(lambda conn: facts.by_number(conn, typed)) == 1


@pytest.mark.parametrize("what", ["a\x00b", "lone \ud800 surrogate", "\u202e", "'; DROP TABLE incident; --"])
async def test_odd_characters_are_kept_or_refused_but_never_a_crash(store: Store, rules: Rulebook, what: str) -> None:
    assert isinstance(await tell(store, a_report(what=what), rules), (Answer, Refusal))
    assert await report(store, rules, key="after") in {"BR-2026-0001", "BR-2026-0002"}
