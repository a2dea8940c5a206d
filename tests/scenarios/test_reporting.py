"""Reporting: from the command to the open incident."""

import pytest

from sandbox.text import text_of
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


async def test_the_card_tells_what_was_reported(stage: Stage) -> None:
    channel = await stage.report("A laptop was stolen from the lobby")
    assert "A laptop was stolen from the lobby" in text_of(stage.surface(channel, "card"))
