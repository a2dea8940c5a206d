"""A guided story: checked when it is read, calm on the page, and nothing in it is sent by itself."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, async_playwright, expect

from sandbox.server import Sandbox
from sandbox.story import Step, StoryError, load_story
from tests.sandbox.conftest import MANIFEST
from tests.sandbox.test_command_line import start

ROOT = Path(__file__).parent.parent.parent
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
STORY = """
title: A short walk
steps:
  - {as: olga, place: general, say: Say <b>hello</b>., type: Hello}
  - {as: alice, place: new-*, say: Look at the newest one.}
  - {as: alice, place: home, say: Look at the home.}
"""
BAD = {
    "the file must be a table": "[]",
    "title is missing": "steps: []",
    "title must be a text": "{title: 3, steps: []}",
    "title is longer than 60": f"{{title: {'x' * 61}, steps: []}}",
    "steps must be a list": "{title: x}",
    "of 1 to 20": "{title: x, steps: []}",
    "colour is not a key": "{title: x, steps: [], colour: red}",
    "steps[1] must be a table": "{title: x, steps: [hello]}",
    "steps[1].as is missing": "{title: x, steps: [{place: general, say: x}]}",
    "steps[1].as: nobody": "{title: x, steps: [{as: nobody, place: general, say: x}]}",
    "handle 'del'": "{title: x, steps: [{as: del, place: general, say: x}]}",
    "steps[1].place must be": "{title: x, steps: [{as: olga, place: 'A b', say: x}]}",
    "steps[1].say is missing": "{title: x, steps: [{as: olga, place: general}]}",
    "steps[1].type must be": "{title: x, steps: [{as: olga, place: general, say: x, type: ''}]}",
    "steps[1].send is not a key": "{title: x, steps: [{as: olga, place: general, say: x, send: true}]}",
    "say stands twice": "{title: x, steps: [{as: olga, place: general, say: x, say: y}]}",
    "is not YAML": "{",
}


@pytest.mark.parametrize(("words", "text"), BAD.items())
def test_a_bad_story_is_refused_with_its_key(tmp_path: Path, words: str, text: str) -> None:
    file = tmp_path / "story.yaml"
    file.write_text(text)
    with pytest.raises(StoryError) as refused:
        Sandbox(manifest=MANIFEST, story=file)
    assert words in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.parametrize("text", ["{title: x, steps: [1]}", None, "{[1]: x}", "&a [*a]", "\x00"])
async def test_a_bad_story_is_one_line_and_exit_2(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "story.yaml"
    if text is not None:
        file.write_text(text)
    process = await start("--port", "0", "--story", str(file))
    out, complaint = await process.communicate()
    assert (process.returncode, out) == (2, b"")
    assert "story" in complaint.decode()
    assert len(complaint.decode().splitlines()) == 1


async def test_a_clock_file_that_cannot_be_written_is_one_line_and_exit_2() -> None:
    process = await start("--port", "0", "--clock-file", "/nowhere/clock")
    _, complaint = await process.communicate()
    assert process.returncode == 2
    assert complaint.decode().startswith("sandbox: cannot write the clock file")


def test_the_story_of_the_demo_can_be_played() -> None:
    slack = Sandbox(manifest=ROOT / "app.yaml", story=ROOT / "examples" / "story.yaml")
    assert slack.story.title == "Two-minute tour"
    assert slack.story.steps[0].type.startswith("/breach report ")
    assert slack.story.json()["steps"][0]["as"] == "olga"


def test_a_story_is_read_as_written(tmp_path: Path) -> None:
    file = tmp_path / "story.yaml"
    file.write_text(STORY)
    story = load_story(file, ["olga", "alice"])
    assert story.steps[0] == Step(as_="olga", place="general", say="Say <b>hello</b>.", type="Hello")


@pytest.fixture
async def told(tmp_path: Path) -> AsyncIterator[Sandbox]:
    """A sandbox with a story."""
    file = tmp_path / "story.yaml"
    file.write_text(STORY)
    async with Sandbox(manifest=MANIFEST, story=file) as slack:
        yield slack


PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
FORGETFUL = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('not allowed'); } });"


@pytest.fixture(params=[{}, PHONE, {"color_scheme": "dark"}], ids=["desktop", "phone", "dark"])
async def page(request: pytest.FixtureRequest, told: Sandbox) -> AsyncIterator[Page]:
    """The page on a first visit."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        found = await browser.new_page(**{"viewport": {"width": 1280, "height": 860}, **request.param})
        found.on("pageerror", lambda error: pytest.fail(f"the page has an error: {error}"))
        await found.goto(told.page_url)
        yield found
        await browser.close()


@pytest.mark.browser
async def test_a_story_is_played_and_nothing_is_sent_by_itself(page: Page, told: Sandbox) -> None:
    said, do, following = (page.get_by_test_id(name) for name in ("story", "story-do", "story-next"))
    await expect(said).to_contain_text("A short walk")
    await page.get_by_test_id("story-start").press("Enter")
    await expect(said).to_contain_text("Say <b>hello</b>.")
    await expect(page.get_by_test_id("story-back")).to_be_disabled()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    before = len(told.person("olga").messages("general"))
    await do.press("Enter")
    await expect(page.get_by_test_id("composer")).to_have_value("Hello")
    await expect(page.get_by_test_id("person-switch")).to_have_value("olga")
    assert len(told.person("olga").messages("general")) == before
    await expect(page.get_by_test_id("story-done")).to_be_hidden()
    await page.get_by_test_id("composer").press("Enter")
    await expect(page.get_by_test_id("story-done")).to_be_visible()
    await expect(following).to_have_class(re.compile("primary"))
    await following.click()
    await do.click()
    await expect(page.locator("#toast")).to_contain_text("no such channel yet")
    told.person("alice").create_channel("new-1")
    told.person("alice").create_channel("new-2")
    await expect(page.get_by_test_id("channel-new-2")).to_have_count(1)
    await do.click()
    await expect(page.get_by_test_id("title")).to_have_text("new-2")
    await page.reload()
    await expect(said).to_contain_text("2 of 3")
    await following.click()
    await do.click()
    await expect(page.get_by_test_id("title")).to_contain_text("home")
    await expect(page.get_by_test_id("story-end")).to_be_hidden()
    await following.click()
    await expect(said).to_be_hidden()
    await page.reload()
    await expect(page.get_by_test_id("story-again")).to_have_count(1)
    await expect(said).to_be_hidden()


@pytest.mark.browser
@pytest.mark.parametrize("page", [{}], indirect=True)
async def test_a_browser_that_keeps_nothing_offers_it_again(page: Page) -> None:
    await page.add_init_script(FORGETFUL)
    await page.reload()
    await page.get_by_test_id("story-start").click()
    await page.get_by_test_id("story-do").press("Escape")
    await expect(page.get_by_test_id("story")).to_be_hidden()
    await page.reload()
    await expect(page.get_by_test_id("story-start")).to_be_visible()


@pytest.mark.browser
@pytest.mark.parametrize("page", [{}], indirect=True)
async def test_without_a_story_nothing_is_offered(page: Page, slack: Sandbox) -> None:
    async with page.expect_request_finished(lambda sent: sent.url == f"{slack.page_url}sandbox/story"):
        await page.goto(slack.page_url)
    await expect(page.get_by_test_id("title")).to_have_text("general")
    await expect(page.get_by_test_id("story")).to_be_hidden()
    await expect(page.get_by_test_id("story-again")).to_have_count(0)
    assert slack.story.steps == []
