"""The files of a notice, opened again: Word with its merge fields, the web page in a browser, the PDF's tags."""

import io
import subprocess
import sys
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import mammoth
import pytest
from docx import Document
from playwright.async_api import Browser, async_playwright

from bot.notice.text import blocks
from handlers.notices import extra
from handlers.notices.extra import DocumentsNotInstalledError
from handlers.notices.files import file_of
from tests.conftest import CHROMIUM
from tests.notices.stories import STORIES, Notice, notice, notices_of

NAME = "Department of Transportation"
LETTER = notice("stolen_laptop", "consumer_letter")
PAGE = notice("stolen_laptop", "substitute_web_page")
FILES = [(one, form) for name in STORIES for one in notices_of(name) for form in one.kind.formats]
AXES = """() => {
  const channel = c => { c /= 255; return c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4; };
  const light = rgb => {
    const [r, g, b] = rgb.match(/[\\d.]+/g).map(Number).map(channel);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const paper = light(getComputedStyle(document.body).backgroundColor);
  const contrast = element => {
    const ink = light(getComputedStyle(element).color);
    return (Math.max(ink, paper) + .05) / (Math.min(ink, paper) + .05);
  };
  const all = [...document.querySelectorAll('h1, h2, p, li, a')];
  return {
    lang: document.documentElement.lang,
    title: document.title,
    landmarks: ['header', 'main', 'footer'].map(name => document.querySelectorAll('body > ' + name).length),
    headings: [...document.querySelectorAll('h1, h2, h3')].map(h => h.tagName),
    outside: all.filter(e => !e.closest('header, main, footer')).length,
    least: Math.min(...all.map(contrast)),
    underlined: [...document.querySelectorAll('a')].every(a => getComputedStyle(a).textDecorationLine === 'underline'),
    scripts: document.scripts.length,
    loaded: performance.getEntriesByType('resource').length,
    wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    links: [...document.querySelectorAll('a')].map(a => [a.textContent, a.getAttribute('href')]),
    text: document.querySelector('main').innerText,
  };
}"""
"""WCAG 2.1: 1.3.1, 1.4.1, 1.4.3 (contrast of each text with its ground), 1.4.10, 2.4.2, 3.1.1."""


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        await browser.close()


def lines_of(text: str) -> list[str]:
    return [line for block in blocks(text) for line in block.lines]


@pytest.mark.parametrize(("one", "form"), FILES, ids=[f"{one.file}-{form}" for one, form in FILES])
def test_a_file_is_the_same_whenever_it_is_made(one: Notice, form: str) -> None:
    made = file_of(one.draft.text, one.kind, form, NAME)
    assert made.sha256 == file_of(one.draft.text, one.kind, form, NAME).sha256
    assert made.sha256 != file_of(one.draft.text + "\nMore.\n", one.kind, form, NAME).sha256


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_another_process_makes_the_same_bytes(form: str) -> None:
    one = notice("stolen_laptop", "ag_notice")
    code = (
        "from tests.notices.stories import notice; from handlers.notices.files import file_of;"
        "one = notice('stolen_laptop', 'ag_notice');"
        f"print(file_of(one.draft.text, one.kind, {form!r}, {NAME!r}).sha256)"
    )
    there = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert there.stdout.strip() == file_of(one.draft.text, one.kind, form, NAME).sha256


def test_a_letter_opened_again_says_what_was_approved() -> None:
    opened = Document(io.BytesIO(file_of(LETTER.draft.text, LETTER.kind, "docx", NAME).content))
    assert [line for paragraph in opened.paragraphs for line in paragraph.text.split("\n")] == lines_of(
        LETTER.draft.text
    )
    assert [p.text for p in opened.paragraphs if p.style and p.style.name == "Heading 1"] == ["Notice of a Data Breach"]
    assert (opened.core_properties.title, opened.core_properties.author) == ("Notice of a Data Breach", NAME)


def test_names_and_addresses_are_words_own_merge_fields() -> None:
    content = file_of(LETTER.draft.text, LETTER.kind, "docx", NAME).content
    xml = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    assert xml.count(" MERGEFIELD FirstName ") == 2
    assert xml.count('fldCharType="begin"') == xml.count('fldCharType="end"') == LETTER.draft.text.count("«")


@pytest.mark.parametrize("odd", ['R&D <b>bold</b> "it\'s" {{ x }} #let x = 1 $y$ *z*', "a\x00b\x0bc\ud800"])
@pytest.mark.parametrize("form", ["docx", "pdf", "html"])
def test_text_from_people_is_text_in_every_format(odd: str, form: str) -> None:
    kind = PAGE.kind if form == "html" else notice("stolen_laptop", "ag_notice").kind
    content = file_of(f"# Notice\n\n{odd}\n", kind, form, NAME).content
    if form == "docx":
        said = [line for paragraph in Document(io.BytesIO(content)).paragraphs for line in paragraph.text.split("\n")]
        assert said == lines_of(f"# Notice\n\n{odd}\n")
    elif form == "html":
        assert b"<b>" not in content
    assert content


@pytest.mark.browser
async def test_a_letter_has_a_picture(chromium: Browser, tmp_path: Path) -> None:
    shown = mammoth.convert_to_html(io.BytesIO(file_of(LETTER.draft.text, LETTER.kind, "docx", NAME).content))
    assert shown.messages == []
    merge_data = await chromium.new_page(viewport={"width": 816, "height": 1056})
    await merge_data.set_content(f"<body style='font: 11pt sans-serif; margin: 1in'>{shown.value}</body>")
    picture = await merge_data.screenshot(path=tmp_path / "letter.png", full_page=True)
    assert picture.startswith(b"\x89PNG")
    assert (await merge_data.inner_text("body")).split() == " ".join(lines_of(LETTER.draft.text)).split()
    assert await merge_data.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.browser
@pytest.mark.parametrize(
    "which", [(story, one.kind.id) for story in STORIES for one in notices_of(story) if "html" in one.kind.formats]
)
@pytest.mark.parametrize("width", [320, 1280])
async def test_a_web_page_is_accessible(chromium: Browser, tmp_path: Path, which: tuple[str, str], width: int) -> None:
    one = notice(*which)
    file = tmp_path / "page.html"
    file.write_bytes(file_of(one.draft.text, one.kind, "html", NAME).content)
    merge_data = await chromium.new_page(viewport={"width": width, "height": 800})
    await merge_data.goto(file.as_uri())
    seen = await merge_data.evaluate(AXES)
    assert seen["lang"] == "en"
    assert seen["title"].endswith(f" - {NAME}")
    assert seen["landmarks"] == [1, 1, 1]
    assert seen["headings"][0] == "H1"
    assert set(seen["headings"][1:]) == {"H2"}
    assert seen["outside"] == 0
    assert seen["least"] >= 4.5
    assert seen["underlined"]
    assert (seen["scripts"], seen["loaded"], seen["wide"]) == (0, 0, False)
    assert seen["text"].split() == " ".join(sorted_lines(one)).split()
    assert all(href.startswith(("https://", "tel:+1", "mailto:")) for _, href in seen["links"])


def sorted_lines(one: Notice) -> list[str]:
    """The lines as the page shows them: the title first."""
    title = [line for block in blocks(one.draft.text) if block.kind == "title" for line in block.lines]
    return title + [line for block in blocks(one.draft.text) if block.kind != "title" for line in block.lines]


def test_a_telephone_number_on_the_page_can_be_dialled() -> None:
    content = file_of(PAGE.draft.text, PAGE.kind, "html", NAME).content.decode()
    assert '<a href="tel:+15735550150">573-555-0150</a>' in content
    assert '<a href="https://experian.com/help">experian.com/help</a>' in content


def test_a_pdf_is_tagged_and_says_its_language_and_title() -> None:
    one = notice("stolen_laptop", "ag_notice")
    content = file_of(one.draft.text, one.kind, "pdf", NAME).content
    assert content.startswith(b"%PDF-")
    assert b"pdfuaid:part" in content
    assert b"/MarkInfo" in content
    assert b"/StructTreeRoot" in content
    assert b"/Lang" in content


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_without_the_extra_the_caller_is_told(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(extra, "import_module", gone)
    one = notice("stolen_laptop", "ag_notice")
    with pytest.raises(DocumentsNotInstalledError):
        file_of(one.draft.text, one.kind, form, NAME)


def test_a_kind_has_only_its_own_formats() -> None:
    with pytest.raises(ValueError, match="consumer_letter has no format pdf"):
        file_of(LETTER.draft.text, LETTER.kind, "pdf", NAME)
