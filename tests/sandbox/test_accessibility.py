"""axe-core finds nothing serious on any view of the page, in light and dark, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib.resources import files
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from sandbox.server import Sandbox
from tests.sandbox.incident import home_view, open_incident, report_form
from tests.sandbox.test_page import browser, client_of, opened, picture, shop

__all__ = ["browser", "shop"]
pytestmark = pytest.mark.browser
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
LIGHTS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "phone-dark": {
        "viewport": {"width": 390, "height": 844},
        "has_touch": True,
        "is_mobile": True,
        "color_scheme": "dark",
    },
}


async def channel(page: Page, _: Sandbox) -> None:
    await expect(page.get_by_test_id("message")).to_have_count(3)


async def thread(page: Page, _: Sandbox) -> None:
    await page.get_by_test_id("open-thread").click()
    await expect(page.get_by_test_id("thread").get_by_test_id("message")).to_have_count(3)


async def pins(page: Page, _: Sandbox) -> None:
    await page.get_by_test_id("show-pins").click()
    await expect(page.get_by_test_id("pins")).to_be_visible()


async def people(page: Page, _: Sandbox) -> None:
    await page.get_by_test_id("show-people").click()
    await expect(page.get_by_test_id("people")).to_be_visible()


async def form(page: Page, slack: Sandbox) -> None:
    slack.workspace.modals["U0ALICE"] = [slack.happenings.new_view("U0ALICE", report_form())]
    slack.changed()
    await page.get_by_test_id("modal-submit").click()
    await expect(page.get_by_test_id("field-error")).to_have_count(3)


async def home(page: Page, slack: Sandbox) -> None:
    await client_of(slack).views_publish(user_id="U0ALICE", view=home_view())
    await page.evaluate("location.hash = '#/alice/home'")
    await expect(page.get_by_test_id("home")).to_be_visible()


async def journal(page: Page, _: Sandbox) -> None:
    await page.get_by_test_id("drawer-toggle").click()
    await expect(page.get_by_test_id("journal").locator("details").first).to_be_visible()


async def faults(page: Page, _: Sandbox) -> None:
    await page.get_by_test_id("drawer-toggle").click()
    await page.get_by_test_id("tab-faults").click()
    await expect(page.get_by_test_id("fault-add")).to_be_visible()


async def clock(page: Page, _: Sandbox) -> None:
    await page.get_by_test_id("drawer-toggle").click()
    await page.get_by_test_id("tab-clock").click()
    await expect(page.get_by_test_id("clock-now")).to_be_visible()


async def completion(page: Page, _: Sandbox) -> None:
    await page.get_by_test_id("composer").press_sequentially("/lo")
    await expect(page.get_by_test_id("composer-completion")).to_be_visible()


View = Callable[[Page, Sandbox], Awaitable[None]]
VIEWS: list[View] = [channel, thread, pins, people, form, home, journal, faults, clock, completion]


@pytest.mark.parametrize(
    "light", ["light", "phone-dark", *(pytest.param(one, marks=pytest.mark.long) for one in ("dark", "phone"))]
)
async def test_axe_finds_nothing_serious_on_any_view(browser: Browser, shop: Sandbox, light: str) -> None:
    await open_incident(client_of(shop), int(shop.clock.seconds()) - 8000)
    bad: list[Any] = []
    for view in VIEWS:
        page = await opened(browser, shop, "alice", "br-2026-0001", **LIGHTS[light])
        await view(page, shop)
        await page.evaluate(AXE)
        found = await page.evaluate("axe.run({resultTypes: ['violations']})")
        await picture(page, f"axe-{view.__name__}-{light}")
        for one in found["violations"]:
            if one["impact"] in ("moderate", "serious", "critical"):
                bad.append((view.__name__, one["id"], [node["html"][:160] for node in one["nodes"][:3]]))
        await page.close()
        shop.workspace.modals.clear()
    assert bad == []
