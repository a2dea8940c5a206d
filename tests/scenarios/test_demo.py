"""`breach demo` as a newcomer meets it: in a browser, with the tour, until Ctrl-C; and when it cannot start."""

import asyncio
import json
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.conftest import CHROMIUM
from tests.stage import ROOT

FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
PATIENCE = 60.0
"""Seconds for a step that starts programs; a busy machine needs some of them."""
STEPS = 8


class Demo:
    """A running demo: its process and what it has said."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.said = ""
        self.address = ""

    async def until(self, words: str) -> str:
        """Read on until a line has these words; that line."""
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            while line := (await self.process.stdout.readline()).decode():
                self.said += line
                if words in line:
                    return line
        raise AssertionError(f"the demo ended before it said {words!r}: {self.said}")

    def children(self) -> list[int]:
        """The processes that it started."""
        task = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(number) for number in task.read_text().split()]

    async def interrupt(self) -> tuple[int, str]:
        """Ctrl-C; its exit code and what else it said."""
        self.process.send_signal(signal.SIGINT)
        async with asyncio.timeout(PATIENCE):
            out, complaint = await self.process.communicate()
        assert self.process.returncode is not None
        return self.process.returncode, self.said + out.decode() + complaint.decode()


async def start(port: int, *arguments: str) -> Demo:
    """The demo on that port."""
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "handlers.cli", "demo", "--no-browser", "--port", str(port), *arguments)
    return Demo(await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=pipe, stderr=pipe))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def ask(address: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """One request to the sandbox's control API."""
    data = json.dumps(body).encode() if body is not None else None
    kind = {"Content-Type": "application/json"}
    request = Request(f"{address}sandbox/{path}", data, kind)  # noqa: S310 - only ever on loopback
    with urlopen(request, timeout=10) as answer:  # noqa: S310 - only ever on loopback
        return dict(json.load(answer))


async def command(address: str, text: str) -> str:
    """What Olga is answered to a slash command."""
    body = {"name": "/breach", "text": text, "channel": "general"}
    return str((await asyncio.to_thread(ask, address, "people/olga/command", body))["text"])


async def opened(address: str, number: str) -> None:
    """Wait until that incident's channel has its card, its lists and its assessment."""
    for _ in range(int(PATIENCE * 5)):
        state = await asyncio.to_thread(ask, address, "state?as=alice")
        if any(
            number in room["name"] and len(room["pins"]) and len(room["messages"]) > 6 for room in state["channels"]
        ):
            return
        await asyncio.sleep(0.2)
    raise AssertionError(f"{number} was not opened")


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    """A demo that is ready."""
    running = await start(free_port(), "--data", str(tmp_path / "kept"))
    try:
        running.address = (await running.until("The workspace is at")).split()[-1]
        await running.until("Ctrl-C")
        yield running
    finally:
        if running.process.returncode is None:
            await running.interrupt()


@pytest.fixture
async def page(demo: Demo) -> AsyncIterator[Page]:
    """The demo's page on a first visit."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        found = await browser.new_page(viewport={"width": 1360, "height": 860})
        found.set_default_timeout(PATIENCE * 1000)
        found.on("pageerror", lambda error: pytest.fail(f"the page has an error: {error}"))
        await found.goto(demo.address)
        yield found
        await browser.close()


async def incident(page: Page) -> None:
    """Go to the incident's channel once everything stands in it."""
    await page.locator("[data-testid^=channel-br-]").click(timeout=PATIENCE * 1000)
    for words in ("Done 0 of 27", "First hour · 0 of 6 done", "Facts that decide"):
        await expect(page.get_by_text(words).first).to_be_visible(timeout=PATIENCE * 1000)


@pytest.mark.browser
async def test_a_report_through_the_form_a_done_task_and_a_clean_end(demo: Demo, page: Page) -> None:
    await page.get_by_test_id("person-switch").select_option("olga")
    await page.get_by_test_id("composer").fill("/breach report")
    await page.get_by_test_id("composer").press("Enter")
    modal = page.get_by_test_id("modal")
    await modal.locator("textarea").first.fill("A laptop was taken from a truck")
    await page.get_by_test_id("modal-submit").click()
    await expect(modal.get_by_text("Recorded as BR-").first).to_be_visible(timeout=PATIENCE * 1000)
    await page.get_by_test_id("modal-x").click()
    await page.get_by_test_id("person-switch").select_option("isaac")
    await incident(page)
    done = page.locator("[data-block-id='line:IS:POL-11.A4:'] [data-action-id=item_done]")
    await done.click()
    await modal.locator("textarea").first.fill("One host, at noon")
    await page.get_by_test_id("modal-submit").click()
    await expect(page.get_by_text("First hour · 1 of 6 done")).to_be_visible(timeout=PATIENCE * 1000)
    await expect(page.get_by_text("Done 1 of 27")).to_be_visible(timeout=PATIENCE * 1000)
    children = demo.children()
    assert len(children) == 2
    code, said = await demo.interrupt()
    assert code == 0, said
    assert said.rstrip().endswith("stopped")
    assert "Traceback" not in said
    assert not [pid for pid in children if alive(pid)]


@pytest.mark.browser
async def test_the_tour_leads_through_every_step_and_is_offered_once(demo: Demo, page: Page) -> None:
    said = page.get_by_test_id("story")
    await expect(said).to_contain_text("Two-minute tour")
    await page.get_by_test_id("story-start").click()
    await expect(page.get_by_test_id("story-do")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("composer")).to_have_value("/breach report A laptop was taken from a truck")
    await expect(page.get_by_test_id("composer")).to_be_focused()
    assert not [row for row in ask(demo.address, "journal?after=0")["rows"] if row["method"] == "/breach"]
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Recorded as BR-")).to_be_visible()
    await expect(page.locator("[data-testid^=channel-br-]")).to_be_visible(timeout=PATIENCE * 1000)
    for number in range(2, STEPS + 1):
        await page.get_by_test_id("story-next").click()
        await expect(said).to_contain_text(f"{number} of {STEPS}")
        await page.get_by_test_id("story-do").click()
        who = (await page.get_by_test_id("story-who").inner_text()).removeprefix("As ").partition(" ")[0].lower()
        await expect(page.get_by_test_id("person-switch")).to_have_value(who)
        place = "general" if who == "dana" else "br-"
        await expect(page.get_by_test_id("title")).to_contain_text(place)
    await page.get_by_test_id("story-back").click()
    await expect(said).to_contain_text(f"{STEPS - 1} of {STEPS}")
    await page.get_by_test_id("story-do").click()
    await page.get_by_test_id("composer").press("Enter")
    await expect(page.get_by_text("There is no report that you can see.")).to_be_visible()
    await page.get_by_test_id("story-end").click()
    await expect(said).to_be_hidden()
    await page.reload()
    await expect(page.get_by_test_id("story-again")).to_be_visible()
    await expect(said).to_be_hidden()
    await page.get_by_test_id("story-again").click()
    await expect(page.get_by_test_id("story-start")).to_be_focused()


async def test_kept_data_is_there_at_the_next_start_and_the_clock_moves_the_bot(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    for reports in ((1, 2), (3,)):
        demo = await start(free_port(), "--data", str(folder))
        address = (await demo.until("The workspace is at")).split()[-1]
        for number in reports:
            answer = await command(address, "report A laptop was taken")
            assert f"-000{number}" in answer
            await opened(address, f"-000{number}")
            await asyncio.to_thread(ask, address, "clock", {"advance": 3 * 86400})
        later, earlier = (int(found) for found in re.findall(r"<!date\^(\d+)", await command(address, "list"))[:2])
        assert reports == (3,) or later - earlier >= 3 * 86400
        code, said = await demo.interrupt()
        assert code == 0, said
        assert "Traceback" not in (folder / "bot.log").read_text()
    assert (folder / "breach.db").exists()


async def test_a_part_that_ends_by_itself_is_named_with_its_last_line(tmp_path: Path) -> None:
    demo = await start(free_port(), "--data", str(tmp_path))
    await demo.until("Ctrl-C")
    _, bot = sorted(demo.children())
    os.kill(bot, signal.SIGKILL)
    async with asyncio.timeout(PATIENCE):
        _, complaint = await demo.process.communicate()
    assert demo.process.returncode == 1
    assert "breach: the bot was ended by signal 9: ready (Socket Mode)" in complaint.decode()
    assert str(tmp_path / "bot.log") in complaint.decode()


@pytest.mark.parametrize("words", ["1/3", "2/3", "3/3"])
async def test_an_interrupt_during_the_start_is_clean(words: str) -> None:
    demo = await start(free_port())
    await demo.until(words)
    children = demo.children()
    code, said = await demo.interrupt()
    assert code == 0, said
    assert "Traceback" not in said
    assert not [pid for pid in children if alive(pid)]


async def test_a_taken_port_and_a_folder_that_is_none_are_one_line_and_exit_2(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        cases = {f"port {port} is taken": (port,), "cannot use the folder": (free_port(), "--data", tmp_path / "file")}
        for words, (number, *more) in cases.items():
            demo = await start(int(str(number)), *map(str, more))
            out, complaint = await demo.process.communicate()
            assert (demo.process.returncode, out) == (2, b"")
            assert words in complaint.decode()
            assert len(complaint.decode().splitlines()) == 1
