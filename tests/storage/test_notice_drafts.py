"""Notices in the database: every version stays, an edit voids, and two replicas never write the same version."""

import asyncio
import json
from typing import Any

import pytest
from sqlalchemy import delete, select

from bot.decision import Answer, Refusal
from bot.notice_commands import (
    ApproveNotice,
    AskApproval,
    DraftNotice,
    FillNotice,
    RecordBatch,
    ReleaseNotice,
    ReviseNotice,
)
from bot.notice_draft import NoticeDraft
from bot.rules.approving import hash_of
from storage import facts, notice_drafts
from storage.engine import Store, open_store
from storage.notice_tables import notice_draft_version
from storage.tables import entry_text
from tests.bot.noticing import CR, CR_OTHER, RULES
from tests.given import CCO, NOW
from tests.storage.steps import report, rows, tell

KIND = "holding_statement"
HAPPENED = "A laptop was stolen."
FIRST = f"# Holding statement\n\n{HAPPENED}\n"
SECOND = "# Holding statement\n\nA laptop was stolen, and we look into it.\n"


def draft(**more: Any) -> DraftNotice:
    given: dict[str, Any] = {"key": "d1", "actor": CR, "incident": 1, "kind": KIND, "text": FIRST, "used": ()}
    return DraftNotice(**(given | more))


def revise(**more: Any) -> ReviseNotice:
    given: dict[str, Any] = {"key": "r1", "actor": CR, "incident": 1, "draft": KIND, "base": 1}
    return ReviseNotice(**(given | {"text": SECOND, "used": ()} | more))


@pytest.fixture
async def begun(store: Store) -> Store:
    """A store with an incident and the draft of a notice."""
    await report(store, RULES)
    said = FillNotice(key="s", actor=CR, incident=1, answers={"incident_in_general_terms": HAPPENED})
    assert isinstance(await tell(store, said, RULES), Answer)
    assert isinstance(await tell(store, draft(), RULES), Answer)
    return store


async def notice(store: Store) -> NoticeDraft:
    return (await store.read(lambda conn: notice_drafts.of_incident(conn, 1)))[KIND]


async def text_of(store: Store, version: int) -> str | None:
    return await store.read(lambda conn: notice_drafts.version_text(conn, 1, KIND, version))


async def count(store: Store, kind: str) -> int:
    return len(await rows(store, "SELECT seq FROM entry WHERE kind = :kind", kind=kind))


async def test_every_version_stays_with_its_author(begun: Store) -> None:
    await tell(begun, revise(actor=CR_OTHER), RULES)
    now = await notice(begun)
    assert (now.version, now.text, now.author, now.authors) == (2, SECOND, CR_OTHER, (CR, CR_OTHER))
    assert [await text_of(begun, version) for version in (1, 2, 3)] == [FIRST, SECOND, None]


async def test_the_same_delivery_twice_is_one_version(begun: Store) -> None:
    first = await tell(begun, revise(), RULES)
    assert await tell(begun, revise(), RULES) == first
    assert (await notice(begun)).version == 2
    assert await count(begun, "notice_revised") == 1


async def test_two_replicas_that_revise_at_the_same_moment_make_one_version(begun: Store, database_url: str) -> None:
    replica = await open_store(database_url)
    try:
        answers = await asyncio.gather(
            tell(begun, revise(key="r1"), RULES),
            tell(replica, revise(key="r2", actor=CR_OTHER, text="Another text"), RULES),
        )
    finally:
        await replica.close()
    (refused,) = [one for one in answers if isinstance(one, Refusal)]
    assert refused.name == "edited_meanwhile"
    now = await notice(begun)
    assert now.version == 2
    assert refused.values["by"] == now.author
    assert await count(begun, "notice_revised") == 1


async def test_two_replicas_that_draft_at_the_same_moment_make_one_notice(store: Store, database_url: str) -> None:
    await report(store, RULES)
    replica = await open_store(database_url)
    try:
        answers = await asyncio.gather(
            tell(store, draft(), RULES), tell(replica, draft(key="d2", actor=CR_OTHER, text="Other"), RULES)
        )
    finally:
        await replica.close()
    assert [one.name for one in answers if isinstance(one, Refusal)] == ["drafted_already"]
    assert (await notice(store)).version == 1
    assert await count(store, "notice_drafted") == 1


async def approve(store: Store) -> None:
    ids: dict[str, Any] = {"incident": 1, "draft": KIND, "version": 1}
    assert isinstance(await tell(store, AskApproval(key="a", actor=CR, **ids), RULES), Answer)
    hashes = {"text": hash_of(FIRST), "docx": "0" * 64}
    told = await tell(store, ApproveNotice(key="b", actor=CCO, hashes=hashes, reason="Read", **ids), RULES)
    assert isinstance(told, Answer), told
    assert isinstance(await tell(store, ReleaseNotice(key="c", actor=CR, **ids), RULES), Answer)


async def test_an_approval_and_a_release_are_kept_as_they_were_given(begun: Store) -> None:
    await approve(begun)
    now = await notice(begun)
    assert now.approval is not None
    assert (now.approval.by, now.approval.at, now.approval.reason) == (CCO, NOW, "Read")
    assert now.approval.hashes == {"text": hash_of(FIRST), "docx": "0" * 64}
    assert (now.asked_by, now.released_by, now.released_at) == (CR, CR, NOW)


async def test_a_new_version_voids_what_the_old_one_had_and_keeps_its_mailings(begun: Store) -> None:
    await approve(begun)
    sent = RecordBatch(key="e", actor=CR, incident=1, draft=KIND, method="web", at=NOW, people={}, who="CR")
    assert isinstance(await tell(begun, sent, RULES), Answer)
    await tell(begun, revise(), RULES)
    now = await notice(begun)
    assert (now.asked_by, now.approval, now.released_by, now.released_at) == (None, None, None, None)
    assert [one.method for one in now.batches] == ["web"]
    assert await count(begun, "approval_voided") == 1


async def test_a_text_that_was_expunged_is_empty_and_everything_else_can_be_read(begun: Store) -> None:
    await tell(begun, revise(), RULES)

    def commitment(conn: Any) -> str:
        return str(
            conn.execute(select(notice_draft_version.c.text).where(notice_draft_version.c.version == 2)).scalar_one()
        )

    gone = await begun.read(commitment)
    await begun.write(lambda conn: conn.execute(delete(entry_text).where(entry_text.c.commitment == gone)) and None)
    now = await notice(begun)
    assert (now.text, now.version, now.authors) == ("", 2, (CR, CR))
    assert await text_of(begun, 1) == FIRST
    assert await begun.read(lambda conn: facts.incident_facts(conn, 1)) is not None


async def test_the_record_holds_no_text_in_its_bodies(begun: Store) -> None:
    await tell(begun, revise(), RULES)
    bodies = [json.loads(row[0]) for row in await rows(begun, "SELECT body FROM entry")]
    assert "look into it" not in json.dumps(bodies)
    assert await rows(begun, "SELECT text FROM entry_text WHERE text = :text", text=SECOND) != []
