"""What Slack counts is the text once `&`, `<` and `>` are escaped: a page of markup is posted whole, in parts."""

from sandbox.text import text_of
from tests.stage import Stage


async def test_advice_full_of_signs_that_are_escaped_is_posted_whole(stage: Stage) -> None:
    channel = await stage.report()
    await stage.person("carla").command("/breach", "advice " + "§<" * 950, channel=channel)
    await stage.slack.until(lambda: bool(stage.counsel_rooms()))
    (room,) = stage.counsel_rooms()
    await stage.slack.until(lambda: sum(text_of(one).count("§") for one in room.messages) == 950)


async def test_what_callers_asked_full_of_such_signs_is_posted_whole(stage: Stage) -> None:
    channel = await stage.report()
    rosa = stage.person("rosa")
    await rosa.command("/breach", "tally", channel=channel)
    assert (await rosa.submit({"calls": "7", "asked": "§&" * 950})).errors == {}
    await stage.slack.until(lambda: sum(text_of(one).count("§") for one in channel.messages) == 950)
