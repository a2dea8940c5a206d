"""Roles: taken, handed over with a note, assigned; one holder each, who is told what the policy asks."""

import asyncio

from sandbox.channel import Channel
from sandbox.text import text_of
from tests.stage import Stage


def card(stage: Stage, channel: Channel) -> str:
    return text_of(stage.surface(channel, "card"))


async def take(stage: Stage, channel: Channel, who: str, role: str) -> None:
    await stage.person(who).press("role_take", stage.surface(channel, "card"), value=f"1|{role}")


async def hand_over(stage: Stage, channel: Channel, who: str, role: str, to: str, note: str = "") -> dict[str, str]:
    actor = stage.person(who)
    await actor.press("card_more", stage.surface(channel, "card"), value=f"1|give|{role}")
    answer = await actor.submit({"user": stage.person(to).id, "note": note})
    return dict(answer.errors)


async def test_a_new_incident_shows_every_role_as_not_claimed_and_tells_nobody_twice(stage: Stage) -> None:
    channel = await stage.report()
    for role in ("Audits (AI)", "Counsel (CCO)", "Systems (IS)", "Communications (CR)"):
        assert f"{role}: nobody yet" in card(stage, channel).replace("*", "")
    assert stage.person("isaac").dm() == []


async def test_whoever_takes_a_role_stands_on_the_card_and_is_told_what_the_policy_asks(stage: Stage) -> None:
    channel = await stage.report("A laptop with the payroll was stolen")
    await take(stage, channel, "ivy", "IS")
    await stage.slack.until(lambda: "Systems (IS): Ivy Ingram" in card(stage, channel).replace("*", ""))
    await stage.slack.until(lambda: stage.person("ivy").dm())
    told = text_of(stage.person("ivy").dm()[-1])
    assert "you hold Systems now" in told
    assert "Policy 11" in told or "Policy 1" in told
    assert "payroll" not in told


async def test_somebody_of_another_role_cannot_take_it(stage: Stage) -> None:
    channel = await stage.report()
    await take(stage, channel, "rosa", "IS")
    await stage.slack.until(lambda: stage.person("rosa").ephemerals)
    assert "Only Systems can do this" in text_of(stage.person("rosa").ephemerals[-1])
    assert "Systems (IS): nobody yet" in card(stage, channel).replace("*", "")


async def test_two_people_taking_one_role_at_once_leave_one_holder(stage: Stage) -> None:
    channel = await stage.report()
    isaac, ivy = stage.person("isaac"), stage.person("ivy")
    await asyncio.gather(take(stage, channel, "isaac", "IS"), take(stage, channel, "ivy", "IS"))
    await stage.slack.until(lambda: isaac.ephemerals or ivy.ephemerals)
    assert "holds Systems" in text_of((isaac.ephemerals + ivy.ephemerals)[-1])
    await stage.slack.until(lambda: "Systems (IS): nobody yet" not in card(stage, channel).replace("*", ""))


async def test_a_role_is_handed_over_with_a_note_that_stands_in_the_record_only(stage: Stage) -> None:
    channel = await stage.report()
    await take(stage, channel, "isaac", "IS")
    await stage.slack.until(lambda: "Systems (IS): Isaac Ito" in card(stage, channel).replace("*", ""))
    assert await hand_over(stage, channel, "isaac", "IS", "igor", "The image of the disk is under way") == {}
    await stage.slack.until(lambda: "Systems (IS): Igor Ivanov" in card(stage, channel).replace("*", ""))
    await stage.slack.until(lambda: stage.person("igor").dm())
    told = text_of(stage.person("igor").dm()[-1])
    assert "Isaac Ito gave it to you" in told
    assert "image of the disk" not in told


async def test_a_note_with_personal_data_is_refused_under_its_field(stage: Stage) -> None:
    channel = await stage.report()
    await take(stage, channel, "isaac", "IS")
    await stage.slack.until(lambda: "Systems (IS): Isaac Ito" in card(stage, channel).replace("*", ""))
    errors = await hand_over(stage, channel, "isaac", "IS", "igor", "SSN 123-45-6789")
    assert "Social Security number" in errors["note"]


async def test_the_lead_of_ai_may_assign_every_role(stage: Stage) -> None:
    channel = await stage.report()
    await take(stage, channel, "rosa", "CR")
    await stage.slack.until(lambda: "Communications (CR): Rosa Reyes" in card(stage, channel).replace("*", ""))
    assert await hand_over(stage, channel, "alice", "CR", "ruth") == {}
    await stage.slack.until(lambda: "Communications (CR): Ruth Rosen" in card(stage, channel).replace("*", ""))
