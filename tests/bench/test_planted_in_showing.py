"""Each row on a bot that is well, and on one with a fault planted in it: its check passes the one and not the other.

Small sizes; the bot, its database and its Slack are the real ones.
"""

import asyncio
from typing import Any

import pytest

from handlers.outgoing.job import Job
from handlers.slack_api import SlackApi
from storage import outbox
from tests.bench import (
    clicks,
    facts_update,
    opening,
)
from tests.bench.load import REPORTER
from tests.bench.planted import Measured, plant_stale_surface, refused
from tests.bench.wrong import WrongError


@pytest.fixture
def a_second(system: Measured, monkeypatch: pytest.MonkeyPatch) -> None:
    """A surface rests a second, however long a busy machine takes for the clicks."""
    monkeypatch.setattr(system.stage.bot.delivery, "_surface_pace", outbox.SURFACE_PACE)


@pytest.mark.usefixtures("a_second")
async def test_clicks_on_a_list_hold_on_a_bot_that_is_well(system: Measured) -> None:
    assert refused(await asyncio.to_thread(clicks.click_lists, system.slack, system.ours)) == set()


async def test_clicks_on_a_list_that_is_not_refreshed_are_refused(
    system: Measured, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant_stale_surface(monkeypatch, "phase:assess")
    rows = await asyncio.to_thread(clicks.click_lists, system.slack, system.ours)
    assert refused(rows) == {one.name for one in rows}


@pytest.mark.usefixtures("a_second")
async def test_a_list_that_shows_an_earlier_state_is_refused(system: Measured, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first refresh goes through, and then none; of one click fewer, the last state is another than the first."""
    monkeypatch.setattr(clicks, "CLICKS", clicks.CLICKS - 1)
    plant_stale_surface(monkeypatch, "phase:assess", after=1)
    rows = await asyncio.to_thread(clicks.click_lists, system.slack, system.ours)
    assert refused(rows) == {"30 clicks in a second: the last state stands there"}


async def test_an_update_for_each_click_is_refused(system: Measured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clicks, "CLICKING_SECONDS", 3.0)
    monkeypatch.setattr(system.stage.bot.delivery, "_surface_pace", outbox.SURFACE_PACE * 0)
    system.stage.slack.world.rates = None
    monkeypatch.setattr("handlers.outgoing.job.Job.call", _unpaced)
    rows = await asyncio.to_thread(clicks.click_lists, system.slack, system.ours)
    assert refused(rows) == {"30 clicks in a second: updates of the checklist"}


async def _unpaced(self: Job, method: str, **arguments: Any) -> Any:
    return await self.desk.slack.call(method, **arguments)


async def test_new_cards_hold_on_a_bot_that_is_well(system: Measured) -> None:
    assert refused(await asyncio.to_thread(facts_update.change_facts, system.slack)) == set()


async def test_a_card_that_is_not_refreshed_is_refused(system: Measured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts_update, "PATIENCE", 2.0)
    plant_stale_surface(monkeypatch, "assessment")
    with pytest.raises(WrongError, match="the card does not say"):
        await asyncio.to_thread(facts_update.change_facts, system.slack)


async def test_an_opening_holds_on_a_bot_that_is_well(system: Measured) -> None:
    rows = await asyncio.to_thread(opening.open_some, system.slack, system.ours)
    assert {name for name in refused(rows) if "ratio" not in name} == set()


async def test_an_opening_that_forgets_the_reporter_is_refused(
    system: Measured, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = SlackApi.call

    async def forget(self: SlackApi, method: str, **given: Any) -> Any:
        if method == "conversations.invite":
            others = [one for one in str(given["users"]).split(",") if one != REPORTER]
            if not others:
                return {"ok": True}
            given["users"] = ",".join(others)
        return await call(self, method, **given)

    monkeypatch.setattr(SlackApi, "call", forget)
    with pytest.raises(WrongError, match="the reporter was not let in"):
        await asyncio.to_thread(opening.open_some, system.slack, system.ours)


async def test_another_call_before_the_reporter_is_let_in_is_refused(
    system: Measured, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = SlackApi.call

    async def look_first(self: SlackApi, method: str, **given: Any) -> Any:
        if method == "conversations.invite":
            await call(self, "auth.test")
        return await call(self, method, **given)

    monkeypatch.setattr(SlackApi, "call", look_first)
    rows = await asyncio.to_thread(opening.open_some, system.slack, system.ours)
    assert "reporter inside the channel, ratio" in refused(rows)


async def test_an_opening_that_says_everything_thrice_is_refused(
    system: Measured, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = SlackApi.call

    async def repeat(self: SlackApi, method: str, **given: Any) -> Any:
        for _ in range(2):
            await call(self, "users.info", user=REPORTER)
        return await call(self, method, **given)

    monkeypatch.setattr(SlackApi, "call", repeat)
    rows = await asyncio.to_thread(opening.open_some, system.slack, system.ours)
    assert "Slack calls per opening" in refused(rows)
