"""Asking: help, status and list tell each person what that person may know, and nothing else."""

import pytest

from sandbox.text import text_of
from tests.stage import Stage


async def test_help_puts_the_telephone_first(stage: Stage) -> None:
    answer = await stage.person("olga").command("/breach", "help")
    assert "573-751-7446" in str(answer.text).splitlines()[0]


async def test_no_word_at_all_is_a_call_for_help(stage: Stage) -> None:
    answer = await stage.person("olga").command("/breach", "")
    assert "`/breach report`" in str(answer.text)


async def test_an_unknown_word_is_named_and_cannot_ping(stage: Stage) -> None:
    answer = await stage.person("olga").command("/breach", "<!channel>")
    assert "<!channel>" not in str(answer.text)
    assert "`/breach report`" in str(answer.text)


async def test_the_reporter_sees_number_state_and_next_step_only(stage: Stage) -> None:
    await stage.report("Payroll laptop stolen")
    told = str((await stage.person("olga").command("/breach", "status BR-2026-0001")).text)
    assert "BR-2026-0001" in told
    assert "Investigating" in told
    assert "call Audits" in told
    assert "Payroll" not in told
    assert "Done" not in told


async def test_a_role_member_sees_progress_and_channel(stage: Stage) -> None:
    channel = await stage.report()
    told = str((await stage.person("ivy").command("/breach", "status br-2026-0001")).text)
    assert "Done 0 of 27" in told
    assert f"<#{channel.id}>" in told


@pytest.mark.parametrize("typed", ["status BR-2026-0001", "status BR-2026-0099", "status nonsense"])
async def test_an_outsider_cannot_tell_whether_a_report_exists(stage: Stage, typed: str) -> None:
    await stage.report()
    told = str((await stage.person("dana").command("/breach", typed)).text)
    assert told == f"There is no report that you can see under {typed.split()[1].upper()}."


async def test_in_the_channel_status_needs_no_number(stage: Stage) -> None:
    channel = await stage.report()
    told = str((await stage.person("ivy").command("/breach", "status", channel=channel)).text)
    assert "BR-2026-0001" in told


async def test_list_shows_own_reports_to_a_reporter_and_all_to_a_role(stage: Stage) -> None:
    await stage.report(by="olga")
    await stage.report(by="dana")
    own = str((await stage.person("olga").command("/breach", "list")).text)
    every = str((await stage.person("carla").command("/breach", "list")).text)
    assert "BR-2026-0001" in own
    assert "BR-2026-0002" not in own
    assert "BR-2026-0001" in every
    assert "BR-2026-0002" in every


async def test_list_of_somebody_without_reports_says_so(stage: Stage) -> None:
    await stage.report(by="olga")
    told = (await stage.person("dana").command("/breach", "list")).text
    assert told == "There is no report that you can see."


async def test_the_app_home_has_the_number_and_a_button_that_opens_the_form(stage: Stage) -> None:
    olga = stage.person("olga")
    await olga.open_home()
    await stage.slack.until(lambda: olga.home)
    assert "573-751-7446" in text_of(olga.home)
    await olga.press("open_report", home=True)
    assert olga.view is not None
