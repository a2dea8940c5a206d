"""The page in a real Chromium: what is shown, pressed, typed; and pictures of it to look at."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from playwright.async_api import Browser, FilePayload, Page, async_playwright, expect
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox
from tests.sandbox.blocks import actions, button, confirm, menu
from tests.sandbox.conftest import MANIFEST
from tests.sandbox.incident import home_view, open_incident, report_form
from tests.sandbox.lost_and_found import lost_and_found

pytestmark = pytest.mark.browser
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
if not Path(CHROMIUM).exists():
    pytest.skip("there is no Chromium here", allow_module_level=True)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A fresh Chromium."""
    async with async_playwright() as playwright:
        found = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        await found.close()


@pytest.fixture
async def shop() -> AsyncIterator[Sandbox]:
    """A sandbox with the small app in front of it."""
    async with Sandbox(manifest=MANIFEST) as slack:
        app, _ = lost_and_found(slack.api_url, slack.bot_token, slack.signing_secret)
        runner = web.AppRunner(app.web_app("/slack/events"), access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        slack.app_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
        yield slack
        await runner.cleanup()


async def opened(browser: Browser, slack: Sandbox, who: str, place: str, **options: Any) -> Page:
    """The page as somebody sees a place."""
    page = await browser.new_page(**{"viewport": {"width": 1280, "height": 860}, **options})
    page.on("pageerror", lambda error: pytest.fail(f"the page has an error: {error}"))
    await page.goto(f"{slack.page_url}#/{who}/{place}")
    await expect(page.get_by_test_id("title")).not_to_be_empty()
    return page


async def picture(page: Page, name: str) -> None:
    """Keep a picture when somebody wants to look (SANDBOX_PICTURES names the folder)."""
    folder = os.environ.get("SANDBOX_PICTURES")
    if folder:
        await page.screenshot(path=str(Path(folder) / f"{name}.png"))


def client_of(slack: Sandbox) -> AsyncWebClient:
    return AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("channel", {}),
        ("channel-dark", {"color_scheme": "dark"}),
        ("channel-phone", {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}),
    ],
)
async def test_an_incident_is_shown(browser: Browser, shop: Sandbox, name: str, options: dict[str, Any]) -> None:
    await open_incident(client_of(shop), int(shop.clock.seconds()) - 8000)
    page = await opened(browser, shop, "alice", "br-2026-0001", **options)
    await expect(page.get_by_test_id("message")).to_have_count(3)
    await expect(page.get_by_text("BR-2026-0001 · Investigating")).to_be_visible()
    await expect(page.get_by_test_id("bookmark")).to_have_count(2)
    wide = await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert wide, "the page scrolls sideways"
    await picture(page, name)
    if name == "channel-phone":
        await page.get_by_test_id("menu").click()
        await expect(page.get_by_test_id("channel-general")).to_be_visible()
        await page.wait_for_timeout(250) if os.environ.get("SANDBOX_PICTURES") else None
        await picture(page, "phone-channels")


async def test_a_thread_opens_beside_the_channel_and_takes_replies(browser: Browser, shop: Sandbox) -> None:
    room = await open_incident(client_of(shop), int(shop.clock.seconds()))
    page = await opened(browser, shop, "rosa", "br-2026-0001")
    await page.get_by_test_id("open-thread").click()
    thread = page.get_by_test_id("thread")
    await expect(thread.get_by_test_id("message")).to_have_count(3)
    await page.get_by_test_id("thread-composer").fill("I will add the *contacts*.")
    await page.get_by_test_id("thread-composer").press("Enter")
    await expect(thread.get_by_test_id("message")).to_have_count(4)
    await expect(thread.locator("strong", has_text="contacts")).to_be_visible()
    assert shop.person("alice").messages(room)[-1].thread_ts
    await picture(page, "thread")


async def test_a_form_is_filled_with_the_keyboard_and_shows_errors_at_its_fields(
    browser: Browser, shop: Sandbox
) -> None:
    page = await opened(browser, shop, "olga", "general")
    shop.workspace.modals["U0OLGA"] = [shop.happenings.new_view("U0OLGA", report_form())]
    shop.changed()
    modal = page.get_by_test_id("modal")
    await expect(modal).to_be_visible()
    await page.get_by_test_id("modal-submit").click()
    await expect(modal.get_by_test_id("field-error")).to_have_count(3)
    await expect(page.locator("[data-block-id=what] textarea")).to_be_focused()
    await picture(page, "modal-errors")
    await page.keyboard.type("nothing")
    await page.locator("[data-block-id=kind] input[value=stolen]").check()
    await page.locator("[data-block-id=where] select").select_option("central")
    await page.get_by_test_id("modal-submit").click()
    await expect(modal.get_by_test_id("field-error")).to_have_text(["That is no item."])
    await expect(page.locator("[data-block-id=what] textarea")).to_have_value("nothing")
    values = shop.delivered("view_submission")[0].args["view"]["state"]["values"]
    assert values["kind"]["a"]["selected_option"]["value"] == "stolen"
    assert values["day"]["a"]["selected_date"] == "2026-11-21"
    await page.keyboard.press("Escape")
    await expect(modal).to_be_hidden()


async def test_a_form_fits_a_phone(browser: Browser, shop: Sandbox) -> None:
    size = {"width": 390, "height": 844}
    page = await opened(
        browser, shop, "olga", "general", viewport=size, color_scheme="dark", has_touch=True, is_mobile=True
    )
    shop.workspace.modals["U0OLGA"] = [shop.happenings.new_view("U0OLGA", report_form())]
    shop.changed()
    await expect(page.get_by_test_id("modal-submit")).to_be_in_viewport()
    await picture(page, "modal-phone-dark")


async def test_a_slash_command_completes_and_its_answer_is_for_one_person(browser: Browser, shop: Sandbox) -> None:
    page = await opened(browser, shop, "alice", "general")
    composer = page.get_by_test_id("composer")
    await composer.press_sequentially("/lo")
    await expect(page.get_by_test_id("composer-completion")).to_contain_text("Report something lost")
    await composer.press("Tab")
    await expect(composer).to_have_value("/lost ")
    await composer.press_sequentially("a <b>red</b> hat")
    await composer.press("Enter")
    answer = page.locator(".ephemeral")
    await expect(answer).to_contain_text("Lost: a <b>red</b> hat")
    await expect(answer).to_contain_text("Only visible to you")
    await page.get_by_test_id("person-switch").select_option("carla")
    await expect(answer).to_have_count(0)


async def test_from_a_command_to_a_pressed_button(browser: Browser, shop: Sandbox) -> None:
    page = await opened(browser, shop, "alice", "general")
    await page.get_by_test_id("shortcuts").click()
    await page.get_by_role("menuitem", name="New item").click()
    await page.locator("[data-block-id=what] input").fill("umbrella")
    await page.get_by_test_id("modal-submit").click()
    await page.get_by_test_id("channel-item-umbrella").click()
    await page.locator("[data-action-id=claim]").click()
    await expect(page.get_by_test_id("message")).to_contain_text("claimed by @Alice Abbott")
    await page.get_by_test_id("person-switch").select_option("carla")
    await expect(page.get_by_test_id("channel-item-umbrella")).to_have_count(0)


async def test_the_home_tab_is_opened_and_drawn(browser: Browser, shop: Sandbox) -> None:
    page = await opened(browser, shop, "ivy", "general")
    await page.get_by_test_id("app-home").click()
    await expect(page.get_by_test_id("home")).to_contain_text("Nothing lost today.")
    await client_of(shop).views_publish(user_id="U0IVY", view=home_view())
    await expect(page.get_by_test_id("home")).to_contain_text("Your open tasks")
    await picture(page, "home")


async def test_the_drawer_shows_the_journal_and_switches_faults(browser: Browser, shop: Sandbox) -> None:
    page = await opened(browser, shop, "alice", "general")
    await page.get_by_test_id("composer").fill("/lost hat")
    await page.get_by_test_id("composer").press("Enter")
    await page.get_by_test_id("drawer-toggle").click()
    await expect(page.get_by_test_id("journal")).to_contain_text("/lost")
    await picture(page, "drawer")
    await page.get_by_test_id("tab-faults").click()
    await page.get_by_test_id("fault-kind").select_option("ratelimited")
    await page.get_by_test_id("fault-add").click()
    await expect(page.locator("#faults")).to_contain_text("chat.postMessage: ratelimited")
    assert [fault.kind for fault in shop.faults] == ["ratelimited"]
    await page.get_by_test_id("tab-clock").click()
    await page.get_by_role("button", name="+1 day").click()
    await shop.until(lambda: shop.clock.moved_by == 86400)


async def test_what_people_write_is_never_read_as_html(browser: Browser, shop: Sandbox) -> None:
    evil = "<img src=x onerror=document.title='no'> <javascript:alert(1)|click> *<script>x</script>*"
    await client_of(shop).chat_postMessage(channel="U0ALICE", text=evil)
    shop.person("alice").post("general", evil)
    page = await opened(browser, shop, "alice", "general")
    await expect(page.get_by_test_id("message").last).to_contain_text("onerror")
    await page.get_by_test_id("dm-app").click()
    await expect(page.get_by_test_id("message")).to_contain_text("click")
    assert await page.locator("#content img, #content script, #content a").count() == 0


async def test_a_file_is_shared_and_can_be_fetched_again(browser: Browser, shop: Sandbox) -> None:
    page = await opened(browser, shop, "dana", "general")
    file = FilePayload(name="photo.txt", mimeType="text/plain", buffer=b"what was in the cab")
    await page.get_by_test_id("composer-file").set_input_files([file])
    await expect(page.get_by_test_id("file")).to_contain_text("photo.txt")
    async with page.expect_download() as started:
        await page.get_by_test_id("file").click()
    path = await (await started.value).path()
    assert path.read_bytes() == b"what was in the cab"


async def test_a_permalink_and_a_channels_name_lead_there(browser: Browser, shop: Sandbox) -> None:
    client = client_of(shop)
    room = await open_incident(client, int(shop.clock.seconds()))
    first = shop.person("alice").messages(room)[0]
    link = (await client.chat_getPermalink(channel=room, message_ts=first.ts))["permalink"]
    await client.chat_postMessage(channel="U0ALICE", text=f"See <{link}|the card> in <#{room}>")
    page = await opened(browser, shop, "alice", "general")
    await page.get_by_test_id("dm-app").click()
    await page.get_by_role("link", name="the card").click()
    await expect(page.get_by_test_id("title")).to_have_text("br-2026-0001")
    await expect(page.locator(f"[data-ts='{first.ts}']")).to_be_in_viewport()
    await page.get_by_test_id("dm-app").click()
    await page.get_by_role("link", name="#br-2026-0001").click()
    await expect(page.get_by_test_id("title")).to_have_text("br-2026-0001")
    await page.goto(link)
    await expect(page.get_by_test_id("title")).to_have_text("br-2026-0001")


async def test_a_confirmation_stands_between_a_press_and_the_app(browser: Browser, shop: Sandbox) -> None:
    sure = button(action_id="claim", confirm=confirm(title="Sure?", confirm="Yes", deny="No"))
    pick = menu("overflow", 2, action_id="drop")
    await client_of(shop).chat_postMessage(channel="U0ALICE", text="x", blocks=[actions(sure, pick)])
    page = await opened(browser, shop, "alice", "general")
    await page.get_by_test_id("dm-app").click()
    await page.locator("[data-action-id=claim]").click()
    await expect(page.get_by_test_id("confirm")).to_contain_text("Sure?")
    await page.get_by_test_id("confirm-deny").click()
    assert shop.delivered("block_actions") == []
    await page.locator("[data-action-id=drop]").click()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator(".ephemeral")).to_contain_text("Only the finder can drop it.")
    assert shop.delivered("block_actions")[0].args["actions"][0]["selected_option"]["value"] == "1"
    await page.locator("[data-action-id=claim]").click()
    await page.get_by_test_id("confirm-yes").click()
    await expect(page.get_by_test_id("message").first).to_contain_text("claimed by")
