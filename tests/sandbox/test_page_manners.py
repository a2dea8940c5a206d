"""The page keeps its manners: long texts, ways back, who one is, what is new."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from sandbox.server import Sandbox
from tests.sandbox.blocks import field, modal, section, typed
from tests.sandbox.test_page import browser, client_of, opened, picture, shop

__all__ = ["browser", "shop"]
pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


async def test_a_long_word_stays_inside_a_form_and_a_long_text_is_seen(browser: Browser, shop: Sandbox) -> None:
    page = await opened(browser, shop, "olga", "general", **PHONE)
    letter = typed(multiline=True, initial_value="A sentence of a letter. " * 80)
    form = modal(section(f"`{SHA}`"), section(SHA), field(letter, block_id="letter"))
    shop.workspace.modals["U0OLGA"] = [shop.happenings.new_view("U0OLGA", form)]
    shop.changed()
    body = page.locator(".modal-body")
    await expect(body).to_be_visible()
    assert await body.evaluate("node => node.scrollWidth <= node.clientWidth")
    assert int(await page.locator("[data-block-id=letter] textarea").get_attribute("rows") or 0) == 18
    await picture(page, "manners-form")


async def test_a_pushed_form_opens_at_its_top(browser: Browser, shop: Sandbox) -> None:
    page = await opened(browser, shop, "olga", "general")
    long = modal(*[section(f"Line {number}") for number in range(80)])
    shop.happenings.push_view("U0OLGA", long)
    shop.changed()
    body = page.locator(".modal-body")
    await body.evaluate("node => { node.scrollTop = 900; }")
    shop.happenings.push_view("U0OLGA", {**long, "title": {"type": "plain_text", "text": "Second"}})
    shop.changed()
    await expect(page.locator("#modal-title")).to_have_text("Second")
    assert await body.evaluate("node => node.scrollTop") == 0


async def test_back_and_an_edited_address_lead_to_their_place(browser: Browser, shop: Sandbox) -> None:
    shop.person("olga").create_channel("second")
    page = await opened(browser, shop, "olga", "general")
    title = page.get_by_test_id("title")
    await page.get_by_test_id("channel-second").click()
    await expect(title).to_have_text("second")
    await page.go_back()
    await expect(title).to_have_text("general")
    await page.evaluate("location.hash = '#/dana/central-district'")
    await expect(title).to_have_text("central-district")
    await expect(page.get_by_test_id("person-switch")).to_have_value("dana")


async def test_on_a_phone_one_sees_who_one_is_and_that_something_is_new(browser: Browser, shop: Sandbox) -> None:
    shop.person("olga").create_channel("second")
    shop.person("olga").invite("second", "dana")
    page = await opened(browser, shop, "dana", "general", **PHONE)
    await expect(page.locator("#me")).to_have_text("Dana Dixon")
    await expect(page.get_by_test_id("menu")).to_have_accessible_name("Channels")
    await expect(page.get_by_test_id("drawer-toggle")).to_have_accessible_name("Journal")
    await expect(page.get_by_test_id("composer")).to_have_attribute("placeholder", "Message or /command")
    shop.person("olga").post("second", "Hello")
    await expect(page.get_by_test_id("menu")).to_have_accessible_name("Channels, new messages")
    await picture(page, "manners-phone")


async def test_people_stand_under_their_offices(browser: Browser, shop: Sandbox) -> None:
    page = await opened(browser, shop, "carla", "general")
    office = page.locator("#person optgroup", has=page.locator("option[value=carla]"))
    await expect(office).to_have_attribute("label", "Chief Counsel's Office")


async def test_edited_and_replies_are_two_words(browser: Browser, shop: Sandbox) -> None:
    client = client_of(shop)
    said = await client.chat_postMessage(channel="general", text="one")
    await client.chat_update(channel=str(said["channel"]), ts=str(said["ts"]), text="two")
    shop.person("dana").post("general", "reply", str(said["ts"]))
    page = await opened(browser, shop, "dana", "general")
    body = page.locator(f"[data-ts='{said['ts']}'] .message-body")
    await expect(body).to_contain_text("(edited) 1 reply")


async def test_the_skip_link_leads_to_something_on_home_too(browser: Browser, shop: Sandbox) -> None:
    page = await opened(browser, shop, "dana", "home")
    await page.locator(".skip").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#content")).to_be_focused()


async def test_the_apps_messages_tab_is_there_before_anybody_wrote(browser: Browser, shop: Sandbox) -> None:
    page = await opened(browser, shop, "dana", "general")
    await page.get_by_test_id("dm-app").click()
    await expect(page.locator("#composer")).to_contain_text("has been turned off")
