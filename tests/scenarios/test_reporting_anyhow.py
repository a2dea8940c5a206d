"""However somebody tries to report: the words are kept whole, and where no form opens the number to call is shown."""

import pytest

from sandbox.message import Message
from sandbox.text import text_of
from tests.stage import Stage

PHONE = "573-751-7446"
SPACES = {
    "line break": "\n",
    "carriage return": "\r\n",
    "tab": "\t",
    "no-break space": "\u00a0",
    "narrow no-break space": "\u202f",
    "ideographic space": "\u3000",
}


@pytest.mark.parametrize("space", SPACES.values(), ids=list(SPACES))
async def test_whatever_space_parts_report_from_its_words_none_is_dropped(stage: Stage, space: str) -> None:
    await stage.person("olga").command("/breach", f"report{space}Unencrypted server was copied")
    await stage.slack.until(lambda: len(stage.channels()) == 1)
    (channel,) = stage.channels()
    await stage.opened(channel)
    assert "Unencrypted server was copied" in text_of(stage.surface(channel, "card"))


async def test_one_word_behind_a_line_break_is_a_report(stage: Stage) -> None:
    answer = await stage.person("olga").command("/breach", "report\nburglary")
    assert "Recorded as BR-" in str(answer.text)


async def test_a_number_behind_a_no_break_space_is_that_number(stage: Stage) -> None:
    await stage.report()
    answer = await stage.person("alice").command("/breach", "status\u00a0BR-2026-9999")
    assert "BR-2026-9999" in str(answer.text)


def refuse_forms(stage: Stage) -> None:
    for method in ("views.open", "views.push"):
        stage.slack.faults.add(method, "error", error="expired_trigger_id", times=None)


async def told_the_number(stage: Stage, handle: str) -> str:
    """Wait until the person was told the number, wherever; answers the words."""
    person = stage.person(handle)

    def said() -> str:
        shown = [text_of(one) for one in (*person.ephemerals, *person.dm())]
        return next((text for text in reversed(shown) if PHONE in text), "")

    return str(await stage.slack.until(said))


async def test_the_global_shortcut_without_a_form_shows_the_number(stage: Stage) -> None:
    refuse_forms(stage)
    await stage.person("olga").shortcut("report_incident")
    assert "Nothing is recorded yet" in await told_the_number(stage, "olga")


async def test_the_home_button_without_a_form_shows_the_number(stage: Stage) -> None:
    olga = stage.person("olga")
    await olga.open_home()
    await stage.slack.until(lambda: olga.home)
    refuse_forms(stage)
    await olga.press("open_report", home=True)
    assert "Nothing is recorded yet" in await told_the_number(stage, "olga")


async def test_report_this_without_a_form_shows_number_and_words_where_the_bot_is_no_member(stage: Stage) -> None:
    olga = stage.person("olga")
    message = olga.post("general", "Somebody broke into the sign shop")
    assert stage.slack.bot_user_id not in olga.channel("general").members
    refuse_forms(stage)
    await olga.message_shortcut("report_message", "general", message)
    assert "Somebody broke into the sign shop" in await told_the_number(stage, "olga")


def initial_texts(stage: Stage, handle: str) -> list[str]:
    view = stage.person(handle).view
    assert view is not None
    return [
        str(block["element"].get("initial_value") or "")
        for block in view["blocks"]
        if block["type"] == "input" and block["element"]["type"] == "plain_text_input"
    ]


async def test_report_this_keeps_links_lines_and_the_way_to_the_message(stage: Stage) -> None:
    olga = stage.person("olga")
    place = olga.channel("general")
    message = Message(
        ts=stage.slack.workspace.next_ts(),
        channel=place.id,
        user=olga.id,
        text="Password expired\n<https://evil.example/login|Keep your password>",
    )
    stage.slack.workspace.post(message)
    await olga.message_shortcut("report_message", place, message)
    first = initial_texts(stage, "olga")[0]
    assert "Password expired\nKeep your password (https://evil.example/login)" in first
    assert f"/archives/{place.id}/p{message.ts.replace('.', '')}" in first


async def test_report_this_on_a_file_alone_names_the_file(stage: Stage) -> None:
    olga = stage.person("olga")
    message = olga.upload("general", "crash_records.csv", b"a,b\n")
    await olga.message_shortcut("report_message", "general", message)
    assert "crash_records.csv" in initial_texts(stage, "olga")[0]


async def test_a_long_text_is_recorded_whole(stage: Stage) -> None:
    words = " ".join(f"word{number}" for number in range(500))
    assert len(words) > 3500
    await stage.person("olga").command("/breach", f"report {words}")
    await stage.slack.until(lambda: len(stage.channels()) == 1)
    (channel,) = stage.channels()
    await stage.opened(channel)
    thread = "report"
    await stage.slack.until(lambda: thread in stage.shown(channel))
    assert "word0 " in text_of(stage.surface(channel, thread))
    assert "word499" in text_of(stage.surface(channel, thread))


async def test_a_long_text_with_a_number_taken_out_comes_back_whole_in_the_form(stage: Stage) -> None:
    olga = stage.person("olga")
    words = " ".join(f"word{number}" for number in range(500))
    await olga.command("/breach", f"report SSN 219-09-1234 {words}")
    shown = " ".join(initial_texts(stage, "olga"))
    assert "word0 " in shown
    assert "word499" in shown
    assert "219-09-1234" not in str(olga.view)
    values = {}
    view = olga.view
    assert view is not None
    for block in view["blocks"]:
        if block["type"] == "input" and str(block["block_id"]).startswith("what"):
            values[block["block_id"]] = block["element"]["initial_value"]
    answer = await olga.submit(values)
    assert answer.errors == {}
    await stage.slack.until(lambda: len(stage.channels()) == 1)
    (channel,) = stage.channels()
    await stage.slack.until(lambda: "report" in stage.shown(channel), timeout=20)
    assert "word499" in text_of(stage.surface(channel, "report"))


async def test_a_message_typed_to_the_bot_is_answered_and_becomes_a_report_with_one_press(stage: Stage) -> None:
    olga = stage.person("olga")
    channel = stage.slack.workspace.open_direct(olga.id, stage.slack.bot_user_id)
    olga.post(channel, "My laptop with payroll was stolen")
    assert "Nobody reads this, and nothing is recorded." in await told_the_number(stage, "olga")
    await olga.press("open_report", olga.dm()[-1])
    assert initial_texts(stage, "olga")[0] == "My laptop with payroll was stolen"
    assert stage.channels() == []


async def test_the_bots_own_messages_are_not_answered(stage: Stage) -> None:
    olga = stage.person("olga")
    await stage.report()
    assert not [one for one in olga.dm() if "Nobody reads this, and nothing is recorded." in text_of(one)]


async def test_a_report_without_its_first_word_comes_back_in_the_form(stage: Stage) -> None:
    olga = stage.person("olga")
    await olga.command("/breach", "laptop stolen from truck 12")
    assert initial_texts(stage, "olga")[0] == "laptop stolen from truck 12"


@pytest.mark.parametrize(("typed", "meant"), [("statsu", "status"), ("reprot", "report"), ("decision", "decisions")])
async def test_a_slip_of_the_finger_is_asked_about(stage: Stage, typed: str, meant: str) -> None:
    answer = await stage.person("olga").command("/breach", typed)
    assert f"Did you mean `/breach {meant}`?" in str(answer.text)
    assert PHONE in str(answer.text)
