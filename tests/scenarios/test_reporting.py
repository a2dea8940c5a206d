"""Reporting: from what somebody types to the open incident."""

from datetime import UTC, datetime

import pytest

from sandbox.text import text_of
from tests.scenes import PHASES, known
from tests.stage import Stage, on_stage


async def test_a_report_opens_a_private_channel_with_the_reporter_and_every_role(stage: Stage) -> None:
    channel = await stage.report("A laptop was stolen from the lobby")
    assert channel.is_private
    roles = "alice arthur anita amos carla colin chidi isaac ivy igor ines rosa ralph ruth"
    inside = {stage.person(handle).id for handle in ["olga", *roles.split()]}
    assert set(channel.members) == inside | {stage.slack.bot_user_id}


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_it_works_over_both_transports(database_url: str, transport: str) -> None:
    async with on_stage(database_url, transport=transport) as stage:
        channel = await stage.report()
        assert stage.is_open(channel)


async def test_the_reporter_is_inside_after_the_second_call(stage: Stage) -> None:
    await stage.report()
    written = [row.method for row in stage.slack.journal if row.kind == "call" and row.method.startswith("conv")]
    assert written[:2] == ["conversations.create", "conversations.invite"]
    assert stage.slack.calls("conversations.invite")[0].args["users"].split(",")[0] == stage.person("olga").id


async def test_the_channel_says_nothing_of_what_happened(stage: Stage) -> None:
    channel = await stage.report("Payroll laptop stolen in Sedalia")
    said = f"{channel.name} {channel.topic}"
    assert not [word for word in ("payroll", "laptop", "stolen", "sedalia") if word in said.lower()]


async def test_the_card_tells_what_was_reported_and_is_pinned(stage: Stage) -> None:
    channel = await stage.report("A laptop was stolen from the lobby")
    card = stage.surface(channel, "card")
    assert "A laptop was stolen from the lobby" in text_of(card)
    assert channel.pins == [card.ts]


async def test_every_list_is_reached_from_the_card_with_provision_and_verb(stage: Stage) -> None:
    channel = await stage.report()
    person = stage.person("alice")
    seen = ""
    for phase in PHASES.phases:
        await person.press("card_more", stage.surface(channel, "card"), value=f"1|list|{phase.id}")
        seen += text_of(person.view)
        await person.close(everything=True)
    assert 'Audits · Policy 4 · "will"' in seen
    assert 'Systems · Policy 10 · "shall"' in seen


async def test_the_confirmation_asks_for_the_call(stage: Stage) -> None:
    answer = await stage.person("olga").command("/breach", "report A phone was lost")
    assert "Recorded as BR-" in str(answer.text)
    assert "573-751-7446" in str(answer.text)


async def test_the_form_records_what_was_chosen(stage: Stage) -> None:
    olga = stage.person("olga")
    await olga.command("/breach", "report")
    noticed = int(datetime(2026, 11, 20, 20, 10, tzinfo=UTC).timestamp())
    answer = await olga.submit(
        {
            "what": "Somebody took the laptop from the truck",
            "things": ["device", "paper"],
            "fate": "stolen",
            "office": "Central District",
            "noticed_at": noticed,
            "ongoing": "no",
            "people_data": "yes",
            "called": "yes",
            "behalf_of": "Sam of maintenance, extension 12",
        }
    )
    assert answer.errors == {}
    channel = await opened(stage)
    card = text_of(stage.surface(channel, "card"))
    for told in ("Stolen device, Stolen paper", "Central District", f"<!date^{noticed}^", "Sam of maintenance"):
        assert told in card
    assert "recorded <!date" in card


async def opened(stage: Stage, channels: int = 1):  # type: ignore[no-untyped-def]  # a Channel, as stage.report gives
    """Wait for the newest incident to be open."""
    await stage.slack.until(lambda: len(stage.channels()) == channels)
    channel = stage.channels()[-1]
    await stage.opened(channel)
    return channel


async def test_the_form_shows_number_and_telephone_once_recorded(stage: Stage) -> None:
    olga = stage.person("olga")
    await olga.command("/breach", "report")
    await olga.submit({"what": "The cabinet was forced", "things": ["tampering"]})
    shown = text_of(olga.view)
    assert "Recorded as BR-" in shown
    assert "573-751-7446" in shown


async def test_the_report_line_stands_first_in_the_form(stage: Stage) -> None:
    olga = stage.person("olga")
    await olga.command("/breach", "report")
    assert olga.view is not None
    assert "573-751-7446" in text_of({"blocks": olga.view["blocks"][:1]})


async def test_the_global_shortcut_opens_the_form(stage: Stage) -> None:
    olga = stage.person("olga")
    await olga.shortcut("report_incident")
    assert olga.view is not None
    assert olga.view["callback_id"] == "report"


async def test_report_this_brings_the_message_into_the_form(stage: Stage) -> None:
    olga = stage.person("olga")
    message = olga.post("general", "Somebody broke into the sign shop")
    await olga.message_shortcut("report_message", "general", message)
    assert olga.view is not None
    assert "Somebody broke into the sign shop" in str(olga.view["blocks"])


async def test_report_this_takes_personal_data_out(stage: Stage) -> None:
    olga = stage.person("olga")
    message = olga.post("general", "Found a list with SSN 123-45-6789 on the bus")
    await olga.message_shortcut("report_message", "general", message)
    assert "123-45-6789" not in str(olga.view)
    assert "on the bus" in str(olga.view)


async def test_a_form_without_the_fate_of_a_device_gets_a_sentence_under_the_field(stage: Stage) -> None:
    olga = stage.person("olga")
    await olga.command("/breach", "report")
    answer = await olga.submit({"what": "A laptop", "things": ["device"]})
    assert "stolen, lost, or seen" in answer.errors["fate"]


async def test_a_time_in_the_future_is_refused_under_its_field(stage: Stage) -> None:
    olga = stage.person("olga")
    await olga.command("/breach", "report")
    answer = await olga.submit({"what": "A laptop", "noticed_at": 4_000_000_000})
    assert "future" in answer.errors["noticed_at"]


async def test_personal_data_is_refused_with_its_kind_and_nothing_typed_is_lost(stage: Stage) -> None:
    olga = stage.person("olga")
    await olga.command("/breach", "report")
    answer = await olga.submit({"what": "Her number is 123-45-6789", "behalf_of": "Sam"})
    assert "a Social Security number" in answer.errors["what"]
    assert "123-45" not in answer.errors["what"]
    corrected = await olga.submit({"what": "Her number was on it"})
    assert corrected.errors == {}
    channel = await opened(stage)
    assert "Sam" in text_of(stage.surface(channel, "card"))


async def test_personal_data_behind_the_command_comes_back_masked_in_the_form(stage: Stage) -> None:
    olga = stage.person("olga")
    await olga.command("/breach", "report Lost a page with 123-45-6789 near the bridge")
    assert "123-45-6789" not in str(olga.view)
    assert "near the bridge" in str(olga.view)
    assert stage.channels() == []


async def test_when_slack_does_not_open_the_form_the_answer_has_number_and_text_form(stage: Stage) -> None:
    stage.slack.faults.add("views.open", "hang")
    answer = await stage.person("olga").command("/breach", "report")
    assert answer.ok
    assert "573-751-7446" in str(answer.text)
    assert "/breach report" in str(answer.text)


async def test_text_from_people_cannot_ping_or_link(stage: Stage) -> None:
    channel = await stage.report("<!channel> <https://evil.example|click> <@U0ALICE>")
    card = text_of(stage.surface(channel, "card"))
    assert "<!channel>" not in card
    assert "<https" not in card
    assert "click" in card


async def test_a_guest_who_reports_is_named_with_the_number_to_call(stage: Stage) -> None:
    stage.slack.faults.add("conversations.invite", "error", error="user_is_restricted")
    await stage.person("olga").command("/breach", "report A phone was lost")
    await stage.slack.until(lambda: stage.channels() and stage.shown(stage.channels()[0]) >= {"card"})
    assert "573-751-7446" in text_of(stage.surface(stage.channels()[0], "card"))


async def test_what_people_call_it_is_a_kind_of_the_policys_definition(stage: Stage) -> None:
    olga = stage.person("olga")
    await olga.command("/breach", "report")
    things = ["account", "malware", "missent", "phishing", "exposure"]
    assert (await olga.submit({"what": "Somebody signed in as me", "things": things})).errors == {}
    kinds = (await known(stage)).incident.kinds
    assert kinds == ("edocument_accessed", "device_accessed", "exposure", "other")
