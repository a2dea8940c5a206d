"""The channel as a phone shows it: its opening, and all of a story; figures are printed, pictures kept for looking."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from sandbox.channel import Channel
from sandbox.message import Message
from tests.sandbox.test_page import browser, opened
from tests.scenes import BREACH, decide, say
from tests.stage import ROOT, Stage

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.long]
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SCREEN = 844
PICTURES = ROOT / "build" / "pictures"
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
MOST_AT_OPENING, MOST_SCREENS, MOST_IN_A_STORY = 3, 2, 15


def top_level(stage: Stage, channel: Channel) -> list[Message]:
    """The bot's messages that stand in the channel itself, not in a thread."""
    return [
        message
        for message in channel.messages
        if message.user == stage.slack.bot_user_id and message.blocks and message.thread_ts in (None, message.ts)
    ]


async def looked(page: Page, name: str) -> tuple[float, list[str]]:
    """How many phone screens the messages take, and what axe finds serious; a picture is kept."""
    await expect(page.get_by_test_id("message").first).to_be_visible()
    heights = await page.evaluate(
        "[...document.querySelectorAll('[data-testid=message]')].map(one => one.getBoundingClientRect().height)"
    )
    await page.evaluate(AXE)
    found = await page.evaluate("axe.run({resultTypes: ['violations']})")
    serious = [one["id"] for one in found["violations"] if one["impact"] in ("serious", "critical")]
    await page.set_viewport_size({"width": 390, "height": min(8000, 300 + int(sum(heights)))})
    PICTURES.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=str(Path(PICTURES) / f"{name}.png"))
    return sum(heights) / SCREEN, serious


async def test_the_opening_is_three_messages_and_two_phone_screens(browser: Browser, stage: Stage) -> None:
    channel = await stage.report("Laptop with payroll files stolen from a car")
    shown = top_level(stage, channel)
    page = await opened(browser, stage.slack, "alice", channel.name, **PHONE)
    screens, serious = await looked(page, "opening")
    print(json.dumps({"messages": len(shown), "screens": round(screens, 2), "axe": serious}))  # noqa: T201 - the figures are for people
    assert len(shown) <= MOST_AT_OPENING
    assert screens <= MOST_SCREENS
    assert serious == []


async def test_a_whole_story_is_at_most_fifteen_messages(browser: Browser, stage: Stage) -> None:
    channel = await stage.report("Laptop with payroll files stolen from a car")
    for who, role in (("alice", "AI"), ("carla", "CCO"), ("isaac", "IS"), ("rosa", "CR")):
        await stage.person(who).press("role_take", stage.surface(channel, "card"), value=f"1|{role}")
    for who, part in (("rosa", "people"), ("alice", "what"), ("isaac", "data")):
        assert await say(stage, who, part, BREACH[part]) == {}
    await stage.slack.until(lambda: "phase:notify" in stage.shown(channel), timeout=20)
    assert await decide(stage, "carla", "breach", "breach") == {}
    await stage.slack.until(lambda: "✓ Is it a breach by law?" in str(stage.surface(channel, "phase:assess").blocks))
    shown = top_level(stage, channel)
    page = await opened(browser, stage.slack, "alice", channel.name, **PHONE)
    screens, serious = await looked(page, "story")
    print(json.dumps({"messages": len(shown), "screens": round(screens, 2), "axe": serious}))  # noqa: T201 - the figures are for people
    assert len(shown) <= MOST_IN_A_STORY
    assert serious == []
