"""A notice as a Word file, with Word's own merge fields: the roster is merged in Word and never reaches the bot.

ECMA-376 part 1, 17.16.5.35 (MERGEFIELD) and 17.16.18 (complex fields).
"""

import io
import re
import zipfile
from typing import TYPE_CHECKING

from bot.notice.text import MERGE_FIELD, Block, blocks
from handlers.notices.extra import documents

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_STYLES = {"title": "Heading 1", "heading": "Heading 2", "paragraph": "Normal", "list": "List Bullet"}
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can hold; the time of making would change the bytes of the same letter."""


def word(text: str, title: str, publisher: str) -> bytes:
    """The text as a Word file. Raises DocumentsNotInstalledError."""
    document: Document = documents("docx").Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, publisher, ""
    properties.last_modified_by, properties.language = publisher, "en-US"
    _plain_look(document)
    for block in blocks(text):
        _add(document, block)
    made = io.BytesIO()
    document.save(made)
    return _same_bytes(made.getvalue())


def _plain_look(document: "Document") -> None:
    shared, colour = documents("docx.shared"), documents("docx.shared").RGBColor(0, 0, 0)
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Calibri", shared.Pt(11)
    for name in ("Heading 1", "Heading 2"):
        document.styles[name].font.color.rgb = colour
        document.styles[name].font.name = "Calibri"
    for section in document.sections:
        section.left_margin = section.right_margin = shared.Inches(1)
        section.top_margin = section.bottom_margin = shared.Inches(1)


def _add(document: "Document", block: Block) -> None:
    if block.kind == "list":
        for line in block.lines:
            _write(document.add_paragraph(style=_STYLES["list"]), line)
        return
    paragraph = document.add_paragraph(style=_STYLES[block.kind])
    for number, line in enumerate(block.lines):
        if number:
            paragraph.add_run().add_break()
        _write(paragraph, line)


def _write(paragraph: "Paragraph", line: str) -> None:
    """One line, each «Name» as a merge field."""
    end = 0
    for field in MERGE_FIELD.finditer(line):
        if field.start() > end:
            paragraph.add_run(line[end : field.start()])
        _merge_field(paragraph, field[1])
        end = field.end()
    if end < len(line):
        paragraph.add_run(line[end:])


def _merge_field(paragraph: "Paragraph", name: str) -> None:
    """A complex field: its code between `begin` and `separate`, what is shown before the merge until `end`."""
    ns, xml = documents("docx.oxml.ns"), documents("docx.oxml")
    for part in ("begin", "code", "separate", "shown", "end"):
        run = paragraph.add_run()
        if part == "shown":
            run.text = f"«{name}»"
        elif part == "code":
            code = xml.OxmlElement("w:instrText")
            code.set(ns.qn("xml:space"), "preserve")
            code.text = f" MERGEFIELD {name} "
            run._r.append(code)  # python-docx has no call for fields
        else:
            mark = xml.OxmlElement("w:fldChar")
            mark.set(ns.qn("w:fldCharType"), part)
            run._r.append(mark)  # python-docx has no call for fields


def _same_bytes(made: bytes) -> bytes:
    """The same file with fixed times, so that the same letter has the same hash."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in _content_types_first(old.namelist()):
            info = zipfile.ZipInfo(name, date_time=_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return out.getvalue()


def _content_types_first(names: list[str]) -> list[str]:
    return sorted(names, key=lambda name: (not re.match(r"\[Content_Types\]", name), name))
