"""A notice's text is edited by several people: versions, diffs, what an edit voids, and facts that move under it."""

import asyncio

import pytest

from sandbox.text import text_of
from tests.notice_scenes import (
    DOING,
    HAPPENED,
    approved,
    drafted,
    edit,
    heard,
    inputs,
    made,
    message,
    parts,
    press,
    released,
    said,
    state_of,
    thread,
)
from tests.scenes import entries, say
from tests.stage import Stage

pytestmark = pytest.mark.long

BETTER = "A laptop with payroll files was stolen from a locked department office."
DONE = "We reported the theft to the police. We changed all passwords of the accounts on the laptop."


async def test_an_edit_is_a_new_version_with_a_readable_diff_in_the_thread(stage: Stage) -> None:
    await drafted(stage)
    assert await edit(stage, "ralph", HAPPENED, BETTER) == {}
    assert "draft 2 by Ralph Reed" in state_of(stage)
    await stage.slack.until(lambda: said(stage, "Version 2 by Ralph Reed:"))
    diff = next(text_of(one) for one in thread(stage) if "Version 2 by" in text_of(one))
    assert f"– ~{HAPPENED}~\n+ {BETTER}" in diff
    assert "We found out" not in diff, "what did not change is not in the diff"
    await stage.slack.until(lambda: BETTER in parts(stage)[0])
    assert HAPPENED not in parts(stage)[0]


async def test_an_edit_that_changes_nothing_makes_no_version(stage: Stage) -> None:
    await drafted(stage)
    await press(stage, "rosa", "notice_edit")
    assert (await stage.person("rosa").submit({})).errors == {}
    assert (await made(stage)).version == 1
    assert await entries(stage, "notice_revised") == []


async def test_an_edit_voids_the_approval(stage: Stage) -> None:
    await approved(stage)
    assert await edit(stage, "rosa", HAPPENED, BETTER) == {}
    assert "Approved by" not in state_of(stage)
    assert "Not approved. Communications drafts, Counsel approves" in state_of(stage)
    now = await made(stage)
    assert (now.approval, now.asked_by) == (None, None)
    (voided,) = await entries(stage, "approval_voided")
    assert (voided["version"], voided["actor"]) == (1, "U0ROSA")


async def test_an_edit_voids_a_release(stage: Stage) -> None:
    await released(stage)
    assert await edit(stage, "rosa", HAPPENED, BETTER) == {}
    assert "Released by" not in state_of(stage)
    assert "notice_batch" not in str(message(stage).blocks)
    assert (await made(stage)).released_by is None


async def test_somebody_without_a_part_in_the_text_cannot_edit_it(stage: Stage) -> None:
    await drafted(stage)
    await press(stage, "isaac", "notice_edit")
    await stage.slack.until(lambda: bool(stage.person("isaac").ephemerals))
    assert "Only Communications can do this" in heard(stage, "isaac")


async def test_a_changed_fact_marks_the_notice_that_used_it_with_before_and_after(stage: Stage) -> None:
    await approved(stage)
    assert await say(stage, "alice", "what", {"discovered_at": 1_790_200_000}) == {}
    await stage.slack.until(lambda: "Changed since this text was made" in state_of(stage))
    assert "the day we found out: September 21, 2026 → *September 23, 2026*" in state_of(stage)
    assert "Approved by Carla Cole" in state_of(stage), "people see what was approved, and what moved"


async def test_a_fact_that_the_text_does_not_use_marks_nothing(stage: Stage) -> None:
    await drafted(stage)
    before = state_of(stage)
    assert await say(stage, "alice", "what", {"location": "Southeast District"}) == {}
    await press(stage, "rosa", "notice_ask", shows="is asked to approve")
    assert "Changed since" not in before + state_of(stage)


async def test_draft_again_takes_the_change_over_and_keeps_both_versions(stage: Stage) -> None:
    await approved(stage)
    assert await say(stage, "alice", "what", {"discovered_at": 1_790_200_000}) == {}
    await press(stage, "rosa", "notice_again", shows="draft 2 by Rosa Reyes")
    await stage.slack.until(lambda: "We found out on September 23, 2026." in parts(stage)[0])
    assert "Changed since" not in state_of(stage)
    await stage.slack.until(lambda: said(stage, "+ We found out on September 23, 2026."))
    assert len(await entries(stage, "notice_revised")) == 1
    assert "Approved by" not in state_of(stage)


async def test_the_second_of_two_editors_sees_the_firsts_change_and_nothing_is_lost(stage: Stage) -> None:
    await drafted(stage)
    rosa, ralph = stage.person("rosa"), stage.person("ralph")
    for person in (rosa, ralph):
        await press(stage, person.handle, "notice_edit")
    place, text = next(
        (block["block_id"], block["element"]["initial_value"])
        for block in inputs(stage, "rosa")
        if HAPPENED in block["element"]["initial_value"]
    )
    assert DOING in text
    await rosa.submit({place: text.replace(HAPPENED, BETTER)})
    await ralph.submit({place: text.replace(DOING, DONE)})
    assert ralph.view is not None
    assert "Rosa Reyes saved version 2 while you were editing" in text_of(ralph.view)
    assert f"– ~{HAPPENED}~\n+ {BETTER}" in text_of(ralph.view)
    both = str([block["element"]["initial_value"] for block in inputs(stage, "ralph")])
    assert BETTER in both
    assert DONE in both
    assert (await made(stage)).version == 2, "nothing is overwritten before the second has read it"
    assert (await ralph.submit({})).errors == {}
    await stage.slack.until(lambda: "draft 3 by Ralph Reed" in state_of(stage))
    await stage.slack.until(lambda: BETTER in parts(stage)[0] and DONE in parts(stage)[0])


async def test_two_edits_in_the_same_moment_are_one_version_and_one_form_that_stays(stage: Stage) -> None:
    await drafted(stage)
    rosa, ralph = stage.person("rosa"), stage.person("ralph")
    for person in (rosa, ralph):
        await press(stage, person.handle, "notice_edit")
    place, text = next(
        (block["block_id"], block["element"]["initial_value"])
        for block in inputs(stage, "rosa")
        if HAPPENED in block["element"]["initial_value"]
    )
    await asyncio.gather(
        rosa.submit({place: text.replace(HAPPENED, BETTER)}), ralph.submit({place: text.replace(DOING, DONE)})
    )
    assert (await made(stage)).version == 2
    assert len([person for person in (rosa, ralph) if person.view]) == 1


async def test_a_persons_number_is_refused_under_the_part_where_it_stands(stage: Stage) -> None:
    await drafted(stage)
    await press(stage, "rosa", "notice_edit")
    rosa = stage.person("rosa")
    last = inputs(stage, "rosa")[-1]
    typed = f"{last['element']['initial_value']}\nSSN 536-22-8741"
    errors = (await rosa.submit({last["block_id"]: typed})).errors
    assert list(errors) == [last["block_id"]]
    assert "Social Security number" in errors[last["block_id"]]
    assert rosa.view is not None
    assert (await made(stage)).version == 1


async def test_an_empty_text_is_refused_and_the_form_stays(stage: Stage) -> None:
    await drafted(stage)
    await press(stage, "rosa", "notice_edit")
    names = [block["block_id"] for block in inputs(stage, "rosa")]
    errors = (await stage.person("rosa").submit(dict.fromkeys(names, " "))).errors
    assert errors == {"text1.0": "The text is empty."}


async def test_a_mention_typed_into_a_text_is_harmless_and_found(stage: Stage) -> None:
    await drafted(stage)
    assert await edit(stage, "rosa", HAPPENED, f"{HAPPENED} <!channel> <https://x.gov|our page>") == {}
    await stage.slack.until(lambda: "✗" in state_of(stage))
    shown = str([one.blocks for one in (message(stage), *thread(stage))])
    assert "<!channel>" not in shown
    assert "<https://" not in shown
    assert "The text calls a channel or a person, under “What Happened”" in state_of(stage)
    assert "A link hides where it leads" in state_of(stage)


async def test_a_required_sentence_that_was_taken_out_is_missed(stage: Stage) -> None:
    await drafted(stage)
    assert await edit(stage, "rosa", "Please remain vigilant. ", "") == {}
    await stage.slack.until(lambda: "407.1500.2(4)(e)" in state_of(stage))
    assert "✗ This is missing: Advice to remain vigilant" in state_of(stage)


async def test_a_long_text_is_edited_in_parts_and_comes_back_whole(stage: Stage) -> None:
    await drafted(stage)
    before = (await made(stage)).text
    added = "".join(f"\n\nParagraph {place} about the work that was done." for place in range(40))
    assert await edit(stage, "rosa", "Sincerely,", f"Thank you.{added[:900]}\n\nSincerely,") == {}
    await press(stage, "rosa", "notice_edit")
    assert len(inputs(stage, "rosa")) > 1
    last = inputs(stage, "rosa")[-1]
    await stage.person("rosa").submit({last["block_id"]: last["element"]["initial_value"] + "\n\nThe end"})
    await stage.slack.until(lambda: "draft 3 by" in state_of(stage))
    now = (await made(stage)).text
    assert now == before.replace("Sincerely,", f"Thank you.{added[:900]}\n\nSincerely,").rstrip() + "\n\nThe end\n"
