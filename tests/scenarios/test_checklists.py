"""Checklists: who may act, what everybody sees, and that a second press changes nothing."""

import asyncio

from sandbox.channel import Channel
from sandbox.text import text_of
from tests.stage import Stage

ROOT_CAUSE = "1|IS|POL-11.A3"


def shown(stage: Stage, channel: Channel, surface: str) -> str:
    return text_of(stage.surface(channel, surface))


async def test_done_shows_who_and_when_on_the_list_and_counts_on_the_card(stage: Stage) -> None:
    channel = await stage.report()
    await stage.person("isaac").press("item_done", stage.surface(channel, "checklist:IS"), block_id="acts:POL-10")
    await stage.slack.until(lambda: "IS · 1 of 16 done" in shown(stage, channel, "checklist:IS"))
    assert "Isaac Ito, <!date^" in shown(stage, channel, "checklist:IS")
    await stage.slack.until(lambda: "Done 1 of 29" in shown(stage, channel, "card"))


async def test_somebody_of_another_role_gets_a_sentence_that_names_who_can(stage: Stage) -> None:
    channel = await stage.report()
    rosa = stage.person("rosa")
    await rosa.press("item_done", stage.surface(channel, "checklist:IS"), block_id="acts:POL-10")
    await stage.slack.until(lambda: rosa.ephemerals)
    assert "Only IS can do this. That is Isaac Ito" in text_of(rosa.ephemerals[-1])
    assert "IS · 0 of 16 done" in shown(stage, channel, "checklist:IS")


async def test_the_lead_of_ai_may_act_for_every_role(stage: Stage) -> None:
    channel = await stage.report()
    await stage.person("alice").press("item_done", stage.surface(channel, "checklist:IS"), block_id="acts:POL-10")
    await stage.slack.until(lambda: "IS · 1 of 16 done" in shown(stage, channel, "checklist:IS"))


async def test_not_applicable_asks_why_and_shows_the_reason(stage: Stage) -> None:
    channel = await stage.report()
    rosa = stage.person("rosa")
    await rosa.press("item_more", stage.surface(channel, "checklist:CR"), value="1|CR|POL-8.B2|not_applicable")
    answer = await rosa.submit({"reason": "No public interest so far"})
    assert answer.errors == {}
    await stage.slack.until(lambda: "No public interest so far" in shown(stage, channel, "checklist:CR"))


async def test_a_reason_with_personal_data_is_refused_under_its_field(stage: Stage) -> None:
    channel = await stage.report()
    rosa = stage.person("rosa")
    await rosa.press("item_more", stage.surface(channel, "checklist:CR"), value="1|CR|POL-8.B2|not_applicable")
    answer = await rosa.submit({"reason": "SSN 123-45-6789 only"})
    assert "Social Security number" in answer.errors["reason"]


async def test_a_signature_is_asked_for_in_words_and_stands_on_the_list(stage: Stage) -> None:
    channel = await stage.report()
    isaac = stage.person("isaac")
    await isaac.press("item_done", stage.surface(channel, "checklist:IS"), block_id="acts:POL-4.3")
    answer = await isaac.submit({"reason": "SSN 123-45-6789 only"})
    assert "Social Security number" in answer.errors["reason"]
    assert (await isaac.submit({"reason": "One laptop, payroll of May"})).errors == {}
    await stage.slack.until(lambda: "One laptop, payroll of May" in shown(stage, channel, "checklist:IS"))


async def test_a_line_that_asks_for_words_is_not_done_without_them(stage: Stage) -> None:
    channel = await stage.report()
    isaac = stage.person("isaac")
    await isaac.press("item_pick", stage.surface(channel, "checklist:IS"), value="1|IS|POL-11.B2|pick")
    answer = await isaac.submit({"act": "done"})
    assert "the policy asks for it" in answer.errors["reason"]


async def test_the_word_to_the_leader_asks_who_was_told_and_how(stage: Stage) -> None:
    channel = await stage.report()
    alice = stage.person("alice")
    await alice.press("item_done", stage.surface(channel, "checklist:AI"), block_id="acts:POL-7.1")
    assert (await alice.submit({"name": "Dana Dixon", "method": "telephone"})).errors == {}
    await stage.slack.until(lambda: "AI · 1 of" in shown(stage, channel, "checklist:AI"))


async def test_assigning_shows_the_person(stage: Stage) -> None:
    channel = await stage.report()
    isaac = stage.person("isaac")
    await isaac.press(
        "item_more", stage.surface(channel, "checklist:IS"), value=f"{ROOT_CAUSE}|assign", block_id="item:POL-11.A3"
    )
    await isaac.submit({"assignee": stage.person("ivy").id})
    await stage.slack.until(lambda: "Ivy Ingram" in shown(stage, channel, "checklist:IS"))


async def test_undo_opens_an_item_again(stage: Stage) -> None:
    channel = await stage.report()
    rosa = stage.person("rosa")
    await rosa.press("item_done", stage.surface(channel, "checklist:CR"))
    await stage.slack.until(lambda: "CR · 1 of 1 done" in shown(stage, channel, "checklist:CR"))
    await rosa.press("item_undo", stage.surface(channel, "checklist:CR"), value="1|CR|POL-8.B2|undo")
    await stage.slack.until(lambda: "CR · 0 of 1 done" in shown(stage, channel, "checklist:CR"))


async def test_two_people_pressing_the_same_button_is_done_once_and_the_second_is_told(stage: Stage) -> None:
    channel = await stage.report()
    isaac, ivy = stage.person("isaac"), stage.person("ivy")
    message = stage.surface(channel, "checklist:IS")
    await asyncio.gather(*(one.press("item_done", message, block_id="acts:POL-10") for one in (isaac, ivy)))
    await stage.slack.until(lambda: isaac.ephemerals or ivy.ephemerals)
    assert "Already done by" in text_of((isaac.ephemerals + ivy.ephemerals)[-1])
    await stage.slack.until(lambda: "IS · 1 of 16 done" in shown(stage, channel, "checklist:IS"))


async def test_thirty_presses_in_a_burst_become_few_updates_with_the_last_state(stage: Stage) -> None:
    channel = await stage.report()
    isaac, message = stage.person("isaac"), stage.surface(channel, "checklist:IS")
    before = len(stage.slack.calls("chat.update"))
    acts = [
        ("item_done", None, "acts:POL-10"),
        ("item_more", "1|IS|POL-11.A1|done", "item:POL-11.A1"),
    ]
    await asyncio.gather(*(isaac.press(act, message, value, block) for act, value, block in acts * 15))
    await stage.slack.until(lambda: "IS · 2 of 16 done" in shown(stage, channel, "checklist:IS"))
    await stage.slack.until(lambda: "Done 2 of 29" in shown(stage, channel, "card"))
    assert len(stage.slack.calls("chat.update")) - before <= 6


async def test_the_call_is_recorded_by_the_reporter_and_shown_on_the_card(stage: Stage) -> None:
    channel = await stage.report()
    olga = stage.person("olga")
    await olga.press("record_call", olga.dm()[-1])
    await stage.slack.until(
        lambda: "by Olga Olsen" in shown(stage, channel, "card") or "<@U0OLGA>" in shown(stage, channel, "card")
    )
    await stage.slack.until(lambda: "is recorded. Thank you" in text_of(olga.dm()[-1]))


async def test_my_tasks_lists_what_is_open_for_the_person(stage: Stage) -> None:
    channel = await stage.report()
    rosa = stage.person("rosa")
    await rosa.press("my_tasks", stage.surface(channel, "card"))
    assert "social media" in text_of(rosa.view)


async def test_every_act_stands_in_the_record(stage: Stage) -> None:
    from sqlalchemy import select

    from storage import log
    from storage.tables import entry

    channel = await stage.report()
    await stage.person("isaac").press("item_done", stage.surface(channel, "checklist:IS"), block_id="acts:POL-10")
    kinds = await stage.bot.desk.ask(
        lambda conn: list(conn.execute(select(entry.c.kind).order_by(entry.c.seq)).scalars())
    )
    assert kinds == ["incident_reported", "channel_opened", "people_invited", "item_done"]
    assert await stage.bot.desk.ask(lambda conn: list(log.verify(conn))) == []


async def test_an_item_further_down_can_be_taken_first(stage: Stage) -> None:
    channel = await stage.report()
    isaac = stage.person("isaac")
    await isaac.press("item_pick", stage.surface(channel, "checklist:IS"), value="1|IS|POL-11.C4|pick")
    assert (await isaac.submit({"act": "done", "reason": "None collected"})).errors == {}
    await stage.slack.until(lambda: "✓ Keep the chain of custody" in shown(stage, channel, "checklist:IS"))


async def test_taking_an_item_for_somebody_else_asks_for_whom(stage: Stage) -> None:
    channel = await stage.report()
    isaac = stage.person("isaac")
    await isaac.press("item_pick", stage.surface(channel, "checklist:IS"), value="1|IS|POL-11.C4|pick")
    answer = await isaac.submit({"act": "assign"})
    assert "Choose who" in answer.errors["assignee"]


async def test_what_the_policy_wants_as_soon_as_possible_stands_first(stage: Stage) -> None:
    channel = await stage.report()
    listed = shown(stage, channel, "checklist:AI")
    assert listed.index("as soon as possible") < listed.index("Policy 1 ")
