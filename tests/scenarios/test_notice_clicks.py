"""From a notice that is required to an approved letter, in a browser, as a newcomer does it: the clicks are counted."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.conftest import CHROMIUM
from tests.notice_scenes import ANSWERS, HAPPENED, called, made
from tests.scenarios.test_demo import FLAGS, PATIENCE
from tests.stage import Stage

pytestmark = pytest.mark.browser
MOST = 10
COUNT = "window.clicks = 0; document.addEventListener('click', (e) => { window.clicks += e.isTrusted ? 1 : 0 }, true)"


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    """A fresh Chromium that counts every click, those by the keyboard too."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        found = await browser.new_page(viewport={"width": 1280, "height": 900})
        found.set_default_timeout(PATIENCE * 1000)
        found.on("pageerror", lambda error: pytest.fail(f"the page has an error: {error}"))
        await found.add_init_script(COUNT)
        yield found
        await browser.close()


async def press(page: Page, action: str) -> None:
    await page.locator(f"[data-action-id={action}]").last.click()


async def picture(page: Page, name: str) -> None:
    """Keep a picture when somebody wants to look (SANDBOX_PICTURES names the folder)."""
    if folder := os.environ.get("SANDBOX_PICTURES"):
        await page.screenshot(path=str(Path(folder) / f"{name}.png"))


async def test_an_approved_letter_takes_at_most_ten_clicks(stage: Stage, page: Page) -> None:
    channel = await called(stage)
    await page.goto(f"{stage.slack.page_url}#/rosa/{channel.id}")
    modal = page.get_by_test_id("modal")

    await press(page, "notice_list")
    await expect(modal.get_by_text("Letter to affected people").first).to_be_visible()
    await picture(page, "notice-list")
    await press(page, "notice_begin_consumer_letter_0")
    await expect(modal.get_by_text("What happened, in one to three plain sentences?").first).to_be_visible()
    for block, said in ANSWERS.items():  # typed: the Tab key leads from one field to the next
        await modal.locator(f"[data-block-id='{block}'] :is(textarea, input)").fill(said)
    await picture(page, "notice-form")
    await page.get_by_test_id("modal-submit").click()
    await expect(modal.get_by_text("The draft is being posted in the channel.")).to_be_visible()
    await page.get_by_test_id("modal-x").click()
    await expect(modal).to_be_hidden()

    await press(page, "notice_ask")
    await expect(page.get_by_text("is asked to approve it").last).to_be_visible()
    await picture(page, "notice-asked")

    await page.get_by_test_id("person-switch").select_option("carla")
    await press(page, "notice_approve")
    await expect(modal.get_by_text("You approve exactly the text in the thread").first).to_be_visible()
    await picture(page, "notice-approve")
    await page.get_by_test_id("modal-submit").click()
    await expect(page.get_by_text("Approved by Carla Cole").last).to_be_visible()
    await picture(page, "notice-approved")

    clicks = int(await page.evaluate("window.clicks")) + 1  # choosing another person on the page is one, too
    letter = await made(stage)
    assert letter.approval is not None
    assert HAPPENED in letter.text
    assert clicks <= MOST, f"{clicks} clicks"
