"""That a notice went out is proven by what people record: batches that count and those that do not, calls, advice."""

import pytest

from sandbox.text import text_of
from tests.notice_scenes import (
    LETTER,
    approved,
    batch,
    drafted,
    heard,
    list_of,
    made,
    message,
    press,
    released,
    said,
    state_of,
)
from tests.scenes import entries, known, shown
from tests.stage import Stage

pytestmark = pytest.mark.long

ROSTER = "0123456789abcdef" * 4
GIVEN = "given:us_mo_407_1500:consumer_notice"


async def test_a_mailing_is_recorded_with_its_numbers_and_its_list(stage: Stage) -> None:
    await released(stage)
    proof = {"who": "State printing center", "roster": ROSTER.upper(), "receipt": "PS Form 3877"}
    assert await batch(stage, people="MO 180\nKS: 20", **proof) == {}
    await stage.slack.until(lambda: "✉ 1. Letters" in state_of(stage))
    assert "KS 20, MO 180 · recorded by Rosa Reyes · list 0123456789ab…" in state_of(stage)
    assert "200 people told so far" in state_of(stage)
    (one,) = (await made(stage)).batches
    assert (one.people, one.roster, one.receipt) == ({"MO": 180, "KS": 20}, ROSTER, "PS Form 3877")
    (body,) = await entries(stage, "notice_sent")
    assert (body["method"], body["counts_as_notice"], body["version"]) == ("written", True, 1)


async def test_the_notice_is_recorded_as_given_once_everybody_was_told(stage: Stage) -> None:
    channel = await released(stage)
    assert await batch(stage, people="MO 150") == {}
    await stage.slack.until(lambda: "✉ 1. Letters" in state_of(stage))
    assert (await known(stage)).in_force(GIVEN) is None, "fifty of 200 people are not told yet"
    assert await batch(stage, people="MO 50") == {}
    await stage.slack.until(lambda: "✉ 2. Letters" in state_of(stage))
    given = (await known(stage)).in_force(GIVEN)
    assert given is not None
    assert (given.outcome, given.by) == ("given", "U0ROSA")
    assert given.answers["how"] == f"written: {LETTER}"
    await stage.slack.until(lambda: "given" in shown(stage, channel, "assessment"))


async def test_only_people_of_this_state_settle_this_states_notice(stage: Stage) -> None:
    await released(stage)
    assert await batch(stage, people="KS 5000") == {}
    await stage.slack.until(lambda: "✉ 1. Letters" in state_of(stage))
    assert (await known(stage)).in_force(GIVEN) is None
    assert "notices_at_one_time" not in (await known(stage)).known


async def test_nothing_went_out_before_the_release(stage: Stage) -> None:
    await approved(stage)
    assert "notice_batch" not in str(message(stage).blocks)


async def test_a_mailing_in_the_future_is_refused_and_what_was_typed_stays(stage: Stage) -> None:
    await released(stage)
    later = int(stage.slack.clock.seconds()) + 3600
    assert "in the future" in (await batch(stage, at=later, who="State printing"))["at"]
    assert stage.person("rosa").view is not None
    assert (await made(stage)).batches == ()


async def test_numbers_without_a_state_are_refused_under_their_field(stage: Stage) -> None:
    await released(stage)
    for typed in ("200", "MO many", "XX 10", "Atlantis 10", "MO 10\nMO 20", "MO -5", "MO ²", " "):
        errors = await batch(stage, people=typed)
        assert list(errors) == ["people"], typed
        assert "Write it like" in errors["people"]
        await stage.person("rosa").close(everything=True)
    assert (await made(stage)).batches == ()


async def test_a_count_that_cannot_be_is_refused(stage: Stage) -> None:
    await released(stage)
    assert list(await batch(stage, people="MO 99999999999999")) == ["people"]
    assert (await made(stage)).batches == ()


async def test_a_list_of_names_itself_is_refused_where_its_hash_belongs(stage: Stage) -> None:
    await released(stage)
    assert "64 signs" in (await batch(stage, roster="Doe, Jane; Roe, Richard"))["roster"]
    assert (await made(stage)).batches == ()


async def test_a_persons_number_as_a_receipt_is_refused(stage: Stage) -> None:
    await released(stage)
    assert "Social Security number" in (await batch(stage, receipt="SSN 536-22-8741"))["receipt"]


async def test_voicemail_and_mail_without_consent_are_kept_and_do_not_count(stage: Stage) -> None:
    await released(stage)
    for method in ("voicemail", "email"):
        await press(stage, "rosa", "notice_batch")
        assert (await stage.person("rosa").submit({"method": method, "people": "MO 200"})).errors == {}
        assert "It does not count as notice to a consumer" in heard(stage, "rosa")
        await stage.person("rosa").close(everything=True)
    await stage.slack.until(lambda: "✉ 2." in state_of(stage))
    assert state_of(stage).count("does not count as notice (407.1500.2(6))") == 2
    assert (await made(stage)).sent == 0
    facts = await known(stage)
    assert "notices_at_one_time" not in facts.known
    assert facts.in_force(GIVEN) is None


async def test_mail_that_came_back_is_kept_and_counts_nobody(stage: Stage) -> None:
    await released(stage)
    assert await batch(stage, people="MO 200") == {}
    assert await batch(stage, method="returned", people="MO 3") == {}
    await stage.slack.until(lambda: "✉ 2. Mail that came back" in state_of(stage))
    assert (await made(stage)).sent == 200
    assert (await known(stage)).known["notices_at_one_time"].value == [200]


async def test_more_than_a_thousand_at_one_time_opens_the_further_notices(stage: Stage) -> None:
    channel = await released(stage, residents="MO 1200")
    assert await batch(stage, people="MO 1200") == {}
    card = "Tell Missouri Attorney General's Office*: required"
    await stage.slack.until(lambda: card in shown(stage, channel, "assessment"))
    assert "Tell all nationwide consumer reporting agencies*: required" in shown(stage, channel, "assessment")
    called = (await list_of(stage)).partition("Any other kind:")[0]
    assert "Notice to the Attorney General" in called
    for agency in ("Equifax", "Experian", "TransUnion"):
        assert f"Notice to a consumer reporting agency: {agency}" in called


async def test_a_thousand_opens_none(stage: Stage) -> None:
    channel = await released(stage, residents="MO 1000")
    assert await batch(stage, people="MO 1000") == {}
    await stage.slack.until(lambda: "✉ 1." in state_of(stage))
    await stage.slack.until(lambda: "given" in shown(stage, channel, "assessment"))
    assert "Attorney General's Office*: required" not in shown(stage, channel, "assessment")


async def test_two_mailings_that_add_up_ask_counsel_how_the_law_is_read(stage: Stage) -> None:
    channel = await released(stage, residents="MO 1200")
    assert await batch(stage, people="MO 700") == {}
    await stage.slack.until(lambda: "✉ 1." in state_of(stage))
    assert "decision:reading:at_one_time" not in stage.shown(channel)
    assert await batch(stage, people="MO 500") == {}
    await stage.slack.until(lambda: "decision:reading:at_one_time" in stage.shown(channel), timeout=20)
    asked = shown(stage, channel, "decision:reading:at_one_time")
    assert "Do several mailings for one breach count together" in asked
    assert "*Counsel* decides" in asked
    assert (await known(stage)).known["notices_at_one_time"].value == [700, 500]


async def test_the_call_centers_day_is_recorded_and_posted(stage: Stage) -> None:
    channel = await drafted(stage)
    rosa = stage.person("rosa")
    await rosa.command("/breach", "tally", channel=channel)
    assert (await rosa.submit({"calls": "many"})).errors == {"calls": "Write a whole number, such as 5000."}
    assert "Social Security number" in (await rosa.submit({"calls": "7", "asked": "SSN 536-22-8741"})).errors["asked"]
    assert (await rosa.submit({"calls": "1,204", "asked": "Is my <!channel> account safe?"})).errors == {}
    await stage.slack.until(lambda: "1204 calls" in rosa.read(channel))
    assert "<!channel>" not in str([one.blocks for one in channel.messages])
    assert [one["calls"] for one in await entries(stage, "tally_recorded")] == [1204]


async def test_counsels_advice_has_a_room_and_a_class_of_its_own(stage: Stage) -> None:
    channel = await stage.report()
    carla = stage.person("carla")
    await carla.command("/breach", "advice Wait for the police report.", channel=channel)
    await carla.command("/breach", "advice", channel=channel)
    assert (await carla.submit({"text": "Then tell the Attorney General."})).errors == {}
    await carla.close(everything=True)
    await stage.slack.until(lambda: bool(stage.counsel_rooms()))
    (room,) = stage.counsel_rooms()
    await stage.slack.until(lambda: "counsel_room" in stage.shown(room))
    assert "attorney-client privileged" in text_of(stage.surface(room, "counsel_room"))

    def told() -> list[str]:
        return [text_of(one) for one in room.messages if "*Advice*" in text_of(one)]

    await stage.slack.until(lambda: len(told()) == 2)
    assert any("Wait for the police report." in one for one in told())
    assert [one["class"] for one in await entries(stage, "advice_given")] == ["advice", "advice"]
    assert not any("police report" in text_of(one) for one in channel.messages)


async def test_nobody_but_counsel_gives_advice(stage: Stage) -> None:
    channel = await stage.report()
    rosa = stage.person("rosa")
    for typed in ("advice", "advice Do nothing."):
        answer = await rosa.command("/breach", typed, channel=channel)
        assert "Only Counsel can do this" in (answer.text or "")
        assert rosa.view is None
    assert await entries(stage, "advice_given") == []


async def test_a_persons_number_in_advice_is_refused(stage: Stage) -> None:
    channel = await stage.report()
    carla = stage.person("carla")
    await carla.command("/breach", "advice", channel=channel)
    assert "Social Security number" in (await carla.submit({"text": "SSN 536-22-8741"})).errors["text"]
    assert carla.view is not None


async def test_a_mailing_is_recorded_for_the_notice_whose_thread_it_is(stage: Stage) -> None:
    await released(stage)
    assert not said(stage, "✉")
    assert await batch(stage, "carla", people="MO 10") == {}, "counsel may record it too"
    await press(stage, "isaac", "notice_batch")
    assert (
        "Only Communications can do this" in (await stage.person("isaac").submit({"people": "MO 1"})).errors["method"]
    )
