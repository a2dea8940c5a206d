"""A notice as a file: once in its thread, whatever gets lost; after an approval only the one that was approved."""

import hashlib
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.text import text_of
from sandbox.workspace import File
from tests.notice_scenes import approve, approved, begin, called, drafted, heard, made, message, press, said, thread
from tests.scenarios.moved_clock import quiet
from tests.stage import DEPARTMENT, Stage, on_stage

pytestmark = pytest.mark.long


def files(stage: Stage) -> list[File]:
    """The files in the notice's thread, as often as they stand there."""
    shared = [str(file["id"]) for one in thread(stage) for file in one.files or ()]
    return [stage.slack.workspace.files[file_id] for file_id in shared]


async def test_the_word_file_stands_in_the_thread_once(stage: Stage) -> None:
    await drafted(stage)
    for _ in range(2):
        await press(stage, "rosa", "notice_file_docx")
    await stage.slack.until(lambda: files(stage))
    await press(stage, "rosa", "notice_ask", shows="is asked to approve")
    await quiet(stage)
    (file,) = files(stage)
    assert file.name == "BR-2026-0001-consumer_letter-v1.docx"
    assert (file.content or b"").startswith(b"PK")


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
@pytest.mark.parametrize("fault", ["lost", "lost_before", "http"])
async def test_a_file_stands_there_once_though_an_answer_is_lost(stage: Stage, method: str, fault: str) -> None:
    await drafted(stage)
    struck = stage.slack.faults.add(method, fault)
    await press(stage, "rosa", "notice_file_docx")
    await stage.slack.until(lambda: struck.struck and files(stage), timeout=20)
    await quiet(stage)
    assert len(files(stage)) == 1


async def test_a_script_is_a_pdf_and_a_page_is_html(stage: Stage) -> None:
    await called(stage)
    assert await begin(stage, {"field:signer": "Dana Director"}, kind="consumer_telephone") == {}
    await press(stage, "rosa", "notice_file_pdf", kind="consumer_telephone")
    where = message(stage, "consumer_telephone").ts

    def there() -> list[bytes]:
        (channel,) = stage.channels()
        shared = [file["id"] for one in channel.messages if one.thread_ts == where for file in one.files or ()]
        return [stage.slack.workspace.files[str(file_id)].content or b"" for file_id in shared]

    await stage.slack.until(there, timeout=20)
    assert there()[0].startswith(b"%PDF")


async def test_the_file_after_an_approval_is_the_approved_one(stage: Stage) -> None:
    await approved(stage)
    await press(stage, "rosa", "notice_file_docx")
    await stage.slack.until(lambda: files(stage))
    approval = (await made(stage)).approval
    assert approval is not None
    assert hashlib.sha256(files(stage)[0].content or b"").hexdigest() == approval.hashes["docx"]
    assert not said(stage, "The approval covers the text")


@pytest.fixture
async def moved(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """An approved letter; then the bot runs with another name of the department, which stands in its files."""
    async with on_stage(sqlite_url, bots=0) as stage:
        async with stage.bot_inside():
            await stage.slack.connected()
            await approved(stage)
        stage.department = tmp_path / "department.yaml"
        text = DEPARTMENT.read_text(encoding="utf-8")
        stage.department.write_text(text.replace("name: Department of", "name: Bureau of", 1), encoding="utf-8")
        async with stage.bot_inside():
            await stage.slack.connected()
            yield stage


async def test_a_file_that_is_not_the_approved_one_is_not_put_there_and_it_is_said(moved: Stage) -> None:
    approval = (await made(moved)).approval
    assert approval is not None
    await press(moved, "rosa", "notice_file_docx")
    await moved.slack.until(lambda: said(moved, "is not the file that was approved"))
    told = next(text_of(one) for one in thread(moved) if "not the file" in text_of(one))
    assert approval.hashes["docx"][:12] in told
    assert files(moved) == []


async def test_without_the_extra_it_is_said_and_nothing_is_promised(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await drafted(stage)
    monkeypatch.setitem(sys.modules, "docx", None)  # as where the extra is not installed
    await press(stage, "rosa", "notice_file_docx")
    await stage.slack.until(lambda: bool(stage.person("rosa").ephemerals))
    assert "The program that makes this file is not installed here" in heard(stage, "rosa")
    monkeypatch.undo()
    await press(stage, "rosa", "notice_file_docx")
    await stage.slack.until(lambda: files(stage))


async def test_an_approval_without_the_extra_covers_the_text_and_says_so_with_the_file(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await drafted(stage)
    await press(stage, "rosa", "notice_ask", shows="is asked to approve")
    monkeypatch.setitem(sys.modules, "docx", None)
    assert await approve(stage) == {}
    approval = (await made(stage)).approval
    assert approval is not None
    assert list(approval.hashes) == ["text"]
    monkeypatch.undo()
    await press(stage, "rosa", "notice_file_docx")
    await stage.slack.until(lambda: files(stage))
    assert said(stage, "The approval covers the text. This Word file could not be made at that time")
